"""BigCommerce's shapes put into ours: odd numbers, missing parts, words of merchants."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from services.bigcommerce import catalog_wire, order_wire, wire
from services.bigcommerce.cart_mapping import cart_from_bigcommerce
from services.bigcommerce.catalog_mapping import categories_from_bigcommerce, product_from_bigcommerce
from services.bigcommerce.client import asked_pause, error_code
from services.bigcommerce.order_mapping import state_of
from services.bigcommerce.slugs import id_in_slug, slug_of
from services.bigcommerce.values import moment_from_v2, money_from_bigcommerce, web_address
from services.models import Availability, OrderState

MUG: dict[str, Any] = {
    "id": 120,
    "name": "Mug",
    "description": "<p onclick='x()'>Round<script>alert(1)</script></p>",
    "price": 15,
    "calculated_price": 15,
    "inventory_level": 7,
    "inventory_tracking": "product",
    "custom_url": {"url": "/mug/"},
    "images": [
        {"url_standard": "https://cdn.example/2.jpg", "sort_order": 0},
        {"url_standard": "https://cdn.example/1.jpg", "is_thumbnail": True, "sort_order": 5},
        {"url_standard": "javascript:x", "sort_order": 9},
    ],
    "variants": [{"id": 118, "price": None, "calculated_price": None, "inventory_level": 0, "option_values": []}],
}


def product(**changes: Any) -> Any:
    payload = msgspec.json.decode(json.dumps(MUG | changes), type=catalog_wire.WireProduct)
    return product_from_bigcommerce(payload, "USD")


def variant(**changes: Any) -> list[dict[str, Any]]:
    return [MUG["variants"][0] | changes]


def test_a_product_has_a_safe_description_and_its_thumbnail_first() -> None:
    mug = product()
    assert str(mug.description) == "<p>Round</p>"
    assert [image.url for image in mug.images] == ["https://cdn.example/1.jpg", "https://cdn.example/2.jpg"]
    assert mug.slug == "mug-120"


@pytest.mark.parametrize(
    ("tracking", "left"), [("none", None), ("product", 7), ("variant", 0), ("something new", None)]
)
def test_the_tracking_decides_which_level_counts(tracking: str, left: int | None) -> None:
    mug = product(inventory_tracking=tracking)
    assert mug.variants[0].stock_count == left
    assert mug.is_sold_out == (left == 0)


@pytest.mark.parametrize(
    ("changes", "availability"),
    [
        ({"availability": "disabled"}, Availability.SOLD_OUT),
        ({"availability": "preorder"}, Availability.PREORDER),
        ({"variants": variant(purchasing_disabled=True)}, Availability.SOLD_OUT),
        ({"modifiers": [{"id": 1, "type": "file", "display_name": "Photo", "required": True}]}, Availability.SOLD_OUT),
        ({"modifiers": [{"id": 1, "type": "file", "display_name": "Photo"}]}, Availability.IN_STOCK),
    ],
)
def test_what_cannot_be_bought_here_is_said_to_be_sold_out(changes: dict[str, Any], availability: Availability) -> None:
    assert product(**changes).availability is availability


def test_a_sale_shows_the_price_before_and_a_variant_without_a_price_has_the_products() -> None:
    plain, sale = product(), product(calculated_price=12, variants=variant(calculated_price=12))
    assert plain.price_from.amount == Decimal("15.00")
    assert plain.compare_at_price is None
    assert (sale.price_from.amount, sale.is_on_sale) == (Decimal("12.00"), True)
    assert sale.compare_at_price.amount == Decimal("15.00")


def test_an_unreadable_variant_hides_itself_only() -> None:
    assert [found.id for found in product(variants=[{"id": "x"}, MUG["variants"][0]]).variants] == ["118"]


def test_two_categories_of_one_name_have_two_addresses() -> None:
    payloads = [
        catalog_wire.WireCategory(category_id=number, name="Mugs", url=catalog_wire.Path("/mugs/")) for number in (1, 2)
    ]
    assert [category.slug for category in categories_from_bigcommerce(payloads)] == ["mugs", "mugs-2"]


@pytest.mark.parametrize(
    ("url", "name", "slug"),
    [
        ("/pottery/mug/", "Mug", "mug-120"),
        ("https://store.example/Mug_Größe.html?x=1", "Mug", "mug-groe-120"),
        ("", "Tea & Cake", "tea-cake-120"),
        (None, "茶", "120"),
        ("http://[", "Mug", "mug-120"),
    ],
)
def test_a_slug_ends_in_the_id(url: str | None, name: str, slug: str) -> None:
    assert slug_of(120, url, name) == slug
    assert id_in_slug(slug) == "120"


@pytest.mark.parametrize("slug", ["mug", "mug-0", "mug-12345678901", "mug-12x", "", "-"])
def test_what_ends_in_no_id_names_no_product(slug: str) -> None:
    assert id_in_slug(slug) is None


def test_amounts_are_rounded_as_they_are_shown() -> None:
    cart = msgspec.json.decode(
        json.dumps(
            {
                "id": "3cae6525-d0e8-4252-afec-0890fbb710c5",
                "currency": {"code": "USD"},
                "base_amount": 13.858823529412,
                "cart_amount": 10,
                "discount_amount": 1.5,
                "coupons": [{"code": "A", "discounted_amount": 1}, {"code": "B", "discounted_amount": 1.2}],
                "line_items": {"physical_items": [{"id": 1}], "gift_certificates": [{"id": "g", "amount": 10}]},
            }
        ),
        type=wire.WireCart,
    )
    found = cart_from_bigcommerce(cart)
    assert found.totals.subtotal is not None
    assert found.totals.subtotal.amount == Decimal("13.86")
    assert found.totals.discount is not None
    assert found.totals.discount.amount == Decimal("3.70")
    assert [line.id for line in found.lines] == ["g"]  # the unreadable one hides itself only


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E+40"])
def test_what_is_no_amount_is_none(amount: str) -> None:
    assert money_from_bigcommerce(Decimal(amount), "USD") is None
    assert money_from_bigcommerce(Decimal("100.4"), "JPY").amount == 100  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("status_id", "payment_status", "state"),
    [
        (0, "declined", OrderState.DECLINED),
        (0, "", OrderState.PENDING),
        (1, "", OrderState.PENDING),
        (1, "captured", OrderState.PAID),
        (2, "", OrderState.PAID),
        (4, "paid", OrderState.REFUNDED),
        (5, "paid", OrderState.CANCELLED),
        (6, None, OrderState.DECLINED),
        (7, "", OrderState.PENDING),
        (11, "Paid", OrderState.PAID),
        (11, "authorized", OrderState.PENDING),
        (11, "held for review", OrderState.PENDING),
        (12, "", OrderState.PENDING),
        (14, "partially refunded", OrderState.PAID),
        (99, "", OrderState.PAID),
    ],
)
def test_an_order_stands_as_its_ids_say_and_never_its_label(
    status_id: int, payment_status: str | None, state: OrderState
) -> None:
    payload = {"id": 1, "status_id": status_id, "payment_status": payment_status, "status": "Whatever"}
    payload["total_inc_tax"] = "37.8900"
    assert state_of(msgspec.json.decode(json.dumps(payload), type=order_wire.WireOrder)) is state


def test_what_cost_nothing_is_free() -> None:
    payload = b'{"id": 1, "status_id": 11, "total_inc_tax": "0.0000"}'
    assert state_of(msgspec.json.decode(payload, type=order_wire.WireOrder)) is OrderState.FREE


@pytest.mark.parametrize("text", ["", "soon", None, "Tue, 32 Mar 2019 21:40:11 +0000"])
def test_what_is_no_moment_is_none(text: str | None) -> None:
    assert moment_from_v2(text) is None
    assert str(moment_from_v2("Tue, 05 Mar 2019 21:40:11 +0000")) == "2019-03-05 21:40:11+00:00"


@pytest.mark.parametrize("text", ["javascript:x", "/relative.jpg", 'https://x/"', "https://x y", "", None])
def test_what_is_no_web_address_is_nothing(text: str | None) -> None:
    assert not web_address(text)
    assert web_address("//cdn.example/1.jpg") == "https://cdn.example/1.jpg"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"status":422,"title":"Input is invalid","errors":{}}', "Input is invalid"),
        (b'{"status":422,"title":"Declined","code":30106}', "30106"),
        (b'[{"status":404,"message":"Not found"}]', "Not found"),
        (b'{"status":404}', None),
        (b"X-Auth-Token header is required", None),
        (b"[]", None),
        (b"\xff", None),
        (b"[" * 5000, None),
    ],
)
def test_a_refusal_is_read_whatever_its_shape(body: bytes, code: str | None) -> None:
    assert error_code(body) == code


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"X-Rate-Limit-Time-Reset-Ms": "15000"}, 15.0),
        (429, {"X-Retry-After": "9"}, 9.0),
        (429, {"Retry-After": "4"}, 4.0),
        (429, {}, None),
        (429, {"X-Rate-Limit-Time-Reset-Ms": "soon"}, None),
        (503, {"X-Rate-Limit-Time-Reset-Ms": "15000"}, None),
        (503, {"Retry-After": "60"}, 60.0),
    ],
)
def test_how_long_to_wait_is_said_by_a_429_only(status: int, headers: dict[str, str], seconds: float | None) -> None:
    assert asked_pause(status, headers) == seconds
