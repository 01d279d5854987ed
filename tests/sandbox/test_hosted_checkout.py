"""The hosted checkout as a browser meets it, and the orders that come of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from sandbox import Sandbox
from tests.sandbox.cast import SHOP, Browser, Caller, CheckoutPage, error_code, sku

CART = "/ecom/v1/carts/current"
CALLBACKS = {
    "thankYouPageUrl": f"{SHOP}/order-confirmation?lang=de",
    "postFlowUrl": f"{SHOP}/back",
    "cartPageUrl": f"{SHOP}/cart#lines",
}


@pytest.fixture
def checkout_id(ada: Caller, mug: dict[str, Any]) -> str:
    ada.add(mug, 2)
    return ada.checkout()


@pytest.fixture
def page(ada: Caller, checkout_id: str, browser: Browser) -> CheckoutPage:
    return browser.enter(ada.redirect_session(checkout_id, **CALLBACKS))


def order_of(caller: Caller, reply: TestResponse) -> dict[str, Any]:
    """Return the order the browser is sent back with."""
    assert reply.status_code == 303, reply.text
    (order_id,) = parse_qs(urlsplit(reply.headers["Location"]).query)["orderId"]
    found = caller.get(f"/ecom/v1/orders/{order_id}")
    assert found.status_code == 200
    return dict(found.json["order"])


def stock_of(merchant: Caller, product: dict[str, Any]) -> int:
    body = {"query": {"filter": {"productId": product["id"]}}}
    return int(merchant.post("/stores/v3/inventory-items/query", body).json["inventoryItems"][0]["quantity"])


def test_paying_makes_an_order_takes_the_stock_and_empties_the_cart(
    ada: Caller, merchant: Caller, page: CheckoutPage, checkout_id: str, mug: dict[str, Any]
):
    before = stock_of(merchant, mug)
    reply = page.send("pay", shipping="express")
    assert reply.headers["Location"].startswith(f"{SHOP}/order-confirmation?lang=de&orderId=")
    assert parse_qs(urlsplit(reply.headers["Location"]).query)["wixMemberLoggedIn"] == ["false"]
    order = order_of(ada, reply)
    assert (order["number"], order["status"], order["paymentStatus"]) == ("10001", "APPROVED", "PAID")
    assert order["checkoutId"] == checkout_id
    assert order["lineItems"][0]["quantity"] == 2
    assert order["shippingInfo"]["title"] == "Express"
    amounts = {name: round(float(money["amount"]) * 100) for name, money in order["priceSummary"].items()}
    assert amounts["shipping"] == 1400
    assert amounts["tax"] == int(amounts["subtotal"] * 0.08875 + 0.5)
    assert amounts["total"] == amounts["subtotal"] + amounts["shipping"] + amounts["tax"]
    assert order["balanceSummary"]["paid"] == order["priceSummary"]["total"]
    assert stock_of(merchant, mug) == before - 2
    assert ada.get(CART).status_code == 404
    assert ada.get(f"/ecom/v1/checkouts/{checkout_id}").json["checkout"]["completed"] is True


def test_nobody_in_particular_sends_the_lines_of_an_order(ada: Caller, page: CheckoutPage):
    line = order_of(ada, page.send("pay"))["lineItems"][0]
    assert (line["fulfillerId"], line["locations"]) == (None, [])


def test_the_hosted_pages_say_that_no_money_moves_and_allow_no_script(page: CheckoutPage):
    assert "Sandbox - no money moves" in page.reply.text
    policy = page.reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action" not in policy
    assert "script" not in page.reply.text
    assert page.reply.headers["Cache-Control"] == "no-store"
    assert page.reply.headers["X-Content-Type-Options"] == "nosniff"
    assert page.reply.headers["Referrer-Policy"]


def test_the_completing_form_comes_first(page: CheckoutPage):
    first_form = page.reply.text.index("<form")
    assert "data-primary" in page.reply.text[first_form : page.reply.text.index(">", first_form)]
    assert page.reply.text.count("data-primary") == 1
    assert 'type="checkbox"' not in page.reply.text


def test_the_address_works_once(ada: Caller, checkout_id: str, browser: Browser):
    session = ada.redirect_session(checkout_id, **CALLBACKS)
    page = browser.enter(session)
    again = browser.open(session["fullUrl"])
    assert again.status_code == 410
    assert "used before" in again.text
    assert f"{SHOP}/cart?wixMemberLoggedIn=false#lines" in again.text
    assert browser.open(session["shortUrl"]).status_code == 410
    assert browser.open(page.url).status_code == 200


def test_looking_without_opening_does_not_use_the_address_up(ada: Caller, checkout_id: str, browser: Browser):
    session = ada.redirect_session(checkout_id)
    path = session["fullUrl"].removeprefix("http://localhost:8000")
    assert browser.client.head(path).status_code == 204
    assert browser.open(session["fullUrl"], headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert browser.open(session["shortUrl"]).status_code == 302


def test_the_address_lives_ten_minutes(sandbox: Sandbox, ada: Caller, checkout_id: str, browser: Browser):
    session = ada.redirect_session(checkout_id, **CALLBACKS)
    sandbox.clock.advance(timedelta(minutes=10, seconds=1))
    reply = browser.open(session["fullUrl"])
    assert reply.status_code == 410
    assert "too old" in reply.text


def test_an_invented_address_leads_nowhere(browser: Browser, checkout_id: str):
    for url in (f"/sandbox/wix/checkout?checkoutId={checkout_id}", "/sandbox/wix/checkout?redirectSession=x"):
        assert browser.open(url).status_code == 404


def test_the_page_opens_only_in_the_browser_that_came(sandbox: Sandbox, page: CheckoutPage):
    stranger = Browser(sandbox)
    assert stranger.open(page.url).status_code == 404
    assert stranger.submit(page.url, **page.fields).status_code == 404


def test_the_cookie_stays_under_the_mount(ada: Caller, checkout_id: str, browser: Browser):
    reply = browser.open(ada.redirect_session(checkout_id)["fullUrl"])
    cookie = reply.headers["Set-Cookie"]
    assert "Path=/sandbox/wix" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_from_elsewhere_is_refused(ada: Caller, page: CheckoutPage):
    for token in ("", "made-up"):
        assert page.send("pay", formToken=token).status_code == 403
    assert page.send("give-me-everything").status_code == 400
    assert ada.get(CART).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cardNumber", "4242 4242 4242 4241"),
        ("cardNumber", "cat"),
        ("cardNumber", ""),
        ("cardExpiry", "01 / 20"),
        ("cardExpiry", "13 / 40"),
        ("cardCvc", "12"),
        ("email", "ada"),
        ("email", ""),
        ("lastName", " "),
        ("country", "XX"),
        ("country", "AQ"),
        ("shipping", "balloon"),
    ],
)
def test_a_bad_field_draws_the_form_again_with_nothing_lost(
    ada: Caller, merchant: Caller, page: CheckoutPage, field: str, value: str
):
    reply = page.send("pay", firstName="Adelheid", **{field: value})
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert f'href="#{field}"' in reply.text
    assert "Adelheid" in reply.text
    assert merchant.orders() == []
    assert ada.get(CART).status_code == 200
    assert page.send("pay").status_code == 303


def test_what_is_typed_is_shown_as_text(page: CheckoutPage):
    reply = page.send("pay", city='"><img src=x>', email="")
    assert "<img src=x>" not in reply.text


@pytest.mark.parametrize("number", ["4000000000000002", "4000 0000 0000 0002"])
def test_a_declined_card_leaves_cart_and_checkout_usable(
    ada: Caller, merchant: Caller, page: CheckoutPage, checkout_id: str, mug: dict[str, Any], number: str
):
    before = stock_of(merchant, mug)
    order = order_of(ada, page.send("pay", cardNumber=number))
    assert (order["status"], order["paymentStatus"]) == ("REJECTED", "DECLINED")
    assert stock_of(merchant, mug) == before
    assert ada.get(CART).status_code == 200
    assert ada.get(f"/ecom/v1/checkouts/{checkout_id}").json["checkout"]["completed"] is False
    second = order_of(ada, page.send("pay"))
    assert (second["number"], second["paymentStatus"]) == ("10002", "PAID")


def test_the_decline_form_does_the_same(ada: Caller, page: CheckoutPage):
    assert order_of(ada, page.send("decline"))["paymentStatus"] == "DECLINED"
    assert ada.get(CART).status_code == 200


def test_paying_later_approves_an_order_that_is_not_paid(ada: Caller, page: CheckoutPage):
    order = order_of(ada, page.send("pay-later"))
    assert (order["status"], order["paymentStatus"]) == ("APPROVED", "NOT_PAID")
    assert order["balanceSummary"]["balance"] == order["priceSummary"]["total"]
    assert ada.get(CART).status_code == 404


def test_leaving_goes_back_to_the_cart_or_away(ada: Caller, page: CheckoutPage):
    assert page.send("cart").headers["Location"] == f"{SHOP}/cart?wixMemberLoggedIn=false#lines"
    assert page.send("abandon").headers["Location"] == f"{SHOP}/back?wixMemberLoggedIn=false"
    assert ada.get(CART).status_code == 200


def test_without_callbacks_leaving_ends_on_a_page_of_the_sandbox(ada: Caller, checkout_id: str, browser: Browser):
    page = browser.enter(ada.redirect_session(checkout_id))
    assert page.send("abandon").status_code == 200


def test_without_a_thank_you_url_the_sandbox_says_thank_you(ada: Caller, checkout_id: str, browser: Browser):
    page = browser.enter(ada.redirect_session(checkout_id, postFlowUrl=f"{SHOP}/back?a=b"))
    reply = browser.open(page.send("pay").headers["Location"])
    assert "10001" in reply.text
    assert f"{SHOP}/back?a=b&amp;wixMemberLoggedIn=false" in reply.text


def test_a_finished_checkout_says_so_and_cannot_be_paid_again(
    ada: Caller, merchant: Caller, page: CheckoutPage, checkout_id: str, browser: Browser
):
    order = order_of(ada, page.send("pay"))
    for url in (page.url, browser.enter(ada.redirect_session(checkout_id, **CALLBACKS)).url):
        reply = browser.open(url)
        assert "This checkout is finished" in reply.text
        assert order["id"] in reply.text
    assert page.send("pay").headers["Location"].endswith(page.url)
    assert page.send("pay", email="").headers["Location"].endswith(page.url)
    assert len(merchant.orders()) == 1


def test_a_new_cart_after_a_purchase_gets_a_new_checkout(
    ada: Caller, page: CheckoutPage, checkout_id: str, mug: dict[str, Any]
):
    page.send("pay")
    ada.add(mug)
    assert ada.checkout() != checkout_id


def test_stock_is_checked_when_paying(
    sandbox: Sandbox, ada: Caller, merchant: Caller, page: CheckoutPage, mug: dict[str, Any]
):
    sandbox.set_stock(sku(mug), 1)
    reply = page.send("pay")
    assert reply.status_code == 409
    assert "1 left, 2 wanted" in reply.text
    assert "data-primary" not in reply.text
    assert stock_of(merchant, mug) == 1
    assert page.send("pay-later").status_code == 409
    sandbox.set_stock(sku(mug), 2)
    assert page.send("pay").status_code == 303
    assert stock_of(merchant, mug) == 0


def test_a_product_that_vanished_cannot_be_paid(sandbox: Sandbox, page: CheckoutPage, mug: dict[str, Any]):
    sandbox.remove_product(mug["slug"])
    reply = page.send("pay")
    assert reply.status_code == 409
    assert "sold out" in reply.text


def test_buying_without_the_cart_leaves_the_cart_alone(
    ada: Caller, mug: dict[str, Any], teapot: dict[str, Any], browser: Browser
):
    ada.add(mug)
    line = {"quantity": 1, "catalogReference": ada.add(teapot)["lineItems"][1]["catalogReference"]}
    direct = ada.post("/ecom/v1/checkouts", {"channelType": "WEB", "lineItems": [line]}).json["checkout"]["id"]
    page = browser.enter(ada.redirect_session(direct, **CALLBACKS))
    assert order_of(ada, page.send("pay"))["checkoutId"] == direct
    assert len(ada.get(CART).json["cart"]["lineItems"]) == 2


def test_the_coupon_reaches_the_order(ada: Caller, mug: dict[str, Any], browser: Browser):
    ada.add(mug)
    ada.patch(CART, {"couponCode": "welcome10"})
    page = browser.enter(ada.redirect_session(ada.checkout(), **CALLBACKS))
    order = order_of(ada, page.send("pay"))
    assert order["appliedDiscounts"][0]["coupon"]["code"] == "WELCOME10"
    subtotal, discount = (float(order["priceSummary"][name]["amount"]) for name in ("subtotal", "discount"))
    assert discount == pytest.approx(subtotal / 10, abs=0.005)


def test_orders_are_read_by_their_buyer_and_the_api_key_only(
    ada: Caller, cy: Caller, merchant: Caller, page: CheckoutPage
):
    order = order_of(ada, page.send("pay"))
    path = f"/ecom/v1/orders/{order['id']}"
    refused = cy.get(path)
    assert (refused.status_code, error_code(refused)) == (403, "READ_ORDER_FORBIDDEN")
    assert merchant.get(path).json["order"] == order
    unknown = cy.get("/ecom/v1/orders/00000000-0000-4000-8000-00000000dead")
    assert (unknown.status_code, error_code(unknown)) == (404, "ORDER_NOT_FOUND")


def test_the_api_key_searches_orders_and_visitors_do_not(
    ada: Caller, merchant: Caller, page: CheckoutPage, checkout_id: str
):
    declined, paid = order_of(ada, page.send("decline")), order_of(ada, page.send("pay", email="ada@shop.example"))

    def found(**search: Any) -> list[str]:
        reply = merchant.post("/ecom/v1/orders/search", {"search": search})
        assert reply.status_code == 200, reply.json
        return [order["id"] for order in reply.json["orders"]]

    assert found(filter={"checkoutId": checkout_id}) == [paid["id"], declined["id"]]
    assert found(filter={"number": "10001"}) == [declined["id"]]
    assert found(filter={"buyerInfo.email": "ada@shop.example"}) == [paid["id"]]
    assert found(filter={"id": {"$in": [paid["id"]]}, "paymentStatus": "PAID"}) == [paid["id"]]
    recent = {"createdDate": {"$gte": declined["createdDate"]}}
    ascending = [{"fieldName": "number", "order": "ASC"}]
    assert found(filter=recent, sort=ascending) == [declined["id"], paid["id"]]
    first = merchant.post("/ecom/v1/orders/search", {"search": {"cursorPaging": {"limit": 1}}}).json
    assert first["metadata"]["hasNext"] is True
    assert found(cursorPaging={"limit": 1, "cursor": first["metadata"]["cursors"]["next"]}) == [declined["id"]]
    refused = ada.post("/ecom/v1/orders/search", {"search": {"filter": {"checkoutId": checkout_id}}})
    assert (refused.status_code, error_code(refused)) == (403, "READ_ORDER_FORBIDDEN")
    bad = merchant.post("/ecom/v1/orders/search", {"search": {"filter": {"buyerInfo.visitorId": "x"}}})
    assert bad.status_code == 400


def test_the_merchant_can_change_an_order_later(sandbox: Sandbox, ada: Caller, page: CheckoutPage):
    order = order_of(ada, page.send("pay-later"))
    path = f"/ecom/v1/orders/{order['id']}"
    sandbox.set_order_status(order["id"], payment_status="PAID")
    assert ada.get(path).json["order"]["balanceSummary"]["balance"]["amount"] == "0.00"
    sandbox.set_order_status(order["id"], status="CANCELED")
    fresh = ada.get(path).json["order"]
    assert (fresh["status"], fresh["paymentStatus"]) == ("CANCELED", "PAID")
    with pytest.raises(ValueError, match="no such status"):
        sandbox.set_order_status(order["id"], status="SHIPPED")
    with pytest.raises(KeyError):
        sandbox.set_order_status("nope", status="CANCELED")


def test_strange_characters_are_refused_calmly(browser: Browser, page: CheckoutPage):
    assert page.send("pay", formToken="\u00e9\u20ac").status_code == 403
    assert page.send("pay", email="ad\u00e8le@example.com", cardNumber="\u0664\u0664").status_code == 422
    browser.client.set_cookie("wix_sandbox_browser", "\u00e9", domain="localhost", path="/sandbox/wix")
    assert browser.open(page.url).status_code == 404
