"""From hops to trips: what belongs together, what it is called, and each step of it between two of the four parties."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from demo.curl import body_of, curl
from demo.hops import Call, Hop
from demo.masking import Pairs, shown

TITLES = (
    (re.compile(r"/checkout/buy-now\Z"), "Buying one piece at once"),
    (re.compile(r"/checkout\Z"), "Checkout"),
    (re.compile(r"/auth/(login|silent|callback)\Z"), "Sign-in"),
    (re.compile(r"/auth/(logout|signed-out)\Z"), "Sign-out"),
    (re.compile(r"/events/[^/]+/reservation"), "Tickets"),
    (re.compile(r"/events/[^/]+/rsvps\Z"), "Answer to an invitation"),
    (re.compile(r"/plans/[^/]+/checkout\Z"), "Membership"),
    (re.compile(r"/services/[^/]+/bookings\Z"), "Booking"),
    (re.compile(r"/cart(/|\Z)"), "Cart"),
    (re.compile(r"/(order-confirmation|thank-you)\Z"), "Confirmation"),
    (re.compile(r"/find-order"), "Order look-up"),
    (re.compile(r"/account"), "Account"),
)
# Posted on the way back, by a script of ours: that is no new beginning.
CONTINUES = re.compile(r"/auth/callback\Z")
SHOWN_LANES = {"shop": ("Browser", "Shop"), "hosted": ("Browser", "Hosted page"), "api": ("Shop", "Platform")}
JSON_INDENT = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of the drawing. `lane` is shop, hosted or api; `curl` is there for calls of the API only."""

    lane: str
    sender: str
    receiver: str
    method: str
    address: str
    status: int | None
    milliseconds: float
    location: str
    groups: tuple[tuple[str, Pairs], ...]
    body: str
    refusal: str
    curl: str


@dataclass(frozen=True, slots=True)
class Trip:
    """What one decision of the visitor led to, until the shop showed a page again."""

    title: str
    began_at: datetime
    steps: tuple[Step, ...]


def trips_of(hops: Iterable[Hop]) -> list[Trip]:
    """All trips, the latest first."""
    parts: list[list[Hop]] = []
    is_over = True
    for hop in hops:
        is_beginning = hop.place == "shop" and hop.method == "POST" and not CONTINUES.search(hop.path)
        if is_over or is_beginning:
            parts.append([])
        parts[-1].append(hop)
        is_over = hop.place == "shop" and not hop.is_redirect
    return [_trip(part) for part in reversed(parts)]


def _trip(hops: list[Hop]) -> Trip:
    first = hops[0]
    named = (title for pattern, title in TITLES if pattern.match(first.path)) if first.place == "shop" else iter(())
    title = next(named, "Hosted page" if first.place == "hosted" else "Page")
    return Trip(title, first.at, tuple(step for hop in hops for step in _steps(hop)))


def _steps(hop: Hop) -> Iterator[Step]:
    sender, receiver = SHOWN_LANES[hop.place]
    yield Step(
        lane=hop.place,
        sender=sender,
        receiver=receiver,
        method=hop.method,
        address=shown(hop.path),
        status=hop.status,
        milliseconds=hop.milliseconds,
        location=shown(hop.location),
        groups=_groups(("Query", hop.query), ("Form", hop.form)),
        body="",
        refusal="",
        curl="",
    )
    for call in hop.calls:
        yield _call_step(call)


def _call_step(call: Call) -> Step:
    sender, receiver = SHOWN_LANES["api"]
    return Step(
        lane="api",
        sender=sender,
        receiver=receiver,
        method=call.method,
        address=shown(call.path),
        status=call.status,
        milliseconds=call.milliseconds,
        location="",
        groups=_groups(
            ("Query", call.query), ("Headers", call.headers), ("Headers of the answer", call.answer_headers)
        ),
        body=shown(body_of(call)) if call.is_form and call.body else _indented(call.body),
        refusal=_indented(call.refusal),
        curl=curl(call),
    )


def _groups(*named: tuple[str, Pairs]) -> tuple[tuple[str, Pairs], ...]:
    return tuple((name, tuple((shown(key), shown(value)) for key, value in pairs)) for name, pairs in named if pairs)


def _indented(body: object) -> str:
    return shown(json.dumps(body, ensure_ascii=False, indent=JSON_INDENT)) if body is not None else ""
