"""Answers to invitations: yes, no, the waiting list, and who is let in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from tests.sandbox.cast import Caller, error_code, new_visitor, violated_field
from tests.sandbox.happenings import JANE, WHEEL, event, move_to, new_member

RSVPS = "/events/v2/rsvps"
TASTING = "morning-tea-tasting"  # sixteen places, five of them gone; two guests; a no is welcome
FULL = "matcha-and-moon-jars"  # twelve of twelve, with a waiting list
OPEN = "teapot-talk-online"  # no limit, and not open yet


def answer(caller: Caller, slug: str, status: str = "YES", guests: tuple[str, ...] = (), **parts: Any) -> TestResponse:
    rsvp = {"eventId": event(caller, slug)["id"], **JANE, "status": status, **parts}
    if guests:
        rsvp["additionalGuestDetails"] = {"guestCount": len(guests), "guestNames": list(guests)}
    return caller.post(RSVPS, {"rsvp": rsvp, "fields": ["DETAILS", "FORM"]})


def assert_refused(reply: TestResponse, code: str, status: int = 400) -> None:
    assert (reply.status_code, error_code(reply)) == (status, code)


def registration(caller: Caller, slug: str) -> dict[str, Any]:
    return dict(event(caller, slug)["registration"])


def fill(caller: Caller, slug: str, count: int) -> None:
    for number in range(count):
        assert answer(caller, slug, email=f"guest{number}@example.com").status_code == 200


def test_a_yes_is_kept(ada: Caller):
    inputs = [{"inputName": "comment", "value": "No milk, please"}]
    reply = answer(ada, TASTING, guests=("Bo", "Cy"), form={"inputValues": inputs})
    assert reply.status_code == 200, reply.json
    rsvp = reply.json["rsvp"]
    assert (rsvp["status"], rsvp["email"], rsvp["firstName"]) == ("YES", "jane@example.com", "Jane")
    assert rsvp["additionalGuestDetails"] == {"guestCount": 2, "guestNames": ["Bo", "Cy"]}
    assert rsvp["form"] == {"inputValues": inputs}
    assert "memberId" not in rsvp


def test_parts_of_an_answer_are_there_only_when_asked_for(ada: Caller):
    rsvp = {"eventId": event(ada, TASTING)["id"], **JANE, "status": "YES"}
    reply = ada.post(RSVPS, {"rsvp": rsvp})
    assert not {"form", "additionalGuestDetails"} & reply.json["rsvp"].keys()
    assert violated_field(ada.post(RSVPS, {"rsvp": rsvp, "fields": ["ALL"]})) == "fields"


def test_guests_take_places_too(ada: Caller):
    fill(ada, TASTING, 9)
    reply = answer(ada, TASTING, guests=("Bo", "Cy"))
    assert_refused(reply, "RSVP_LIMIT_EXCEEDED", 409)
    assert reply.json["details"]["applicationError"]["data"] == {"left": 2}
    assert answer(ada, TASTING, guests=("Bo",)).status_code == 200


def test_an_event_is_closed_when_the_last_place_is_gone(ada: Caller):
    assert registration(ada, TASTING)["status"] == "OPEN_RSVP"
    fill(ada, TASTING, 11)
    assert registration(ada, TASTING)["status"] == "CLOSED_AUTOMATICALLY"
    assert_refused(answer(ada, TASTING), "RSVP_LIMIT_EXCEEDED", 409)
    assert_refused(answer(ada, TASTING, "WAITLIST"), "WAITING_LIST_UNAVAILABLE")


def test_a_no_takes_no_place(ada: Caller):
    fill(ada, TASTING, 10)
    assert answer(ada, TASTING, "NO").status_code == 200
    assert registration(ada, TASTING)["status"] == "OPEN_RSVP"


def test_a_no_is_only_for_events_that_ask_for_it(ada: Caller):
    assert registration(ada, TASTING)["rsvp"]["responseType"] == "YES_AND_NO"
    assert registration(ada, FULL)["rsvp"]["responseType"] == "YES_ONLY"
    assert_refused(answer(ada, FULL, "NO"), "UNEXPECTED_RSVP_STATUS")


def test_a_full_event_has_its_waiting_list_and_puts_nobody_there_unasked(ada: Caller):
    full = registration(ada, FULL)
    assert (full["status"], full["rsvp"]["waitlistEnabled"]) == ("OPEN_RSVP_WAITLIST_ONLY", True)
    assert_refused(answer(ada, FULL), "RSVP_LIMIT_EXCEEDED", 409)
    assert answer(ada, FULL, "WAITLIST").json["rsvp"]["status"] == "WAITLIST"
    assert registration(ada, FULL)["status"] == "OPEN_RSVP_WAITLIST_ONLY"


def test_nobody_waits_where_there_is_room(ada: Caller):
    assert_refused(answer(ada, TASTING, "WAITLIST"), "WAITING_LIST_UNAVAILABLE")


def test_an_address_answers_once(ada: Caller, cy: Caller):
    assert answer(ada, TASTING).status_code == 200
    assert_refused(answer(cy, TASTING, email="JANE@example.com"), "MEMBER_EMAIL_ALREADY_REGISTERED", 409)
    assert answer(cy, FULL, "WAITLIST").status_code == 200


def test_a_member_answers_once_and_sees_the_own_answers(sandbox: Sandbox, api: Client, ada: Caller):
    jane = new_member(sandbox, api)
    rsvp = answer(jane, TASTING).json["rsvp"]
    assert rsvp["memberId"]
    assert_refused(answer(jane, TASTING, email="other@example.com"), "MEMBER_ALREADY_REGISTERED", 409)
    answer(ada, TASTING, email="ada@example.com")
    ids = [event(ada, slug)["id"] for slug in (TASTING, FULL)]
    own = jane.get(f"{RSVPS}/current", query_string={"eventId": ids, "fields": ["DETAILS", "FORM"]})
    assert own.json["rsvps"] == [rsvp]
    assert own.json["pagingMetadata"]["total"] == 1
    assert jane.get(f"{RSVPS}/current?eventId={ids[1]}").json["rsvps"] == []


def test_own_answers_need_a_member_and_events(sandbox: Sandbox, api: Client, ada: Caller):
    path = f"{RSVPS}/current"
    event_id = event(ada, TASTING)["id"]
    assert_refused(ada.get(f"{path}?eventId={event_id}"), "MEMBER_IDENTITY_NOT_FOUND", 404)
    jane = new_member(sandbox, api)
    for wanted in ([], ["nonsense"], [event_id] * 26):
        reply = jane.get(path, query_string={"eventId": wanted})
        assert (reply.status_code, violated_field(reply)) == (400, "eventId")


def test_tickets_are_not_had_by_an_answer(ada: Caller):
    assert_refused(answer(ada, WHEEL), "INVALID_EVENT_TYPE")


def test_answers_are_taken_from_when_it_opens_until_the_event_is_over(sandbox: Sandbox, ada: Caller):
    talk = registration(ada, OPEN)
    assert talk["status"] == "SCHEDULED_RSVP"
    assert_refused(answer(ada, OPEN), "RSVPS_NOT_STARTED")
    move_to(sandbox, talk["rsvp"]["startDate"])
    visitor = new_visitor(ada.api)
    assert registration(visitor, OPEN)["status"] == "OPEN_RSVP"
    assert answer(visitor, OPEN).status_code == 200
    move_to(sandbox, talk["rsvp"]["endDate"])
    sandbox.clock.advance(timedelta(seconds=1))
    assert_refused(answer(new_visitor(ada.api), OPEN, email="late@example.com"), "RSVPS_CLOSED")


def test_an_event_that_is_called_off_takes_no_answers(sandbox: Sandbox, ada: Caller):
    sandbox.cancel_event(TASTING)
    assert_refused(answer(ada, TASTING), "RSVPS_CLOSED")


def test_guests_are_within_the_limit_and_have_names(ada: Caller):
    assert_refused(answer(ada, TASTING, guests=("Bo", "Cy", "Di")), "GUEST_LIMIT_EXCEEDED")
    for details in ({"guestCount": 1}, {"guestCount": 1, "guestNames": [" "]}, {"guestNames": ["Bo"]}):
        assert_refused(answer(ada, TASTING, additionalGuestDetails=details), "ADDITIONAL_GUESTS_MUST_HAVE_NAMES")
    assert_refused(answer(ada, FULL, "WAITLIST", guests=("Bo",)), "INVALID_FORM_RESPONSE")
    assert answer(ada, TASTING, additionalGuestDetails={"guestCount": "1"}).status_code == 400


def test_the_form_takes_only_what_it_asks_for(ada: Caller):
    for inputs in ([{"inputName": "shoeSize", "value": "44"}], [{"inputName": "comment", "value": "x" * 501}]):
        assert_refused(answer(ada, TASTING, form={"inputValues": inputs}), "INVALID_FORM_RESPONSE")


def test_an_answer_to_no_readable_question_is_refused(ada: Caller):
    reply = answer(ada, TASTING, form={"inputValues": [{"inputName": {"x": 1}, "value": "y"}]})
    assert (reply.status_code, violated_field(reply)) == (400, "inputName")


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", ""), ("email", "jane"), ("firstName", ""), ("lastName", None), ("status", "MAYBE"), ("eventId", "x")],
)
def test_a_bad_field_is_named(ada: Caller, field: str, value: Any):
    rsvp = {"eventId": event(ada, TASTING)["id"], **JANE, "status": "YES", field: value}
    reply = ada.post(RSVPS, {"rsvp": rsvp})
    assert reply.status_code == 400
    assert violated_field(reply).removeprefix("rsvp.") == field


def test_an_unknown_event_invites_nobody(ada: Caller):
    rsvp = {"eventId": "00000000-0000-4000-8000-00000000dead", **JANE, "status": "YES"}
    assert_refused(ada.post(RSVPS, {"rsvp": rsvp}), "EVENT_NOT_FOUND", 404)
