"""What the tests of events say again and again: find an event and its tickets, hold them, come to the hosted page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from sandbox.wix.member_store import create_member
from sandbox.wix.site import CLIENT_ID, Subject
from sandbox.wix.tokens import issue_tokens
from tests.sandbox.cast import SHOP, Browser, Caller, CheckoutPage

EVERYTHING = ["DETAILS", "TEXTS", "REGISTRATION", "URLS", "FORM"]
RESERVATIONS = "/events/v1/ticket-reservations"
WHEEL = "evening-on-the-wheel"
SEEDED_ORDERS = ("7TEA-CUPS-2W4",)
CALLBACKS = {"thankYouPageUrl": f"{SHOP}/thank-you?lang=de", "postFlowUrl": f"{SHOP}/events/back"}
JANE = {"email": "jane@example.com", "firstName": "Jane", "lastName": "Doe"}


def event(caller: Caller, slug: str) -> dict[str, Any]:
    """Return an event with all its parts."""
    reply = caller.get(f"/events/v3/events/slug/{slug}", query_string={"fields": EVERYTHING})
    assert reply.status_code == 200, reply.json
    return dict(reply.json["event"])


def tickets(caller: Caller, slug: str) -> dict[str, dict[str, Any]]:
    """Return what V1 says of the tickets of an event, by their names."""
    body = {"offset": 0, "limit": 20, "filter": {"eventId": event(caller, slug)["id"]}, "sort": "orderIndex:asc"}
    reply = caller.post("/events/v1/checkout/available-tickets/query", body)
    assert reply.status_code == 200, reply.json
    return {definition["name"]: definition for definition in reply.json["definitions"]}


def reserve(caller: Caller, slug: str, name: str, quantity: Any = 1, **info: Any) -> TestResponse:
    """Try to hold tickets."""
    return reserve_lines(caller, line(caller, slug, name, quantity, **info))


def line(caller: Caller, slug: str, name: str, quantity: Any = 1, **info: Any) -> dict[str, Any]:
    """Return a line of a reservation."""
    wanted = {"ticketDefinitionId": tickets(caller, slug)[name]["id"], "quantity": quantity}
    return {**wanted, **({"ticketInfo": info} if info else {})}


def reserve_lines(caller: Caller, *lines: dict[str, Any]) -> TestResponse:
    """Try to hold tickets of several kinds."""
    return caller.post(RESERVATIONS, {"ticketReservation": {"tickets": list(lines)}})


def held(caller: Caller, slug: str, name: str, quantity: int = 1, **info: Any) -> dict[str, Any]:
    """Hold tickets."""
    reply = reserve(caller, slug, name, quantity, **info)
    assert reply.status_code == 200, reply.json
    return dict(reply.json["ticketReservation"])


def redirect(caller: Caller, reservation_id: str, slug: str, **callbacks: str) -> TestResponse:
    """Ask for the way to the hosted page."""
    intent = {"reservationId": reservation_id, "eventSlug": slug}
    return caller.post("/headless/v1/redirect-session", {"eventsCheckout": intent, "callbacks": callbacks})


def checkout_page(
    caller: Caller, browser: Browser, reservation_id: str, slug: str = WHEEL, **callbacks: str
) -> CheckoutPage:
    """Come to the hosted page of a hold."""
    reply = redirect(caller, reservation_id, slug, **(callbacks or CALLBACKS))
    assert reply.status_code == 200, reply.json
    return browser.enter(reply.json["redirectSession"])


def order_number(reply: TestResponse) -> str:
    """Return the order the browser is sent back with."""
    assert reply.status_code == 303, reply.text
    return parse_qs(urlsplit(reply.headers["Location"]).query)["orderNumber"][0]


def order_of(merchant: Caller, reply: TestResponse) -> dict[str, Any]:
    """Return everything about the order the browser is sent back with."""
    (event_id,) = parse_qs(urlsplit(reply.headers["Location"]).query)["eventId"]
    fieldsets = {"fieldset": ["DETAILS", "TICKETS", "INVOICE"]}
    found = merchant.get(f"/events/v1/events/{event_id}/orders/{order_number(reply)}", query_string=fieldsets)
    assert found.status_code == 200, found.json
    return dict(found.json["order"])


def moment(written: str) -> datetime:
    """Read a time from the wire."""
    return datetime.fromisoformat(written).astimezone(UTC)


def move_to(sandbox: Sandbox, written: str) -> None:
    """Set the sandbox's clock to a time from the wire."""
    sandbox.clock.set(moment(written))


def new_member(sandbox: Sandbox, api: Client, email: str = "june@example.com") -> Caller:
    """Make a member who is signed in; the tokens are made behind the API, which knows no sign-in of its own here."""
    with sandbox._database.change() as db:
        member = create_member(
            db, email, "a long password", "2027-01-01T00:00:00.000Z", first_name="Jane", last_name="Doe"
        )
        access, refresh = issue_tokens(db, sandbox.clock.now(), CLIENT_ID, Subject("MEMBER", member.id))
    return Caller(api, {"Authorization": access}, {"access_token": access, "refresh_token": refresh})


def new_ticket_orders(merchant: Caller, **wanted: Any) -> list[dict[str, Any]]:
    """Orders of tickets, without those that the seed has placed."""
    found = merchant.get("/events/v1/orders", query_string=wanted).json
    assert found["total"] == len(found["orders"])
    return [order for order in found["orders"] if order["orderNumber"] not in SEEDED_ORDERS]
