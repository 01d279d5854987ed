"""Narrowing a list, choosing a version, and all that goes into a cart beside the pieces, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from app import embed
from sandbox import Sandbox
from services.registry import build_storefront
from tests import headings
from tests.browser.conftest import OpenBrowser, Shop, Visitor
from tests.browser.steps import add_to_cart
from tests.browser.test_buying import expect_heading, go_to_checkout, pay, put_into_cart

pytestmark = pytest.mark.browser

REFUSED = "Failed to load resource: the server responded with a status of"
UNBROKEN_WORDS = "W" * 120


@pytest.fixture
def full_shelves(shop: Shop, tmp_path: Path) -> Iterator[None]:
    """So many products that even a narrowed shelf within a shelf goes on to another page."""
    public_url = shop.url.replace("127.0.0.1", "localhost") + "/sandbox"
    sandbox = Sandbox(
        tmp_path / "full.sqlite3", public_url=public_url, allowed_redirect_domains=[shop.url], product_count=400
    )
    settings = shop.app.extensions["settings"]
    shop.app.extensions["storefront"] = build_storefront(settings, sandbox.clock.now, embed(sandbox))
    yield
    sandbox.close()


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def query_of(page: Page) -> dict[str, str]:
    fields = parse_qs(urlsplit(page.url).query, keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def product_names(page: Page) -> list[str]:
    page.wait_for_load_state()
    return main_of(page).get_by_role("listitem").get_by_role("heading").all_inner_texts()


def unfold(page: Page, summary: str, field: Locator) -> Locator:
    """The field, its fold opened as a visitor opens it where it is closed."""
    page.wait_for_load_state()
    if not field.is_visible():
        page.locator("summary").filter(has_text=summary).click()
    expect(field).to_be_visible()
    return field


def filter_field(page: Page, name: str) -> Locator:
    return unfold(page, "Filter", main_of(page).locator(f"form [name='{name}']:not([type=hidden])"))


def apply_filters(page: Page) -> None:
    page.get_by_role("button", name="Apply filters").click()


def sort_by(ada: Visitor, label: str) -> None:
    ada.page.get_by_label("Sort by").select_option(label=label)
    button = ada.page.get_by_role("button", name="Apply this order")
    if ada.has_scripts:
        expect(button).to_have_count(0)
    else:
        button.click()


def press_and_be_refused(visitor: Visitor, button: Locator, status: int = 422) -> None:
    """Send a form that is refused with a status; that Chromium mentions the answer is dropped, and nothing else."""
    page = visitor.page
    with (
        page.expect_console_message(lambda message: message.text.startswith(REFUSED)),
        page.expect_response(lambda answer: answer.request.is_navigation_request() and answer.status == status),
    ):
        button.click()
    page.wait_for_load_state()
    assert all(complaint.startswith(f"{REFUSED} {status}") for complaint in visitor.complaints)
    visitor.complaints.clear()


def choice(page: Page, option: str, value: str) -> Locator:
    return page.get_by_role("group", name=re.compile(option)).get_by_role("link", name=re.compile(value))


def modifier(page: Page, name: str) -> Locator:
    return main_of(page).get_by_label(re.compile(f"^{name}"))


def test_a_list_is_narrowed_ordered_paged_and_found_again_by_going_back(ada: Visitor, full_shelves: None) -> None:
    page = ada.page
    page.goto("/products")
    page.get_by_role("navigation", name="Categories").get_by_role("link", name=re.compile("Mugs & cups")).click()
    page.get_by_role("navigation", name="Mugs & cups").get_by_role("link", name=re.compile("^Mugs ")).click()
    expect_heading(page, "Mugs")
    filter_field(page, "price-to").fill("60")
    filter_field(page, "in-stock").check()
    apply_filters(page)
    expect(page).to_have_url(re.compile("in-stock=1"))
    narrowed = query_of(page)
    assert (narrowed["category"], narrowed["price-to"]) == ("mugs", "60")

    sort_by(ada, "Price, low to high")
    expect(page).to_have_url(re.compile("sort=price-low"))
    ordered, first_names, ordered_url = query_of(page), product_names(page), page.url
    chosen = {"category": "mugs", "price-to": "60", "in-stock": "1", "sort": "price-low"}
    assert {name: value for name, value in ordered.items() if value} == chosen

    page.get_by_role("link", name="Show what follows").click()
    expect(page).to_have_url(re.compile("after="))
    assert chosen.items() <= query_of(page).items()
    assert not set(product_names(page)) & set(first_names)

    page.go_back()
    expect(page).to_have_url(ordered_url)
    assert product_names(page) == first_names
    expect(filter_field(page, "price-to")).to_have_value("60")
    expect(filter_field(page, "in-stock")).to_be_checked()
    expect(page.get_by_label("Sort by")).to_have_value("price-low")
    page.go_forward()
    expect(page).to_have_url(re.compile("after="))


def test_one_chosen_filter_is_taken_away_and_the_others_stay(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products?category=tea&on-sale=1&price-to=30&sort=price-high")
    assert product_names(page) == ["Spring sencha"]
    page.get_by_role("navigation", name="Chosen filters").get_by_role("link", name="Without On sale").click()
    expect(page).not_to_have_url(re.compile("on-sale"))
    assert query_of(page) == {"category": "tea", "price-to": "30", "sort": "price-high"}
    expect(filter_field(page, "on-sale")).not_to_be_checked()
    assert "Boathouse breakfast tea" in product_names(page)


def test_nothing_found_offers_a_way_on(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products?category=teapots")
    filter_field(page, "price-to").fill("1")
    apply_filters(page)
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    ways = page.get_by_role("navigation", name="Filters to take away")
    ways.get_by_role("link", name=re.compile(r"Without Up to \$1")).click()
    expect(page.get_by_role("heading", name="Hillside teapot")).to_be_visible()
    assert query_of(page) == {"category": "teapots"}


def test_fields_without_an_answer_are_left_out_of_the_address_and_mean_nothing_in_it(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products?category=tea")
    filter_field(page, "price-to").fill("20")
    apply_filters(page)
    expect(page).to_have_url(re.compile("price-to=20"))
    assert ("price-from" in query_of(page)) is not ada.has_scripts
    assert ("q" in query_of(page)) is not ada.has_scripts
    page.wait_for_load_state()
    shown = main_of(page).inner_text()
    page.goto("/products?category=tea&price-to=20")
    assert main_of(page).inner_text() == shown


def test_fields_that_were_left_out_can_be_filled_in_after_going_back(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products?category=tea")
    filter_field(page, "price-to").fill("20")
    apply_filters(page)
    expect(page).to_have_url(re.compile("price-to=20"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("price-to"))
    expect(filter_field(page, "price-from")).to_be_enabled()
    filter_field(page, "price-from").fill("11")
    filter_field(page, "price-to").fill("12")
    apply_filters(page)
    expect(page).to_have_url(re.compile("price-from=11"))
    assert "Chamomile & apple infusion" in product_names(page)
    assert "Mint & verbena infusion" not in product_names(page)


def test_a_version_is_chosen_by_links_and_goes_into_the_cart_with_what_was_filled_in(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products/hillside-teapot")
    choice(page, "Size", "1 litre").click()
    expect(choice(page, "Size", "1 litre")).to_have_attribute("aria-current", "true")
    choice(page, "Size", "600 ml").click()
    expect(choice(page, "Size", "600 ml")).to_have_attribute("aria-current", "true")
    choice(page, "Glaze", "Moss").click()
    expect(choice(page, "Glaze", "Moss")).to_have_attribute("aria-current", "true")
    expect(choice(page, "Size", "600 ml")).to_have_attribute("aria-current", "true")
    modifier(page, "Gift note").fill("For Bo <3")
    modifier(page, "Gift wrap").select_option("Striped linen cloth")
    add_to_cart(page)
    for text in ("Hillside teapot", "Moss", "600 ml", "For Bo <3", "Striped linen cloth"):
        expect(main_of(page)).to_contain_text(text)


def test_only_the_combination_that_is_sold_out_is_marked_and_it_cannot_be_bought(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products/hillside-teapot")
    expect(choice(page, "Glaze", "Moss")).not_to_contain_text("sold out")
    choice(page, "Size", "1 litre").click()
    expect(choice(page, "Glaze", "Moss")).to_contain_text("sold out")
    choice(page, "Glaze", "Moss").click()
    expect(main_of(page)).to_contain_text("This version is sold out")
    expect(choice(page, "Size", "1 litre")).to_have_attribute("aria-current", "true")
    expect(choice(page, "Size", "600 ml")).not_to_contain_text("sold out")
    expect(page.get_by_role("button", name="Add to cart")).to_have_count(0)
    expect(page.get_by_role("button", name="Buy now")).to_have_count(0)


def test_a_mandatory_modifier_of_spaces_is_refused_and_what_was_typed_is_kept(ada: Visitor) -> None:
    page = ada.page
    page.goto("/products/initials-mug")
    modifier(page, "Initials").fill("  ")  # enough for the browser's own `required`
    modifier(page, "Gift note").fill("happy birthday")
    modifier(page, "Gift wrap").select_option("Striped linen cloth")
    page.get_by_label("Quantity").fill("2")
    press_and_be_refused(ada, page.get_by_role("button", name="Add to cart"))
    expect(modifier(page, "Initials")).to_have_attribute("aria-invalid", "true")
    expect(modifier(page, "Initials")).to_have_accessible_description(re.compile("Please fill in: Initials"))
    expect(modifier(page, "Gift note")).to_have_value("happy birthday")
    expect(modifier(page, "Gift wrap")).to_have_value("Striped linen cloth")
    expect(page.get_by_label("Quantity")).to_have_value("2")
    modifier(page, "Initials").fill("AB")
    add_to_cart(page)
    expect(main_of(page)).to_contain_text("happy birthday")


def coupon_field(page: Page) -> Locator:
    return unfold(page, "Coupon", page.locator("input[name=code]"))


def apply_coupon(page: Page, code: str) -> None:
    coupon_field(page).fill(code)
    page.get_by_role("button", name="Apply the coupon").click()


def test_a_coupon_is_refused_at_its_field_then_applied_then_removed(ada: Visitor) -> None:
    page = ada.page
    put_into_cart(page)
    coupon_field(page).fill("NOSUCH")
    press_and_be_refused(ada, page.get_by_role("button", name="Apply the coupon"))
    expect(coupon_field(page)).to_have_accessible_description(re.compile("do not know this coupon"))
    expect(coupon_field(page)).to_have_attribute("aria-invalid", "true")
    expect(coupon_field(page)).to_have_value("NOSUCH")

    apply_coupon(page, "WELCOME10")
    expect(main_of(page)).to_contain_text("Discount with WELCOME10")
    expect(main_of(page)).to_contain_text("$34.20")
    expect(coupon_field(page)).not_to_have_attribute("aria-invalid", "true")

    page.get_by_role("button", name="Remove the coupon WELCOME10").click()
    expect(main_of(page)).not_to_contain_text("WELCOME10")
    expect(main_of(page)).not_to_contain_text("Discount")


def estimate_delivery(page: Page) -> None:
    unfold(page, "Estimate shipping", page.get_by_label("Country")).select_option(label="United States")
    page.get_by_label("Postal code").fill("04101")
    page.get_by_label("State or region").fill("ME")
    page.get_by_role("button", name="Estimate", exact=True).click()
    expect(page.get_by_role("list", name=re.compile("Estimated for United States 04101"))).to_contain_text("Standard")


def leave_note(page: Page, text: str) -> None:
    unfold(page, "Note to the studio", page.get_by_label("What should we know?")).fill(text)
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("summary").filter(has_text="Note to the studio")).to_contain_text(text[:20])


def fill_the_cart(page: Page, gift_note: str, note: str) -> None:
    """An initials mug with every modifier, a coupon, an estimate and a note."""
    page.goto("/products/initials-mug")
    modifier(page, "Initials").fill("AB")
    modifier(page, "Gift note").fill(gift_note)
    modifier(page, "Gift wrap").select_option("Striped linen cloth")
    add_to_cart(page)
    apply_coupon(page, "WELCOME10")
    expect(main_of(page)).to_contain_text("Discount with WELCOME10")
    estimate_delivery(page)
    leave_note(page, note)


def test_modifiers_coupon_estimate_and_note_go_all_the_way_to_the_confirmation(ada: Visitor) -> None:
    page = ada.page
    fill_the_cart(page, gift_note="For Bo <3", note="Please ring twice.")
    expect(main_of(page)).to_contain_text("Estimated shipping$6.00")
    page.reload()
    expect(main_of(page)).to_contain_text("Estimated shipping$6.00")
    go_to_checkout(page)
    pay(page)
    expect_heading(page, headings.PAID)
    for text in ("AB", "For Bo <3", "Striped linen cloth", "WELCOME10", "−$6.50", "Please ring twice."):
        expect(main_of(page)).to_contain_text(text)


def overflow_of(page: Page, address: str) -> int:
    """How many pixels the page is too wide, all its folds open."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert isinstance(overflow, int)
    return overflow


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_of_this_scrolls_sideways_on_a_narrow_phone(open_browser: OpenBrowser, dark: bool) -> None:
    page = open_browser(width=320, dark=dark).page
    fill_the_cart(page, gift_note="To you. " * 15, note="Please ring twice. " * 20)
    addresses = (
        "/products?category=mugs&price-from=10&price-to=60&in-stock=1&on-sale=1&sort=price-low",
        "/products?category=teapots&price-to=1&in-stock=1",
        "/products?price-from=50&price-to=10",
        "/products/initials-mug",
        "/products/hillside-teapot",
        "/cart",
    )
    assert {address: overflow_of(page, address) for address in addresses} == dict.fromkeys(addresses, 0)


def test_words_without_a_space_do_not_widen_cart_or_confirmation(open_browser: OpenBrowser) -> None:
    page = open_browser(width=320).page
    fill_the_cart(page, gift_note=UNBROKEN_WORDS, note=UNBROKEN_WORDS)
    assert overflow_of(page, "/cart") == 0
    go_to_checkout(page)
    pay(page)
    expect_heading(page, headings.PAID)
    assert overflow_of(page, page.url) == 0
