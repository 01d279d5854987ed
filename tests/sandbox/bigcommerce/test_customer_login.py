"""Customers on BigCommerce's hosted pages: signed in by the shop's token, by password, and signed out again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sandbox import Sandbox
from sandbox.bigcommerce import jwt
from sandbox.seed import SEED_FOLDER
from tests.sandbox.bigcommerce.buying import Page, done, order, pay, ready, redirect_urls, token
from tests.sandbox.bigcommerce.cast import PLAIN_MUG, Shop, item
from tests.sandbox.cast import Browser

MOUNT = "/sandbox/bigcommerce"
ACCOUNT, LOGIN = f"{MOUNT}/account.php", f"{MOUNT}/login.php"
SECRET = "sandbox-client-secret-0123456789abcdef"
JANE, BO = 1, 2


@pytest.fixture
def seed_folder() -> Path:
    """The whole shop: the small one has no customers."""
    return SEED_FOLDER


def login_path(sandbox: Sandbox, secret: str = SECRET, **changes: Any) -> str:
    claims = {
        "iss": "sandbox-client",
        "iat": int(sandbox.clock.now().timestamp()),
        "jti": str(uuid4()),
        "operation": "customer_login",
        "store_hash": "sandbox",
        "customer_id": JANE,
        "channel_id": 1,
        **changes,
    }
    return f"{MOUNT}/login/token/{jwt.sign(claims, secret)}"


def test_a_token_signs_a_customer_in(sandbox: Sandbox, browser: Browser):
    reply = browser.open(login_path(sandbox))
    assert (reply.status_code, reply.headers["Location"]) == (302, ACCOUNT)
    assert "jane@example.com" in browser.open(ACCOUNT).text


def test_a_token_works_once(sandbox: Sandbox, browser: Browser):
    path = login_path(sandbox)
    browser.open(path)
    stranger = Browser(sandbox)
    assert stranger.open(path).headers["Location"] == LOGIN
    assert stranger.open(ACCOUNT).headers["Location"] == LOGIN


def test_a_token_lives_for_thirty_seconds(sandbox: Sandbox, browser: Browser):
    path = login_path(sandbox)
    sandbox.clock.advance(timedelta(seconds=31))
    assert browser.open(path).headers["Location"] == LOGIN


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"},
        {"operation": "other"},
        {"store_hash": "abc"},
        {"channel_id": 2},
        {"channel_id": None},
        {"customer_id": 99},
        {"customer_id": "1"},
        {"customer_id": 10**30},
        {"jti": "\ud800"},
        {"jti": None},
        {"iat": None},
        {"secret": "another"},
    ],
)
def test_a_token_that_is_no_good_leads_to_the_sign_in_page(sandbox: Sandbox, browser: Browser, changes: dict[str, Any]):
    assert browser.open(login_path(sandbox, **changes)).headers["Location"] == LOGIN


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/cart.php", f"{MOUNT}/cart.php"),
        ("http://localhost:8000/sandbox/bigcommerce/checkout", f"{MOUNT}/checkout"),
        ("/sandbox/bigcommerce/checkout", f"{MOUNT}/checkout"),
        ("https://evil.example/", ACCOUNT),
        ("//evil.example/", ACCOUNT),
        ("/\\evil.example", ACCOUNT),
        (7, ACCOUNT),
    ],
)
def test_one_is_led_on_to_pages_of_the_store_only(sandbox: Sandbox, browser: Browser, wanted: object, place: str):
    assert browser.open(login_path(sandbox, redirect_to=wanted)).headers["Location"] == place


def test_the_shop_signs_a_customer_out_by_a_token_too(sandbox: Sandbox, browser: Browser):
    browser.open(login_path(sandbox))
    reply = browser.open(login_path(sandbox, redirect_to="/login.php?action=logout"))
    assert "You are signed out" in browser.open(reply.headers["Location"]).text
    assert browser.open(ACCOUNT).headers["Location"] == LOGIN


def test_the_cart_of_a_customer_is_for_that_customer(sandbox: Sandbox, shop: Shop, browser: Browser):
    cart_id = shop.new_cart(item(PLAIN_MUG), customer_id=JANE)["id"]
    browser.open(redirect_urls(shop, cart_id)["checkout_url"])
    hurdle = browser.open(f"{MOUNT}/checkout")
    assert hurdle.headers["Location"].startswith(LOGIN)
    page = Page(browser, hurdle.headers["Location"])
    assert page.send("").headers["Location"] == f"{MOUNT}/checkout"
    assert Page(browser, f"{MOUNT}/checkout").fields["email"] == "jane@example.com"


def test_a_link_wrapped_in_a_token_leads_straight_to_the_checkout(sandbox: Sandbox, shop: Shop, browser: Browser):
    cart_id = shop.new_cart(item(PLAIN_MUG), customer_id=JANE)["id"]
    url = redirect_urls(shop, cart_id)["checkout_url"]
    inside = browser.open(login_path(sandbox, redirect_to=url)).headers["Location"]
    assert browser.open(inside).headers["Location"] == f"{MOUNT}/checkout"
    assert Page(browser, f"{MOUNT}/checkout").send("pay").status_code == 303
    assert [made["customer_id"] for made in shop.get(f"/v2/orders?cart_id={cart_id}").json] == [JANE]
    assert "Awaiting Fulfillment" in browser.open(ACCOUNT).text


def test_the_password_is_looked_at(browser: Browser):
    page = Page(browser, LOGIN)
    assert page.send("", password="wrong").status_code == 422
    assert page.send("", formToken="x").status_code == 403
    assert page.send("").headers["Location"] == ACCOUNT


def test_what_one_customer_bought_is_not_shown_to_the_next(sandbox: Sandbox, shop: Shop, browser: Browser):
    browser.open(login_path(sandbox))
    cart_id = shop.new_cart(item(PLAIN_MUG), customer_id=JANE)["id"]
    browser.open(redirect_urls(shop, cart_id)["checkout_url"])
    Page(browser, f"{MOUNT}/checkout").send("pay")
    assert browser.open(f"{MOUNT}/checkout/order-confirmation").status_code == 200
    browser.open(login_path(sandbox, customer_id=BO))
    assert browser.open(f"{MOUNT}/checkout/order-confirmation").status_code == 404


def test_store_credit_pays_a_part(shop: Shop):
    order_id = order(shop, ready(shop, item(PLAIN_MUG), customer_id=JANE))
    credit = {"instrument": {"type": "store_credit"}, "payment_method_id": "bigcommerce.store_credit"}
    done(pay(shop, token(shop, order_id), credit), 201)
    made = shop.get(f"/v2/orders/{order_id}").json
    assert (made["status_id"], made["store_credit_amount"]) == (1, "15.0000")


def test_customers_are_found_by_id_or_address(shop: Shop):
    for query in ("email:in=JANE@example.com,nobody@example.com", "id:in=1,99,x"):
        (jane,) = shop.read(f"/v3/customers?{query}")
        assert (jane["id"], jane["first_name"], jane["store_credit_amounts"]) == (JANE, "Jane", [{"amount": 15}])
        assert "pbkdf2" not in str(jane)
        assert shop.read(f"/v3/customers?{query}&page=2") == []
    assert shop.get("/v3/customers").status_code == 422


def test_a_password_is_judged_without_an_envelope(shop: Shop):
    def judged(password: str) -> dict[str, Any]:
        body = {"email": "jane@example.com", "password": password, "channel_id": 1}
        reply = shop.call("POST", "/v3/customers/validate-credentials", body)
        assert reply.status_code == 200
        return dict(reply.json)

    assert judged("correct horse") == {"is_valid": True, "customer_id": JANE}
    assert judged("wrong") == {"is_valid": False, "customer_id": None}
    assert shop.call("POST", "/v3/customers/validate-credentials", {"email": "a@example.com"}).status_code == 422
