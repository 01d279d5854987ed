"""A checkout on our own pages, claim by claim: the real client against the imitated BigCommerce."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import embed
from config.settings import load_settings
from sandbox import Sandbox
from services.errors import (
    CheckoutExpiredError,
    CheckoutRefusedError,
    NotFoundError,
    PaymentDeclinedError,
    PaymentUncertainError,
    PlatformUnavailableError,
)
from services.models import PaymentState
from services.registry import build_storefront
from tests.contract.direct_stage import ADA, DOWNLOAD, ELSEWHERE, MUG, LeasingVisitor, Stage, card
from tests.tapped_line import TappedLine

pytestmark = [pytest.mark.platforms("bigcommerce"), pytest.mark.capability("Checkout: on the shop's own pages")]

UNKNOWN_CHECKOUT = "11111111-2222-4333-8444-555555555555"
PAYMENTS = "/bigcommerce/stores/sandbox/payments"
SKU_OF_MUG = "KK-HARB-350"
MEETING_SECONDS = 1.0
PENDING_CARD, DECLINED_CARD = "4000000000000259", "4000000000000002"


@pytest.fixture
def stage(lone_sandbox: Sandbox, tmp_path: Path) -> Stage:
    line = TappedLine(lone_sandbox.api)
    settings = load_settings({"PLATFORM": "bigcommerce", "BIGCOMMERCE_CHECKOUT": "api"})
    storefront = build_storefront(settings, lone_sandbox.clock.now, replace(embed(lone_sandbox), api=line))
    return Stage(storefront, lone_sandbox, line, tmp_path / "sandbox.sqlite3")


# Addresses


def test_the_billing_address_is_added_once_and_then_changed(stage: Stage) -> None:
    checkout_id = stage.begin()
    assert stage.direct.save_billing(stage.visitor, checkout_id, ADA).billing == ADA
    moved = replace(ADA, line_1="556 Main Street", company="Engines")
    assert stage.direct.save_billing(stage.visitor, checkout_id, moved).billing == moved
    assert stage.count("POST", "/billing-address") == 1
    assert stage.direct.get_details(stage.visitor, checkout_id).billing == moved


def test_everything_goes_into_one_consignment_by_the_ids_of_its_lines(stage: Stage) -> None:
    checkout_id = stage.begin(MUG, "orchard-mug")
    details = stage.address(checkout_id)
    sent = stage.recorder.bodies("/consignments")[0]
    assert [set(one) for one in sent] == [{"address", "line_items"}]
    assert {item["item_id"] for item in sent[0]["line_items"]} == {line.id for line in details.lines}
    assert details.shipping == ADA
    assert details.delivery_options
    assert not details.has_delivery


def test_a_download_needs_no_delivery(stage: Stage) -> None:
    checkout_id = stage.begin(DOWNLOAD)
    details = stage.address(checkout_id)
    assert not details.needs_shipping
    assert details.has_addresses
    assert details.has_delivery
    assert stage.count("POST", "/consignments") == 0
    assert stage.pay(stage.direct.create_order(stage.visitor, checkout_id)) is PaymentState.PAID


def test_only_what_is_sent_stands_in_the_consignment(stage: Stage) -> None:
    checkout_id = stage.begin(MUG, DOWNLOAD)
    assert stage.address(checkout_id).needs_shipping
    assert len(stage.recorder.bodies("/consignments")[0][0]["line_items"]) == 1


def test_a_place_where_nothing_goes_has_no_ways_of_delivery(stage: Stage) -> None:
    antarctica = replace(ELSEWHERE, country="AQ", city="McMurdo", postal_code="")
    assert stage.address(stage.begin(), antarctica).delivery_options == ()


def test_an_address_that_the_platform_refuses_is_said_at_its_field(stage: Stage) -> None:
    checkout_id = stage.begin()
    with pytest.raises(CheckoutRefusedError) as refused:
        stage.direct.save_billing(stage.visitor, checkout_id, replace(ADA, country="ZZ"))
    assert refused.value.field == "country"
    assert "BigCommerce" not in refused.value.shopper_message


# Delivery


def test_a_chosen_delivery_stays_with_the_same_address(stage: Stage) -> None:
    checkout_id = stage.ready()
    chosen = stage.direct.get_details(stage.visitor, checkout_id).chosen_option_id
    assert chosen
    assert stage.address(checkout_id).chosen_option_id == chosen


def test_another_address_voids_the_chosen_delivery(stage: Stage) -> None:
    checkout_id = stage.ready()
    before = stage.direct.get_details(stage.visitor, checkout_id)
    details = stage.direct.save_shipping(stage.visitor, checkout_id, ELSEWHERE)
    assert details.shipping == ELSEWHERE
    assert not details.has_delivery
    with pytest.raises(CheckoutRefusedError):
        stage.direct.choose_delivery(stage.visitor, checkout_id, before.chosen_option_id)


@pytest.mark.parametrize("change", ["quantity", "another line"])
def test_a_changed_cart_voids_the_delivery_and_is_sent_whole(stage: Stage, change: str) -> None:
    checkout_id = stage.ready()
    if change == "quantity":
        stage.change_quantity(3)
    else:
        stage.storefront.carts.add_line(stage.visitor, stage.line("orchard-mug"))
    assert not stage.direct.get_details(stage.visitor, checkout_id).has_delivery
    stage.choose(checkout_id)
    assert stage.direct.create_order(stage.visitor, checkout_id)


def test_an_address_that_is_no_longer_taken_can_still_be_changed(stage: Stage) -> None:
    checkout_id = stage.ready()
    stage.change_quantity(2)
    stage.sandbox.faults.add("*/consignments/*", method="PUT", kind="status", status=422)
    assert stage.direct.get_details(stage.visitor, checkout_id).shipping == ADA
    assert stage.direct.save_shipping(stage.visitor, checkout_id, ELSEWHERE).shipping == ELSEWHERE


def test_a_delivery_that_never_was_is_refused(stage: Stage) -> None:
    checkout_id = stage.begin()
    stage.address(checkout_id)
    with pytest.raises(CheckoutRefusedError):
        stage.direct.choose_delivery(stage.visitor, checkout_id, "0" * 32)


def test_the_sums_are_those_of_the_platform(stage: Stage) -> None:
    checkout_id = stage.ready()
    details = stage.direct.get_details(stage.visitor, checkout_id)
    told: dict[str, Any] = {}
    stage.recorder.rewrite(f"/checkouts/{checkout_id}", lambda answer: told.update(answer["data"]))
    stage.direct.get_details(stage.visitor, checkout_id)
    assert details.totals.total
    assert float(details.totals.total.amount) == told["grand_total"]


# Orders


def test_an_order_needs_addresses_and_a_delivery(stage: Stage) -> None:
    checkout_id = stage.begin()
    with pytest.raises(CheckoutRefusedError):
        stage.direct.create_order(stage.visitor, checkout_id)
    stage.address(checkout_id)
    with pytest.raises(CheckoutRefusedError):
        stage.direct.create_order(stage.visitor, checkout_id)
    assert stage.orders() == []


def test_the_same_checkout_is_the_same_order_however_often_it_is_sent(stage: Stage) -> None:
    checkout_id = stage.ready()
    made = {stage.direct.create_order(stage.visitor, checkout_id) for _ in range(3)}
    assert len(made) == 1
    assert len(stage.orders()) == 1


def test_two_clicks_at_once_make_one_order(stage: Stage) -> None:
    checkout_id = stage.ready()
    stage.recorder.before("/orders", meet_another())
    made = at_once(lambda: stage.direct.create_order(stage.visitor, checkout_id))
    assert len(set(made)) == 1
    assert len(stage.orders()) == 1


@pytest.mark.parametrize("change", ["cart", "billing", "delivery", "note"])
def test_a_changed_checkout_is_another_order(stage: Stage, change: str) -> None:
    checkout_id = stage.ready()
    first = stage.direct.create_order(stage.visitor, checkout_id)
    if change == "cart":
        stage.change_quantity(2)
        stage.choose(checkout_id)
    elif change == "billing":
        stage.direct.save_billing(stage.visitor, checkout_id, replace(ADA, company="Engines"))
    elif change == "delivery":
        stage.choose(checkout_id, 1)
    else:
        stage.storefront.carts.change_note(stage.visitor, "As a present, please.")
    second = stage.direct.create_order(stage.visitor, checkout_id)
    assert second != first
    with pytest.raises(NotFoundError):
        stage.pay(first)
    assert stage.pay(second) is PaymentState.PAID


def test_an_order_whose_answer_was_lost_is_found_again(stage: Stage) -> None:
    checkout_id = stage.ready()
    stage.fail("POST", "/orders", "applied_then_error")
    order_id = stage.direct.create_order(stage.visitor, checkout_id)
    assert stage.orders() == [int(order_id)]
    assert stage.direct.create_order(stage.visitor, checkout_id) == order_id


def test_a_lost_order_is_looked_for_before_another_is_made(stage: Stage) -> None:
    """The answer was lost, and so was the question what became of it: the next try asks first."""
    checkout_id = stage.ready()
    stage.fail("POST", "/orders", "applied_then_error")
    stage.fail("GET", "/v2/orders", "status", status=500)
    with pytest.raises(PlatformUnavailableError):
        stage.direct.create_order(stage.visitor, checkout_id)
    assert stage.direct.create_order(stage.visitor, checkout_id) == str(stage.orders()[0])
    assert len(stage.orders()) == 1


def test_an_order_of_another_cart_is_never_taken_for_the_lost_one(stage: Stage) -> None:
    checkout_id = stage.ready()
    total = stage.direct.get_details(stage.visitor, checkout_id).totals.total
    assert total
    foreign = {"id": 999, "status_id": 0, "cart_id": UNKNOWN_CHECKOUT, "total_inc_tax": str(total.amount)}
    stage.recorder.answer("/v2/orders", 200, [foreign, foreign | {"id": 998, "status_id": 11}])
    stage.fail("POST", "/orders", "status", status=500)
    with pytest.raises(PlatformUnavailableError):
        stage.direct.create_order(stage.visitor, checkout_id)
    assert stage.storefront.orders.find_order_of_checkout(stage.visitor, checkout_id) is None


def test_a_cancelled_order_is_replaced(stage: Stage) -> None:
    checkout_id = stage.ready()
    first = stage.direct.create_order(stage.visitor, checkout_id)
    stage.sandbox.bigcommerce_set_order_status(int(first), 5)
    assert stage.direct.create_order(stage.visitor, checkout_id) != first


def test_a_lost_order_of_an_earlier_content_is_never_taken_for_this_one(stage: Stage) -> None:
    """It was made and nobody heard of it; by now the cart holds more, and the next order is not made at all."""
    checkout_id = stage.ready()
    stage.fail("POST", "/orders", "applied_then_error")
    stage.fail("GET", "/v2/orders", "status", status=500)
    with pytest.raises(PlatformUnavailableError):
        stage.direct.create_order(stage.visitor, checkout_id)
    stage.change_quantity(2)
    stage.choose(checkout_id)
    stage.fail("POST", "/orders", "status", status=500)
    with pytest.raises(PlatformUnavailableError):
        stage.direct.create_order(stage.visitor, checkout_id)
    assert stage.direct.create_order(stage.visitor, checkout_id) == str(stage.orders()[-1])
    assert len(stage.orders()) == 2


@pytest.mark.parametrize("status", [500, 503])
def test_an_order_that_was_not_made_is_made_by_the_next_try(stage: Stage, status: int) -> None:
    checkout_id = stage.ready()
    stage.fail("POST", "/orders", "status", status=status)
    with pytest.raises(PlatformUnavailableError):
        stage.direct.create_order(stage.visitor, checkout_id)
    assert stage.count("POST", "/orders") == 1, "asked again without a look, it might make two"
    assert stage.orders() == []
    assert stage.direct.create_order(stage.visitor, checkout_id) == str(stage.orders()[0])


def test_what_sold_out_meanwhile_is_not_ordered(stage: Stage) -> None:
    checkout_id = stage.ready()
    stage.sandbox.set_stock(SKU_OF_MUG, 0)
    with pytest.raises(CheckoutRefusedError):
        stage.direct.create_order(stage.visitor, checkout_id)


# Payment


def test_cards_are_the_ways_to_pay(stage: Stage) -> None:
    (method,) = stage.direct.list_payment_methods(stage.visitor, stage.ordered())
    assert "VISA" in method.brands
    assert method.needs_card_code


def test_a_card_pays_once_and_the_cart_is_gone(stage: Stage) -> None:
    checkout_id = stage.ready()
    order_id = stage.direct.create_order(stage.visitor, checkout_id)
    assert stage.state(order_id) is PaymentState.DUE
    assert stage.pay(order_id) is PaymentState.PAID
    assert stage.state(order_id) is PaymentState.PAID
    assert stage.charges(order_id) == 1
    with pytest.raises(CheckoutExpiredError):
        stage.direct.get_details(stage.visitor, checkout_id)
    order = stage.storefront.orders.get_order(stage.visitor, order_id)
    assert order.checkout_id == checkout_id


def test_the_card_goes_to_the_payment_host_alone_and_with_its_own_token(stage: Stage) -> None:
    stage.pay(stage.ordered())
    carrying = [asked for asked in stage.recorder.asked if "5555555555554444" in json.dumps(asked.body)]
    (asked,) = carrying
    assert asked.path == PAYMENTS
    assert asked.headers["Accept"] == "application/vnd.bc.v1+json"
    assert asked.headers["Authorization"].startswith("PAT ")
    assert "X-Auth-Token" not in asked.headers


def test_every_attempt_has_a_token_of_its_own(stage: Stage) -> None:
    order_id = stage.ordered()
    with pytest.raises(PaymentDeclinedError):
        stage.pay(order_id, DECLINED_CARD)
    stage.pay(order_id)
    tokens = [asked.headers["Authorization"] for asked in stage.recorder.asked if asked.path == PAYMENTS]
    assert len(set(tokens)) == 2


def test_a_paid_order_is_not_paid_again(stage: Stage) -> None:
    order_id = stage.ordered()
    assert [stage.pay(order_id) for _ in range(3)] == [PaymentState.PAID] * 3
    assert stage.charges(order_id) == 1


def test_two_clicks_at_once_charge_once(stage: Stage) -> None:
    order_id = stage.ordered()
    stage.recorder.before("/access_tokens", meet_another())
    assert at_once(lambda: stage.pay(order_id)) == [PaymentState.PAID] * 4
    assert stage.charges(order_id) == 1
    assert stage.count("POST", "sandbox/payments") == 1


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (DECLINED_CARD, "declined"),
        ("4000000000009995", "funds"),
        ("4000000000000069", "expired"),
        ("4000000000000127", "details"),
    ],
)
def test_a_refused_card_has_its_reason_and_another_one_may_pay(stage: Stage, number: str, reason: str) -> None:
    order_id = stage.ordered()
    with pytest.raises(PaymentDeclinedError) as declined:
        stage.pay(order_id, number)
    assert declined.value.reason == reason
    assert "Nothing was charged" in declined.value.shopper_message
    assert stage.state(order_id) is PaymentState.DUE
    assert stage.pay(order_id) is PaymentState.PAID


def test_a_pending_payment_is_neither_paid_nor_paid_again(stage: Stage) -> None:
    order_id = stage.ordered()
    assert stage.pay(order_id, PENDING_CARD) is PaymentState.PENDING
    assert stage.state(order_id) is PaymentState.PENDING
    assert stage.pay(order_id) is PaymentState.PENDING
    assert stage.count("POST", "sandbox/payments") == 1


def test_a_pending_payment_that_the_order_does_not_show_is_pending_still(stage: Stage) -> None:
    order_id = stage.ordered()
    stage.recorder.answer("sandbox/payments", 201, {"data": {"id": "1", "status": "pending"}})
    assert stage.pay(order_id) is PaymentState.PENDING
    stage.sandbox.clock.advance(timedelta(hours=1))
    assert stage.state(order_id) is PaymentState.PENDING
    assert stage.pay(order_id) is PaymentState.PENDING


def test_an_order_is_paid_although_the_answer_was_lost(stage: Stage) -> None:
    order_id = stage.ordered()
    stage.fail("POST", "/stores/sandbox/payments", "applied_then_error")
    assert stage.pay(order_id) is PaymentState.PAID
    assert stage.charges(order_id) == 1


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("reset", {}),
        ("status", {"status": 500}),
        ("status", {"status": 503}),
        ("garbage", {"status": 201}),
        ("empty", {"status": 201}),
        ("html", {"status": 200}),
        ("status", {"status": 409, "text": "conflict"}),
    ],
)
def test_after_an_unknown_outcome_nobody_pays_for_a_minute(stage: Stage, kind: str, options: dict[str, Any]) -> None:
    order_id = stage.ordered()
    stage.fail("POST", "/stores/sandbox/payments", kind, **options)
    with pytest.raises(PaymentUncertainError):
        stage.pay(order_id)
    stage.sandbox.clock.advance(timedelta(seconds=59))
    assert stage.state(order_id) is PaymentState.UNCERTAIN
    with pytest.raises(PaymentUncertainError):
        stage.pay(order_id)
    assert stage.count("POST", "sandbox/payments") == 1
    stage.sandbox.clock.advance(timedelta(seconds=2))
    assert stage.state(order_id) is PaymentState.DUE
    assert stage.pay(order_id) is PaymentState.PAID
    assert stage.charges(order_id) == 1


def test_a_payment_is_known_as_soon_as_its_order_can_be_read_again(stage: Stage) -> None:
    """The answer was lost, and so was the question how the order stands."""
    order_id = stage.ordered()
    stage.fail("POST", "/stores/sandbox/payments", "applied_then_error")
    stage.recorder.before("sandbox/payments", lambda: stage.fail("GET", f"/v2/orders/{order_id}", "reset", times=3))
    with pytest.raises(PaymentUncertainError):
        stage.pay(order_id)
    assert stage.state(order_id) is PaymentState.PAID
    assert stage.pay(order_id) is PaymentState.PAID
    assert stage.charges(order_id) == 1


def test_an_attempt_is_written_down_before_it_is_made(stage: Stage) -> None:
    """A process that dies in the middle of a payment leaves an order that nobody pays again at once."""
    order_id = stage.ordered()

    def die() -> None:
        raise KeyboardInterrupt

    stage.recorder.before("sandbox/payments", die)
    with pytest.raises(KeyboardInterrupt):
        stage.pay(order_id)
    assert stage.state(order_id) is PaymentState.UNCERTAIN
    with pytest.raises(PaymentUncertainError):
        stage.pay(order_id)


def test_a_payment_that_looks_like_another_is_uncertain(stage: Stage) -> None:
    order_id = stage.ordered()
    stage.recorder.answer("sandbox/payments", 422, {"status": 422, "title": "Duplicate", "type": "", "code": 30105})
    with pytest.raises(PaymentUncertainError):
        stage.pay(order_id)
    assert stage.state(order_id) is PaymentState.UNCERTAIN


def test_there_is_no_other_order_while_a_payment_is_uncertain(stage: Stage) -> None:
    """Otherwise a changed cart would be a way to pay twice."""
    checkout_id = stage.ready()
    order_id = stage.direct.create_order(stage.visitor, checkout_id)
    stage.fail("POST", "/stores/sandbox/payments", "reset")
    with pytest.raises(PaymentUncertainError):
        stage.pay(order_id)
    stage.change_quantity(2)
    stage.choose(checkout_id)
    with pytest.raises(PaymentUncertainError):
        stage.direct.create_order(stage.visitor, checkout_id)
    stage.sandbox.clock.advance(timedelta(seconds=61))
    assert stage.direct.create_order(stage.visitor, checkout_id) != order_id


def test_an_order_that_does_not_fit_any_more_is_replaced(stage: Stage) -> None:
    checkout_id = stage.ready()
    order_id = stage.direct.create_order(stage.visitor, checkout_id)
    stage.recorder.answer("sandbox/payments", 422, {"status": 422, "title": "Totals", "type": "", "code": 30004})
    with pytest.raises(PaymentDeclinedError) as declined:
        stage.pay(order_id)
    assert declined.value.reason == "order"
    assert stage.direct.create_order(stage.visitor, checkout_id) != order_id


@pytest.mark.parametrize("body", [{"data": {"status": "success"}}, {"status": "success"}])
def test_both_shapes_of_a_payments_answer_are_read(stage: Stage, body: dict[str, Any]) -> None:
    order_id = stage.ordered()
    stage.recorder.answer("sandbox/payments", 202, body)
    assert stage.pay(order_id) is PaymentState.PAID
    assert stage.pay(order_id) is PaymentState.PAID  # the order shows nothing yet, and is not paid again all the same
    assert stage.count("POST", "sandbox/payments") == 0


# Whose it is


def test_a_checkout_of_somebody_else_is_none(stage: Stage) -> None:
    checkout_id, bo = stage.ready(), LeasingVisitor()
    order_id = stage.direct.create_order(stage.visitor, checkout_id)
    direct = stage.direct
    attempts: list[Callable[[], object]] = [
        lambda: direct.get_details(bo, checkout_id),
        lambda: direct.save_billing(bo, checkout_id, ADA),
        lambda: direct.save_shipping(bo, checkout_id, ADA),
        lambda: direct.choose_delivery(bo, checkout_id, "0" * 32),
        lambda: direct.create_order(bo, checkout_id),
        lambda: direct.list_payment_methods(bo, order_id),
        lambda: direct.get_payment_state(bo, order_id),
        lambda: direct.pay(bo, order_id, "authorizenet.card", card()),
        lambda: direct.get_details(stage.visitor, UNKNOWN_CHECKOUT),
        lambda: direct.get_details(stage.visitor, "../orders"),
        lambda: direct.pay(stage.visitor, "999", "authorizenet.card", card()),
        lambda: direct.pay(stage.visitor, "", "authorizenet.card", card()),
    ]
    asked = len(stage.sandbox.journal())
    for attempt in attempts:
        with pytest.raises(NotFoundError):
            attempt()
    assert len(stage.sandbox.journal()) == asked


def test_nothing_of_a_card_is_remembered(stage: Stage) -> None:
    order_id = stage.ordered()
    with pytest.raises(PaymentDeclinedError):
        stage.pay(order_id, DECLINED_CARD)
    stage.pay(order_id)
    kept = json.dumps(stage.visitor.memory)
    for secret in (DECLINED_CARD, "5555555555554444", '"917"', "Lovelace", "Main Street"):
        assert secret not in kept


def meet_another() -> Callable[[], None]:
    """Where two threads would both go on, each thinking itself the first; one that comes alone soon goes on alone."""
    meeting = threading.Barrier(2)

    def wait() -> None:
        with suppress(threading.BrokenBarrierError):
            meeting.wait(MEETING_SECONDS)

    return wait


def at_once(work: Callable[[], Any], times: int = 4) -> list[Any]:
    """The same from several threads that begin together."""
    done: list[Any] = []
    barrier = threading.Barrier(times)

    def run() -> None:
        barrier.wait()
        done.append(work())

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done
