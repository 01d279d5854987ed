"""From Wix's shapes to ours, where the wire is odd."""

from __future__ import annotations

import json
import string
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.merchant_html import plain_text, safe_html
from services.models import Availability, Cart, Coupon, LineProblem, Money, OrderState
from services.wix import wire
from services.wix.mapping import (
    OTHER_COUPON_REFUSAL,
    cart_from_wix,
    coupon_problem,
    decode_each,
    estimate_from_wix,
    facets_from_wix,
    image_from_wix,
    is_money,
    order_state,
    product_from_wix,
    with_inventory,
)

PRODUCT: dict[str, Any] = {
    "id": "c8539b66-7a44-4e18-affc-afec4be8562a",
    "slug": "linen-shirt",
    "name": "Linen Shirt",
    "currency": "USD",
    "actualPriceRange": {"minValue": {"amount": "39.00"}, "maxValue": {"amount": "42.00"}},
    "compareAtPriceRange": {"minValue": {"amount": "49.00"}, "maxValue": {"amount": "49.00"}},
    "inventory": {"availabilityStatus": "PARTIALLY_OUT_OF_STOCK"},
    "options": [
        {
            "name": "Colour",
            "choicesSettings": {
                "choices": [
                    {"name": "Red", "colorCode": "#ff0000"},
                    {"name": "Odd", "colorCode": "red;background:url(x)"},
                    {"name": "Hidden", "visible": False},
                ]
            },
        }
    ],
    "variantsInfo": {
        "variants": [
            {
                "id": "5d7c3a1e-0b0e-4e66-9f0e-3a1f6a5b7c01",
                "choices": [{"optionChoiceNames": {"optionName": "Colour", "choiceName": "Red"}}],
                "price": {"actualPrice": {"amount": "39.00"}, "compareAtPrice": {"amount": "39.00"}},
                "inventoryStatus": {"inStock": False, "preorderEnabled": True},
            },
            {"id": "broken", "price": "none"},
            {"id": "hidden", "visible": False, "price": {"actualPrice": {"amount": "1"}}},
        ]
    },
}
LINE: dict[str, Any] = {
    "id": "00000000-0000-0000-0000-000000000001",
    "quantity": 1,
    "catalogReference": {"catalogItemId": "p", "options": {"variantId": "v"}},
    "productName": {"original": "Shirt", "translated": "Chemise"},
    "descriptionLines": [
        {"name": {"original": "Size"}, "plainText": {"original": "S"}},
        {"name": {"original": "Colour"}, "colorInfo": {"original": "Red", "code": "#f00"}},
    ],
    "url": {"relativePath": "/product-page/shirt"},
    "price": {"amount": "10.10"},
}
# A few of each kind: drawing from all of Unicode is slow, and finds nothing more here.
LETTERS = string.printable + "é茶\u200b\x00"


def decode(shape: type[Any], **changes: Any) -> Any:
    base = {wire.WireProduct: PRODUCT, wire.WireLine: LINE}[shape]
    return msgspec.json.decode(json.dumps(base | changes), type=shape)


def cart_with(**changes: Any) -> Any:
    payload = {"id": "c", "currency": "USD", "lineItems": [LINE | changes]}
    return cart_from_wix(msgspec.json.decode(json.dumps(payload), type=wire.WireCart))


def test_a_product_keeps_its_prices_as_decimals_with_a_currency() -> None:
    product = product_from_wix(decode(wire.WireProduct))
    assert product.price_from == Money(Decimal("39.00"), "USD")
    assert product.is_on_sale
    assert product.availability is Availability.PARTLY


def test_an_unreadable_or_hidden_variant_hides_itself_only() -> None:
    product = product_from_wix(decode(wire.WireProduct))
    assert [variant.id for variant in product.variants] == ["5d7c3a1e-0b0e-4e66-9f0e-3a1f6a5b7c01"]


def test_what_can_be_pre_ordered_is_not_sold_out() -> None:
    assert not product_from_wix(decode(wire.WireProduct)).variants[0].is_sold_out


def test_a_compare_at_price_that_is_no_reduction_is_not_shown() -> None:
    assert product_from_wix(decode(wire.WireProduct)).variants[0].compare_at_price is None
    flat = {"minValue": {"amount": "0"}, "maxValue": {"amount": "0"}}
    assert product_from_wix(decode(wire.WireProduct, compareAtPriceRange=flat)).compare_at_price is None


def test_a_colour_is_a_colour_and_a_hidden_choice_is_hidden() -> None:
    (option,) = product_from_wix(decode(wire.WireProduct)).options
    assert [(value.name, value.color) for value in option.values] == [("Red", "#ff0000"), ("Odd", None)]


@pytest.mark.parametrize(
    ("payload", "url"),
    [
        ({"url": "https://static.wixstatic.com/media/a.jpg"}, "https://static.wixstatic.com/media/a.jpg"),
        ({"url": "//static.wixstatic.com/media/a.jpg"}, "https://static.wixstatic.com/media/a.jpg"),
        ({"url": "a~mv2.jpg"}, "https://static.wixstatic.com/media/a~mv2.jpg"),
        ({"id": "a~mv2.jpg"}, "https://static.wixstatic.com/media/a~mv2.jpg"),
        ({"url": "javascript:alert(1)"}, None),
        ({"url": "data://x"}, None),
        ({"url": "../../x"}, None),
        ({}, None),
    ],
)
def test_a_picture_has_a_web_address_or_there_is_none(payload: dict[str, str], url: str | None) -> None:
    image = image_from_wix(msgspec.json.decode(json.dumps(payload), type=wire.MediaImage))
    assert (image.url if image else None) == url


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>Hello <b>you</b></p>", "<p>Hello <b>you</b></p>"),
        ("<script>alert(1)</script>x", "x"),
        ('<img src=x onerror="alert(1)">x', "x"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="nofollow noopener">x</a>'),
        ('<p onclick="x" style="color:red">x</p>', "<p>x</p>"),
        ("<iframe src='https://evil.example'></iframe>", ""),
        ("<svg><script>alert(1)</script></svg>", ""),
    ],
)
def test_merchant_html_keeps_words_and_loses_everything_else(dirty: str, clean: str) -> None:
    assert safe_html(dirty) == clean


def test_the_summary_is_short_plain_text() -> None:
    assert plain_text("<p>One &amp; two</p><p>three</p>") == "One & two three"
    summary = plain_text("<p>" + "word " * 200 + "</p>")
    assert len(summary) <= 181
    assert summary.endswith("word…")


def test_a_line_speaks_the_buyers_language_and_knows_its_product_page() -> None:
    (line,) = cart_with().lines
    assert line.name == "Chemise"
    assert line.product_slug == "shirt"
    assert line.choices == (("Size", "S"), ("Colour", "Red"))
    assert line.problem is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"availability": {"status": "NOT_FOUND"}}, LineProblem.GONE),
        ({"availability": {"status": "NOT_AVAILABLE"}}, LineProblem.SOLD_OUT),
        ({"availability": {"status": "PARTIALLY_AVAILABLE"}}, LineProblem.TOO_FEW),
        ({"price": None}, LineProblem.UNPRICED),
        ({"priceUndetermined": True}, LineProblem.UNPRICED),
        ({"availability": {"status": "SOMETHING_NEW"}}, None),
    ],
)
def test_what_is_wrong_with_a_line_is_known(changes: dict[str, Any], problem: LineProblem | None) -> None:
    (line,) = cart_with(**changes).lines
    assert line.problem is problem


def test_errors_of_the_calculation_are_told_where_they_belong() -> None:
    answer = {
        "cart": {"id": "c", "currency": "USD", "lineItems": [LINE]},
        "calculationErrors": {
            "couponCalculationError": {"applicationError": {"code": "ERROR_COUPON_HAS_EXPIRED"}},
            "generalShippingCalculationError": {"applicationError": {"code": "X"}},
            "orderValidationErrors": [],
        },
        "violations": [
            {"description": "At most two.", "target": {"lineItem": {"id": LINE["id"]}}},
            {"description": "Too much at once.", "target": {"other": {"name": "cart"}}},
            {"description": 5},
        ],
    }
    cart = estimate_from_wix(msgspec.json.decode(json.dumps(answer), type=wire.EstimateAnswer), has_destination=True)
    assert cart.coupon == Coupon("", "This coupon has expired.")
    assert cart.lines[0].notice == "At most two."
    assert cart.problems == ("We cannot send this order to the place you chose.", "Too much at once.")


@given(st.text(LETTERS, max_size=20), st.text(LETTERS, max_size=20))
def test_no_unknown_state_of_an_order_is_called_paid(status: str, payment_status: str) -> None:
    assume(status != "APPROVED")
    assert order_state(status, payment_status) is not OrderState.PAID


def test_the_states_of_an_order() -> None:
    assert order_state("APPROVED", "PAID") is OrderState.PAID
    assert order_state("APPROVED", "PARTIALLY_REFUNDED") is OrderState.PAID
    assert order_state("APPROVED", "NOT_PAID") is OrderState.PENDING
    assert order_state("INITIALIZED", "PAID") is OrderState.PENDING
    assert order_state("CANCELED", "PAID") is OrderState.CANCELLED
    assert order_state("APPROVED", "DECLINED") is OrderState.DECLINED


NAMES = [*PRODUCT, "amount", "minValue", "choices", "x"]
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(LETTERS, max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(PRODUCT)), any_json, max_size=6))
def test_no_product_however_odd_breaks_a_list(changes: dict[str, Any]) -> None:
    raw = msgspec.Raw(json.dumps(PRODUCT | changes).encode())
    for product in decode_each([raw], wire.WireProduct, "product"):
        assert product_from_wix(product).id == product.id


def range_of(low: str, high: str) -> dict[str, Any]:
    return {"minValue": {"amount": low}, "maxValue": {"amount": high}}


@pytest.mark.parametrize(
    ("prices", "compare_at", "before"),
    [
        (("39.00", "39.00"), ("49.00", "49.00"), "49.00"),
        (("20.00", "50.00"), ("60.00", "60.00"), None),
        (("39.00", "39.00"), ("45.00", "49.00"), None),
    ],
)
def test_a_price_before_stands_only_beside_the_price_it_was(
    prices: tuple[str, str], compare_at: tuple[str, str], before: str | None
) -> None:
    changes = {"actualPriceRange": range_of(*prices), "compareAtPriceRange": range_of(*compare_at)}
    product = product_from_wix(decode(wire.WireProduct, **changes))
    assert product.is_on_sale
    assert (product.compare_at_price and str(product.compare_at_price.amount)) == before


def items(*counts: int | None) -> list[wire.InventoryItem]:
    variant_id = "5d7c3a1e-0b0e-4e66-9f0e-3a1f6a5b7c01"
    return [wire.InventoryItem(variant_id, track_quantity=count is not None, quantity=count) for count in counts]


@pytest.mark.parametrize(
    ("counts", "together"), [((20, 1), 21), ((3,), 3), ((None,), None), ((4, None), None), ((), None)]
)
def test_stock_counts_are_those_of_all_places_together(counts: tuple[int | None, ...], together: int | None) -> None:
    product = with_inventory(product_from_wix(decode(wire.WireProduct)), items(*counts))
    assert product.variants[0].stock_count == together


def test_a_pre_order_is_what_the_product_says_and_not_what_is_uncounted() -> None:
    in_stock = PRODUCT["variantsInfo"]["variants"][0] | {"inventoryStatus": {"inStock": True, "preorderEnabled": True}}
    product = product_from_wix(decode(wire.WireProduct, variantsInfo={"variants": [in_stock]}))
    assert not with_inventory(product, items(None)).variants[0].is_preorder


@pytest.mark.parametrize("reason", [None, "x", ["x"], 5, {"code": None}, {"code": ["x"]}, {}])
def test_a_coupon_refused_in_an_odd_way_is_refused_in_general_words(reason: Any) -> None:
    assert coupon_problem({"couponCalculationError": {"applicationError": reason}}) == OTHER_COUPON_REFUSAL
    assert coupon_problem({"couponCalculationError": reason or {}}) in ("", OTHER_COUPON_REFUSAL)


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "1e999999", "1e400", "-5e13"])
def test_a_number_that_no_price_can_be_is_no_price(number: str) -> None:
    assert not is_money(Decimal(number))
    modifier = {
        "name": "Note",
        "key": "Note",
        "modifierRenderType": "FREE_TEXT",
        "freeTextSettings": {"defaultAddedPrice": number},
    }
    (read,) = product_from_wix(decode(wire.WireProduct, modifiers=[modifier])).modifiers
    assert read.added_price is None
    result = wire.Aggregation("lowest price", scalar=wire.ScalarResult(Decimal(number)))
    assert facets_from_wix([result], "USD").lowest_price is None


@pytest.mark.parametrize("broken", [{"catalogReference": None}, {"productName": 5}, {"availability": "odd"}])
def test_a_line_that_cannot_be_read_is_shown_as_one(broken: dict[str, Any]) -> None:
    (line,) = cart_with(**broken).lines
    assert line.id == LINE["id"]
    assert line.problem is LineProblem.UNPRICED


def estimate(**changes: Any) -> Cart:
    zero = {"amount": "0.00"}
    summary = {"subtotal": {"amount": "38.00"}, "shipping": zero, "tax": zero, "total": {"amount": "38.00"}}
    answer = {"cart": {"id": "c", "currency": "USD", "lineItems": [LINE]}, "priceSummary": summary} | changes
    return estimate_from_wix(msgspec.json.decode(json.dumps(answer), type=wire.EstimateAnswer), has_destination=True)


def test_zeros_that_stand_for_what_could_not_be_worked_out_are_left_out() -> None:
    unreachable = estimate(calculationErrors={"generalShippingCalculationError": {"applicationError": {"code": "X"}}})
    assert unreachable.totals.shipping is None
    assert unreachable.totals.tax is None
    option = {"title": "Post", "cost": {"price": {"amount": "6.00"}}}
    untaxed = estimate(
        calculationErrors={"taxCalculationError": {"systemError": {}}},
        shippingInfo={"carrierServiceOptions": [{"shippingOptions": [option]}]},
    )
    assert untaxed.totals.shipping is not None
    assert untaxed.totals.tax is None


def test_a_violation_that_is_an_error_stops_the_checkout_and_a_warning_does_not() -> None:
    assert not estimate(violations=[{"severity": "ERROR", "description": "Too many."}]).can_check_out
    assert estimate(violations=[{"severity": "WARNING", "description": "Few left."}]).can_check_out
