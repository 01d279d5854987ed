"""What is still shown when only a part of the platform fails, and what the page says about the rest."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from tests.browsing import Browser, words

pytestmark = pytest.mark.usefixtures("no_pauses")

MUG = "/products/harbour-mug"
WHEEL = "/services/wheel-throwing"


def fail(sandbox: Sandbox, path: str) -> None:
    sandbox.faults.add(path=path, kind="status", status=503, times=None)


def test_a_product_whose_stock_cannot_be_counted_can_be_bought_and_says_so(ada: Browser, sandbox: Sandbox) -> None:
    fail(sandbox, "*/inventory-items/query")
    page = ada.open(MUG)
    assert page.status == 200
    assert "Stock could not be checked just now" in page.words
    assert page.form("/cart/items") is not None


def test_a_product_whose_stock_was_counted_says_nothing_of_the_kind(ada: Browser) -> None:
    assert "could not be checked" not in ada.open(MUG).words


def test_a_service_without_its_times_is_still_told_and_offers_to_look_again(ada: Browser, sandbox: Sandbox) -> None:
    fail(sandbox, "*v2/time-slots")
    page = ada.open(f"{WHEEL}?zone=Europe/Paris")
    assert page.status == 503
    assert page.headers["Cache-Control"] == "no-store"
    assert page.heading == "Wheel throwing, one to one"
    assert "The times could not be loaded" in page.words
    sandbox.faults.clear()
    again = next(link for link in page.links() if WHEEL in link and "zone=Europe" in link)
    assert ada.open(again).by_class("slot-days")


def test_the_front_window_does_without_events(ada: Browser, sandbox: Sandbox) -> None:
    fail(sandbox, "/events/*")
    page = ada.open("/")
    assert page.status == 200
    assert "On the shelf now" in page.words
    assert "Coming up" not in page.words


def test_the_front_window_shows_the_next_three_events_and_a_picture_for_each_shelf(ada: Browser) -> None:
    page = ada.open("/")
    assert len(page.by_class("coming")) == 3
    shelves = page.by_class("shelf")
    assert len(shelves) == 5
    assert all(next(shelf.iter("img"), None) is not None for shelf in shelves)
    assert next(words(heading) for shelf in shelves for heading in shelf.iter("h3")) == "Mugs & cups"


def test_a_page_that_failed_can_be_opened_again_where_it_was(ada: Browser, sandbox: Sandbox) -> None:
    fail(sandbox, "/*")
    page = ada.open("/products?q=teapot")
    assert page.status == 503
    assert any(link.endswith("/products?q=teapot") for link in page.links())


def test_a_form_that_failed_is_not_offered_as_a_link(ada: Browser, sandbox: Sandbox) -> None:
    ada.open(MUG)
    fail(sandbox, "/*")
    page = ada.post("/cart/items", {"product": "harbour-mug"})
    assert not any(link.endswith("/cart/items") for link in page.links())
