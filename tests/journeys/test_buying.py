"""From the shelf to the truth about the order, as a visitor goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask

from config.settings import CART_APIS
from sandbox import Sandbox
from tests import headings
from tests.browsing import Browser
from tests.journeys.conftest import (
    ADD_TO_CART,
    BOWL,
    CONFIRMATION,
    CURRENT_CART,
    MUG,
    add_to_cart,
    buy,
    buy_now,
    choose,
    count_checkouts,
    order_id_of,
    pay,
    pay_and_leave,
    start_checkout,
)


def test_ada_finds_a_mug_buys_it_and_is_told_that_it_is_paid(ada: Browser) -> None:
    add_to_cart(ada, quantity="2")
    hosted = start_checkout(ada)
    assert hosted.url.startswith("http://localhost:8000/sandbox/")
    assert "no money moves" in hosted.words
    page = pay(ada, hosted)
    assert page.path.startswith(CONFIRMATION)
    assert page.status == 200
    assert page.heading == headings.PAID
    assert "Harbour mug" in page.words
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("generation", CART_APIS)
def test_a_purchase_is_the_same_on_both_generations_of_the_cart(
    make_app: Callable[..., Flask], generation: str
) -> None:
    app = make_app(WIX_CART_API=generation)
    ada = Browser(app, "http://127.0.0.1:8000")
    add_to_cart(ada, quantity="2")
    assert pay(ada, start_checkout(ada)).heading == headings.PAID
    assert ada.open("/cart").heading == "Your cart is empty"
    assert pay(ada, buy_now(ada, MUG)).heading == headings.PAID
    used = {call.path.split("/")[2] for call in app.extensions["sandbox"].journal() if "/carts" in call.path}
    assert used == {generation}


def test_the_confirmation_can_be_reloaded_and_stays_the_same(ada: Browser, sandbox: Sandbox) -> None:
    first = buy(ada)
    for _ in range(5):
        again = ada.open(first.path)
        assert again.status == 200
        assert again.heading == first.heading == headings.PAID
    assert count_checkouts(sandbox) == 1


def test_after_the_purchase_the_cart_is_empty_without_a_reproach(ada: Browser) -> None:
    add_to_cart(ada)
    assert ada.cookie("cart_count") == "1"
    pay(ada, start_checkout(ada))
    assert ada.cookie("cart_count") is None
    page = ada.open("/cart")
    assert page.heading == "Your cart is empty"
    assert "no longer there" not in page.words
    assert "Harbour mug" in add_to_cart(ada).words


def test_paying_later_is_called_pending_and_never_paid(ada: Browser) -> None:
    add_to_cart(ada)
    page = choose(ada, start_checkout(ada), "pay-later")
    assert page.path.startswith(CONFIRMATION)
    assert page.status == 200
    assert page.heading == headings.PENDING
    assert "not paid yet" in page.words
    assert ada.cookie("cart_count") is None


def test_a_declined_card_leaves_the_cart_and_offers_another_try(ada: Browser) -> None:
    add_to_cart(ada)
    page = choose(ada, start_checkout(ada), "decline")
    assert page.path.startswith(CONFIRMATION)
    assert page.heading == headings.DECLINED
    cart = ada.open("/cart")
    assert "Harbour mug" in cart.words
    assert ada.cookie("cart_count") == "1"
    assert pay(ada, start_checkout(ada)).heading == headings.PAID


def test_a_card_that_is_declined_by_its_number_is_declined_too(ada: Browser) -> None:
    add_to_cart(ada)
    page = pay(ada, start_checkout(ada), cardNumber="4000000000000002")
    assert page.heading == headings.DECLINED


def test_an_abandoned_checkout_says_that_the_cart_is_waiting(ada: Browser) -> None:
    add_to_cart(ada)
    page = choose(ada, start_checkout(ada), "abandon")
    assert page.path.startswith(CONFIRMATION)
    assert page.heading == headings.CART_WAITING
    hosted = ada.submit(page.form(r"/checkout$"))
    assert pay(ada, hosted).heading == headings.PAID


def test_back_to_the_cart_leads_to_the_cart(ada: Browser) -> None:
    add_to_cart(ada)
    page = choose(ada, start_checkout(ada), "cart")
    assert page.path.split("?")[0] == "/cart"
    assert "Harbour mug" in page.words


def test_coming_back_without_an_order_id_finds_the_paid_order(ada: Browser) -> None:
    buy(ada)
    page = ada.open(CONFIRMATION)
    assert page.status == 200
    assert page.heading == headings.PAID
    assert "Harbour mug" in page.words


def test_coming_back_without_an_order_id_before_paying_is_no_confirmation(ada: Browser) -> None:
    add_to_cart(ada)
    start_checkout(ada)
    assert ada.open(CONFIRMATION).heading == headings.CART_WAITING


def test_a_return_that_was_never_seen_is_found_without_an_order_id(ada: Browser) -> None:
    add_to_cart(ada)
    pay_and_leave(ada, start_checkout(ada))
    page = ada.open(CONFIRMATION)
    assert page.heading == headings.PAID
    assert ada.cookie("cart_count") is None


def test_buy_now_buys_one_thing_and_leaves_the_cart_alone(ada: Browser) -> None:
    add_to_cart(ada, BOWL, quantity="3")
    confirmation = pay(ada, buy_now(ada, MUG))
    assert confirmation.heading == headings.PAID
    assert "Harbour mug" in confirmation.words
    assert "Nesting bowl" not in confirmation.words
    assert ada.cookie("cart_count") == "3"
    assert "Nesting bowl" in ada.open("/cart").words


def test_an_abandoned_buy_now_leads_back_to_the_product(ada: Browser) -> None:
    back = choose(ada, buy_now(ada, MUG), "abandon")
    assert back.heading == headings.NOTHING_ORDERED
    assert any(link.endswith(MUG) for link in back.links())


def test_a_double_click_makes_one_checkout_and_two_ways_to_it(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    ways = []
    for _ in range(2):
        response = ada.client.post("/checkout", base_url=ada.base_url, headers={"Sec-Fetch-Site": "same-origin"})
        assert response.status_code == 303
        ways.append(response.headers["Location"])
    assert ways[0] != ways[1]
    assert count_checkouts(sandbox) == 1


def test_a_checkout_click_makes_two_calls_to_read_the_cart_and_to_make_the_way(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    ada.open("/cart")
    before = len(sandbox.journal())
    ada.client.post("/checkout", base_url=ada.base_url, headers={"Sec-Fetch-Site": "same-origin"})
    paths = [call.path for call in sandbox.journal()[before:]]
    assert paths == [CURRENT_CART, "/headless/v1/redirect-session"]


def test_a_changed_cart_is_checked_out_as_it_is_now(ada: Browser) -> None:
    add_to_cart(ada)
    start_checkout(ada)
    add_to_cart(ada, BOWL)
    page = pay(ada, start_checkout(ada))
    assert page.heading == headings.PAID
    assert "Harbour mug" in page.words
    assert "Nesting bowl" in page.words


@pytest.mark.usefixtures("no_pauses")
def test_a_cart_that_was_changed_by_a_call_without_an_answer_is_checked_out_as_it_is_now(
    ada: Browser, sandbox: Sandbox
) -> None:
    add_to_cart(ada)
    start_checkout(ada)
    sandbox.faults.add(path=ADD_TO_CART, kind="applied_then_error")
    sandbox.faults.add(path=CURRENT_CART, method="GET", kind="status", status=503, times=None)
    assert add_to_cart(ada, BOWL, quantity="3").status == 503
    sandbox.faults.clear()
    before = count_checkouts(sandbox)
    assert "Nesting bowl" in start_checkout(ada).words
    assert count_checkouts(sandbox) == before + 1


def test_an_order_the_merchant_cancelled_is_called_cancelled(ada: Browser, sandbox: Sandbox) -> None:
    page = buy(ada)
    sandbox.set_order_status(order_id_of(page), status="CANCELED")
    again = ada.open(page.path)
    assert again.heading == headings.CANCELLED


def test_an_order_whose_money_came_back_is_called_refunded(ada: Browser, sandbox: Sandbox) -> None:
    page = buy(ada)
    sandbox.set_order_status(order_id_of(page), payment_status="FULLY_REFUNDED")
    assert ada.open(page.path).heading == headings.REFUNDED
    assert ada.open(CONFIRMATION).heading == headings.REFUNDED


def test_an_order_of_which_a_part_was_refunded_is_still_paid(ada: Browser, sandbox: Sandbox) -> None:
    page = buy(ada)
    sandbox.set_order_status(order_id_of(page), payment_status="PARTIALLY_REFUNDED")
    assert ada.open(page.path).heading == headings.PAID


def test_a_late_payment_turns_the_same_page_into_a_paid_one(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    pending = choose(ada, start_checkout(ada), "pay-later")
    sandbox.set_order_status(order_id_of(pending), payment_status="PAID")
    assert pending.heading == headings.PENDING
    assert ada.open(pending.path).heading == headings.PAID


def test_an_order_that_is_not_visible_yet_is_being_confirmed(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    hosted = start_checkout(ada)
    sandbox.faults.add(path="/ecom/v1/orders*", kind="status", status=404, times=None)
    page = pay(ada, hosted)
    assert page.status == 200
    assert page.heading == headings.CONFIRMING
    sandbox.faults.clear()
    assert ada.open(page.path).heading == headings.PAID


def test_a_used_link_to_the_hosted_page_offers_the_way_back(ada: Browser, cy: Browser) -> None:
    add_to_cart(ada)
    response = ada.client.post("/checkout", base_url=ada.base_url, headers={"Sec-Fetch-Site": "same-origin"})
    ada.open(response.headers["Location"])
    used = cy.open(response.headers["Location"])
    assert used.status >= 400
    assert any(link.startswith("http://127.0.0.1:8000") for link in used.links())


class TestWhoseOrderItIs:
    """Ada's order is Ada's: nobody else learns so much as that it exists."""

    @pytest.fixture
    def her_order(self, ada: Browser) -> str:
        return order_id_of(buy(ada))

    def test_ada_sees_her_order(self, ada: Browser, her_order: str) -> None:
        assert ada.open(f"{CONFIRMATION}?orderId={her_order}").heading == headings.PAID

    def test_cy_who_only_looks_is_told_nothing(self, cy: Browser, her_order: str) -> None:
        page = cy.open(f"{CONFIRMATION}?orderId={her_order}")
        assert page.status == 404
        assert page.heading == headings.UNKNOWN
        assert "Harbour mug" not in page.words

    def test_cy_who_bought_something_is_told_as_little(self, cy: Browser, her_order: str) -> None:
        buy(cy)
        foreign = cy.open(f"{CONFIRMATION}?orderId={her_order}")
        unknown = cy.open(f"{CONFIRMATION}?orderId=00000000-0000-4000-8000-00000000dead")
        assert foreign.status == unknown.status == 404
        assert foreign.words == unknown.words

    def test_a_foreign_and_an_unknown_order_cost_the_same_calls(
        self, cy: Browser, sandbox: Sandbox, her_order: str
    ) -> None:
        add_to_cart(cy)
        start_checkout(cy)
        lengths = []
        for order_id in (her_order, "00000000-0000-4000-8000-00000000dead"):
            before = len(sandbox.journal())
            cy.open(f"{CONFIRMATION}?orderId={order_id}")
            lengths.append(len(sandbox.journal()) - before)
        assert lengths[0] == lengths[1]

    @pytest.mark.parametrize(
        "query",
        [
            "orderId=",
            "orderId=abc%00",
            "orderId=../../x",
            "orderId=" + "1" * 3000,
            "orderId=" + "a" * 64,
            "orderId=a&orderId=b",
            "orderId=%F0%9F%8D%B5",
            "orderId=<script>",
            "orderId=%0d%0aSet-Cookie:x",
        ],
    )
    def test_a_malformed_order_id_is_the_neutral_page_without_a_call(
        self, cy: Browser, sandbox: Sandbox, her_order: str, query: str
    ) -> None:
        add_to_cart(cy)
        start_checkout(cy)
        before = len(sandbox.journal())
        page = cy.open(f"{CONFIRMATION}?{query}")
        assert page.status == 404
        assert page.heading == headings.UNKNOWN
        assert len(sandbox.journal()) == before

    def test_an_absurdly_long_order_id_is_answered_calmly_with_a_way_on(self, ada: Browser, sandbox: Sandbox) -> None:
        buy(ada)
        before = len(sandbox.journal())
        page = ada.open(f"{CONFIRMATION}?orderId=" + "a" * 10_000)
        assert page.status in (404, 414)
        assert any(link.endswith("/products") for link in page.links())
        assert len(sandbox.journal()) == before


def test_the_confirmation_without_any_checkout_is_a_helpful_page(cy: Browser, sandbox: Sandbox) -> None:
    page = cy.open(CONFIRMATION)
    assert page.status == 404
    assert page.heading == headings.UNKNOWN
    assert any(link.endswith("/products") for link in page.links())
    assert sandbox.journal() == []


def test_a_visitor_who_stays_four_hours_on_the_hosted_page_still_gets_the_truth(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    hosted = start_checkout(ada)
    sandbox.clock.advance(timedelta(hours=5))
    assert pay(ada, hosted).heading == headings.PAID


def test_the_address_of_the_return_is_ours_whatever_the_host_header_says(ada: Browser) -> None:
    add_to_cart(ada)
    response = ada.client.post(
        "/checkout",
        base_url=ada.base_url,
        headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-Host": "evil.example"},
    )
    assert response.status_code == 303
    assert "evil.example" not in response.headers["Location"]


def test_a_domain_the_platform_does_not_allow_is_a_calm_page_and_a_log_line_that_names_the_setting(
    make_app: Callable[..., object], caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(SANDBOX_ALLOWED_REDIRECT_DOMAINS="https://elsewhere.example")
    ada = Browser(app, "http://127.0.0.1:8000")  # type: ignore[arg-type]
    add_to_cart(ada)
    page = start_checkout(ada)
    assert page.status == 503
    assert "redirect domain" not in page.words
    told = [getattr(record, "fix", "") for record in caplog.records]
    assert any("BASE_URL" in fix and "SANDBOX_ALLOWED_REDIRECT_DOMAINS" in fix for fix in told)
    assert "Harbour mug" in ada.open("/cart").words


def test_two_clicks_at_the_same_moment_make_one_checkout(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    ways: list[str] = []

    def click() -> None:
        answer = ada.new_tab().client.post(
            "/checkout", base_url=ada.base_url, headers={"Sec-Fetch-Site": "same-origin"}
        )
        ways.append(answer.headers["Location"])

    clicks = [Thread(target=click) for _ in range(6)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len(set(ways)) == 6
    assert len({way.split("checkoutId=")[1].split("&")[0] for way in ways}) == 1
    assert count_checkouts(sandbox) == 1
