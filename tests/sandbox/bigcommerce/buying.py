"""From a cart to a payment, for the tests of BigCommerce: addresses, cards, and what a shop's server does in turn."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import TestResponse

from sandbox import Sandbox
from tests.sandbox.bigcommerce.cast import STORE, Shop, lines
from tests.sandbox.cast import Browser

NEW_YORK = {
    "first_name": "Ada",
    "last_name": "Marsh",
    "email": "ada@example.com",
    "address1": "235 West 23rd Street",
    "city": "New York",
    "state_or_province_code": "NY",
    "country_code": "US",
    "postal_code": "10011",
}
OREGON = {**NEW_YORK, "city": "Portland", "state_or_province_code": "OR", "postal_code": "97205"}
BERLIN = {**NEW_YORK, "city": "Berlin", "state_or_province_code": "", "country_code": "DE", "postal_code": "10115"}
PAYS, DECLINED, NO_FUNDS = "4111111111111111", "4000000000000002", "4000000000009995"
EXPIRED, WRONG_CODE, PENDING = "4000000000000069", "4000000000000127", "4000000000000259"
OFFERS = "?include=consignments.available_shipping_options"
PAYMENTS_JSON = "application/vnd.bc.v1+json"


def checkout_path(cart_id: str, rest: str = "") -> str:
    return f"/v3/checkouts/{cart_id}{rest}"


def done(reply: TestResponse, status: int = 200) -> Any:
    """Return what stands in the envelope of a call that went as it should."""
    assert reply.status_code == status, reply.text
    return reply.json["data"]


def bill(shop: Shop, cart_id: str, address: dict[str, Any] = NEW_YORK) -> dict[str, Any]:
    return dict(done(shop.call("POST", checkout_path(cart_id, "/billing-address"), address)))


def consign(shop: Shop, cart: dict[str, Any], address: dict[str, Any] = NEW_YORK) -> dict[str, Any]:
    """Send all of a cart to one address, and return the consignment."""
    wanted = [{"item_id": line["id"], "quantity": line["quantity"]} for line in lines(cart)]
    body = [{"address": address, "line_items": wanted}]
    checkout = done(shop.call("POST", checkout_path(cart["id"], f"/consignments{OFFERS}"), body))
    return dict(checkout["consignments"][-1])


def choose(shop: Shop, cart_id: str, consignment: dict[str, Any], position: int = 0) -> dict[str, Any]:
    option_id = consignment["available_shipping_options"][position]["id"]
    path = checkout_path(cart_id, f"/consignments/{consignment['id']}")
    return dict(done(shop.call("PUT", path, {"shipping_option_id": option_id})))


def ready(shop: Shop, *items: dict[str, Any], address: dict[str, Any] = NEW_YORK, **fields: Any) -> str:
    """Return the id of a checkout that only has to be ordered."""
    cart = shop.new_cart(*items, **fields)
    bill(shop, cart["id"], address)
    choose(shop, cart["id"], consign(shop, cart, address))
    return str(cart["id"])


def order(shop: Shop, cart_id: str) -> int:
    return int(done(shop.call("POST", checkout_path(cart_id, "/orders")))["id"])


def token(shop: Shop, order_id: int) -> str:
    body = {"order": {"id": order_id, "is_recurring": False}}
    return str(done(shop.call("POST", "/v3/payments/access_tokens", body), 201)["id"])


def card(number: str = PAYS, **changes: Any) -> dict[str, Any]:
    instrument = {
        "type": "card",
        "number": number,
        "cardholder_name": "Ada Marsh",
        "expiry_month": 12,
        "expiry_year": 2040,
        "verification_value": "123",
        **changes,
    }
    return {"instrument": instrument, "payment_method_id": "authorizenet.card"}


def pay(shop: Shop, payment_token: str, payment: dict[str, Any] | None = None, **headers: str) -> TestResponse:
    sent = {"Accept": PAYMENTS_JSON, "Authorization": f"PAT {payment_token}", **headers}
    return shop.api.post(f"{STORE}/payments", json={"payment": payment or card()}, headers=sent)


def paid(shop: Shop, cart_id: str) -> int:
    """Order and pay a checkout; return the order's id."""
    order_id = order(shop, cart_id)
    done(pay(shop, token(shop, order_id)), 201)
    return order_id


def order_v2(shop: Shop, order_id: int) -> dict[str, Any]:
    reply = shop.get(f"/v2/orders/{order_id}")
    assert reply.status_code == 200, reply.text
    return dict(reply.json)


def stock_of(shop: Shop, product_id: int) -> int:
    return int(shop.product(product_id)["inventory_level"])


def redirect_urls(shop: Shop, cart_id: str) -> dict[str, str]:
    return dict(done(shop.call("POST", f"/v3/carts/{cart_id}/redirect_urls"), 201))


class Page:
    """A hosted page with the fields of its first form."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.browser = browser
        self.path = path
        self.reply = browser.open(path)
        self.read(self.reply)

    def read(self, reply: TestResponse) -> None:
        """Take the fields of the first form on a page."""
        self.reply = reply
        form = reply.text[reply.text.find("<form") : reply.text.find("</form>")]
        self.fields = {}
        for tag in re.findall(r"<input[^>]*>", form):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if attributes.get("type") != "radio" or " checked" in tag:
                self.fields[attributes["name"]] = attributes.get("value", "")
        if chosen := re.search(r'<option value="(\w+)" selected', form):
            self.fields["country"] = chosen[1]

    def send(self, action: str, **changes: str) -> TestResponse:
        return self.browser.submit(self.path, **{**self.fields, "action": action, **changes})

    @property
    def alert(self) -> str:
        """Return the words of the alert."""
        found = re.search(r'role="alert">(.*?)</div>', self.reply.text, re.DOTALL)
        assert found, self.reply.text
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])).strip()


def enter_checkout(shop: Shop, browser: Browser, cart_id: str) -> Page:
    """Follow a fresh link to the hosted checkout."""
    first = browser.open(redirect_urls(shop, cart_id)["checkout_url"])
    assert first.status_code == 302, first.text
    return Page(browser, first.headers["Location"])


def balance(sandbox: Sandbox, code: str) -> int:
    with sandbox._database.read() as db:
        row = db.execute("SELECT balance FROM bigcommerce_gift_certificates WHERE code = ?", (code,)).fetchone()
        return int(row["balance"])
