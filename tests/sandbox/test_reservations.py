"""Holds on tickets: who may have which, for how long, and what is free again afterwards."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.cast import SHOP, Browser, Caller, build, error_code, new_visitor, violated_field
from tests.sandbox.happenings import (
    RESERVATIONS,
    WHEEL,
    event,
    held,
    line,
    moment,
    new_member,
    redirect,
    reserve,
    reserve_lines,
    tickets,
)
from tests.sandbox.signing_in import member

ROOT = Path(__file__).parents[2]
LEGACY = "/events/v1/checkout/reservations"
UNKNOWN = "00000000-0000-4000-8000-00000000dead"
SEAM = ("kintsugi-afternoon", "A seat and a seam")
BUYERS = 6
RACER = """
import sys
from pathlib import Path
from werkzeug.test import Client
from sandbox import Sandbox
sandbox = Sandbox(Path(sys.argv[1]), public_url="http://localhost:8000/sandbox", allowed_redirect_domains=[])
api = Client(sandbox.api)
grant = {"clientId": "11111111-2222-4333-8444-555555555555", "grantType": "anonymous"}
token = api.post("/wix/oauth2/token", json=grant).json["access_token"]
wanted = {"ticketReservation": {"tickets": [{"ticketDefinitionId": sys.argv[2], "quantity": 1}]}}
sys.stdin.readline()
headers = {"Authorization": token}
print(api.post("/wix/events/v1/ticket-reservations", json=wanted, headers=headers).status_code)
"""


def left(caller: Caller, slug: str = SEAM[0], name: str = SEAM[1]) -> int:
    return int(tickets(caller, slug)[name]["limitPerCheckout"])


def read(caller: Caller, reservation: dict[str, Any]) -> dict[str, Any]:
    reply = caller.get(f"{RESERVATIONS}/{reservation['id']}")
    assert reply.status_code == 200, reply.json
    return dict(reply.json["ticketReservation"])


def legacy(caller: Caller, slug: str, name: str, quantity: int = 1, **details: Any) -> dict[str, Any]:
    wanted = {"ticketDefinitionId": tickets(caller, slug)[name]["id"], "quantity": quantity, **details}
    reply = caller.post(LEGACY, {"eventId": event(caller, slug)["id"], "ticketQuantities": [wanted]})
    assert reply.status_code == 200, reply.json
    return dict(reply.json)


def test_a_hold_is_pending_and_has_an_end(ada: Caller):
    reservation = held(ada, WHEEL, "One seat", 2)
    assert (reservation["status"], reservation["revision"]) == ("PENDING", "1")
    assert reservation["visitorId"] == ada.visitor_id
    assert moment(reservation["expirationDate"]) - moment(reservation["createdDate"]) == timedelta(minutes=20)
    (ticket,) = reservation["tickets"]
    assert (ticket["ticketName"], ticket["quantity"]) == ("One seat", 2)
    assert ticket["price"] == {"value": "48.00", "currency": "USD"}
    assert ticket["subTotal"] == {"value": "96.00", "currency": "USD"}
    assert read(ada, reservation) == reservation


def test_how_long_depends_on_the_event(ada: Caller):
    reservation = held(ada, "azulejo-days", "Both days")
    assert moment(reservation["expirationDate"]) - moment(reservation["createdDate"]) == timedelta(minutes=30)


def test_a_lapsed_hold_reads_as_expired_and_its_tickets_are_free_again(sandbox: Sandbox, ada: Caller):
    reservation = held(ada, *SEAM, 2)
    assert left(ada) == 0
    sandbox.clock.advance(timedelta(minutes=19, seconds=50))
    assert read(ada, reservation)["status"] == "PENDING"
    sandbox.clock.advance(timedelta(seconds=11))
    assert read(ada, reservation)["status"] == "EXPIRED"
    assert left(ada) == 2
    assert reserve(ada, *SEAM, 2).status_code == 200


def test_every_hold_can_be_made_to_lapse_at_once(sandbox: Sandbox, ada: Caller, cy: Caller):
    reservations = [(ada, held(ada, *SEAM)), (cy, held(cy, *SEAM))]
    sandbox.expire_reservations()
    assert [read(caller, reservation)["status"] for caller, reservation in reservations] == ["EXPIRED", "EXPIRED"]


def test_a_canceled_hold_gives_its_tickets_back_for_good(ada: Caller):
    reservation = held(ada, *SEAM, 2)
    reply = ada.post(f"{RESERVATIONS}/{reservation['id']}/cancel")
    assert reply.status_code == 200
    canceled = reply.json["ticketReservation"]
    assert (canceled["status"], canceled["revision"]) == ("CANCELED_MANUALLY", "2")
    assert left(ada) == 2
    again = ada.post(f"{RESERVATIONS}/{reservation['id']}/cancel")
    assert (again.status_code, error_code(again)) == (400, "INVALID_RESERVATION_STATUS")


def test_a_lapsed_hold_cannot_be_canceled(sandbox: Sandbox, ada: Caller):
    reservation = held(ada, *SEAM)
    sandbox.expire_reservations()
    assert ada.post(f"{RESERVATIONS}/{reservation['id']}/cancel").status_code == 400


def test_only_the_own_holds_are_seen_and_canceled(ada: Caller, cy: Caller, merchant: Caller):
    reservation = held(ada, WHEEL, "One seat")
    for reply in (
        cy.get(f"{RESERVATIONS}/{reservation['id']}"),
        cy.post(f"{RESERVATIONS}/{reservation['id']}/cancel"),
        cy.delete(f"{LEGACY}/{reservation['id']}?eventId={reservation['tickets'][0]['eventId']}"),
        cy.post(f"/events/v1/checkout/invoices/{reservation['id']}", {"eventId": event(ada, WHEEL)["id"]}),
        ada.get(f"{RESERVATIONS}/{UNKNOWN}"),
        ada.get(f"{RESERVATIONS}/nonsense"),
    ):
        assert (reply.status_code, error_code(reply)) == (404, "TICKET_RESERVATION_NOT_FOUND")
    assert read(merchant, reservation)["status"] == "PENDING"


def test_a_hold_of_a_member_is_the_members(sandbox: Sandbox, api: Client, ada: Caller):
    jane = new_member(sandbox, api)
    reservation = held(jane, WHEEL, "One seat")
    assert "memberId" in reservation
    assert "visitorId" not in reservation
    assert ada.get(f"{RESERVATIONS}/{reservation['id']}").status_code == 404


def test_only_the_merchant_deletes_a_hold(ada: Caller, merchant: Caller):
    reservation = held(ada, *SEAM)
    assert ada.delete(f"{RESERVATIONS}/{reservation['id']}").status_code == 403
    assert merchant.delete(f"{RESERVATIONS}/{reservation['id']}").json == {}
    assert ada.get(f"{RESERVATIONS}/{reservation['id']}").status_code == 404
    assert left(ada) == 2


def test_the_merchant_holds_no_tickets(merchant: Caller, api: Client):
    assert reserve(merchant, WHEEL, "One seat").status_code == 403
    assert api.post(f"/wix{RESERVATIONS}", json={}).status_code == 403


def test_unknown_tickets_are_not_found(ada: Caller):
    reply = reserve_lines(ada, {"ticketDefinitionId": UNKNOWN, "quantity": 1})
    assert (reply.status_code, error_code(reply)) == (404, "TICKET_DEFINITION_NOT_FOUND")


@pytest.mark.parametrize("quantity", [0, -1, 51, 1.5, "1", None, True])
def test_a_quantity_is_a_whole_number_up_to_fifty(ada: Caller, quantity: Any):
    reply = reserve(ada, "kiln-opening", "Free entry", quantity)
    assert (reply.status_code, violated_field(reply)) == (400, "quantity")


def test_a_hold_has_between_one_and_fifty_lines(ada: Caller):
    wanted = line(ada, "kiln-opening", "Free entry")
    for lines in ([], [wanted] * 51):
        reply = reserve_lines(ada, *lines)
        assert (reply.status_code, violated_field(reply)) == (400, "tickets")


def test_limits_count_all_lines_of_a_ticket_together(ada: Caller):
    seat = line(ada, WHEEL, "One seat", 2)
    assert reserve_lines(ada, seat, seat).status_code == 200
    for lines in ([{**seat, "quantity": 5}], [seat, {**seat, "quantity": 3}]):
        reply = reserve_lines(ada, *lines)
        assert (reply.status_code, error_code(reply)) == (400, "TICKET_LIMIT_PER_ORDER_EXCEEDED")
        assert reply.json["details"]["applicationError"]["data"] == {"limit": 4}


def test_an_event_limits_an_order_as_a_whole(ada: Caller):
    options = tickets(ada, "glaze-lab")["Workbench"]["pricing"]["pricingOptions"]["options"]
    adults = line(ada, "glaze-lab", "Workbench", 5, pricingOptionId=options[0]["id"])
    watching = line(ada, "glaze-lab", "Just watching", 3)
    assert reserve_lines(ada, adults, watching).status_code == 200
    reply = reserve_lines(ada, {**adults, "quantity": 4}, {**watching, "quantity": 3}, {**adults, "quantity": 2})
    assert (reply.status_code, error_code(reply)) == (400, "TICKET_LIMIT_PER_ORDER_EXCEEDED")


def test_one_hold_is_for_one_event(ada: Caller):
    reply = reserve_lines(ada, line(ada, WHEEL, "One seat"), line(ada, "kiln-opening", "Free entry"))
    assert (reply.status_code, error_code(reply)) == (400, "TICKETS_OF_SEVERAL_EVENTS")


def test_what_is_sold_out_cannot_be_held(ada: Caller):
    reply = reserve(ada, "raku-at-dusk", "One jar")
    assert (reply.status_code, error_code(reply)) == (409, "TICKETS_SOLD_OUT")


def test_what_others_hold_cannot_be_held(ada: Caller, cy: Caller):
    held(ada, *SEAM)
    reply = reserve(cy, *SEAM, 2)
    assert (reply.status_code, error_code(reply)) == (409, "NOT_ENOUGH_TICKETS")
    assert reply.json["details"]["applicationError"]["data"]["left"] == 1
    assert reserve(cy, *SEAM).status_code == 200
    assert error_code(reserve(cy, *SEAM)) == "TICKETS_SOLD_OUT"


def test_nothing_is_held_where_one_line_is_refused(ada: Caller):
    before = left(ada, WHEEL, "Two seats")
    reply = reserve_lines(ada, line(ada, WHEEL, "Two seats"), line(ada, WHEEL, "One seat", 5))
    assert reply.status_code == 400
    assert left(ada, WHEEL, "Two seats") == before


def test_tickets_are_held_only_while_they_are_on_sale(ada: Caller, sandbox: Sandbox):
    for name, code in (("Early bird", "TICKET_SALE_ENDED"), ("Last minute", "TICKET_SALE_NOT_STARTED")):
        reply = reserve(ada, "wheel-course", name)
        assert (reply.status_code, error_code(reply)) == (400, code)
    sandbox.cancel_event(WHEEL)
    for slug, name in (("open-studio-day", "Entry"), (WHEEL, "One seat")):
        assert error_code(reserve(ada, slug, name)) == "REGISTRATION_CLOSED"


def test_a_guest_pays_what_the_guest_wants_but_not_less_than_the_minimum(ada: Caller):
    ticket = ("community-clay-night", "Pay what you can")
    reservation = held(ada, *ticket, 2, guestPrice="12.5")
    assert reservation["tickets"][0]["price"]["value"] == "12.50"
    assert reservation["tickets"][0]["subTotal"]["value"] == "25.00"
    assert reserve(ada, *ticket, guestPrice="5").status_code == 200
    assert error_code(reserve(ada, *ticket, guestPrice="4.99")) == "GUEST_PRICE_TOO_LOW"
    assert violated_field(reserve(ada, *ticket)) == "ticketInfo.guestPrice"
    for price in ("1,50", "-6", "1e3", "5.00001", ""):
        assert violated_field(reserve(ada, *ticket, guestPrice=price)) == "guestPrice"
    assert violated_field(reserve(ada, *ticket, guestPrice="9", priceOverride="1")) == "ticketInfo.priceOverride"


def test_a_price_option_has_to_be_chosen_where_there_are_some(ada: Caller):
    options = tickets(ada, "glaze-lab")["Workbench"]["pricing"]["pricingOptions"]["options"]
    reservation = held(ada, "glaze-lab", "Workbench", pricingOptionId=options[1]["id"])
    assert reservation["tickets"][0]["price"]["value"] == "26.00"
    for info in ({}, {"pricingOptionId": UNKNOWN}, {"pricingOptionId": options[0]["id"], "guestPrice": "1"}):
        assert error_code(reserve(ada, "glaze-lab", "Workbench", **info)) == "UNSUPPORTED_PRICING_OPTION"
    for info in ({"pricingOptionId": options[0]["id"]}, {"guestPrice": "1.00"}):
        assert error_code(reserve(ada, WHEEL, "One seat", **info)) == "UNSUPPORTED_PRICING_OPTION"


def test_the_deprecated_hold_is_not_wrapped_and_holds_the_same_tickets(ada: Caller, cy: Caller):
    body = legacy(ada, *SEAM, 2)
    assert body["reservationStatus"] == "RESERVATION_PENDING"
    assert body["expires"].endswith("Z")
    assert body["reservations"][0]["quantity"] == 2
    assert body["reservations"][0]["ticket"]["name"] == "A seat and a seam"
    assert body["invoice"]["grandTotal"]["value"] == "128.00"
    assert error_code(reserve(cy, *SEAM)) == "TICKETS_SOLD_OUT"
    assert read(ada, body)["status"] == "PENDING"
    assert ada.delete(f"{LEGACY}/{body['id']}").status_code == 400
    assert ada.delete(f"{LEGACY}/{body['id']}?eventId={UNKNOWN}").status_code == 404
    assert ada.delete(f"{LEGACY}/{body['id']}?eventId={event(ada, SEAM[0])['id']}").json == {}
    assert read(ada, body)["status"] == "CANCELED_MANUALLY"


def test_the_deprecated_hold_knows_prices_of_the_guest_and_options(ada: Caller):
    clay = legacy(ada, "community-clay-night", "Pay what you can", priceOverride="20.00")
    assert clay["invoice"]["subTotal"]["value"] == "20.00"
    options = tickets(ada, "glaze-lab")["Workbench"]["pricing"]["pricingOptions"]["options"]
    child = legacy(ada, "glaze-lab", "Workbench", ticketDetails=[{"pricingOptionId": options[2]["id"]}])
    assert child["invoice"]["items"][0]["name"] == "Workbench, Child"
    assert child["invoice"]["subTotal"]["value"] == "18.00"


def test_the_deprecated_hold_is_for_the_event_it_names(ada: Caller):
    wanted = [{"ticketDefinitionId": tickets(ada, *SEAM[:1])[SEAM[1]]["id"], "quantity": 1}]
    reply = ada.post(LEGACY, {"eventId": event(ada, WHEEL)["id"], "ticketQuantities": wanted})
    assert (reply.status_code, error_code(reply)) == (404, "TICKET_DEFINITION_NOT_FOUND")
    assert left(ada) == 2
    assert violated_field(ada.post(LEGACY, {"ticketQuantities": wanted})) == "eventId"


def test_an_invoice_shows_the_fee_that_is_added(ada: Caller):
    reservation = held(ada, "azulejo-days", "Both days", 2)
    body = {"eventId": event(ada, "azulejo-days")["id"]}
    invoice = ada.post(f"/events/v1/checkout/invoices/{reservation['id']}", body).json["invoice"]
    assert invoice["subTotal"]["value"] == "360.00"
    (fee,) = invoice["fees"]
    assert (fee["name"], fee["type"], fee["rate"], fee["amount"]["value"]) == ("WIX_FEE", "FEE_ADDED", "2.5", "9.00")
    assert invoice["grandTotal"]["value"] == "369.00"
    path = f"/events/v1/checkout/invoices/{reservation['id']}"
    assert ada.post(path, {"eventId": event(ada, WHEEL)["id"]}).status_code == 404
    assert violated_field(ada.post(path, {})) == "eventId"


def test_a_fee_that_is_included_is_not_added(ada: Caller):
    reservation = held(ada, WHEEL, "One seat")
    path = f"/events/v1/checkout/invoices/{reservation['id']}"
    invoice = ada.post(path, {"eventId": event(ada, WHEEL)["id"]}).json["invoice"]
    assert (invoice["fees"], invoice["grandTotal"]["value"]) == ([], "48.00")


def test_of_many_buyers_exactly_one_holds_the_last_ticket(sandbox: Sandbox, tmp_path: Path, ada: Caller):
    sandbox.set_ticket_stock(*SEAM, 1)
    wanted = line(ada, *SEAM)
    other = build(tmp_path)
    buyers = [new_visitor(Client(place.api)) for place in (sandbox, other) for _ in range(BUYERS // 2)]
    with ThreadPoolExecutor(BUYERS) as pool:
        statuses = list(pool.map(lambda buyer: reserve_lines(buyer, wanted).status_code, buyers))
    assert sorted(statuses) == [200] + [409] * (BUYERS - 1)
    other.close()


def test_of_two_processes_exactly_one_holds_the_last_ticket(sandbox: Sandbox, tmp_path: Path, ada: Caller):
    sandbox.set_ticket_stock(*SEAM, 1)
    definition_id = tickets(ada, SEAM[0])[SEAM[1]]["id"]
    command = [sys.executable, "-c", RACER, str(tmp_path / "sandbox.sqlite3"), definition_id]
    racers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    assert sorted(racer.communicate(timeout=60)[0].strip() for racer in racers) == ["200", "409"]


def test_the_way_to_the_hosted_page_names_hold_and_event(ada: Caller, cy: Caller):
    reservation = held(ada, WHEEL, "One seat")
    session = redirect(ada, reservation["id"], WHEEL, postFlowUrl=f"{SHOP}/").json["redirectSession"]
    assert session["fullUrl"].startswith("http://localhost:8000/sandbox/wix/event-checkout?")
    assert session["urlDetails"]["searchParams"]["eventSlug"] == WHEEL
    assert violated_field(redirect(ada, "", WHEEL)) == "eventsCheckout.reservationId"
    assert violated_field(redirect(ada, reservation["id"], "")) == "eventsCheckout.eventSlug"
    assert violated_field(redirect(ada, reservation["id"], "kiln-opening")) == "eventsCheckout.eventSlug"
    assert violated_field(redirect(ada, "nonsense", WHEEL)) == "reservationId"
    for caller, reservation_id in ((ada, UNKNOWN), (cy, reservation["id"])):
        reply = redirect(caller, reservation_id, WHEEL)
        assert (reply.status_code, error_code(reply)) == (404, "TICKET_RESERVATION_NOT_FOUND")


def test_the_deprecated_hold_leads_to_the_hosted_page_too(ada: Caller):
    assert redirect(ada, legacy(ada, WHEEL, "One seat")["id"], WHEEL).status_code == 200


def test_a_hold_follows_whoever_signs_in(ada: Caller, browser: Browser):
    hold = held(ada, WHEEL, "One seat")
    jane = member(ada, browser)
    assert jane.get(f"{RESERVATIONS}/{hold['id']}").json["ticketReservation"]["status"] == "PENDING"
    assert ada.get(f"{RESERVATIONS}/{hold['id']}").status_code == 404
