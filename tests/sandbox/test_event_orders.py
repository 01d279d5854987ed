"""Orders of events: checking out directly, and who may read what."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from tests.sandbox.cast import Browser, Caller, error_code, violated_field
from tests.sandbox.happenings import (
    JANE,
    RESERVATIONS,
    SEEDED_ORDERS,
    WHEEL,
    checkout_page,
    event,
    held,
    new_member,
    new_ticket_orders,
    order_number,
    order_of,
)

OPENING = "kiln-opening"
ORDERS = "/events/v1/orders"
UNKNOWN = "00000000-0000-4000-8000-00000000dead"


def check_out(caller: Caller, slug: str, reservation_id: str, **parts: Any) -> TestResponse:
    body = {"eventId": event(caller, slug)["id"], "reservationId": reservation_id, "buyer": JANE, **parts}
    return caller.post("/events/v1/checkout", body)


def order_path(caller: Caller, slug: str, number: str) -> str:
    return f"/events/v1/events/{event(caller, slug)['id']}/orders/{number}"


@pytest.fixture
def bought(ada: Caller, browser: Browser) -> str:
    """The number of an order Ada has paid."""
    page = checkout_page(ada, browser, held(ada, WHEEL, "One seat", 2)["id"])
    return order_number(page.send("pay"))


def test_free_tickets_are_ordered_without_a_hosted_page(ada: Caller):
    reservation = held(ada, OPENING, "Free entry", 2)
    reply = check_out(ada, OPENING, reservation["id"])
    assert reply.status_code == 200, reply.json
    order = reply.json["order"]
    assert (order["status"], order["confirmed"], order["ticketsQuantity"]) == ("FREE", True, 2)
    assert order["reservationId"] == reservation["id"]
    assert order["fullName"] == "Jane Doe"
    assert "createdDate" not in order
    assert order["created"].endswith("Z")
    assert len({ticket["ticketNumber"] for ticket in order["tickets"]}) == 2
    assert all(ticket["ticketNumber"].startswith(order["orderNumber"]) for ticket in order["tickets"])
    assert ada.get(f"{RESERVATIONS}/{reservation['id']}").json["ticketReservation"]["status"] == "CONFIRMED"


def test_the_documented_path_does_the_same(ada: Caller):
    reservation = held(ada, OPENING, "Free entry")
    path = f"/events/v1/events/{event(ada, OPENING)['id']}/tickets/checkout"
    assert ada.post(path, {"reservationId": reservation["id"], "buyer": JANE}).json["order"]["status"] == "FREE"


def test_what_is_missing_of_the_buyer_is_read_from_the_form_of_the_first_guest(ada: Caller):
    inputs = [{"inputName": name, "value": value} for name, value in JANE.items()]
    guests = [{"form": {"inputValues": inputs}}]
    reply = check_out(ada, OPENING, held(ada, OPENING, "Free entry")["id"], buyer={"firstName": "Joan"}, guests=guests)
    assert (reply.json["order"]["fullName"], reply.json["order"]["email"]) == ("Joan Doe", "jane@example.com")
    reply = check_out(ada, OPENING, held(ada, OPENING, "Free entry")["id"], buyer={})
    assert (reply.status_code, violated_field(reply)) == (400, "buyer.email")


def test_paid_tickets_wait_for_the_hosted_page_and_keep_their_order(ada: Caller, merchant: Caller, browser: Browser):
    reservation = held(ada, WHEEL, "One seat")
    order = check_out(ada, WHEEL, reservation["id"]).json["order"]
    assert (order["status"], order["confirmed"], order["tickets"]) == ("INITIATED", False, [])
    assert "ticketsPdf" not in order
    assert ada.get(f"{RESERVATIONS}/{reservation['id']}").json["ticketReservation"]["status"] == "PENDING"
    assert check_out(ada, WHEEL, reservation["id"]).json["order"]["orderNumber"] == order["orderNumber"]
    paid = order_of(merchant, checkout_page(ada, browser, reservation["id"]).send("pay"))
    assert (paid["orderNumber"], paid["status"]) == (order["orderNumber"], "PAID")
    assert len(new_ticket_orders(merchant)) == 1


def test_a_hold_is_ordered_once(ada: Caller):
    reservation = held(ada, OPENING, "Free entry")
    check_out(ada, OPENING, reservation["id"])
    reply = check_out(ada, OPENING, reservation["id"])
    assert (reply.status_code, error_code(reply)) == (409, "RESERVATION_ALREADY_CONFIRMED")


def test_a_lapsed_hold_is_not_ordered(sandbox: Sandbox, ada: Caller):
    reservation = held(ada, OPENING, "Free entry")
    sandbox.expire_reservations()
    reply = check_out(ada, OPENING, reservation["id"])
    assert (reply.status_code, error_code(reply)) == (409, "RESERVATION_EXPIRED")


def test_a_hold_that_was_given_back_is_not_ordered(ada: Caller):
    reservation = held(ada, OPENING, "Free entry")
    ada.post(f"{RESERVATIONS}/{reservation['id']}/cancel")
    assert error_code(check_out(ada, OPENING, reservation["id"])) == "INVALID_RESERVATION_STATUS"


def test_only_the_own_hold_of_this_event_is_ordered(ada: Caller, cy: Caller, merchant: Caller):
    reservation = held(ada, OPENING, "Free entry")
    for reply in (check_out(cy, OPENING, reservation["id"]), check_out(ada, WHEEL, reservation["id"])):
        assert (reply.status_code, error_code(reply)) == (404, "TICKET_RESERVATION_NOT_FOUND")
    reply = check_out(ada, OPENING, reservation["id"], eventId=UNKNOWN)
    assert (reply.status_code, error_code(reply)) == (404, "EVENT_NOT_FOUND")
    assert check_out(merchant, OPENING, reservation["id"]).status_code == 403


def test_the_merchant_reads_an_order_in_the_parts_asked_for(ada: Caller, merchant: Caller, bought: str):
    path = order_path(ada, WHEEL, bought)
    plain = merchant.get(path).json["order"]
    assert not {"tickets", "totalPrice", "invoice", "email"} & plain.keys()
    assert (plain["orderNumber"], plain["status"], plain["memberId"]) == (bought, "PAID", "")
    full = merchant.get(f"{path}?fieldset=DETAILS&fieldset=TICKETS&fieldset=INVOICE").json["order"]
    assert full["totalPrice"] == {"amount": "96.00", "value": "96.00", "currency": "USD"}
    assert full["method"] == "creditCard"
    assert [ticket["price"]["value"] for ticket in full["tickets"]] == ["48.00", "48.00"]
    assert full["invoice"]["grandTotal"]["value"] == "96.00"
    assert violated_field(merchant.get(f"{path}?fieldset=ALL")) == "fieldset"


def test_visitors_read_no_orders_not_even_their_own(ada: Caller, api: Client, bought: str):
    path = order_path(ada, WHEEL, bought)
    assert ada.get(path).status_code == 403
    assert ada.get(f"{ORDERS}?orderNumber={bought}").status_code == 403
    assert api.get(f"/wix{path}").status_code == 403


def test_visitors_can_be_let_read_their_own_orders_and_no_others(
    sandbox: Sandbox, ada: Caller, cy: Caller, bought: str
):
    sandbox.set_visitors_read_event_orders(True)
    path = order_path(ada, WHEEL, bought)
    assert ada.get(path).json["order"]["orderNumber"] == bought
    assert cy.get(path).status_code == 403
    assert ada.get(f"{ORDERS}?orderNumber={bought}").status_code == 403
    sandbox.set_visitors_read_event_orders(False)
    assert ada.get(path).status_code == 403


def test_an_unknown_order_is_not_found(ada: Caller, merchant: Caller, bought: str):
    for path in (order_path(ada, WHEEL, "2QQH-J2FM-2K2"), order_path(ada, OPENING, bought)):
        reply = merchant.get(path)
        assert (reply.status_code, error_code(reply)) == (404, "ORDER_NOT_FOUND")


def test_orders_are_found_by_number_event_and_member(
    sandbox: Sandbox, api: Client, ada: Caller, merchant: Caller, bought: str
):
    jane = new_member(sandbox, api)
    reservation = held(jane, OPENING, "Free entry")
    own = check_out(jane, OPENING, reservation["id"]).json["order"]
    assert own["memberId"]

    def numbers(**wanted: Any) -> list[str]:
        return [order["orderNumber"] for order in new_ticket_orders(merchant, **wanted)]

    assert numbers() == [own["orderNumber"], bought]
    assert numbers(sort="created:asc") == [bought, own["orderNumber"]]
    assert numbers(orderNumber=bought) == [bought]
    assert numbers(memberId=own["memberId"]) == [own["orderNumber"]]
    assert numbers(eventId=[event(ada, WHEEL)["id"], UNKNOWN]) == [bought]
    assert numbers(memberId=UNKNOWN) == []
    page = merchant.get(f"{ORDERS}?limit=1&offset=1&fieldset=DETAILS").json
    assert (page["total"], page["orders"][0]["email"]) == (2 + len(SEEDED_ORDERS), "ada@example.com")


@pytest.mark.parametrize("wanted", ["limit=401", "limit=x", "offset=-1", "sort=price", "memberId=me", "eventId=x"])
def test_a_list_that_makes_no_sense_is_refused(merchant: Caller, wanted: str):
    assert merchant.get(f"{ORDERS}?{wanted}").status_code == 400


def test_a_canceled_order_gives_its_places_back_and_takes_its_tickets_in(
    sandbox: Sandbox, ada: Caller, merchant: Caller, bought: str
):
    path = f"{order_path(ada, WHEEL, bought)}?fieldset=DETAILS&fieldset=TICKETS"
    pdf = merchant.get(path).json["order"]["ticketsPdf"].removeprefix("http://localhost:8000/sandbox")
    assert Client(sandbox.pages).get(pdf).status_code == 200
    sandbox.set_event_order_status(bought, "CANCELED")
    order = merchant.get(path).json["order"]
    assert (order["status"], order["confirmed"], order["tickets"]) == ("CANCELED", False, [])
    reservation = ada.get(f"{RESERVATIONS}/{order['reservationId']}").json["ticketReservation"]
    assert reservation["status"] == "CANCELED"
    assert Client(sandbox.pages).get(pdf).status_code == 404


def test_an_order_changes_only_to_what_there_is(sandbox: Sandbox, bought: str):
    with pytest.raises(KeyError):
        sandbox.set_event_order_status("2QQH-J2FM-2K2", "PAID")
    with pytest.raises(ValueError, match="status"):
        sandbox.set_event_order_status(bought, "LOST")


def test_the_control_surface_does_what_the_methods_do(sandbox: Sandbox, ada: Caller, merchant: Caller, bought: str):
    control = Client(sandbox.pages)
    path = order_path(ada, WHEEL, bought)
    calls: dict[str, dict[str, Any]] = {
        "visitors-read-event-orders": {"allowed": True},
        "event-order-status": {"orderNumber": bought, "status": "OFFLINE_PENDING"},
        "ticket-stock": {"eventSlug": OPENING, "ticketName": "Free entry", "left": 0},
        "expire-reservations": {},
    }
    for name, body in calls.items():
        assert control.post(f"/control/{name}", json=body).json == {}
    assert ada.get(path).json["order"]["status"] == "OFFLINE_PENDING"
    assert event(ada, OPENING)["registration"]["tickets"]["soldOut"] is True
    assert control.post("/control/cancel-event", json={"slug": WHEEL}).json == {}
    assert event(ada, WHEEL)["status"] == "CANCELED"
    assert control.post("/control/visitors-read-event-orders", data={"allowed": "no"}).status_code == 303
    assert ada.get(path).status_code == 403
    assert control.post("/control/cancel-event", json={"slug": "nope"}).status_code == 400
