"""The endpoints of RSVPs (V2): answering an invitation, and a member's own answers.

Source: https://dev.wix.com/docs/rest/business-solutions/events/rsvp-v2/introduction
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from sandbox.clock import iso
from sandbox.seed import seed_id
from sandbox.wix.checkout_form import EMAIL
from sandbox.wix.errors import WixError, application_error, required, silent, violation
from sandbox.wix.event_shapes import form_json, registration_status
from sandbox.wix.event_store import Event, find_event
from sandbox.wix.events import event_not_found
from sandbox.wix.payload import is_guid, json_body, mapping, objects, required_guid, required_text, text, texts
from sandbox.wix.rsvp_store import Answer, answers_of, coming_to, has_answered, save_answer
from sandbox.wix.site import Subject, current_site, current_subject

rsvps = Blueprint("rsvps", __name__, url_prefix="/events/v2/rsvps")
STATUSES = ("YES", "NO", "WAITLIST")
FIELDS = frozenset({"DETAILS", "FORM"})
MOST_EVENTS = 25
MOST_GUESTS = 50
# What stands in the rsvp itself, and may be repeated among the answers to the form.
OWN_INPUTS = frozenset({"firstName", "lastName", "email", "additionalGuests", "guestNames"})
Json = dict[str, Any]


@rsvps.post("")
def create_rsvp() -> Json:
    """Answer an invitation; nobody is put on the waiting list who has not asked for it.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/rsvp-v2/create-rsvp
    """
    subject, payload = current_subject(silent(403)), json_body()
    fields = _wanted_fields(texts(payload, "fields", most=10))
    answer = _read_answer(mapping(payload, "rsvp"))
    now = iso(current_site().clock.now())
    with current_site().database.change() as db:
        event = find_event(db, answer.event_id)
        if event is None:
            raise event_not_found()
        _check_open(event, now)
        _check_form(event, answer)
        _check_first_answer(db, event, answer, subject)
        _check_places(db, event, answer)
        return {"rsvp": _rsvp_json(save_answer(db, answer, subject, now), fields)}


@rsvps.get("/current")
def list_current_member_rsvps() -> Json:
    """Return the signed-in member's answers to some events.

    Source: https://dev.wix.com/docs/rest/business-solutions/events/rsvp-v2/get-current-member-rsvps
    """
    subject = current_subject(silent(403))
    if subject.kind != "MEMBER":
        raise application_error(404, "MEMBER_IDENTITY_NOT_FOUND", "no member is signed in")
    fields = _wanted_fields(request.args.getlist("fields"))
    event_ids = request.args.getlist("eventId")
    if not event_ids:
        raise required("eventId")
    if len(event_ids) > MOST_EVENTS or not all(is_guid(event_id) for event_id in event_ids):
        raise violation("eventId", f"must be at most {MOST_EVENTS} GUIDs", "FORMAT")
    with current_site().database.read() as db:
        rows = answers_of(db, subject, [event_id.lower() for event_id in event_ids])
    counts = {"count": len(rows), "offset": 0, "total": len(rows), "tooManyToCount": False}
    return {"rsvps": [_rsvp_json(row, fields) for row in rows], "pagingMetadata": counts}


def _wanted_fields(names: Sequence[str]) -> frozenset[str]:
    if unknown := sorted(set(names) - FIELDS):
        raise violation("fields", f"has unknown values: {', '.join(unknown)}", "ENUM")
    return frozenset(names)


def _read_answer(rsvp: Json) -> Answer:
    email, status = required_text(rsvp, "email", longest=255), required_text(rsvp, "status")
    if not EMAIL.fullmatch(email):
        raise violation("rsvp.email", "must be an e-mail address", "FORMAT")
    if status not in STATUSES:
        raise violation("rsvp.status", f"must be one of: {', '.join(STATUSES)}", "ENUM")
    return Answer(
        event_id=required_guid(rsvp, "eventId"),
        email=email,
        first_name=required_text(rsvp, "firstName", longest=50),
        last_name=required_text(rsvp, "lastName", longest=50),
        status=status,
        guest_names=_read_guests(mapping(rsvp, "additionalGuestDetails")),
        answers=objects(mapping(rsvp, "form"), "inputValues", most=50),
    )


def _read_guests(details: Json) -> list[str]:
    count, names = details.get("guestCount", 0), texts(details, "guestNames", most=MOST_GUESTS)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MOST_GUESTS:
        raise violation("additionalGuestDetails.guestCount", f"must be between 0 and {MOST_GUESTS}", "RANGE")
    if count != len(names) or not all(name.strip() for name in names):
        raise application_error(400, "ADDITIONAL_GUESTS_MUST_HAVE_NAMES", "additional guests must have names")
    return names


def _check_open(event: Event, now: str) -> None:
    if event.registration != "RSVP":
        raise application_error(400, "INVALID_EVENT_TYPE", "the event is not an RSVP event")
    if event.is_over(now):
        raise application_error(400, "RSVPS_CLOSED", "RSVPs are closed")
    if registration_status(event, 0, now) == "SCHEDULED_RSVP":
        raise application_error(400, "RSVPS_NOT_STARTED", "RSVPs have not started")


def _check_form(event: Event, answer: Answer) -> None:
    inputs = {entry["name"]: entry for control in form_json(event)["controls"] for entry in control["inputs"]}
    if answer.guest_names and "additionalGuests" not in inputs:
        raise _invalid_form("the form has no additional guests")
    if len(answer.guest_names) > event.most_guests:
        raise application_error(400, "GUEST_LIMIT_EXCEEDED", f"at most {event.most_guests} additional guests")
    for value in answer.answers:
        name, written = text(value, "inputName"), text(value, "value")
        if name not in {*inputs, *OWN_INPUTS}:
            raise _invalid_form(f"the form has no input '{name}'")
        if written and name in inputs and len(written) > inputs[name]["maxLength"]:
            raise _invalid_form(f"the answer to '{name}' is too long")
        texts(value, "values", most=MOST_GUESTS)
    if answer.status == "NO" and not event.takes_no:
        raise application_error(400, "UNEXPECTED_RSVP_STATUS", "the event takes no refusals")


def _invalid_form(reason: str) -> WixError:
    return application_error(400, "INVALID_FORM_RESPONSE", reason)


def _check_first_answer(db: sqlite3.Connection, event: Event, answer: Answer, subject: Subject) -> None:
    if subject.kind == "MEMBER" and answers_of(db, subject, [event.id]):
        raise application_error(409, "MEMBER_ALREADY_REGISTERED", "the member has answered before")
    if has_answered(db, event.id, answer.email):
        raise application_error(409, "MEMBER_EMAIL_ALREADY_REGISTERED", "there is an answer with this address")


def _check_places(db: sqlite3.Connection, event: Event, answer: Answer) -> None:
    """Refuse a yes there is no room for, and waiting where nobody has to wait."""
    coming = coming_to(db, event)
    fits = event.rsvp_limit is None or coming + answer.heads <= event.rsvp_limit
    if answer.status == "YES" and not fits:
        left = max(0, (event.rsvp_limit or 0) - coming)
        raise application_error(409, "RSVP_LIMIT_EXCEEDED", "the event is full", {"left": left})
    if answer.status == "WAITLIST" and (fits or not event.has_waitlist):
        raise application_error(400, "WAITING_LIST_UNAVAILABLE", "there is no waiting list to join")


def _rsvp_json(row: sqlite3.Row, fields: frozenset[str]) -> Json:
    names = json.loads(row["guest_names"])
    body: Json = {
        "id": row["id"],
        "eventId": row["event_id"],
        "contactId": seed_id("contact", row["email"].lower()),
        "status": row["status"],
        "createdDate": row["created_at"],
        "updatedDate": row["updated_at"],
        "revision": "1",
        "firstName": row["first_name"],
        "lastName": row["last_name"],
        "email": row["email"],
    }
    if row["subject_kind"] == "MEMBER":
        body["memberId"] = row["subject_id"]
    if "DETAILS" in fields:
        body |= {
            "totalGuests": 1 + len(names),
            "additionalGuestDetails": {"guestCount": len(names), "guestNames": names},
        }
    if "FORM" in fields:
        body["form"] = {"inputValues": json.loads(row["answers"])}
    return body
