"""The store, its channel, where its shop is, and the routes of the shop's pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox import Sandbox
from tests.sandbox.bigcommerce.cast import Shop
from tests.sandbox.cast import PUBLIC_URL, SHOP

SITE = "/v3/channels/1/site"


def test_the_store_says_where_its_hosted_pages_are(shop: Shop):
    store = shop.get("/v2/store").json
    assert (store["secure_url"], store["currency"]) == (f"{PUBLIC_URL}/bigcommerce", "USD")
    assert store["name"] == "Kiln & Kettle"


def test_the_store_has_the_time_of_the_sandbox(sandbox: Sandbox, shop: Shop):
    before = shop.get("/v2/time").json["time"]
    sandbox.clock.advance(timedelta(hours=1))
    assert 3600 <= shop.get("/v2/time").json["time"] - before < 3610


def test_there_is_one_channel(shop: Shop):
    assert [channel["id"] for channel in shop.read("/v3/channels")] == [1]
    assert shop.read("/v3/channels/1")["type"] == "storefront"
    assert shop.read("/v3/channels/1?include=currencies")["currencies"]["default_currency"] == "USD"
    assert shop.get("/v3/channels/2").status_code == 404
    assert shop.get("/v3/channels/2/site").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_the_site_is_the_shop_until_it_is_told_otherwise(shop: Shop, method: str):
    site = shop.read(SITE)
    assert (site["url"], site["is_checkout_url_customized"]) == (SHOP, False)
    assert (
        shop.call(method, SITE, {"url": "https://shop.example.com"}).json["data"]["url"] == "https://shop.example.com"
    )
    assert shop.read(f"/v3/sites/{site['id']}")["url"] == "https://shop.example.com"
    for wrong in ("shop.example.com", "ftp://example.com", "https://a@example.com", "", None):
        assert shop.call(method, SITE, {"url": wrong}).status_code == 422


@pytest.mark.parametrize(
    ("checkout", "status"),
    [("https://checkout.example.com", 200), ("https://example.com", 200), ("https://checkout.example.org", 422)],
)
def test_the_checkout_must_share_the_domain_of_the_shop(shop: Shop, checkout: str, status: int):
    shop.call("PUT", SITE, {"url": "https://shop.example.com"})
    assert shop.call("PUT", f"{SITE}/checkout-url", {"url": checkout}).status_code == status
    urls = {entry["type"]: entry["url"] for entry in shop.read(SITE)["urls"]}
    assert (urls["checkout"] == checkout) is (status == 200)
    assert shop.call("DELETE", f"{SITE}/checkout-url").json["data"]["is_checkout_url_customized"] is False


def test_routes_are_added_and_replaced(shop: Shop):
    site_id = shop.read("/v3/sites")[0]["id"]
    routes = f"/v3/sites/{site_id}/routes"
    assert [route["type"] for route in shop.read(routes)] == ["order_confirmation", "cart"]
    first = {"type": "order_confirmation", "matching": "*", "route": "/order-confirmation"}
    cart = {"type": "cart", "matching": "*", "route": "/cart"}
    assert shop.call("PUT", routes, [first, cart]).status_code == 200
    shop.call("PUT", routes, [{**cart, "route": "/basket"}])
    assert [(route["type"], route["route"]) for route in shop.read(routes)] == [
        ("order_confirmation", "/order-confirmation"),
        ("cart", "/basket"),
    ]
    assert [route["type"] for route in shop.read(f"{routes}?type=cart")] == ["cart"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        ["x"],
        [{"type": "moon", "matching": "*", "route": "/"}],
        [{"type": "cart", "matching": "*", "route": "https://example.com"}],
        [{"type": "cart", "matching": "*", "route": "//example.com"}],
    ],
)
def test_routes_that_lead_nowhere_are_refused(shop: Shop, body: object):
    assert shop.call("PUT", "/v3/sites/1000/routes", body).status_code == 422
