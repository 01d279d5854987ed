"""The hosted pages of BigCommerce: single-use links, cart, checkout, confirmation, and whose they are."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest

from sandbox import Sandbox
from tests.sandbox.bigcommerce.buying import (
    BERLIN,
    DECLINED,
    NO_FUNDS,
    OREGON,
    PENDING,
    Page,
    bill,
    checkout_path,
    choose,
    consign,
    done,
    enter_checkout,
    order,
    order_v2,
    paid,
    ready,
    redirect_urls,
    stock_of,
)
from tests.sandbox.bigcommerce.cast import GIFT_MUG, GLAZE_BOOK, PLAIN_MUG, POT_INK, ROUND_POT, Shop, item, lines
from tests.sandbox.cast import SHOP, Browser

MOUNT = "/sandbox/bigcommerce"
CONFIRMATION = f"{MOUNT}/checkout/order-confirmation"


@pytest.fixture
def cart_id(shop: Shop) -> str:
    return str(shop.new_cart(item(PLAIN_MUG, 2))["id"])


def orders(shop: Shop, cart_id: str) -> list[dict[str, Any]]:
    reply = shop.get(f"/v2/orders?cart_id={cart_id}")
    return list(reply.json) if reply.status_code == 200 else []


def newest(shop: Shop, cart_id: str) -> tuple[int, str]:
    made = orders(shop, cart_id)[-1]
    return made["status_id"], made["payment_status"]


def enter_cart(shop: Shop, browser: Browser, cart_id: str) -> Page:
    first = browser.open(redirect_urls(shop, cart_id)["cart_url"])
    assert first.status_code == 302
    return Page(browser, first.headers["Location"])


def test_a_link_leads_to_the_checkout_once(shop: Shop, browser: Browser, cart_id: str):
    url = redirect_urls(shop, cart_id)["checkout_url"]
    first = browser.open(url)
    assert (first.status_code, first.headers["Location"]) == (302, f"{MOUNT}/checkout")
    cookie = first.headers["Set-Cookie"]
    assert f"Path={MOUNT};" in f"{cookie};"
    assert "HttpOnly" in cookie
    again = browser.open(url)
    assert again.status_code == 410
    assert f'href="{SHOP}/' in again.text


def test_the_three_links_of_a_set_are_spent_together(shop: Shop, browser: Browser, cart_id: str):
    urls = redirect_urls(shop, cart_id)
    assert browser.open(urls["cart_url"]).headers["Location"] == f"{MOUNT}/cart.php"
    assert browser.open(urls["checkout_url"]).status_code == 410
    assert browser.open(urls["embedded_checkout_url"]).status_code == 410
    assert browser.open(redirect_urls(shop, cart_id)["checkout_url"]).status_code == 302


def test_a_preview_of_a_link_does_not_spend_it(shop: Shop, browser: Browser, cart_id: str):
    url = redirect_urls(shop, cart_id)["checkout_url"]
    assert browser.open(url, headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert browser.open(url).status_code == 302


def test_a_made_up_link_leads_nowhere(browser: Browser):
    assert browser.open(f"{MOUNT}/cart.php?action=loadInCheckout&id=1&token=2").status_code == 410


def test_a_link_to_a_cart_that_is_gone_says_so(sandbox: Sandbox, shop: Shop, browser: Browser, cart_id: str):
    url = redirect_urls(shop, cart_id)["checkout_url"]
    sandbox.bigcommerce_expire_cart(cart_id)
    reply = browser.open(url)
    assert reply.status_code == 410
    assert "not there any more" in reply.text


def test_one_click_completes_the_checkout(shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    assert "data-primary" in page.reply.text
    gone = page.send("pay")
    assert (gone.status_code, gone.headers["Location"]) == (303, CONFIRMATION)
    thanks = browser.open(CONFIRMATION)
    assert f'href="{SHOP}/order-confirmation"' in thanks.text
    assert f'action="{SHOP}"' in thanks.text
    assert newest(shop, cart_id) == (11, "captured")
    assert shop.get(f"/v3/carts/{cart_id}").status_code == 404
    assert stock_of(shop, PLAIN_MUG) == 8


def test_the_way_back_carries_no_order_id_and_follows_the_route_of_the_site(shop: Shop, browser: Browser, cart_id: str):
    route = {"type": "order_confirmation", "matching": "*", "route": "/danke"}
    shop.call("PUT", "/v3/sites/1000/routes", [route])
    enter_checkout(shop, browser, cart_id).send("pay")
    thanks = browser.open(CONFIRMATION).text
    assert re.findall(r'class="button" href="([^"]+)"', thanks) == [f"{SHOP}/danke"]


def test_a_finished_checkout_leads_to_its_confirmation(shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    page.send("pay")
    for reply in (browser.open(page.path), page.send("pay")):
        assert (reply.status_code, reply.headers["Location"]) == (303, CONFIRMATION)
    assert len(orders(shop, cart_id)) == 1


def test_another_browser_sees_nothing_of_it(sandbox: Sandbox, shop: Shop, browser: Browser, cart_id: str):
    page, stranger = enter_checkout(shop, browser, cart_id), Browser(sandbox)
    page.send("pay")
    order_id = orders(shop, cart_id)[0]["id"]
    assert "empty" in stranger.open(f"{MOUNT}/cart.php").text
    assert stranger.open(f"{MOUNT}/checkout").headers["Location"] == f"{MOUNT}/cart.php"
    for path in (CONFIRMATION, *(f"{CONFIRMATION}/{rest}" for rest in (order_id, f"{order_id}?t=x", 10**30))):
        assert stranger.open(path).status_code == 404
    assert stranger.submit(page.path, **page.fields).status_code == 403
    assert browser.open(f"{CONFIRMATION}/{order_id}").status_code == 200


def test_a_form_from_elsewhere_buys_nothing(shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    assert page.send("pay", formToken="guessed").status_code == 403
    assert orders(shop, cart_id) == []


@pytest.mark.parametrize(("number", "words"), [(DECLINED, "declined"), (NO_FUNDS, "insufficient funds")])
def test_a_declined_card_can_be_tried_again(shop: Shop, browser: Browser, cart_id: str, number: str, words: str):
    page = enter_checkout(shop, browser, cart_id)
    page.read(page.send("pay", cardNumber=number))
    assert page.reply.status_code == 422
    assert words in page.alert
    assert "Nothing was charged" in page.alert
    assert number not in page.reply.text
    assert page.send("pay").status_code == 303
    assert [made["payment_status"] for made in orders(shop, cart_id)] == ["declined", "captured"]


def test_a_button_lets_the_card_be_declined(shop: Shop, browser: Browser, cart_id: str):
    assert enter_checkout(shop, browser, cart_id).send("decline").status_code == 422
    assert newest(shop, cart_id) == (0, "declined")
    assert shop.cart(cart_id)["id"] == cart_id


def test_paying_later_waits_for_the_money(sandbox: Sandbox, shop: Shop, browser: Browser, cart_id: str):
    assert enter_checkout(shop, browser, cart_id).send("pay-later").status_code == 303
    assert "not paid yet" in browser.open(CONFIRMATION).text
    assert newest(shop, cart_id) == (7, "pending")
    assert shop.get(f"/v3/carts/{cart_id}").status_code == 404
    sandbox.bigcommerce_set_order_status(orders(shop, cart_id)[0]["id"], 11)
    assert newest(shop, cart_id) == (11, "captured")
    assert stock_of(shop, PLAIN_MUG) == 8


def test_a_card_decided_later_is_not_paid_twice_with_the_same_browser(shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    page.send("pay", cardNumber=PENDING)
    assert newest(shop, cart_id) == (7, "pending")
    assert browser.open(page.path).headers["Location"] == CONFIRMATION


@pytest.mark.parametrize(("action", "place"), [("cart", f"{SHOP}/cart"), ("abandon", f"{SHOP}/")])
def test_leaving_leads_back_to_the_shop(shop: Shop, browser: Browser, cart_id: str, action: str, place: str):
    assert enter_checkout(shop, browser, cart_id).send(action).headers["Location"] == place
    assert orders(shop, cart_id) == []


def test_the_page_starts_with_what_the_shop_has_sent(shop: Shop, browser: Browser, cart_id: str):
    cart = shop.cart(cart_id)
    bill(shop, cart_id, BERLIN)
    choose(shop, cart_id, consign(shop, cart, BERLIN), 1)
    fields = enter_checkout(shop, browser, cart_id).fields
    assert (fields["city"], fields["country"], fields["shipping"]) == ("Berlin", "DE", "express")
    assert fields["subdivision"] == ""


def test_a_destination_with_another_tax_is_agreed_to_before_it_is_paid(shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    elsewhere = {"city": "Portland", "subdivision": "OR", "postalCode": "97205"}
    page.read(page.send("pay", **elsewhere))
    assert page.reply.status_code == 409
    assert "costs something else" in page.alert
    assert orders(shop, cart_id) == []
    assert page.send("pay").status_code == 303
    assert orders(shop, cart_id)[0]["total_inc_tax"] == "46.0000"


def test_the_total_can_be_looked_at_first(shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    reply = page.send("pay", subdivision="Oregon", recalculate="1")
    assert (reply.status_code, "$46.00" in reply.text) == (200, True)


def test_what_is_missing_is_said_field_by_field(shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    page.read(page.send("pay", email="", city="", cardNumber="1", subdivision="Nowhere", shipping="pigeon"))
    assert page.reply.status_code == 422
    anchors = re.findall(r'href="#([^"]+)"', page.reply.text)
    assert set(anchors) == {"email", "city", "cardNumber", "subdivision", "shipping"}
    assert all(f'id="{anchor}"' in page.reply.text for anchor in anchors)


def test_what_was_sold_meanwhile_is_not_charged(sandbox: Sandbox, shop: Shop, browser: Browser, cart_id: str):
    page = enter_checkout(shop, browser, cart_id)
    sandbox.set_stock("PLAIN", 1)
    page.read(page.send("pay"))
    assert page.reply.status_code == 409
    assert "Plain mug" in page.alert
    assert orders(shop, cart_id) == []


def test_a_download_is_bought_without_delivery(shop: Shop, browser: Browser):
    cart_id = shop.new_cart(item(GLAZE_BOOK))["id"]
    page = enter_checkout(shop, browser, cart_id)
    assert "Delivery" not in page.reply.text
    assert page.send("pay").status_code == 303
    assert orders(shop, cart_id)[0]["order_is_digital"]


def test_a_coupon_of_the_shop_is_kept(shop: Shop, browser: Browser, cart_id: str):
    done(shop.call("POST", checkout_path(cart_id, "/coupons"), {"coupon_code": "WELCOME10"}))
    page = enter_checkout(shop, browser, cart_id)
    assert "-$4.00" in page.reply.text
    page.send("pay")
    assert orders(shop, cart_id)[0]["coupon_discount"] == "4.0000"


def test_an_order_that_costs_nothing_needs_no_money(shop: Shop, browser: Browser):
    cart_id = shop.new_cart(item(GLAZE_BOOK, list_price=0))["id"]
    enter_checkout(shop, browser, cart_id).send("pay")
    assert newest(shop, cart_id)[0] == 11


def test_the_hosted_cart_changes_quantities(shop: Shop, browser: Browser):
    cart = shop.new_cart(item(PLAIN_MUG, 2), item(ROUND_POT, variant_id=POT_INK))
    mug, pot = (line["id"] for line in lines(cart))
    page = enter_cart(shop, browser, cart["id"])
    stays = page.send("checkout", update="1", **{f"quantity-{mug}": "3", f"quantity-{pot}": "0"})
    assert stays.headers["Location"] == f"{MOUNT}/cart.php"
    assert [line["quantity"] for line in lines(shop.cart(cart["id"]))] == [3]
    assert page.send("checkout").headers["Location"] == f"{MOUNT}/checkout"


def test_the_hosted_cart_refuses_more_than_there_is(shop: Shop, browser: Browser, cart_id: str):
    page = enter_cart(shop, browser, cart_id)
    mug = lines(shop.cart(cart_id))[0]["id"]
    page.read(page.send("checkout", **{f"quantity-{mug}": "11"}))
    assert page.reply.status_code == 422
    assert "only 10" in page.alert
    assert lines(shop.cart(cart_id))[0]["quantity"] == 2


def test_a_hosted_cart_that_is_emptied_is_gone(shop: Shop, browser: Browser, cart_id: str):
    page = enter_cart(shop, browser, cart_id)
    mug = lines(shop.cart(cart_id))[0]["id"]
    page.send("checkout", **{f"quantity-{mug}": "0"})
    assert shop.get(f"/v3/carts/{cart_id}").status_code == 404
    assert "Your cart is empty" in browser.open(page.path).text


def test_only_the_shops_site_may_frame_the_embedded_checkout(shop: Shop, browser: Browser, cart_id: str):
    first = browser.open(redirect_urls(shop, cart_id)["embedded_checkout_url"])
    assert first.headers["Location"] == f"{MOUNT}/embedded-checkout"
    framed, plain = browser.open(first.headers["Location"]), browser.open(f"{MOUNT}/checkout")
    assert f"frame-ancestors {SHOP}" in framed.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]


def test_a_guest_sees_an_order_of_the_api_with_a_token_as_often_as_it_allows(sandbox: Sandbox, shop: Shop):
    cart_id = ready(shop, item(GIFT_MUG), address=OREGON)
    token = done(shop.call("POST", checkout_path(cart_id, "/token"), {"maxUses": 1, "ttl": 60}))["checkoutToken"]
    path = f"{CONFIRMATION}/{paid(shop, cart_id)}?t={token}"
    guest, other = Browser(sandbox), Browser(sandbox)
    assert guest.open(path).status_code == 200
    assert guest.open(path).status_code == 200
    assert other.open(path).status_code == 404


def test_a_token_opens_no_other_order(shop: Shop, browser: Browser):
    mine, others = ready(shop, item(PLAIN_MUG)), ready(shop, item(GIFT_MUG))
    token = done(shop.call("POST", checkout_path(mine, "/token"), {}))["checkoutToken"]
    assert browser.open(f"{CONFIRMATION}/{order(shop, others)}?t={token}").status_code == 404
    assert browser.open(f"{MOUNT}/order-confirmation/{order(shop, mine)}?t={token}").status_code == 200
    assert order_v2(shop, 101)


def test_every_page_is_valid_html_that_says_what_it_is(sandbox: Sandbox, shop: Shop, browser: Browser, cart_id: str):
    url = redirect_urls(shop, cart_id)["cart_url"]
    cart = Page(browser, browser.open(url).headers["Location"])
    checkout = Page(browser, f"{MOUNT}/checkout")
    pages = {
        "cart": cart.reply.text,
        "used": browser.open(url).text,
        "checkout": checkout.reply.text,
        "invalid": checkout.send("pay", email="", cardNumber="1", country="XX", shipping="x", subdivision="x").text,
        "declined": checkout.send("decline").text,
        "foreign": checkout.send("pay", formToken="x").text,
    }
    checkout.send("pay")
    pages |= {
        "thanks": browser.open(CONFIRMATION).text,
        "empty": browser.open(f"{MOUNT}/cart.php").text,
        "login": browser.open(f"{MOUNT}/login.php?action=logout").text,
    }
    login = Page(browser, f"{MOUNT}/login.php")
    pages["wrong"] = login.send("", password="x").text
    for name, page in pages.items():
        document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
        assert len(document.findall(".//h1")) == 1, name
        assert "Sandbox - no money moves" in page, name
        labelled = {label.get("for") for label in document.iter("label")}
        for field in [*document.iter("input"), *document.iter("select")]:
            assert field.get("type") in ("hidden", "submit") or field.get("id") in labelled, (name, field.attrib)
        identifiers = re.findall(r'\sid="([^"]+)"', page)
        assert len(identifiers) == len(set(identifiers)), name
        for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page):
            assert described in identifiers, (name, described)
