"""Memberships in a real browser, across two sites: joined by somebody new, left alone, found over a detour."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.browser.test_buying import expect_heading, leave
from tests.browser.test_real_catalog_and_cart import main_of, overflow_of, press_and_be_refused
from tests.browser.test_sign_in import TWO_SITES

pytestmark = pytest.mark.browser

CIRCLE, STUDIO = "/plans/tea-circle", "/plans/open-studio"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
ACTIVE, TRIAL, UNSEEN = (headings.MEMBERSHIPS[name] for name in ("active", "trial", "unseen"))
DETOUR = "What you chose needs a membership"
MEMBERSHIPS = "Memberships"


def join(page: Page, address: str = CIRCLE) -> None:
    """From a plan's own page to the hosted one."""
    page.goto(address)
    press_join(page)


def press_join(page: Page) -> None:
    main_of(page).get_by_role("button", name=re.compile("^Join")).click()
    expect_hosted_page(page)


def expect_hosted_page(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"^http://localhost:\d+/sandbox/wix/plan-checkout/"))
    expect(page.get_by_text("no money moves").first).to_be_visible()


def form_of(page: Page, mode: str) -> Locator:
    return page.locator(f"form:has(input[name=mode][value={mode}])")


def sign_up(page: Page, plan: str = "Tea Circle") -> None:
    """Become a member on the hosted page, which goes on to the plan."""
    form = form_of(page, "sign-up")
    form.get_by_label("E-mail").fill(EMAIL)
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Create the account").click()
    expect_heading(page, plan)


def pay_for_plan(page: Page) -> None:
    page.locator("form[data-primary] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/thank-you\?planOrderId="))


def expect_no_claim(page: Page, shop: Shop) -> None:
    expect(page).to_have_url(re.compile(f"^{re.escape(shop.url)}/plans"))
    expect_heading(page, MEMBERSHIPS)
    expect(main_of(page)).not_to_contain_text(re.compile("Welcome|Thank you|You are a member"))


def test_somebody_new_joins_and_comes_back_signed_in(ada: Visitor) -> None:
    page = ada.page
    page.goto("/")
    page.get_by_role("link", name=MEMBERSHIPS, exact=True).first.click()
    expect_heading(page, MEMBERSHIPS)
    main_of(page).get_by_role("link", name="Tea Circle", exact=True).click()
    expect_heading(page, "Tea Circle")
    press_join(page)
    sign_up(page)
    expect(main_of(page)).to_contain_text("$120.00")
    pay_for_plan(page)
    expect_heading(page, ACTIVE)
    assert "LoggedIn" not in page.url
    page.reload()
    expect_heading(page, ACTIVE)
    page.goto("/account/plans")
    expect_heading(page, "Your memberships")
    expect(main_of(page)).to_contain_text("Tea Circle")


def test_leaving_leads_back_to_the_list_and_nothing_is_claimed(ada: Visitor, shop: Shop) -> None:
    page = ada.page
    join(page)
    leave(page, "abandon")
    expect_no_claim(page, shop)
    join(page)
    sign_up(page)
    leave(page, "abandon")
    expect_no_claim(page, shop)
    page.goto("/thank-you")
    expect_heading(page, headings.NOTHING_NAMED)


def test_a_detour_over_the_list_ends_with_another_membership(open_browser: OpenBrowser, shop: Shop) -> None:
    page = open_browser(scripts=False).page
    join(page, STUDIO)
    sign_up(page, "Open Studio")
    leave(page, "another-plan")
    expect(page).to_have_url(re.compile(rf"^{re.escape(shop.url)}/plans\?.*planIds=.*checkoutData="))
    expect_heading(page, DETOUR)
    main_of(page).get_by_role("link", name="Tea Circle", exact=True).click()
    expect_heading(page, "Tea Circle")
    press_join(page)
    expect_heading(page, "Tea Circle")
    pay_for_plan(page)
    expect_heading(page, ACTIVE)
    expect(main_of(page)).to_contain_text("Tea Circle")
    expect(main_of(page)).not_to_contain_text("Open Studio")


def test_a_declined_card_is_answered_over_there_and_the_next_try_starts_the_trial(open_browser: OpenBrowser) -> None:
    ada = open_browser()
    page = ada.page
    join(page, STUDIO)
    sign_up(page, "Open Studio")
    page.get_by_label("Card number").fill("4000 0000 0000 0002")
    press_and_be_refused(ada, page.get_by_role("button", name="Start the free trial"))
    expect(page.get_by_role("alert")).to_contain_text("declined")
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    pay_for_plan(page)
    expect_heading(page, TRIAL)


@pytest.mark.parametrize("shop_settings", [TWO_SITES])
def test_who_cannot_be_signed_in_silently_signs_in_by_hand_and_sees_it(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    join(page)
    sign_up(page)
    pay_for_plan(page)
    expect_heading(page, UNSEEN)
    page.get_by_role("link", name="Sign in to see it").click()
    page.locator("form[data-primary] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/sandbox/wix/sign-in/"))
    form = form_of(page, "sign-in")
    form.get_by_label("E-mail").fill(EMAIL)
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button").click()
    expect_heading(page, ACTIVE)


def test_nothing_of_memberships_scrolls_sideways_on_a_narrow_phone(open_browser: OpenBrowser) -> None:
    page = open_browser(width=320).page
    join(page, STUDIO)
    sign_up(page, "Open Studio")
    leave(page, "another-plan")
    expect_heading(page, DETOUR)
    addresses = (page.url, "/plans", STUDIO, CIRCLE)
    join(page)
    pay_for_plan(page)
    expect_heading(page, ACTIVE)
    addresses += (page.url,)
    assert {address: overflow_of(page, address) for address in addresses} == dict.fromkeys(addresses, 0)
