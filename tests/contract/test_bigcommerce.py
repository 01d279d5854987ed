"""What is BigCommerce's own: whose calls they are, answers that get lost, carts that only their maker knows."""

from __future__ import annotations

import pytest

from services.errors import (
    CartChangeError,
    CheckoutExpiredError,
    EmptyCartError,
    NotFoundError,
    PlatformAnswerError,
    PlatformAuthError,
    PlatformRateLimitedError,
    PlatformSetupError,
    PlatformUnavailableError,
)
from services.models import NewLine, OrderState, ProductQuery, ProductSort, ReturnUrls
from tests.contract.bigcommerce_world import RecordedBigCommerce
from tests.contract.conftest import URLS, MemoryVisitor
from tests.contract.world import build_in_process

pytestmark = pytest.mark.platforms("bigcommerce")

API = "/stores/*"


def test_every_call_has_the_token_and_a_visitors_calls_one_name(bigcommerce_world: RecordedBigCommerce) -> None:
    line = bigcommerce_world.line("harbour-mug")
    assert not [asked for asked in bigcommerce_world.recorder.asked if "X-Correlation-Id" in asked.headers]
    bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, line)
    bigcommerce_world.storefront.carts.find_cart(bigcommerce_world.visitor)
    bigcommerce_world.storefront.carts.add_line(MemoryVisitor(), line)
    assert {asked.headers["X-Auth-Token"] for asked in bigcommerce_world.recorder.asked} == {"sandbox-token"}
    names = [
        asked.headers.get("X-Correlation-Id") for asked in bigcommerce_world.recorder.asked if "/carts" in asked.path
    ]
    assert len(set(names)) == 2
    assert None not in names


def test_a_visitor_without_a_cart_costs_no_call(bigcommerce_world: RecordedBigCommerce) -> None:
    assert bigcommerce_world.storefront.carts.find_cart(bigcommerce_world.visitor) is None
    with pytest.raises(EmptyCartError):
        bigcommerce_world.storefront.checkouts.create_checkout(bigcommerce_world.visitor)
    assert not bigcommerce_world.recorder.asked
    assert not bigcommerce_world.visitor.memory


def test_a_cart_is_made_for_the_channel_in_the_stores_currency_and_without_a_price(
    bigcommerce_world: RecordedBigCommerce,
) -> None:
    line = bigcommerce_world.line("harbour-mug")
    bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, line)
    (body,) = bigcommerce_world.recorder.bodies("/v3/carts")
    assert body == {
        "channel_id": 1,
        "currency": {"code": "USD"},
        "line_items": [{"quantity": 1, "product_id": int(line.product_id), "variant_id": int(line.variant_id)}],
    }


def test_a_shop_of_another_channel_has_nothing_of_this_one(bigcommerce_world: RecordedBigCommerce) -> None:
    """The sandbox has one channel, so whatever is asked for another must come back empty or be refused."""
    line = bigcommerce_world.line("harbour-mug")
    elsewhere = build_in_process(bigcommerce_world.sandbox, PLATFORM="bigcommerce", BIGCOMMERCE_CHANNEL_ID="7")
    assert not elsewhere.catalog.search_products(ProductQuery()).page.items
    assert not elsewhere.catalog.list_categories()
    with pytest.raises(NotFoundError):
        elsewhere.catalog.get_product(bigcommerce_world.address_of("harbour-mug"))
    with pytest.raises(CartChangeError):
        elsewhere.carts.add_line(MemoryVisitor(), line)
    with pytest.raises(CartChangeError):
        elsewhere.checkouts.create_checkout_of(MemoryVisitor(), line)


def test_a_conflict_is_looked_at_and_tried_once_more(bigcommerce_world: RecordedBigCommerce) -> None:
    carts, visitor = bigcommerce_world.storefront.carts, bigcommerce_world.visitor
    line_id = carts.add_line(visitor, bigcommerce_world.line("harbour-mug")).line_id or ""
    seen: list[int] = []

    def outdate(answer: dict[str, dict[str, int]]) -> None:
        if not seen:
            answer["data"]["version"] += 7
        seen.append(answer["data"]["version"])

    bigcommerce_world.recorder.rewrite(visitor.memory["bigcommerce_cart_id"], outdate)
    assert carts.change_quantity(visitor, line_id, 3).cart.item_count == 3
    changes = [call for call in bigcommerce_world.sandbox.journal() if call.method == "PUT"]
    assert [call.status for call in changes] == [409, 200]


def test_a_cart_that_is_gone_is_asked_for_once(bigcommerce_world: RecordedBigCommerce) -> None:
    carts, visitor = bigcommerce_world.storefront.carts, bigcommerce_world.visitor
    cart = carts.add_line(visitor, bigcommerce_world.line("harbour-mug")).cart
    bigcommerce_world.sandbox.faults.add(f"/stores/*/{cart.id}", kind="status", status=404, times=None)
    assert carts.find_cart(visitor) is None
    before = len(bigcommerce_world.recorder.asked)
    assert carts.find_cart(visitor) is None
    assert len(bigcommerce_world.recorder.asked) == before


@pytest.mark.parametrize("has_cart", [False, True])
def test_what_makes_a_cart_or_a_line_is_never_asked_again_by_itself(
    bigcommerce_world: RecordedBigCommerce, has_cart: bool
) -> None:
    carts, visitor, sandbox = bigcommerce_world.storefront.carts, bigcommerce_world.visitor, bigcommerce_world.sandbox
    if has_cart:
        carts.add_line(visitor, bigcommerce_world.line("harbour-mug"))
    ending = "/items" if has_cart else "/carts"
    sandbox.faults.add(f"*{ending}", method="POST", kind="status", status=503)
    with pytest.raises(PlatformUnavailableError):
        carts.add_line(visitor, bigcommerce_world.line("nesting-bowl"))
    assert sum(call.method == "POST" and call.path.endswith(ending) for call in sandbox.journal()) == 1


def test_what_was_filled_in_goes_by_the_ids_of_its_choices(bigcommerce_world: RecordedBigCommerce) -> None:
    catalog = bigcommerce_world.storefront.catalog
    slugs = [item.slug for item in catalog.search_products(ProductQuery(limit=100)).page.items]
    product = next(found for found in map(catalog.get_product, slugs) if found.modifiers and not found.is_sold_out)
    texts = tuple((known.key, "For Jo") for known in product.modifiers if known.kind == "text")
    choices = tuple((known.key, known.choices[0].name) for known in product.modifiers if known.kind == "choice")
    variant = next(variant for variant in product.variants if not variant.is_sold_out)
    line = NewLine(product.id, variant.id, 1, choices, texts)
    bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, line)
    (body,) = bigcommerce_world.recorder.bodies("/v3/carts")
    sent = {entry["option_id"]: entry["option_value"] for entry in body["line_items"][0]["option_selections"]}
    assert set(sent) == {int(key) for key, _ in (*texts, *choices)}
    cart = bigcommerce_world.storefront.carts.find_cart(bigcommerce_world.visitor)
    assert cart is not None
    assert {value for _, value in texts} <= {value for _, value in cart.lines[0].choices}
    plain = bigcommerce_world.storefront.carts.add_line
    if not any(known.is_mandatory for known in product.modifiers):
        assert len(plain(bigcommerce_world.visitor, NewLine(product.id, variant.id, 1)).cart.lines) == 2


@pytest.mark.parametrize("line_id", ["", "no-uuid", "00000000-0000-4000-8000-000000000000", "../../orders"])
def test_a_line_that_is_none_is_not_found(bigcommerce_world: RecordedBigCommerce, line_id: str) -> None:
    carts, visitor = bigcommerce_world.storefront.carts, bigcommerce_world.visitor
    carts.add_line(visitor, bigcommerce_world.line("harbour-mug"))
    with pytest.raises(NotFoundError):
        carts.change_quantity(visitor, line_id, 2)
    with pytest.raises(NotFoundError):
        carts.remove_line(visitor, line_id)


def test_what_is_no_product_cannot_be_added(bigcommerce_world: RecordedBigCommerce) -> None:
    for product_id, variant_id in (("1; drop", "2"), ("999999", "999999"), ("101", "1")):
        with pytest.raises(CartChangeError):
            bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, NewLine(product_id, variant_id, 1))


def test_nobody_else_can_look_at_a_checkout_or_go_to_its_page(bigcommerce_world: RecordedBigCommerce) -> None:
    bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, bigcommerce_world.line("harbour-mug"))
    checkout_id, _ = bigcommerce_world.check_out()
    asked = len(bigcommerce_world.recorder.asked)
    cy = MemoryVisitor()
    with pytest.raises(NotFoundError):
        bigcommerce_world.storefront.checkouts.get_checkout(cy, checkout_id)
    with pytest.raises(CheckoutExpiredError):
        bigcommerce_world.storefront.checkouts.create_redirect_session(cy, checkout_id, URLS)
    assert bigcommerce_world.storefront.orders.find_order_of_checkout(cy, checkout_id) is None
    assert len(bigcommerce_world.recorder.asked) == asked


def test_each_way_to_the_hosted_page_is_new_and_carries_known_words_of_a_campaign_only(
    bigcommerce_world: RecordedBigCommerce,
) -> None:
    bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, bigcommerce_world.line("harbour-mug"))
    checkout_id, first = bigcommerce_world.check_out()
    assert bigcommerce_world.check_out() != (checkout_id, first)
    urls = ReturnUrls(campaign=(("utm_source", "mail"), ("token", "x")))
    way = bigcommerce_world.storefront.checkouts.create_redirect_session(bigcommerce_world.visitor, checkout_id, urls)
    assert bigcommerce_world.recorder.bodies("/redirect_urls")[-1] == {"query_params": {"utm_source": "mail"}}
    assert "utm_source=mail" in way.full_url
    assert "embedded=1" in way.embedded_url


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/cart.php", "//evil.example/", "http://localhost:8000@evil.example/", "javascript:x", ""],
)
def test_nobody_is_sent_to_an_origin_that_was_not_named(bigcommerce_world: RecordedBigCommerce, url: str) -> None:
    bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, bigcommerce_world.line("harbour-mug"))
    bigcommerce_world.recorder.rewrite(
        "/redirect_urls", lambda answer: answer["data"].update(checkout_url=url, cart_url=url)
    )
    with pytest.raises(PlatformAnswerError):
        bigcommerce_world.check_out()
    assert bigcommerce_world.storefront.hosted_cart is not None
    with pytest.raises(PlatformAnswerError):
        bigcommerce_world.storefront.hosted_cart.create_session(bigcommerce_world.visitor)


def test_a_missing_scope_is_named_to_whoever_can_grant_it(bigcommerce_world: RecordedBigCommerce) -> None:
    bigcommerce_world.sandbox.faults.add(path=f"{API}/v3/catalog/products", kind="status", status=403)
    with pytest.raises(PlatformSetupError) as caught:
        bigcommerce_world.storefront.catalog.search_products(ProductQuery())
    assert "store_v2_products_read_only" in caught.value.fix


def test_a_refused_token_is_not_mistaken_for_anything_else(bigcommerce_world: RecordedBigCommerce) -> None:
    bigcommerce_world.sandbox.faults.add(
        path=f"{API}/v3/catalog/products", kind="status", status=401, text="who are you"
    )
    with pytest.raises(PlatformAuthError):
        bigcommerce_world.storefront.catalog.search_products(ProductQuery())


def test_over_the_quota_the_shop_says_when_to_come_back(bigcommerce_world: RecordedBigCommerce) -> None:
    line = bigcommerce_world.line("harbour-mug")
    bigcommerce_world.sandbox.faults.add(path=f"{API}/v3/carts", kind="status", status=429, retry_after=7, times=None)
    with pytest.raises(PlatformRateLimitedError) as caught:
        bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, line)
    assert caught.value.retry_after_seconds == 7
    bigcommerce_world.sandbox.faults.clear()
    bigcommerce_world.sandbox.faults.add(path=f"{API}/v3/carts", kind="status", status=429, bare=True, times=None)
    with pytest.raises(PlatformRateLimitedError) as overloaded:
        bigcommerce_world.storefront.carts.add_line(bigcommerce_world.visitor, line)
    assert overloaded.value.retry_after_seconds is None


@pytest.mark.parametrize("sort", list(ProductSort))
def test_every_order_of_the_list_is_one_that_the_platform_knows(
    bigcommerce_world: RecordedBigCommerce, sort: ProductSort
) -> None:
    found: list[str] = []
    cursor = None
    while True:
        page = bigcommerce_world.storefront.catalog.search_products(
            ProductQuery(sort=sort, limit=20, cursor=cursor)
        ).page
        found += [product.id for product in page.items]
        if (cursor := page.after) is None:
            break
    assert len(found) == len(set(found)) > 20


@pytest.mark.parametrize("cursor", ["forged", "page-0", "page-99999", "page-77", ""])
def test_a_cursor_that_leads_nowhere_is_not_found(bigcommerce_world: RecordedBigCommerce, cursor: str) -> None:
    with pytest.raises(NotFoundError):
        bigcommerce_world.storefront.catalog.search_products(ProductQuery(cursor=cursor))


def test_a_hidden_product_is_not_found_by_its_number(bigcommerce_world: RecordedBigCommerce) -> None:
    bigcommerce_world.sandbox.hide_product("harbour-mug")
    with pytest.raises(NotFoundError):
        bigcommerce_world.storefront.catalog.get_product("harbour-mug-101")


def test_the_order_of_a_cart_is_known_by_the_cart(bigcommerce_world: RecordedBigCommerce) -> None:
    storefront, visitor = bigcommerce_world.storefront, bigcommerce_world.visitor
    storefront.carts.add_line(visitor, bigcommerce_world.line("harbour-mug", 2))
    checkout_id, way = bigcommerce_world.check_out()
    assert not storefront.checkouts.get_checkout(visitor, checkout_id).is_completed
    browser = bigcommerce_world.hosted_browser()
    browser.submit(browser.open(way).form(primary=True))
    assert storefront.checkouts.get_checkout(visitor, checkout_id).is_completed
    order = storefront.orders.find_order_of_checkout(visitor, checkout_id)
    assert order is not None
    assert order.checkout_id == checkout_id
    assert order.state is OrderState.PAID
    assert [line.quantity for line in order.lines] == [2]
    sums = order.totals
    parts = [part for part in (sums.subtotal, sums.shipping, sums.tax, sums.fees) if part]
    assert len(parts) >= 2
    assert sums.total
    assert sum(part.amount for part in parts) == sums.total.amount
    assert storefront.orders.get_order(visitor, order.id) == order
    assert storefront.orders.find_order_by_number(order.number, order.email.upper()) == order
    assert storefront.orders.find_order_by_number(order.number, "somebody@else.example") is None
    with pytest.raises(NotFoundError):
        storefront.orders.get_order(visitor, "999999")
