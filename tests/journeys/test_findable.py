"""What search engines, social sites and calendars read: the same as the pages say, and only of pages worth finding."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from icalendar import Calendar
from PIL import Image
from werkzeug.test import TestResponse

from app import embed
from sandbox import Sandbox
from services.models import EventQuery
from services.registry import build_storefront
from tests.browsing import Browser, Page, canonical_of, meta_of, thing_of, things_on
from tests.conftest import SHOP_URL
from tests.journeys.conftest import MUG, add_to_cart

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KINDS = ("/", "/products", "/products?category=teapots", MUG, "/events", "/events/kiln-opening", "/plans", "/services")
PERSONAL = ("/find-order", "/auth/login", "/events/kiln-opening/reservation", "/nowhere", "/products/no-such")


@pytest.fixture
def open_app(make_app: Callable[..., Flask]) -> Flask:
    """The shop as search engines may list it."""
    return make_app(INDEXABLE="1")


@pytest.fixture
def eve(open_app: Flask) -> Browser:
    """Somebody at the shop that may be listed; she brings no cookie, as no crawler does."""
    return Browser(open_app, SHOP_URL)


def forget_all(app: Flask, sandbox: Sandbox) -> None:
    """The catalog memory starts anew, as it does by itself after a minute."""
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, embed(sandbox))


def locations(page: Page) -> list[str]:
    return [str(place.text) for place in ElementTree.fromstring(page.text.encode()).iter(f"{SITEMAPS}loc")]  # noqa: S314


def listed_addresses(browser: Browser) -> list[str]:
    """Everything the sitemaps name."""
    return [url for sitemap in locations(browser.open("/sitemap.xml")) for url in locations(browser.open(sitemap))]


def fetch(browser: Browser, url: str) -> TestResponse:
    """A file of the shop, read to its end."""
    return browser.client.get(url.removeprefix(SHOP_URL), base_url=SHOP_URL, buffered=True)


def size_of(answer: TestResponse) -> tuple[int, int]:
    with Image.open(io.BytesIO(answer.data)) as picture:
        return picture.size


def links_like(page: Page, prefix: str) -> list[str]:
    return [link for link in page.links() if urlsplit(link).path.startswith(prefix)]


def test_every_listed_page_is_there_at_its_own_address_with_words_of_its_own(eve: Browser) -> None:
    titles: Counter[str] = Counter()
    descriptions: Counter[str] = Counter()
    addresses = listed_addresses(eve)
    for address in addresses:
        page = eve.open(address)
        assert page.status == 200, address
        assert canonical_of(page) == [address]
        assert meta_of(page, "robots") == ["max-image-preview:large"]
        assert "X-Robots-Tag" not in page.headers
        title, (description,) = "".join(next(page.root.iter("title")).itertext()), meta_of(page, "description")
        assert len(title) <= 70
        assert 20 <= len(description) <= 160
        titles[title] += 1
        descriptions[description] += 1
    assert max(titles.values()) == max(descriptions.values()) == 1
    assert len(addresses) == len(set(addresses)) >= 80


def test_the_sitemaps_name_every_product_category_event_plan_and_service(eve: Browser, open_app: Flask) -> None:
    paths = {url.removeprefix(SHOP_URL) for url in listed_addresses(eve)}
    sold, path = set[str](), "/products"
    while path:
        page = eve.open(path)
        sold |= {urlsplit(link).path for link in links_like(page, "/products/")}
        path = next((link.get("href", "") for link in page.root.iter("a") if link.get("rel") == "next"), "")
    assert len(sold) >= 30
    assert sold <= paths
    shop = open_app.extensions["storefront"]
    assert {f"/products?category={category.slug}" for category in shop.catalog.list_categories()} <= paths
    assert {f"/plans/{plan.slug}" for plan in shop.plans.list_plans()} <= paths
    assert {f"/services/{service.slug}" for service in shop.bookings.list_services()} <= paths
    for list_path in ("/events", "/events?past=1"):
        assert {urlsplit(link).path for link in links_like(eve.open(list_path), "/events/")} <= paths


def test_an_older_catalog_that_counts_nothing_is_listed_as_a_whole(make_app: Callable[..., Flask]) -> None:
    eve = Browser(make_app(INDEXABLE="1", SANDBOX_WIX_CATALOG="v1"), SHOP_URL)
    paths = {urlsplit(url).path for url in listed_addresses(eve)}
    assert {urlsplit(link).path for link in links_like(eve.open("/products"), "/products/")} <= paths
    assert len([path for path in paths if path.startswith("/products/")]) >= 30


def test_a_section_that_is_not_offered_is_left_out(eve: Browser, open_app: Flask) -> None:
    open_app.extensions["storefront"] = replace(open_app.extensions["storefront"], events=None, plans=None)
    addresses = listed_addresses(eve)
    assert not [url for url in addresses if "/events" in url or "/plans" in url]
    assert eve.open("/sitemap-events.xml").status == 404
    assert eve.open("/events.ics").status == 404


def test_a_shop_that_is_not_to_be_listed_says_so_everywhere(ada: Browser) -> None:
    for path in ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-products-1.xml"):
        assert ada.open(path).status == 404
    assert ada.open("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    for path in KINDS:
        page = ada.open(path)
        assert meta_of(page, "robots") == ["noindex"]
        assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", PERSONAL)
def test_personal_pages_and_errors_are_never_listed(eve: Browser, path: str) -> None:
    page = eve.open(path)
    assert meta_of(page, "robots") == ["noindex"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert canonical_of(page) == []
    assert things_on(page) == []
    assert meta_of(page, "og:url") == []


def test_a_refused_form_is_no_page_to_list(eve: Browser) -> None:
    page = add_to_cart(eve, MUG, quantity="0")
    assert page.status == 422
    assert meta_of(page, "robots") == ["noindex"]
    assert canonical_of(page) == []


@pytest.mark.parametrize("path", ["/products?q=mug", "/products?in-stock=1", "/products?category=tea&on-sale=1"])
def test_a_narrowed_list_is_on_the_way_only(eve: Browser, path: str) -> None:
    page = eve.open(path)
    assert meta_of(page, "robots") == ["noindex, follow"]
    assert canonical_of(page) == []


@pytest.mark.parametrize("path", ["/products", "/events"])
def test_a_later_page_of_a_list_is_on_the_way_only(eve: Browser, path: str) -> None:
    later = eve.open(next(link for link in eve.open(path).links() if "after=" in link))
    assert meta_of(later, "robots") == ["noindex, follow"]
    assert canonical_of(later) == []


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/products?sort=name", "/products"),
        ("/products?category=mugs&sort=newest&utm_source=x", "/products?category=mugs"),
        ("/products/harbour-mug?utm_campaign=spring", "/products/harbour-mug"),
        ("/events?past=1", "/events?past=1"),
        ("/services/tea-tasting?zone=Europe/Paris", "/services/tea-tasting"),
    ],
)
def test_an_address_with_more_than_it_needs_names_the_one_without(eve: Browser, path: str, canonical: str) -> None:
    assert canonical_of(eve.open(path)) == [f"{SHOP_URL}{canonical}"]


def test_all_variants_of_a_product_have_one_address(eve: Browser) -> None:
    variant = next(link for link in eve.open("/products/orchard-mug").links() if "variant=" in link)
    assert canonical_of(eve.open(variant)) == [f"{SHOP_URL}/products/orchard-mug"]


def test_addresses_come_from_the_settings_and_keep_a_prefix_under_which_the_shop_is_asked(open_app: Flask) -> None:
    text = open_app.test_client().get(MUG, base_url=f"{SHOP_URL}/es").get_data(as_text=True)
    assert f'<link rel="canonical" href="{SHOP_URL}/es{MUG}">' in text


def test_a_product_tells_machines_what_its_page_says(eve: Browser) -> None:
    page = eve.open(MUG)
    product = thing_of(page, "Product")
    assert product["name"] == page.heading
    assert product["sku"] in page.words
    assert product["brand"]["name"] == "Kiln & Kettle"
    assert "350 ml" in product["description"]
    assert "<" not in product["description"]
    assert product["url"] == f"{SHOP_URL}{MUG}"
    assert all(url.startswith("http") for url in product["image"])
    offer = product["offers"]
    assert (offer["@type"], offer["price"], offer["priceCurrency"]) == ("Offer", "38.00", "USD")
    assert "$38.00" in page.words
    assert offer["availability"] == "https://schema.org/InStock"


def offer_now(browser: Browser, path: str) -> Any:
    return thing_of(browser.open(path), "Product")["offers"]


def test_availability_follows_the_live_stock(app: Flask, ada: Browser, sandbox: Sandbox) -> None:
    assert offer_now(ada, MUG)["availability"].endswith("/InStock")
    sandbox.set_stock("KK-HARB-350", 0)
    forget_all(app, sandbox)
    page = ada.open(MUG)
    assert thing_of(page, "Product")["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert "Sold out" in page.words
    sandbox.set_stock("KK-HARB-350", 5)
    sandbox.set_price("KK-HARB-350", "41.50")
    forget_all(app, sandbox)
    offer = offer_now(ada, MUG)
    assert offer["availability"].endswith("/InStock")
    assert offer["price"] == "41.50"


def test_variants_are_offered_one_by_one_within_their_span(app: Flask, ada: Browser, sandbox: Sandbox) -> None:
    sandbox.set_stock("KK-ORCH-CEL", 0)
    forget_all(app, sandbox)
    offers = offer_now(ada, "/products/orchard-mug")
    assert offers["@type"] == "AggregateOffer"
    assert (offers["lowPrice"], offers["highPrice"], offers["offerCount"]) == ("42.00", "46.00", 4)
    assert offers["availability"] == "https://schema.org/LimitedAvailability"
    by_sku = {offer["sku"]: offer for offer in offers["offers"]}
    assert by_sku["KK-ORCH-CEL"]["availability"].endswith("/OutOfStock")
    assert by_sku["KK-ORCH-DAM"]["availability"].endswith("/InStock")
    shown = ada.open(by_sku["KK-ORCH-DAM"]["url"])
    assert "$46.00" in shown.words
    assert "KK-ORCH-DAM" in shown.words


def test_the_way_to_a_product_is_that_of_its_page(ada: Browser) -> None:
    page = ada.open(MUG)
    (navigation,) = page.by_class("breadcrumbs")
    shown = ["".join(step.itertext()).strip() for step in navigation.iter("li")]
    steps = thing_of(page, "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps] == shown
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert {step["item"] for step in steps[:-1]} <= set(page.links())


def test_the_home_page_names_the_shop_and_its_search(ada: Browser) -> None:
    page = ada.open("/")
    shop, site = thing_of(page, "Organization"), thing_of(page, "WebSite")
    assert shop["name"] == "Kiln & Kettle"
    assert site["publisher"]["@id"] == shop["@id"]
    search = site["potentialAction"]["target"]["urlTemplate"]
    assert ada.open(search.replace("{search_term}", "teapot")).by_class("product-card")
    assert size_of(fetch(ada, shop["logo"])) == (512, 512)


def test_an_event_tells_when_where_and_what_each_ticket_costs(ada: Browser, sandbox: Sandbox) -> None:
    page = ada.open("/events/evening-on-the-wheel")
    event = thing_of(page, "Event")
    starts_at, ends_at = (datetime.fromisoformat(event[name]) for name in ("startDate", "endDate"))
    assert starts_at.utcoffset() is not None
    assert sandbox.clock.now() < starts_at < ends_at
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"]["@type"] == "Place"
    assert event["location"]["name"] in page.words
    assert event["organizer"]["name"] == "Kiln & Kettle"
    assert [(offer["name"], offer["price"]) for offer in event["offers"]] == [
        ("One seat", "48.00"),
        ("Two seats", "88.00"),
    ]
    for offer in event["offers"]:
        assert f"${Decimal(offer['price'])}" in page.words


def test_a_ticket_that_is_sold_out_is_said_to_be(app: Flask, ada: Browser, sandbox: Sandbox) -> None:
    sandbox.set_ticket_stock("evening-on-the-wheel", "One seat", 0)
    forget_all(app, sandbox)
    one, two = thing_of(ada.open("/events/evening-on-the-wheel"), "Event")["offers"]
    assert one["availability"] == "https://schema.org/SoldOut"
    assert two["availability"] != one["availability"]


def test_an_event_that_was_called_off_says_so_on_its_page_and_in_the_calendar(
    app: Flask, ada: Browser, sandbox: Sandbox
) -> None:
    sandbox.cancel_event("evening-on-the-wheel")
    forget_all(app, sandbox)
    page = ada.open("/events/evening-on-the-wheel")
    assert thing_of(page, "Event")["eventStatus"] == "https://schema.org/EventCancelled"
    entries = {str(entry["URL"]): entry for entry in read_calendar(ada).walk("VEVENT")}
    assert entries[f"{SHOP_URL}/events/evening-on-the-wheel"]["STATUS"] == "CANCELLED"


def test_an_event_online_is_at_a_virtual_place(ada: Browser) -> None:
    event = thing_of(ada.open("/events/teapot-talk-online"), "Event")
    assert event["location"]["@type"] == "VirtualLocation"
    assert event["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")


def test_a_service_and_a_plan_tell_who_offers_them_and_for_how_much(ada: Browser) -> None:
    page = ada.open("/services/wheel-throwing")
    service = thing_of(page, "Service")
    assert service["provider"]["name"] == "Kiln & Kettle"
    assert f"${service['offers']['price']}" in page.words
    page = ada.open(next(link for link in ada.open("/plans").links() if "/plans/" in link))
    plan = thing_of(page, "Product")
    assert plan["name"] == page.heading
    assert f"${plan['offers']['price']}" in page.words
    assert plan["offers"]["availability"] == "https://schema.org/InStock"


@pytest.mark.parametrize("path", ["/products", "/events", "/plans", "/services"])
def test_a_list_names_what_it_shows_in_its_order(ada: Browser, path: str) -> None:
    page = ada.open(path)
    listed = [item["url"] for item in thing_of(page, "ItemList")["itemListElement"]]
    shown = list(dict.fromkeys(link.partition("?")[0] for link in links_like(page, f"{path}/")))
    assert listed == shown


def test_what_machines_read_is_the_same_for_everyone(ada: Browser, bo: Browser) -> None:
    add_to_cart(ada, MUG)
    for path in (*KINDS, "/events.ics", "/manifest.webmanifest"):
        assert ada.open(path).text == bo.open(path).text


@pytest.mark.parametrize("path", KINDS)
def test_a_shared_link_has_a_picture_that_is_there(ada: Browser, path: str) -> None:
    page = ada.open(path)
    pictures = meta_of(page, "og:image")
    assert pictures
    assert all(url.startswith("http") for url in pictures)
    card = pictures[-1]
    answer = fetch(ada, card)
    assert size_of(answer) == (1200, 630)
    assert len(answer.data) < 60_000
    assert meta_of(page, "og:title") == ["".join(next(page.root.iter("title")).itertext())]
    assert meta_of(page, "og:url") == canonical_of(page)
    assert meta_of(page, "twitter:card") == ["summary_large_image"]


def test_a_product_is_shared_with_its_own_picture(ada: Browser) -> None:
    page = ada.open(MUG)
    assert "harbour-mug-1" in meta_of(page, "og:image")[0]
    assert meta_of(page, "og:type") == ["product"]


def test_the_icons_of_the_manifest_are_there_and_as_large_as_it_says(ada: Browser) -> None:
    page = ada.open("/manifest.webmanifest")
    assert page.headers["Content-Type"].startswith("application/manifest+json")
    manifest = json.loads(page.text)
    assert manifest["name"] == "Kiln & Kettle"
    sizes = set()
    for icon in manifest["icons"]:
        answer = fetch(ada, icon["src"])
        assert answer.status_code == 200
        if icon["type"] == "image/png":
            side, height = size_of(answer)
            assert icon["sizes"] == f"{side}x{height}"
            sizes.add((side, icon["purpose"]))
    assert sizes == {(192, "any"), (512, "any"), (512, "maskable")}


def test_every_page_links_to_the_manifest_and_to_icons_that_are_there(ada: Browser) -> None:
    links = {link.get("rel"): link.get("href", "") for link in ada.open("/cart").root.iter("link")}
    assert links["manifest"] == "/manifest.webmanifest"
    assert size_of(fetch(ada, links["apple-touch-icon"])) == (180, 180)
    assert fetch(ada, links["icon"]).status_code == 200


def test_robots_are_told_of_the_sitemap_and_kept_from_personal_pages(eve: Browser) -> None:
    lines = eve.open("/robots.txt").text.splitlines()
    assert f"Sitemap: {SHOP_URL}/sitemap.xml" in lines
    assert {"Disallow: /cart/", "Disallow: /account", "Disallow: /events/*/reservation"} <= set(lines)


def read_calendar(browser: Browser) -> Calendar:
    read = Calendar.from_ical(browser.open("/events.ics").text)
    assert isinstance(read, Calendar)
    return read


def test_the_calendar_has_every_event_to_come_under_a_lasting_name(ada: Browser, app: Flask, sandbox: Sandbox) -> None:
    entries = read_calendar(ada).walk("VEVENT")
    dated = {f"{SHOP_URL}/events/{event.slug}" for event in coming(app) if event.starts_at}
    assert {str(entry["URL"]) for entry in entries} == dated
    names = {str(entry["UID"]) for entry in entries}
    assert len(names) == len(entries)
    forget_all(app, sandbox)
    assert {str(entry["UID"]) for entry in read_calendar(ada).walk("VEVENT")} == names


def coming(app: Flask) -> list[Any]:
    return list(app.extensions["storefront"].events.list_events(EventQuery(limit=100)).items)


def test_a_calendar_that_has_the_latest_state_is_told_so(ada: Browser) -> None:
    first = ada.open("/events.ics")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "public" in first.headers["Cache-Control"]
    again = ada.client.get("/events.ics", base_url=SHOP_URL, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_events_page_leads_to_the_calendar(ada: Browser) -> None:
    links = ada.open("/events").links()
    assert re.sub("^http:", "webcal:", f"{SHOP_URL}/events.ics") in links
    assert f"{SHOP_URL}/events.ics" in links


def test_the_sitemaps_name_every_language_of_a_page_as_the_page_does(eve: Browser) -> None:
    body = eve.open("/sitemap-pages.xml").text
    (entry,) = [
        url
        for url in ElementTree.fromstring(body.encode())  # noqa: S314
        if url.findtext(f"{SITEMAPS}loc") == f"{SHOP_URL}/products"
    ]
    listed = {(link.get("hreflang"), link.get("href")) for link in entry.iter("{http://www.w3.org/1999/xhtml}link")}
    page = eve.open("/products")
    said = {
        (link.get("hreflang"), link.get("href")) for link in page.root.iter("link") if link.get("hreflang") is not None
    }
    assert listed == said
    assert ("es", f"{SHOP_URL}/es/products") in listed


def test_a_page_in_another_language_is_a_page_of_its_own(eve: Browser) -> None:
    page = eve.open(f"/es{MUG}")
    assert canonical_of(page) == [f"{SHOP_URL}/es{MUG}"]
    assert thing_of(page, "Product")["url"] == f"{SHOP_URL}/es{MUG}"
    home = eve.open("/es/")
    assert thing_of(home, "WebSite")["inLanguage"] == "es"
    assert thing_of(home, "Organization")["@id"] == thing_of(eve.open("/"), "Organization")["@id"]


def test_personal_pages_are_closed_to_robots_in_every_language(eve: Browser) -> None:
    lines = set(eve.open("/robots.txt").text.splitlines())
    assert {"Disallow: /cart/", "Disallow: /es/cart/", "Disallow: /he/cart/"} <= lines


def test_an_empty_cart_is_a_page_like_any_other_and_a_full_one_is_somebodys(eve: Browser) -> None:
    empty = eve.open("/cart")
    assert meta_of(empty, "robots") == ["max-image-preview:large"]
    assert empty.headers["X-Robots-Tag"] == "all"
    add_to_cart(eve, MUG)
    full = eve.open("/cart")
    assert meta_of(full, "robots") == ["noindex"]
    assert full.headers["X-Robots-Tag"] == "noindex"
