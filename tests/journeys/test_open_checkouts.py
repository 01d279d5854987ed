"""Several checkouts of one browser at once: each return tells the truth about its own, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from sandbox import Sandbox
from tests import headings
from tests.browsing import Browser, Page
from tests.journeys.conftest import (
    BOWL,
    CARTS,
    CONFIRMATION,
    MUG,
    add_to_cart,
    buy_now,
    choose,
    count_calls_to,
    order_id_of,
    pay,
    pay_and_leave,
    start_checkout,
)


@pytest.mark.usefixtures("no_pauses")
def test_an_earlier_checkout_whose_return_failed_is_found_although_a_later_one_is_open(
    ada: Browser, sandbox: Sandbox
) -> None:
    add_to_cart(ada, BOWL)
    earlier = start_checkout(ada)
    buy_now(ada, MUG)
    sandbox.faults.add(path="/ecom/v1/orders*", kind="status", status=503, times=None)
    ada.open(earlier.url)
    assert pay(ada, earlier).status == 503
    sandbox.faults.clear()
    page = ada.open(CONFIRMATION)
    assert page.heading == headings.PAID
    assert "Nesting bowl" in page.words
    assert "Harbour mug" not in page.words


def test_buying_one_then_two_then_one_again_tells_the_truth_about_the_one_that_was_paid(
    ada: Browser, sandbox: Sandbox
) -> None:
    ways = [buy_now(ada, MUG, quantity=quantity) for quantity in ("1", "2", "1")]
    assert count_calls_to(sandbox, CARTS) == 2  # the third click is the first one's other half
    pay_and_leave(ada, ways[-1])
    page = ada.open(CONFIRMATION)
    assert page.heading == headings.PAID
    assert "$76.00" not in page.words


def test_of_two_paid_checkouts_each_is_shown_by_its_own_address(ada: Browser) -> None:
    add_to_cart(ada, BOWL)
    cart_way, now_way = start_checkout(ada), buy_now(ada, MUG)
    bought_now = pay(ada, now_way)
    ada.open(cart_way.url)
    bought_cart = pay(ada, cart_way)
    assert "Nesting bowl" in ada.open(bought_cart.path).words
    assert "Harbour mug" in ada.open(bought_now.path).words


def test_a_later_checkout_that_was_abandoned_hides_no_purchase_before_it(ada: Browser) -> None:
    bought = pay(ada, buy_now(ada, MUG))
    back = choose(ada, buy_now(ada, BOWL), "abandon")
    assert back.heading == headings.NOTHING_ORDERED
    assert ada.open(bought.path).heading == headings.PAID


def interleave(monkeypatch: pytest.MonkeyPatch, part: object, name: str, meanwhile: Callable[[], object]) -> None:
    """Let `meanwhile` happen in another thread the first time that the platform has answered this call."""
    original = getattr(type(part), name)
    waiting = [meanwhile]

    def answered(*arguments: Any, **options: Any) -> Any:
        answer = original(*arguments, **options)
        if waiting:
            other = Thread(target=waiting.pop())
            other.start()
            other.join()
        return answer

    monkeypatch.setattr(type(part), name, answered)


def test_a_checkout_begun_while_a_return_is_drawn_is_not_forgotten(
    app: Flask, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_to_cart(ada, BOWL)
    first_way = start_checkout(ada)
    tab, second_way = ada.new_tab(), list[Page]()
    orders = app.extensions["storefront"].orders
    interleave(monkeypatch, orders, "get_order", lambda: second_way.append(buy_now(tab, MUG)))
    first = pay(ada, first_way)
    second = pay(tab, second_way[0])
    assert first.heading == second.heading == headings.PAID
    assert "Harbour mug" in second.words
    assert "Nesting bowl" in ada.open(f"{CONFIRMATION}?orderId={order_id_of(first)}").words


def test_a_purchase_that_returns_while_another_checkout_begins_is_not_forgotten(
    app: Flask, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_to_cart(ada, BOWL)
    first_way = start_checkout(ada)
    tab, first = ada.new_tab(), list[Page]()
    tab.open(first_way.url)
    checkouts = app.extensions["storefront"].checkouts
    interleave(monkeypatch, checkouts, "create_checkout_of", lambda: first.append(pay(tab, first_way)))
    second = pay(ada, buy_now(ada, MUG))
    assert first[0].heading == second.heading == headings.PAID
    assert "Nesting bowl" in ada.open(f"{CONFIRMATION}?orderId={order_id_of(first[0])}").words
    assert ada.cookie("cart_count") is None
