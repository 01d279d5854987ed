"""Events: what is on, one of them, and what a visitor does there. Lists and events are the same bytes for everybody."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, session, url_for

from routes.calendar_file import write_calendar_file
from routes.catalog import PUBLIC, draw_public
from routes.current import absolute_url, current_events, current_time, current_visitor
from routes.departures import leave_for
from routes.event_times import by_clock_of
from routes.forms import parse_slug
from routes.heads import event_head, events_head
from routes.page_head import PERSONAL
from routes.reservation_memory import StartedReservation, find_latest_of
from routes.rsvp_forms import RsvpForm, read_rsvp_form
from routes.rsvp_memory import find_recent_rsvp, remember_rsvp
from routes.sentences import translated
from routes.silent_sign_in import follow_hint
from routes.ticket_forms import TicketForm, blank_form, check_form, typed_form, wanted_tickets
from routes.ticket_holds import give_back, hold_tickets, make_way, read_hold
from services.errors import (
    NotFoundError,
    ReservationExpiredError,
    RsvpRefusedError,
    SoldOutError,
    TicketChoiceError,
)
from services.models import (
    Admission,
    Event,
    EventQuery,
    EventStatus,
    Registration,
    Reservation,
    ReservationState,
    RsvpAnswer,
)
from services.sentences import sentence

blueprint = Blueprint("events", __name__)

CURSOR = re.compile(r"[!-~]{1,2000}\Z")
ANSWERING_SECONDS = 60.0
NOT_ON_SALE = sentence(
    "Tickets for this event cannot be reserved at the moment. Nothing was held and nothing was charged."
)
NO_ANSWERS = sentence("This event takes no answers at the moment.")
LET_GO = sentence("The tickets are free again. Nothing was charged.")
NOT_SEEN = sentence("We cannot see that reservation any more, so nothing was changed about it.")
PAID_MEANWHILE = sentence("These tickets were booked in the meantime, so they were not let go.")


@blueprint.get("/events")
def events() -> Response:
    """A page of what is to come, or with `?past=1` of what was. Raises: NotFoundError, where there are no events."""
    is_past = request.args.get("past") == "1"
    typed = request.args.get("after", "")
    cursor = typed if CURSOR.match(typed) else None
    try:
        page = current_events().list_events(EventQuery(is_past=is_past, cursor=cursor))
    except NotFoundError as error:
        if cursor is None or error.kind == "section":
            raise
        return make_response(redirect(list_url(is_past), code=302))  # a link outlives the platform's cursors
    months = [(month, list(found)) for month, found in groupby(page.items, key=month_of)]
    next_url = list_url(is_past, page.after) if page.after else None
    head = events_head(page.items, is_past=is_past, is_later=cursor is not None)
    return draw_public(
        "events/events.html",
        head=head,
        months=months,
        is_past=is_past,
        next_url=next_url,
        cursor=cursor,
        webcal_url=webcal_url(),
    )


@blueprint.get("/events/<slug>")
def event(slug: str) -> Response:
    """One event, with what it takes to come. Raises: NotFoundError."""
    found = read_event(slug)
    if found.slug != slug:
        return make_response(redirect(url_for("events.event", slug=found.slug), code=301))
    return draw_event(found)


@blueprint.get("/events/<slug>.ics")
def calendar_file(slug: str) -> Response:
    """The event as a calendar file. Raises: NotFoundError, also while the date is open."""
    found = read_event(slug)
    if found.starts_at is None:
        raise NotFoundError("event", slug)
    body = write_calendar_file(
        found,
        found.starts_at,
        url=absolute_url(url_for("events.event", slug=found.slug)),
        host=urlsplit(current_app.config["BASE_URL"]).hostname or "localhost",
        maker=current_app.jinja_env.globals["brand"].name,  # type: ignore[attr-defined]
        now=current_time(),
    )
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.slug}.ics")
    response.headers["Cache-Control"] = PUBLIC
    return response


@blueprint.post("/events/<slug>/reservations")
def create_reservation(slug: str) -> Response:
    """Hold what was chosen and go on to pay for it; a refusal draws the event again with everything typed."""
    found = read_event(slug)
    typed = typed_form(found, request.form)
    if not is_selling(found):
        said = SoldOutError.shopper_message if found.is_sold_out else NOT_ON_SALE
        return draw_event(found, tickets=replace(typed, problem=said), status=409)
    form = check_form(found, typed)
    if form.has_problem:
        return draw_event(found, tickets=form, status=422)
    try:
        return leave_for(hold_tickets(current_visitor(), found, wanted_tickets(form)))
    except TicketChoiceError as error:
        return draw_event(found, tickets=replace(form, problem=error.shopper_message), status=422)
    except SoldOutError as error:
        return draw_sold_out(slug, error)


@blueprint.get("/events/<slug>/reservation")
def reservation(slug: str) -> Response:
    """This visitor's hold at this event: how long it lasts, and what can be done with it. Raises: NotFoundError."""
    if parse_slug(slug) is None:
        raise NotFoundError("event")
    if (answer := follow_hint()) is not None:
        return answer
    said, started = session.pop(said_name(slug), None), find_latest_of(slug)
    if started is None:
        title = current_events().get_event(slug).title
        return draw_reservation("none", slug, title, said=said)
    found = read_hold(current_visitor(), started)
    unseen = ReservationState.CONFIRMED if started.is_settled else ReservationState.EXPIRED
    state = found.state if found else unseen
    return draw_reservation(state.value, slug, started.event_title, started=started, hold=found, said=said)


@blueprint.post("/events/<slug>/reservation/checkout")
def resume_checkout(slug: str) -> Response:
    """On to the payment page of the hold; where there is none any more its own page says so."""
    started, visitor = find_latest_of(slug), current_visitor()
    hold = read_hold(visitor, started) if started else None
    if started and hold and hold.state is ReservationState.HELD:
        try:
            return leave_for(make_way(visitor, started))
        except ReservationExpiredError:
            return show_reservation(slug)
    return show_reservation(slug)


@blueprint.post("/events/<slug>/reservation/cancel")
def cancel_reservation(slug: str) -> Response:
    """Let the hold go, unless it was paid for meanwhile."""
    if started := find_latest_of(slug):
        hold = give_back(current_visitor(), started)
        is_booked = started.is_settled or (hold is not None and hold.state is ReservationState.CONFIRMED)
        session[said_name(slug)] = translated(PAID_MEANWHILE if is_booked else LET_GO if hold else NOT_SEEN)
    return show_reservation(slug)


@blueprint.post("/events/<slug>/rsvps")
def create_rsvp(slug: str) -> Response:
    """Answer the invitation; a refusal draws the event again with everything typed."""
    found = read_event(slug)
    form = read_rsvp_form(request.form)
    if not takes_answers(found):
        return draw_event(found, rsvp=replace(form, problem=NO_ANSWERS), status=409)
    if form.has_problem:
        return draw_event(found, rsvp=form, status=422)
    try:
        rsvp_id = answer_once(found, form)
    except RsvpRefusedError as error:
        refused = replace(form, problem=error.shopper_message, has_waiting_list=error.has_waiting_list)
        return draw_event(read_event(slug), rsvp=refused, status=422)
    return make_response(redirect(url_for("returns.thank_you", rsvpId=rsvp_id), code=303))


def read_event(slug: str) -> Event:
    """Raises: NotFoundError."""
    if parse_slug(slug) is None:
        raise NotFoundError("event")
    return current_events().get_event(slug)


def list_url(is_past: bool, cursor: str | None = None) -> str:
    return url_for("events.events", past=1 if is_past else None, after=cursor)


def webcal_url() -> str:
    """The calendar of all events in the scheme that lets a calendar subscribe to it."""
    return f"webcal:{absolute_url(url_for('feeds.events_calendar')).partition(':')[2]}"


def month_of(event: Event) -> str | None:
    """What a list is divided by: the month at the event's place; None while the date is open."""
    return by_clock_of(event.starts_at, event.time_zone).strftime("%Y-%m") if event.starts_at else None


def is_selling(event: Event) -> bool:
    """Whether tickets may be asked for; each type's own sale is checked at its field."""
    is_on = event.status in (EventStatus.UPCOMING, EventStatus.STARTED)
    return is_on and event.admission is Admission.TICKETS and event.registration is Registration.OPEN


def takes_answers(event: Event) -> bool:
    return event.admission is Admission.RSVP and event.takes_part


def answer_once(event: Event, form: RsvpForm) -> str:
    """The id of the answer; a double click gets the first one's. Raises: RsvpRefusedError."""
    visitor, content = current_visitor(), f"{event.id} {form.to_rsvp()}"
    with visitor.lease("rsvp", ANSWERING_SECONDS):
        if recent := find_recent_rsvp(content):
            return recent.id
        given = current_events().create_rsvp(visitor, event, form.to_rsvp())
        return remember_rsvp(given, event, content).id


def draw_event(
    event: Event,
    *,
    tickets: TicketForm | None = None,
    rsvp: RsvpForm | None = None,
    status: int = 200,
    held_for: str = "",
) -> Response:
    """The event's page. With a form that was refused it is one visitor's and is not stored."""
    is_waiting = event.registration is Registration.WAITING_LIST
    response = draw_public(
        "events/event.html",
        head=event_head(event) if status == 200 else PERSONAL,
        event=event,
        tickets=tickets or blank_form(event),
        rsvp=rsvp or RsvpForm(answer=RsvpAnswer.WAITING_LIST if is_waiting else RsvpAnswer.YES),
        held_for=held_for,
    )
    response.status_code = status
    if status != 200:
        response.headers["Cache-Control"] = "no-store"
    return response


def draw_sold_out(slug: str, error: SoldOutError) -> Response:
    """The event as it stands now. Tickets that this very visitor holds may be why there are too few."""
    fresh = read_event(slug)
    form = replace(typed_form(fresh, request.form), problem=error.shopper_message)
    started = find_latest_of(slug)
    hold = read_hold(current_visitor(), started) if started else None
    is_held = hold is not None and hold.state is ReservationState.HELD
    return draw_event(fresh, tickets=form, status=409, held_for=slug if is_held else "")


def draw_reservation(
    state: str,
    slug: str,
    title: str,
    *,
    started: StartedReservation | None = None,
    hold: Reservation | None = None,
    said: str | None = None,
) -> Response:
    """One page for each state of a hold, `none` included."""
    left = hold.expires_at - current_time() if hold and hold.expires_at else timedelta()
    page = render_template(
        f"events/reservation_{state}.html",
        slug=slug,
        title=title,
        started=started,
        hold=hold,
        said=said,
        seconds_left=max(0, int(left.total_seconds())),
        minutes_left=max(1, math.ceil(left.total_seconds() / 60)),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def show_reservation(slug: str) -> Response:
    return make_response(redirect(url_for("events.reservation", slug=slug), code=303))


def said_name(slug: str) -> str:
    """Where the sentence for the next page waits, apart for each event."""
    return f"said.{slug}"
