"""What goes into the cart beside the pieces themselves."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from services.http import count_calls
from tests.browsing import Browser
from tests.journeys.conftest import ADD_TO_CART, BOWL, add_to_cart, count_calls_to, pay, start_checkout


def test_a_gift_note_and_wrapping_go_all_the_way_to_the_order(ada: Browser) -> None:
    page = add_to_cart(ada, "/products/orchard-mug", **{"modifier.0": "For Bo <3", "modifier.1": "Striped linen cloth"})
    assert "For Bo <3" in page.words
    assert "$51.00" in page.words
    confirmation = pay(ada, start_checkout(ada))
    assert "For Bo <3" in confirmation.words
    assert "Striped linen cloth" in confirmation.words


def test_a_mandatory_modifier_left_out_is_asked_for_and_the_rest_is_kept(ada: Browser) -> None:
    page = add_to_cart(ada, "/products/initials-mug", quantity="2", **{"modifier.1": "happy birthday"})
    assert page.status == 422
    assert "Please fill in: Initials" in page.words
    assert "happy birthday" in page.text
    values = {field.get("name"): field.get("value") for field in page.root.iter("input")}
    assert values["quantity"] == "2"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("modifier.0", "ABCDEF", "may have 3 characters"),
        ("modifier.2", "Gold foil", "one of the offered values"),
    ],
)
def test_a_modifier_beyond_its_limits_is_refused_before_the_platform_is_asked(
    ada: Browser, sandbox: Sandbox, field: str, value: str, sentence: str
) -> None:
    filled = {"modifier.0": "AB", "modifier.1": "", "modifier.2": ""} | {field: value}
    page = add_to_cart(ada, "/products/initials-mug", **filled)
    assert page.status == 422
    assert sentence in page.words
    assert not [call for call in sandbox.journal() if call.path == ADD_TO_CART]


def test_a_coupon_is_applied_shown_and_taken_off(ada: Browser) -> None:
    page = add_to_cart(ada, quantity="2")
    page = ada.submit(page.form(r"/cart/coupon(#.*)?$"), code="WELCOME10")
    assert "WELCOME10" in page.words
    assert "$68.40" in page.words
    page = ada.submit(page.form(r"/cart/coupon/remove"))
    assert "$68.40" not in page.words


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("NOSUCH", "do not know this coupon"),
        ("BYGONE", "has expired"),
        ("NOTYET", "not valid yet"),
        ("USEDUP", "used up"),
        ("SPRING5", "does not reach"),
        ("TEAPOT20", "other things"),
        ("", "letters, digits and dashes"),
        ("x" * 500, "letters, digits and dashes"),
        ("<b>", "letters, digits and dashes"),
    ],
)
def test_a_refused_coupon_is_said_at_its_field_with_what_was_typed(ada: Browser, code: str, sentence: str) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/coupon(#.*)?$"), code=code)
    assert page.status == 422
    assert sentence in page.words
    field = next(field for field in page.root.iter("input") if field.get("name") == "code")
    assert field.get("aria-invalid") == "true"
    assert field.get("value", "") == code[:2000]
    assert "$38.00" in page.words


def test_a_note_to_the_studio_is_kept_and_one_too_long_is_not_lost(ada: Browser) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/note"), note="Please ring twice.")
    assert "Please ring twice." in page.text
    page = ada.submit(page.form(r"/cart/note"), note="long " * 300)
    assert page.status == 422
    assert "may have 1000 characters" in page.words
    assert "long long long" in page.text
    confirmation = pay(ada, start_checkout(ada))
    assert "Please ring twice." in confirmation.words


def test_an_estimate_names_the_ways_of_delivery_and_stays(ada: Browser) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/destination"), country="US", postal_code="04101", subdivision="ME")
    assert "Standard" in page.words
    assert "calculated at checkout" not in page.words
    assert "Standard" in ada.open("/cart").words


@pytest.mark.parametrize(
    "fields",
    [
        {"country": "ZZ"},
        {"country": ""},
        {"country": "US", "postal_code": "x" * 40},
        {"country": "US", "postal_code": "<b>"},
        {"country": "US", "subdivision": "Maine!"},
    ],
)
def test_an_odd_place_is_said_and_what_was_typed_stays(ada: Browser, fields: dict[str, str]) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/destination"), **fields)
    assert page.status == 422
    assert "Harbour mug" in page.words
    if fields.get("postal_code"):
        field = next(field for field in page.root.iter("input") if field.get("name") == "postal_code")
        assert field.get("value") == fields["postal_code"]


def test_a_place_out_of_reach_is_said(ada: Browser) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/destination"), country="AQ")
    assert "cannot send" in page.words or "no way of delivery" in page.words


def test_downloads_are_not_sent(ada: Browser) -> None:
    page = add_to_cart(ada, "/products/twelve-glazes")
    assert "Nothing to send" in page.words
    assert "twelve" in pay(ada, start_checkout(ada)).words.lower()


def test_the_cart_costs_one_call_with_everything_in_it(ada: Browser) -> None:
    page = add_to_cart(ada, quantity="2")
    ada.submit(page.form(r"/cart/coupon(#.*)?$"), code="WELCOME10")
    ada.submit(ada.open("/cart").form(r"/cart/destination"), country="US", postal_code="04101", subdivision="ME")
    ada.open("/cart")
    with count_calls() as calls:
        ada.open("/cart")
    assert calls.operations == ["estimate cart"]


def test_a_cart_that_changed_is_asked_anew_how_it_can_be_sent(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    ada.submit(ada.open("/cart").form(r"/cart/destination"), country="US", postal_code="04101", subdivision="ME")
    before = count_calls_to(sandbox, "/get-delivery-solutions")
    page = add_to_cart(ada, BOWL)
    assert "Standard" in page.words
    assert count_calls_to(sandbox, "/get-delivery-solutions") == before + 1


def test_a_limit_for_each_order_is_explained_at_the_line(ada: Browser) -> None:
    page = add_to_cart(ada, "/products/seconds-mug", quantity="5")
    assert page.status == 200
    assert "2" in page.words
    assert ada.cookie("cart_count") == "2"
    assert "At most 2 can be ordered" in page.words


def test_a_changed_price_is_the_one_that_is_paid(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    hosted = start_checkout(ada)
    sandbox.set_price("KK-HARB-350", "44.00")
    page = pay(ada, hosted)
    if not page.path.startswith("/order-confirmation"):
        page = pay(ada, page)  # the hosted page said first that the price changed
    assert "$44.00" in page.words


def test_a_gift_card_is_taken_on_the_hosted_page(ada: Browser) -> None:
    assert "gift card" in add_to_cart(ada).words.lower()
    assert "gift" in start_checkout(ada).words.lower()


@pytest.mark.parametrize("path", ["/cart/coupon", "/cart/coupon/remove", "/cart/note", "/cart/destination"])
def test_nothing_of_this_is_done_for_another_site_or_by_a_get(ada: Browser, sandbox: Sandbox, path: str) -> None:
    assert ada.client.post(path, base_url=ada.base_url, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert ada.open(path).status == 405
    assert sandbox.journal() == []


@pytest.mark.parametrize("path", ["/cart/coupon", "/cart/note"])
def test_without_a_cart_the_cart_page_says_so(ada: Browser, path: str) -> None:
    page = ada.post(path, {"code": "WELCOME10", "note": "hello"})
    assert page.path == "/cart"
    assert page.status == 200


def test_what_was_typed_into_a_refused_form_is_whole(ada: Browser) -> None:
    note = "a line\n" * 16 + "the end of it, which is too long for the platform"
    page = add_to_cart(ada, "/products/orchard-mug", **{"modifier.0": note.replace("\n", "\r\n")})
    assert page.status == 422
    assert "which is too long for the platform" in page.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bonjour\u00a0!", "Bonjour !"),
        ("a\tb", "a b"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("x\u202ey\x07z", "xyz"),
    ],
)
def test_a_note_keeps_its_words_and_loses_only_what_nobody_sees(ada: Browser, typed: str, kept: str) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/note"), note=typed)
    assert kept in page.text


def test_a_state_may_be_written_with_its_country(ada: Browser) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/destination"), country="US", postal_code="04101", subdivision="us-me")
    assert page.status == 200
    assert "Standard" in page.words
