"""The cart as a visitor meets it, with everything that can be typed into it."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from tests.browsing import Browser
from tests.journeys.conftest import BOWL, MUG, add_to_cart, buy, notices_of

ODD_QUANTITIES = ["0", "-1", "1000", "abc", "", "1.5", "1e2", " ", "٣", "9" * 5000]
FOREIGN_ID = "00000000-0000-4000-8000-00000000dead"


def change_calls(sandbox: Sandbox) -> list[str]:
    return [call.path for call in sandbox.journal() if call.method == "POST" and "/carts/current/" in call.path]


def test_an_empty_cart_is_a_page_with_a_way_on_and_opens_no_session(ada: Browser, sandbox: Sandbox) -> None:
    page = ada.open("/cart")
    assert page.status == 200
    assert any(link.endswith("/products") for link in page.links())
    assert ada.client._cookies == {}
    assert sandbox.journal() == []


def test_the_session_cookie_is_opaque_and_locked_down(ada: Browser) -> None:
    add_to_cart(ada)
    cookie = ada.client.get_cookie("session", domain="127.0.0.1")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == "/"
    assert len(cookie.value) < 200
    assert "JWS" not in cookie.value


def test_adding_shows_the_line_and_counts_it(ada: Browser) -> None:
    page = add_to_cart(ada, quantity="2")
    assert page.path == "/cart"
    assert "Harbour mug" in page.words
    assert ada.cookie("cart_count") == "2"
    assert "$76.00" in page.words


def test_the_quantity_can_be_changed_and_the_line_removed(ada: Browser) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/cart/items/[^/]+$"), quantity="3")
    assert "$114.00" in page.words
    assert ada.cookie("cart_count") == "3"
    page = ada.submit(page.form(r"/remove$"))
    assert "Harbour mug" not in page.words
    assert ada.cookie("cart_count") is None


@pytest.mark.parametrize("quantity", ODD_QUANTITIES)
def test_an_odd_quantity_draws_the_product_again_with_a_sentence(ada: Browser, sandbox: Sandbox, quantity: str) -> None:
    page = add_to_cart(ada, quantity=quantity)
    assert page.status == 422
    assert "whole number from 1 to 99" in page.words
    assert "Harbour mug" in page.heading
    assert page.headers["Cache-Control"] == "no-store"
    assert change_calls(sandbox) == []


@pytest.mark.parametrize("quantity", ODD_QUANTITIES)
def test_an_odd_quantity_in_the_cart_is_said_at_its_line_and_nothing_is_lost(ada: Browser, quantity: str) -> None:
    page = add_to_cart(ada, quantity="2")
    page = ada.submit(page.form(r"/cart/items/[^/]+$"), quantity=quantity)
    assert page.status == 422
    assert "whole number from 1 to 99" in page.words
    assert "$76.00" in page.words


@pytest.mark.parametrize("variant", [FOREIGN_ID, "", "x" * 5000, "../..", "<script>"])
def test_a_foreign_variant_draws_the_product_again(ada: Browser, sandbox: Sandbox, variant: str) -> None:
    page = add_to_cart(ada, variant=variant)
    assert page.status == 422
    assert "choose one of the versions" in page.words
    assert change_calls(sandbox) == []


def test_a_price_in_the_form_changes_nothing(ada: Browser) -> None:
    page = add_to_cart(ada, price="0.01", unit_price="0.01")
    assert "$38.00" in page.words


@pytest.mark.parametrize("slug", ["no-such-thing", "", "../cart", "x" * 500])
def test_an_unknown_product_is_a_404_with_a_way_on(ada: Browser, slug: str) -> None:
    page = ada.post("/cart/items", {"product": slug, "variant": FOREIGN_ID, "quantity": "1"})
    assert page.status == 404


def test_removing_the_last_line_is_no_vanished_cart(ada: Browser) -> None:
    page = add_to_cart(ada)
    page = ada.submit(page.form(r"/remove$"))
    assert page.heading == "Your cart is empty"
    assert notices_of(page) == notices_of(ada.open("/cart")) == []


def test_the_same_thing_bought_again_is_nothing_that_was_in_the_cart_already(ada: Browser) -> None:
    buy(ada)
    page = add_to_cart(ada)
    assert notices_of(page) == []
    assert ada.cookie("cart_count") == "1"


@pytest.mark.parametrize("address", [MUG, BOWL])
def test_an_addition_as_somebody_new_says_once_that_the_earlier_cart_is_gone(
    ada: Browser, sandbox: Sandbox, address: str
) -> None:
    add_to_cart(ada, MUG, quantity="2")
    sandbox.expire_tokens()
    sandbox.revoke_refresh_tokens()
    (notice,) = notices_of(add_to_cart(ada, address))
    assert "earlier cart is no longer there" in notice
    assert ada.cookie("cart_count") == "1"
    assert notices_of(ada.open("/cart")) == []


def test_a_capped_quantity_is_said_at_the_line_once(ada: Browser, sandbox: Sandbox) -> None:
    sandbox.set_stock("KK-HARB-350", 2)
    page = add_to_cart(ada, quantity="5")
    assert "so we put 2 in your cart" in page.words
    assert "so we put 2 in your cart" not in ada.open("/cart").words


def test_a_line_the_platform_dropped_is_said_on_the_product_page(ada: Browser, sandbox: Sandbox) -> None:
    ada.open("/products/harbour-mug")
    sandbox.set_stock("KK-HARB-350", 0)
    page = add_to_cart(ada, "/products/harbour-mug")
    assert page.status == 422
    assert "sold out" in page.words


def test_a_product_sold_out_meanwhile_is_said_at_its_line_and_stops_the_checkout(
    ada: Browser, sandbox: Sandbox
) -> None:
    add_to_cart(ada)
    sandbox.set_stock("KK-HARB-350", 0)
    page = ada.open("/cart")
    assert "sold out" in page.words.lower()
    assert "Harbour mug" in page.words


def test_a_product_that_is_gone_can_still_be_removed(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    sandbox.remove_product("harbour-mug")
    page = ada.open("/cart")
    assert page.status == 200
    page = ada.submit(page.form(r"/remove$"))
    assert page.status == 200
    assert page.path == "/cart"


def test_a_cart_that_vanished_is_said_once_and_never_blocks_the_next_addition(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada)
    sandbox.delete_carts()
    assert "no longer there" in ada.open("/cart").words
    assert "no longer there" not in ada.open("/cart").words
    assert ada.cookie("cart_count") is None
    assert "Harbour mug" in add_to_cart(ada).words


def test_a_change_of_a_vanished_cart_leads_to_the_cart_page_that_says_so(ada: Browser, sandbox: Sandbox) -> None:
    page = add_to_cart(ada)
    sandbox.delete_carts()
    page = ada.submit(page.form(r"/cart/items/[^/]+$"), quantity="2")
    assert page.path == "/cart"
    assert "no longer there" in page.words


@pytest.mark.parametrize("line_id", [FOREIGN_ID, "abc", "..%2f..", "%00", "x" * 900])
def test_an_unknown_line_is_said_and_the_cart_stays(ada: Browser, line_id: str) -> None:
    add_to_cart(ada)
    page = ada.post(f"/cart/items/{line_id}", {"quantity": "3"})
    assert page.status in (200, 404, 422)
    assert "$38.00" in ada.open("/cart").words


def test_two_tabs_that_change_different_lines_both_win(ada: Browser) -> None:
    add_to_cart(ada)
    page = add_to_cart(ada, "/products/nesting-bowl")
    first, second = [form for form in page.forms() if form.get("action", "").count("/") == 3][:2]
    ada.submit(first, quantity="2")
    page = ada.submit(second, quantity="3")
    assert ada.cookie("cart_count") == "5"
    assert page.status == 200


def test_checking_out_an_empty_cart_says_what_to_do(ada: Browser, sandbox: Sandbox) -> None:
    page = ada.post("/checkout")
    assert page.status == 409
    assert "empty" in page.words
    assert sandbox.journal() == []


@pytest.mark.parametrize(
    "path", ["/cart/items", "/cart/items/x", "/cart/items/x/remove", "/checkout", "/checkout/buy-now"]
)
def test_nothing_is_changed_by_another_site(ada: Browser, sandbox: Sandbox, path: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        response = ada.client.post(path, base_url=ada.base_url, headers=headers)
        assert response.status_code == 403, headers
    assert sandbox.journal() == []


@pytest.mark.parametrize("path", ["/cart/items", "/checkout", "/checkout/buy-now"])
def test_nothing_is_changed_by_a_get(ada: Browser, sandbox: Sandbox, path: str) -> None:
    assert ada.open(path).status == 405
    assert sandbox.journal() == []


def test_the_cart_is_never_stored(ada: Browser) -> None:
    page = add_to_cart(ada)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Cookie" in page.headers["Vary"]


def test_a_refused_quantity_stays_in_its_field_beside_the_reason(ada: Browser) -> None:
    page = add_to_cart(ada, MUG, quantity="2")
    page = ada.submit(page.form(r"/cart/items/[^/]+$"), quantity="1000")
    field = next(field for field in page.root.iter("input") if field.get("name") == "quantity")
    assert page.status == 422
    assert (field.get("value"), field.get("aria-invalid")) == ("1000", "true")
    assert "whole number from 1 to 99" in page.words
    assert ada.cookie("cart_count") == "2"


def test_a_line_of_more_than_can_be_added_at_once_fits_its_field(ada: Browser, sandbox: Sandbox) -> None:
    sandbox.set_stock("KK-HARB-350", 500)
    add_to_cart(ada, MUG, quantity="99")
    page = add_to_cart(ada, MUG, quantity="99")
    field = next(field for field in page.root.iter("input") if field.get("name") == "quantity")
    assert int(field.get("max", "")) >= int(field.get("value", ""))
