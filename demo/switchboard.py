"""GET and POST /switchboard: trouble for this visitor's own calls; in development also the clock, and a fresh start."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from demo.switches import SWITCHES
from demo.tour import private
from demo.visit import current_visit
from services.sentences import sentence

STEPS = {
    "hour": (sentence("Forward one hour"), timedelta(hours=1)),
    "day": (sentence("Forward one day"), timedelta(days=1)),
    "week": (sentence("Forward one week"), timedelta(weeks=1)),
}


class Troubles(Protocol):
    """What can go wrong for one visitor, by its name."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def of(self, visitor_id: str, /) -> frozenset[str]: ...

    def begin(self, visitor_id: str, name: str, /) -> None: ...

    def end(self, visitor_id: str, name: str | None = None, /) -> None: ...


class Clock(Protocol):
    """The one clock, which can be moved."""

    def now(self) -> datetime: ...

    def offset(self) -> timedelta: ...

    def advance(self, step: timedelta, /) -> None: ...

    def reset(self) -> None: ...


class Stage(Protocol):
    """What a developer may do to everybody at once."""

    @property
    def clock(self) -> Clock: ...

    def reset(self) -> None: ...


def create_switchboard(troubles: Troubles, stage: Stage | None) -> Blueprint:
    """Make the blueprint. Without a stage, as on a public demo, there is no clock to move and nothing to reset."""
    switchboard = Blueprint("switchboard", __name__, url_prefix="/switchboard")
    switches = [switch for switch in SWITCHES if switch.name in troubles.names]
    left_out = [switch for switch in SWITCHES if switch.name not in troubles.names]

    @switchboard.get("")
    def show() -> Response:
        """Every switch, and which are on for this visitor."""
        visit = current_visit.get()
        on = troubles.of(visit.label) if visit else frozenset()
        steps = [(name, words) for name, (words, _) in STEPS.items()]
        clock = stage.clock if stage else None
        shown = {"switches": switches, "left_out": left_out, "on": on, "clock": clock, "steps": steps}
        return private(render_template("demo/switchboard.html", **shown))

    @switchboard.post("")
    def turn() -> Response:
        """Turn one switch on or off."""
        name, visit = request.form.get("switch", ""), current_visit.get()
        if visit is None or name not in troubles.names:
            abort(400)
        if request.form.get("turn") == "on":
            troubles.begin(visit.label, name)
        else:
            troubles.end(visit.label, name)
        return back()

    @switchboard.post("/off")
    def turn_all_off() -> Response:
        """Let everything go well again for this visitor."""
        if visit := current_visit.get():
            troubles.end(visit.label)
        return back()

    if stage is not None:
        _add_stage(switchboard, stage)
    return switchboard


def _add_stage(switchboard: Blueprint, stage: Stage) -> None:
    @switchboard.post("/clock")
    def move_clock() -> Response:
        """Move the clock of shop and sandbox forward, or let it show the real time again."""
        step = request.form.get("step", "")
        if step == "now":
            stage.clock.reset()
        elif step in STEPS:
            stage.clock.advance(STEPS[step][1])
        else:
            abort(400)
        return back()

    @switchboard.post("/reset")
    def reset() -> Response:
        """Seed the sandbox again: carts, orders, members, faults and clock are as on the first day."""
        stage.reset()
        return back()


def back() -> Response:
    """To the switchboard, so that a reload repeats nothing."""
    return make_response(redirect(url_for("switchboard.show"), code=303))
