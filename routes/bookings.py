"""What can be booked, one service with its free times, and the way to the hosted page that books one of them.

Lists and times are the same bytes for everybody: the visitor's time zone stands in the address.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from routes.booking_memory import remember_booking
from routes.campaign import current_campaign
from routes.catalog import draw_public
from routes.current import absolute_url, current_bookings, current_visitor
from routes.departures import leave_for
from routes.forms import FormError, parse_slug
from routes.heads import service_head, services_head
from routes.languages import current_language, hosted_language, return_url
from routes.page_head import PERSONAL
from routes.slot_calendar import parse_moment, today_in
from routes.slot_view import Times, View, find_nearest, find_times, first_of, make_view, read_view
from routes.time_zones import list_zones, title_of
from services.errors import NotFoundError, PlatformAuthError, PlatformError, PlatformSetupError, SlotTakenError
from services.models import ReturnUrls, Service, ServiceKind, Slot, SlotState
from services.sentences import sentence

blueprint = Blueprint("bookings", __name__)
log = logging.getLogger("foyer.bookings")

# Whoever has just booked looks again and must not see a browser's copy; a shared cache may spare the platform a rush.
LIVE = "public, max-age=0, s-maxage=5"
LONGEST_KEY = 1024
ASKED = ("from", "zone", "staff", "place")
NOT_BY_TIME = sentence("This cannot be booked by the hour here. Nothing was booked and nothing was charged.")
NO_SUCH_TIME = sentence("This time is not offered any more. Nothing was booked and nothing was charged.")
REFUSALS = {
    SlotState.FULL: SlotTakenError.shopper_message,
    SlotState.WAITING_LIST: sentence(
        "Somebody else was quicker: this time is full and has a waiting list. Nothing was booked."
    ),
    SlotState.LOCKED: sentence("What is free at this time is offered to its waiting list first. Nothing was booked."),
    SlotState.TOO_EARLY: sentence("This time cannot be booked yet: it is too far ahead. Nothing was booked."),
    SlotState.TOO_LATE: sentence("This time starts too soon to be booked here. Nothing was booked."),
    SlotState.CLOSED: sentence("This time cannot be booked here. Nothing was booked."),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was booked; `wanted_at` is when the slot starts, where that is known."""

    said: str
    status: int = 409
    wanted_at: datetime | None = None


@blueprint.get("/services")
def services() -> Response:
    """All services in the shop's order."""
    found = current_bookings().list_services()
    return draw_public("bookings/services.html", head=services_head(found), services=found)


@blueprint.get("/services/<slug>")
def service(slug: str) -> Response:
    """One service, and the next of its times. Raises: NotFoundError."""
    found = read_service(slug)
    if found.slug != slug:
        kept: dict[str, Any] = {name: request.args[name] for name in ASKED if name in request.args}
        return make_response(redirect(url_for("bookings.service", slug=found.slug, **kept), code=301))
    try:
        return draw_service(found, read_view(request.args, found, studio_zone()))
    except FormError as error:
        return draw_service(found, view_at_studio(found), Refusal(str(error), 400))


@blueprint.post("/services/<slug>/bookings")
def create_booking(slug: str) -> Response:
    """On to the hosted page, if the slot is still free at this very moment; else the page again, and what is near.

    Nobody comes to a waiting list who did not ask for it (`?wait=1`). `?at=` is when the slot was said to start.
    """
    found = read_service(slug)
    try:
        view = read_view(request.form, found, studio_zone())
    except FormError as error:
        return draw_service(found, view_at_studio(found), Refusal(str(error), 422))
    if not has_times(found):
        return draw_service(found, view, Refusal(NOT_BY_TIME))
    wanted_at = parse_moment(request.args.get("at", ""))
    try:
        slot = read_slot(found, first_of(request.form, "slot"))
        if not slot.can_be_booked and not (request.args.get("wait") == "1" and slot.has_waiting_list):
            return draw_service(found, view, Refusal(REFUSALS[slot.state], wanted_at=slot.starts_at))
        return leave_to_book(found, slot, view)
    except NotFoundError as error:
        if error.kind == "service":
            raise
        return draw_service(found, view, Refusal(NO_SUCH_TIME, wanted_at=wanted_at))
    except SlotTakenError as error:
        return draw_service(found, view, Refusal(error.shopper_message, wanted_at=wanted_at))


def leave_to_book(found: Service, slot: Slot, view: View) -> Response:
    """A new way for each click: nothing is held before somebody completes the hosted page. Raises: SlotTakenError."""
    urls = ReturnUrls(
        thank_you_url=return_url("returns.order_confirmation"),
        post_flow_url=absolute_url(url_for("bookings.service", slug=found.slug, **view.parameters)),
        plan_list_url=absolute_url(url_for("plans.plans")),
        service_list_url=absolute_url(url_for("bookings.services")),
        language=hosted_language(),
        campaign=current_campaign(),
    )
    way = current_bookings().create_redirect_session(current_visitor(), found, slot, view.zone, urls)
    remember_booking(found, slot, view.zone)
    return leave_for(way.full_url)


def read_service(slug: str) -> Service:
    """Raises: NotFoundError."""
    if parse_slug(slug) is None:
        raise NotFoundError("service")
    return current_bookings().get_service(slug)


def read_slot(found: Service, key: str) -> Slot:
    """The slot as it stands now. Raises: NotFoundError, SlotTakenError."""
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise NotFoundError("slot")
    return current_bookings().get_slot(found, key)


def has_times(found: Service) -> bool:
    """Whether times can be chosen: a course is booked as a whole."""
    return found.can_be_booked and found.kind is not ServiceKind.COURSE


def draw_service(found: Service, view: View, refusal: Refusal | None = None) -> Response:
    """The page of a service. With a refusal it answers one visitor and is not stored."""
    if refusal and refusal.wanted_at:
        view = around(refusal.wanted_at, found, view)
    times = read_times(found, view) if has_times(found) else None
    are_times_missing = times is None and has_times(found)
    is_passing = refusal is not None or are_times_missing
    response = draw_public(
        "bookings/service.html",
        head=PERSONAL if is_passing else service_head(found),
        service=found,
        view=view,
        times=times,
        are_times_missing=are_times_missing,
        refusal=refusal,
        nearest=find_nearest(times, refusal.wanted_at) if times and refusal and refusal.status == 409 else (),
        **zone_words(view, times),
    )
    response.headers["Cache-Control"] = "no-store" if is_passing else LIVE
    response.status_code = refusal.status if refusal else 503 if are_times_missing else 200
    return response


def read_times(found: Service, view: View) -> Times | None:
    """The times to choose from, or None where the platform does not tell them: the rest of the page still helps."""
    try:
        return find_times(found, view)
    except (PlatformSetupError, PlatformAuthError):
        raise  # nothing that passes by itself, so it is told as it is
    except PlatformError as error:
        log.warning("a service is shown without its times: %s", error)
        return None


def around(moment: datetime, found: Service, view: View) -> View:
    """Days among which the moment is: those that were looked at, if it is among them."""
    day = today_in(view.zone, moment)
    is_in_it = 0 <= (day - view.first).days < view.days
    return view if is_in_it else make_view(MultiDict({"from": day.isoformat()}), found, view.zone, view.studio_zone)


def zone_words(view: View, times: Times | None) -> dict[str, object]:
    """How both zones are called at the beginning of what is shown, and which others there are."""
    if times is None:
        return {"zones": {}, "zone_title": "", "studio_title": ""}
    language, begins = current_language().tag, times.calendar.days[0].midnight
    return {
        "zones": list_zones(view.zone, view.studio_zone, begins, language),
        "zone_title": title_of(view.zone, begins, language),
        "studio_title": title_of(view.studio_zone, begins, language),
    }


def view_at_studio(found: Service) -> View:
    """The first week by the studio's own clock."""
    return make_view(MultiDict(), found, studio_zone(), studio_zone())


def studio_zone() -> str:
    return str(current_app.jinja_env.globals["brand"].time_zone)  # type: ignore[attr-defined]
