"""Finding things: shelves within shelves, filters, pages and a useful nothing."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox import Sandbox
from services.http import count_calls
from tests.browsing import Browser, Page, words
from tests.recording import Recorder


def slugs(page: Page) -> list[str]:
    found = [urlsplit(link).path.removeprefix("/products/") for link in page.links() if "/products/" in link]
    return list(dict.fromkeys(found))


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_shelf_within_a_shelf_names_the_way_to_it(ada: Browser) -> None:
    page = ada.open("/products?category=handleless-cups")
    trail = next(nav for nav in page.root.iter("nav") if nav.get("aria-label") == "Breadcrumb")
    assert "Mugs & cups" in words(trail)
    assert page.heading == "Handleless cups"


def test_a_shelf_shows_the_shelves_in_it(ada: Browser) -> None:
    page = ada.open("/products?category=tea")
    assert any("category=black-tea" in link for link in page.links())


def test_filters_are_a_form_that_ends_in_the_address(ada: Browser) -> None:
    page = ada.open("/products?category=mugs-and-cups")
    form = next(form for form in page.forms() if "price-to" in "".join(f.get("name", "") for f in form.iter("input")))
    narrowed = ada.submit(form, **{"price-to": "40", "in-stock": "1"})
    assert query_of(narrowed)["category"] == ["mugs-and-cups"]
    assert query_of(narrowed)["price-to"] == ["40"]
    assert "harbour-mug" in slugs(narrowed)
    assert "quayside-iron-kettle" not in slugs(narrowed)


def test_a_chosen_filter_can_be_taken_away_again(ada: Browser) -> None:
    page = ada.open("/products?category=tea&on-sale=1&price-to=30")
    without = [
        link for link in page.links() if "category=tea" in link and "on-sale" not in link and "price-to=30" in link
    ]
    assert without
    assert len(slugs(ada.open(without[0]))) >= len(slugs(page))


def test_the_counts_say_what_a_filter_leaves(ada: Browser) -> None:
    page = ada.open("/products")
    on_sale = ada.open("/products?on-sale=1")
    assert f"{len(slugs(on_sale))}" in next(words(label) for label in page.root.iter("label") if "sale" in words(label))


def test_following_pages_keep_filter_and_order_and_end(ada: Browser) -> None:
    page, seen = ada.open("/products?in-stock=1&sort=price-low"), []
    for _ in range(10):
        seen += slugs(page)
        following = [link for link in page.links() if "after=" in link]
        if not following:
            break
        assert "in-stock=1" in following[0]
        assert "sort=price-low" in following[0]
        page = ada.open(following[0])
    assert len(seen) >= 25
    assert "red-clay-kyusu" not in seen


def test_nothing_found_offers_to_drop_a_filter(ada: Browser) -> None:
    page = ada.open("/products?category=teapots&price-to=1")
    assert page.status == 200
    assert any("category=teapots" in link and "price-to" not in link for link in page.links())


@pytest.mark.parametrize(
    "query",
    [
        "price-from=-1",
        "price-from=abc",
        "price-from=50&price-to=10",
        "price-to=1e9",
        "in-stock=yes",
        "price-from=NaN",
        "on-sale=2",
    ],
)
def test_odd_filters_are_ignored_and_the_list_stays(ada: Browser, query: str) -> None:
    page = ada.open(f"/products?{query}")
    assert page.status == 200
    assert "harbour-mug" in slugs(page)


def test_a_narrowed_list_costs_two_calls_and_a_warm_one_none(ada: Browser) -> None:
    ada.open("/products")
    with count_calls() as cold:
        ada.open("/products?on-sale=1&price-to=50")
    assert cold.total == 1, cold.operations
    with count_calls() as warm:
        ada.open("/products?on-sale=1&price-to=50")
    assert warm.total == 0


def test_what_can_be_ordered_before_it_comes_is_not_called_sold_out_in_a_list(ada: Browser) -> None:
    page = ada.open("/products?q=quayside")
    (card,) = page.by_class("product-card")
    assert "Pre-order" in words(card)
    assert "Sold out" not in words(card)


def test_the_stock_words_follow_the_platform(ada: Browser) -> None:
    assert "Only 2 left" in ada.open("/products/dusk-tea-bowl").words
    assert "Ships after the February casting" in ada.open("/products/quayside-iron-kettle").words
    assert "sold out" in ada.open("/products/red-clay-kyusu").words.lower()
    assert "download" in ada.open("/products/twelve-glazes").words.lower()


def test_a_link_into_a_list_that_the_platform_has_forgotten_leads_to_its_start(ada: Browser, sandbox: Sandbox) -> None:
    following = next(link for link in ada.open("/products?sort=name").links() if "after=" in link)
    sandbox.faults.add(path="/stores/v3/products/search", kind="status", status=400)
    page = ada.open(following)
    assert page.status == 200
    assert query_of(page) == {"sort": ["name"]}


def test_only_a_list_asks_for_counts(ada: Browser, recorder: Recorder) -> None:
    for path, wants_counts in (("/", False), ("/products/harbour-mug", False), ("/products?q=mug", True)):
        recorder.asked.clear()
        ada.open(path)
        (search,) = (body["search"] for body in recorder.bodies("/products/search"))
        assert ("aggregations" in search) is wants_counts, path
