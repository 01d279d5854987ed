"""Gift cards on checkouts, and what the hosted page says of money before it takes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.cast import SMALL_SHOP, Browser, Caller, CheckoutPage, error_code, wanted

CART, CHECKOUTS = "/ecom/v1/carts/current", "/ecom/v1/checkouts"
REFUSALS = [
    ("GC-EMPTY", "GIFT_CARD_IS_EMPTY"),
    ("GC-EXPIRED", "GIFT_CARD_EXPIRED"),
    ("GC-OFF", "GIFT_CARD_DISABLED"),
    ("GC-99", "GIFT_CARD_NOT_FOUND"),
    ("?!", "GIFT_CARD_CODE_INVALID"),
]


@pytest.fixture
def seed_folder() -> Path:
    return SMALL_SHOP


def create(caller: Caller, slug: str = "plain-mug", **body: Any) -> Any:
    lines = [wanted(caller.product(slug))]
    return caller.post(CHECKOUTS, {"channelType": "WEB", "lineItems": lines, **body})


def order_of(caller: Caller) -> dict[str, Any]:
    return dict(caller.post("/ecom/v1/orders/search", {"search": {}}).json["orders"][0])


def opened(caller: Caller, browser: Browser, slug: str, **options: Any) -> CheckoutPage:
    caller.put(slug, **options)
    return browser.enter(caller.redirect_session(caller.checkout()))


def test_a_gift_card_pays_for_a_part_of_a_checkout(ada: Caller):
    checkout = create(ada, "gift-mug", giftCardCode="gc-25").json["checkout"]
    assert checkout["giftCard"]["obfuscatedCode"] == "****25"
    assert checkout["giftCard"].keys() == {"id", "obfuscatedCode", "amount", "appId"}
    assert checkout["giftCard"]["amount"]["amount"] == "25.00"
    assert checkout["priceSummary"]["total"]["amount"] == "30.00"
    assert checkout["totalAfterGiftCard"]["amount"] == "5.00"
    cheap = create(ada, "plain-mug", giftCardCode="GC-25").json["checkout"]
    assert (cheap["giftCard"]["amount"]["amount"], cheap["totalAfterGiftCard"]["amount"]) == ("20.00", "0.00")


@pytest.mark.parametrize(("code", "refused"), REFUSALS)
def test_each_refusal_of_a_gift_card_has_its_own_code(ada: Caller, code: str, refused: str):
    reply = create(ada, giftCardCode=code)
    assert (reply.status_code, error_code(reply)) == (400, refused)
    checkout_id = create(ada, giftCardCode="GC-25").json["checkout"]["id"]
    reply = ada.patch(f"{CHECKOUTS}/{checkout_id}", {"checkout": {"id": checkout_id}, "giftCardCode": code})
    assert (reply.status_code, error_code(reply)) == (400, refused)
    assert ada.get(f"{CHECKOUTS}/{checkout_id}").json["checkout"]["giftCard"]


def test_a_checkout_can_be_changed_by_its_owner_until_it_is_paid(ada: Caller, cy: Caller, browser: Browser):
    ada.put("gift-mug")
    checkout_id = ada.checkout()
    path = f"{CHECKOUTS}/{checkout_id}"
    body = {
        "checkout": {"id": checkout_id, "buyerNote": "ring twice", "buyerInfo": {"email": "ada@shop.example"}},
        "couponCode": "WELCOME10",
        "giftCardCode": "GC-25",
    }
    checkout = ada.patch(path, body).json["checkout"]
    assert (checkout["buyerNote"], checkout["buyerInfo"]["email"]) == ("ring twice", "ada@shop.example")
    assert (checkout["priceSummary"]["total"]["amount"], checkout["totalAfterGiftCard"]["amount"]) == ("27.00", "2.00")
    checkout = ada.post(f"{path}/remove-gift-card").json["checkout"]
    assert "giftCard" not in checkout
    assert ada.post(f"{path}/remove-coupon").json["checkout"]["appliedDiscounts"] == []
    assert cy.patch(path, body).status_code == 404
    assert 'value="ada@shop.example"' in browser.enter(ada.redirect_session(checkout_id)).reply.text
    browser.enter(ada.redirect_session(checkout_id)).send("pay")
    assert error_code(ada.patch(path, body)) == "CHECKOUT_IS_COMPLETE"


def test_a_gift_card_typed_at_the_checkout_pays_and_is_used_up(ada: Caller, merchant: Caller, browser: Browser):
    page = opened(ada, browser, "gift-mug")
    assert page.send("pay", giftCard="GC-25").status_code == 303
    summary = order_of(merchant)["priceSummary"]
    due = round(float(summary["total"]["amount"]) - 25, 2)
    assert summary["totalWithoutGiftCard"] == summary["total"]
    assert float(summary["totalWithGiftCard"]["amount"]) == pytest.approx(due)
    assert error_code(create(ada, giftCardCode="GC-25")) == "GIFT_CARD_IS_EMPTY"


def test_a_declined_card_leaves_the_gift_card_alone(ada: Caller, browser: Browser):
    page = opened(ada, browser, "plain-mug")
    page.send("pay", giftCard="GC-25", cardNumber="4000000000000002")
    assert create(ada, giftCardCode="GC-25").status_code == 200


def test_an_order_paid_later_has_the_gift_card_paid_already(ada: Caller, merchant: Caller, browser: Browser):
    ada.put("gift-mug")
    checkout_id = ada.checkout()
    ada.patch(f"{CHECKOUTS}/{checkout_id}", {"checkout": {"id": checkout_id}, "giftCardCode": "GC-25"})
    browser.enter(ada.redirect_session(checkout_id)).send("pay-later")
    assert order_of(merchant)["balanceSummary"]["paid"]["amount"] == "25.00"


@pytest.mark.parametrize(("code", "refused"), REFUSALS)
def test_the_page_says_why_a_gift_card_is_no_good(ada: Caller, browser: Browser, code: str, refused: str):
    reply = opened(ada, browser, "plain-mug").send("pay", giftCard=code)
    assert reply.status_code == 422
    assert 'href="#giftCard"' in reply.text


def test_a_changed_price_is_said_before_anything_is_paid(sandbox: Sandbox, ada: Caller, browser: Browser):
    page = opened(ada, browser, "plain-mug")
    sandbox.set_price("PLAIN", "26.00")
    for action in ("pay", "pay-later", "decline"):
        reply = page.send(action)
        assert reply.status_code == 409
        assert "Plain mug costs $26.00 now, $20.00 when you left the cart." in reply.text
    assert ada.get(CART).status_code == 200
    again = CheckoutPage(browser, page.url)
    assert "costs $26.00 now" in again.reply.text
    assert again.send("pay").status_code == 303


def test_another_country_is_priced_before_it_is_paid(ada: Caller, merchant: Caller, browser: Browser):
    page = opened(ada, browser, "plain-mug")
    reply = page.send("pay", country="DE", subdivision="")
    assert reply.status_code == 409
    assert "$39.80" in reply.text
    updated = page.send("pay", country="DE", subdivision="", recalculate="1", email="")
    assert updated.status_code == 200
    assert "$55.80" in updated.text
    totals = updated.text.split('name="shownTotals" value="')[1].split('"')[0]
    assert page.send("pay", country="DE", subdivision="", shownTotals=totals).status_code == 303
    order = order_of(merchant)
    assert order["priceSummary"]["total"]["amount"] == "39.80"
    assert order["shippingInfo"]["region"]["name"] == "Europe"


def test_a_state_may_be_typed_without_its_country(ada: Caller, merchant: Caller, browser: Browser):
    assert opened(ada, browser, "plain-mug").send("pay", subdivision="ny").status_code == 303
    assert order_of(merchant)["priceSummary"]["tax"]["amount"] == "1.78"


def test_files_ask_for_no_delivery(ada: Caller, merchant: Caller, browser: Browser):
    page = opened(ada, browser, "glaze-book")
    assert 'name="addressLine"' not in page.reply.text
    assert 'name="shipping"' not in page.reply.text
    fields = {name: value for name, value in page.fields.items() if name not in ("addressLine", "city", "shipping")}
    assert browser.submit(page.url, **fields).status_code == 303
    order = order_of(merchant)
    assert "shippingInfo" not in order
    assert order["priceSummary"]["shipping"]["amount"] == "0.00"
    assert order["lineItems"][0]["itemType"] == {"preset": "DIGITAL"}


def test_modifiers_note_and_coupon_reach_page_and_order(ada: Caller, merchant: Caller, browser: Browser):
    ada.put("gift-mug", options={"Gift wrap": "Linen"})
    ada.patch(CART, {"couponCode": "WELCOME10", "cartInfo": {"buyerNote": "Ring <twice>"}})
    page = browser.enter(ada.redirect_session(ada.checkout()))
    for text in ("Linen", "Coupon WELCOME10", "-$3.60", "Ring &lt;twice&gt;"):
        assert text in page.reply.text
    page.send("pay")
    order = order_of(merchant)
    assert order["buyerNote"] == "Ring <twice>"
    assert order["lineItems"][0]["descriptionLines"][0]["plainText"]["original"] == "Linen"
    assert order["lineItems"][0]["price"]["amount"] == "36.00"


def test_what_is_ordered_in_advance_is_counted_and_leaves_the_stock_alone(ada: Caller, browser: Browser):
    page = opened(ada, browser, "iron-kettle", quantity=3)
    assert "Ships after the February casting" in page.reply.text
    assert page.send("pay").status_code == 303
    body = {"query": {"filter": {"productId": ada.product("iron-kettle")["id"]}}}
    item = ada.post("/stores/v3/inventory-items/query", body).json["inventoryItems"][0]
    assert (item["quantity"], item["preorderInfo"]["counter"], item["preorderInfo"]["quantity"]) == (0, 3, 47)


def test_lines_that_are_short_together_cannot_be_paid(sandbox: Sandbox, ada: Caller, browser: Browser):
    sandbox.set_stock("INIT", 1)
    ada.put("initials-mug", customTextFields={"Initials": "AB"})
    page = opened(ada, browser, "initials-mug", customTextFields={"Initials": "CD"})
    assert "Initials mug" in page.reply.text.split('role="alert"')[1]
    reply = page.send("pay-later")
    assert reply.status_code == 409
    assert "data-primary" not in reply.text


def test_the_pages_have_an_icon_of_their_own(ada: Caller, browser: Browser):
    page = opened(ada, browser, "plain-mug").reply.text
    address = page.split('<link rel="icon"')[1].split('href="')[1].split('"')[0]
    icon = browser.open(address)
    assert (icon.status_code, icon.mimetype) == (200, "image/svg+xml")
    assert address.startswith("/sandbox/wix/assets/")
