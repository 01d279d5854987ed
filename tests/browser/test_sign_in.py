"""Signing in and out in a real browser, across two sites, in each of the three ways of answering."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.browser.test_buying import expect_heading, go_to_checkout, pay, put_into_cart

pytestmark = pytest.mark.browser


def start_sign_in(page: Page, next_page: str = "/cart") -> None:
    page.goto(f"/auth/login?next={next_page}")
    page.locator("form[data-primary] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/sandbox/wix/sign-in/"))


def sign_in(page: Page, next_page: str = "/cart") -> None:
    start_sign_in(page, next_page)
    page.locator("form[data-primary] button[type=submit]").click()


def expect_signed_in(page: Page, shop: Shop) -> None:
    """The login page lets whoever is signed in go on at once."""
    page.goto("/auth/login?next=/cart")
    expect(page).to_have_url(f"{shop.url}/cart")


def expect_signed_out(page: Page) -> None:
    page.goto("/auth/login?next=/cart")
    expect_heading(page, "Sign in")


def test_sign_in_mid_checkout_keeps_the_cart(ada: Visitor, shop: Shop) -> None:
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    sign_in(ada.page)
    expect(ada.page).to_have_url(f"{shop.url}/cart")
    expect(ada.page.get_by_role("main")).to_contain_text("Harbour mug")
    go_to_checkout(ada.page)
    pay(ada.page)
    expect_heading(ada.page, headings.PAID)


def test_on_a_shared_computer_the_back_button_shows_nothing(ada: Visitor) -> None:
    put_into_cart(ada.page)
    sign_in(ada.page)
    expect(ada.page.get_by_role("main")).to_contain_text("Harbour mug")
    ada.page.evaluate("() => 0") if ada.has_scripts else None
    ada.page.goto("/account")
    expect(ada.page.get_by_role("main")).to_contain_text("Jane")
    ada.page.get_by_role("button", name="Sign out").first.click()
    expect_heading(ada.page, "You are signed out")
    ada.page.go_back()
    expect(ada.page.get_by_role("main")).not_to_contain_text("Jane")
    ada.page.goto("/cart")
    expect(ada.page.get_by_role("main")).not_to_contain_text("Harbour mug")
    expect_signed_out(ada.page)


@pytest.mark.parametrize("shop_settings", [{"WIX_AUTH_RESPONSE_MODE": "fragment"}])
def test_an_answer_behind_the_hash_is_handed_over_and_wiped(open_browser: OpenBrowser, shop: Shop) -> None:
    page = open_browser().page
    put_into_cart(page)
    sign_in(page)
    expect(page).to_have_url(f"{shop.url}/cart")
    expect(page.get_by_role("main")).to_contain_text("Harbour mug")
    page.go_back()
    assert "code=" not in page.url
    expect_signed_in(page, shop)


@pytest.mark.parametrize("shop_settings", [{"WIX_AUTH_RESPONSE_MODE": "fragment"}])
def test_without_scripts_the_page_of_the_hash_says_what_to_do(open_browser: OpenBrowser) -> None:
    page = open_browser(scripts=False).page
    sign_in(page)
    expect(page).to_have_url(re.compile(r"/auth/callback"))
    expect(page.get_by_role("main")).to_contain_text("needs JavaScript")


def lose_the_session_of_the_shop(visitor: Visitor) -> None:
    """Still signed in over there, somebody new here: as after buying a membership on the hosted page."""
    visitor.context.clear_cookies(name="session")


def test_whoever_is_signed_in_over_there_comes_back_signed_in(ada: Visitor, shop: Shop) -> None:
    sign_in(ada.page)
    lose_the_session_of_the_shop(ada)
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    pay(ada.page)
    expect_heading(ada.page, headings.PAID)
    assert "LoggedIn" not in ada.page.url
    expect_signed_in(ada.page, shop)


ONE_SITE = {"WIX_AUTH_RESPONSE_MODE": "web_message", "SANDBOX_PUBLIC_URL": "http://127.0.0.1:PORT/sandbox"}
TWO_SITES = {"WIX_AUTH_RESPONSE_MODE": "web_message"}


@pytest.mark.parametrize("shop_settings", [ONE_SITE])
def test_a_hidden_frame_signs_in_where_the_browser_lets_it(open_browser: OpenBrowser, shop: Shop) -> None:
    ada = open_browser()
    sign_in(ada.page)
    lose_the_session_of_the_shop(ada)
    put_into_cart(ada.page)
    ada.page.get_by_role("button", name=re.compile("check ?out", re.IGNORECASE)).first.click()
    ada.page.locator("form[data-primary] button[type=submit]").first.click()
    expect(ada.page).to_have_url(re.compile(r"/order-confirmation\?orderId="))
    expect_heading(ada.page, headings.PAID)
    expect_signed_in(ada.page, shop)


@pytest.mark.parametrize("shop_settings", [TWO_SITES])
def test_a_hidden_frame_that_may_not_see_its_cookie_costs_nothing(open_browser: OpenBrowser) -> None:
    """Browsers keep cookies from frames of other sites: then one goes on as a visitor, and the page is true."""
    ada = open_browser()
    sign_in(ada.page)
    lose_the_session_of_the_shop(ada)
    put_into_cart(ada.page)
    go_to_checkout(ada.page)
    ada.page.locator("form[data-primary] button[type=submit]").first.click()
    expect(ada.page).to_have_url(re.compile(r"/order-confirmation\?orderId="))
    expect_heading(ada.page, headings.PAID)
    expect_signed_out(ada.page)
