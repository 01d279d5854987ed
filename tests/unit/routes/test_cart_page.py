"""The cart page as a visitor meets it, over a cart made by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from services.errors import CartChangeError
from services.models import (
    Cart,
    Coupon,
    Destination,
    LineItem,
    LineProblem,
    Money,
    ShippingOption,
    Totals,
)
from services.storefront import Visitor
from tests.browsing import Browser, words


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


LINE = LineItem("l1", "p1", "Harbour mug", 2, unit_price=dollars("38"), total=dollars("76"))
CART = Cart("c1", (LINE,), Totals(subtotal=dollars("76"), total=dollars("76")))
ESTIMATED = Totals(subtotal=dollars("76"), shipping=dollars("8.50"), tax=dollars("4.18"), total=dollars("88.68"))


@dataclass
class HandCart:
    """A cart that is what the test says; it refuses every coupon but one."""

    cart: Cart = CART
    estimates_delivery = True
    asked_for: Destination | None = None

    def find_cart(self, visitor: Visitor, destination: Destination | None = None) -> Cart | None:
        self.asked_for = destination
        if destination is None:
            return self.cart
        return replace(
            self.cart, totals=ESTIMATED, shipping_options=(ShippingOption("Post", dollars("8.50"), "3 to 5 days"),)
        )

    def apply_coupon(self, visitor: Visitor, code: str) -> None:
        if code != "WELCOME10":
            raise CartChangeError("This coupon has expired.")
        self.cart = replace(self.cart, coupon=Coupon(code), totals=replace(CART.totals, discount=dollars("7.60")))

    def remove_coupon(self, visitor: Visitor) -> None:
        self.cart = replace(self.cart, coupon=None, totals=CART.totals)

    def change_note(self, visitor: Visitor, note: str) -> None:
        self.cart = replace(self.cart, note=note)


@pytest.fixture
def carts(app: Flask) -> HandCart:
    made = HandCart()
    app.extensions["storefront"] = replace(app.extensions["storefront"], carts=made)
    return made


def element(browser: Browser, identifier: str) -> Element:
    assert browser.page
    return next(found for found in browser.page.root.iter() if found.get("id") == identifier)


def summary_of(browser: Browser) -> dict[str, str]:
    assert browser.page
    rows = browser.page.by_class("totals")[0].iter("div")
    return {words(row[0]): words(row[1]) for row in rows}


def test_a_refused_coupon_is_explained_at_its_field_and_stays_typed(ada: Browser, carts: HandCart) -> None:
    page = ada.submit(ada.open("/cart").form("/cart/coupon"), code="SPRING")
    assert page.status == 422
    code = element(ada, "coupon-code")
    assert (code.get("value"), code.get("aria-invalid")) == ("SPRING", "true")
    assert words(element(ada, code.get("aria-describedby", ""))) == "This coupon has expired."
    assert "open" in element(ada, "coupon").attrib


def test_a_coupon_on_the_cart_is_named_and_can_be_taken_off(ada: Browser, carts: HandCart) -> None:
    page = ada.submit(ada.open("/cart").form("/cart/coupon"), code="WELCOME10")
    assert summary_of(ada)["Discount with WELCOME10"] == "−$7.60"
    ada.submit(page.form("coupon/remove"))
    assert "Discount with WELCOME10" not in summary_of(ada)
    assert "open" not in element(ada, "coupon").attrib


def test_a_coupon_that_gives_nothing_says_why(ada: Browser, carts: HandCart) -> None:
    carts.cart = replace(CART, coupon=Coupon("BIG50", "Your cart does not reach the amount this coupon asks for."))
    ada.open("/cart")
    assert "does not reach the amount" in words(element(ada, "coupon"))


def test_before_a_place_is_known_nothing_is_called_estimated(ada: Browser, carts: HandCart) -> None:
    ada.open("/cart")
    assert summary_of(ada) == {
        "Subtotal": "$76.00",
        "Shipping": "calculated at checkout",
        "Tax": "calculated at checkout",
        "Total so far": "$76.00",
    }


def test_an_estimate_is_called_one_and_names_the_ways_of_delivery(ada: Browser, carts: HandCart) -> None:
    form = ada.open("/cart").form("/cart/destination")
    ada.submit(form, country="US", postal_code="04101", subdivision="ME")
    assert carts.asked_for == Destination("US", "04101", "US-ME")
    assert summary_of(ada) == {
        "Subtotal": "$76.00",
        "Estimated shipping": "$8.50",
        "Estimated tax": "$4.18",
        "Estimated total": "$88.68",
    }
    assert "Estimated for United States 04101" in words(element(ada, "delivery"))
    assert "Post 3 to 5 days $8.50" in words(element(ada, "delivery"))
    assert element(ada, "subdivision").get("value") == "ME"


def test_a_refused_place_is_explained_at_the_form(ada: Browser, carts: HandCart) -> None:
    page = ada.submit(ada.open("/cart").form("/cart/destination"), country="US", postal_code="!!!")
    assert page.status == 422
    postal_code = element(ada, "postal-code")
    assert words(element(ada, postal_code.get("aria-describedby", "")))


def test_a_cart_of_downloads_is_not_sent(ada: Browser, carts: HandCart) -> None:
    carts.cart = replace(CART, needs_shipping=False)
    page = ada.open("/cart")
    assert not [form for form in page.forms() if "destination" in form.get("action", "")]
    assert "Nothing to send" in page.words
    assert "Shipping" not in summary_of(ada)


def test_a_note_is_kept_and_shown(ada: Browser, carts: HandCart) -> None:
    ada.submit(ada.open("/cart").form("/cart/note"), note="For my sister <3")
    assert carts.cart.note == "For my sister <3"
    assert words(element(ada, "note-text")) == "For my sister <3"


def test_what_was_added_to_a_line_is_told_once(ada: Browser, carts: HandCart) -> None:
    line = replace(
        LINE,
        choices=(("Glaze", "Chalk"), ("Gift note", "Hello")),
        modifier_texts=(("Gift note", "Hello"),),
        modifier_choices=(("Gift wrap", "Linen"),),
    )
    carts.cart = replace(CART, lines=(line,))
    page = ada.open("/cart")
    told = [(words(row[0]), words(row[1])) for row in page.by_class("choice-list")[0]]
    assert told == [("Glaze", "Chalk"), ("Gift note", "Hello"), ("Gift wrap", "Linen")]


@pytest.mark.parametrize(
    ("available_count", "said"),
    [(2, ["At most 2 can be ordered."]), (3, ["At most 3 can be ordered."]), (4, []), (None, [])],
)
def test_a_line_says_when_there_are_few(
    ada: Browser, carts: HandCart, available_count: int | None, said: list[str]
) -> None:
    carts.cart = replace(CART, lines=(replace(LINE, available_count=available_count),))
    assert [words(limit) for limit in ada.open("/cart").by_class("line-item-limit")] == said


def test_what_the_platform_says_about_a_line_stands_at_it_and_describes_its_field(
    ada: Browser, carts: HandCart
) -> None:
    line = replace(LINE, notice="At most two go into one order.", problem=LineProblem.TOO_FEW, available_count=1)
    carts.cart = replace(CART, lines=(line,))
    ada.open("/cart")
    described_by = element(ada, "quantity-l1").get("aria-describedby", "").split()
    assert [words(element(ada, identifier)) for identifier in described_by] == [
        "Only 1 left: lower the quantity to check out.",
        "At most two go into one order.",
    ]


def test_gift_cards_are_promised_for_the_payment_page(ada: Browser, carts: HandCart) -> None:
    assert "gift cards are taken there too" in ada.open("/cart").words
