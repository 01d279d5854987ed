"""Filters in the address: read within bounds, written back with one thing changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from routes import catalog
from routes.narrowing import (
    CROSSED_PRICES,
    UNREADABLE_PRICE,
    Filters,
    list_removable,
    read_cursor,
    read_filters,
    read_prices,
)
from services.errors import NotFoundError
from services.models import Category, Money, ProductSort

MUGS = Category("c1", "mugs", "Mugs")
ALL_CHOSEN = Filters(
    text="blue mug",
    category=MUGS,
    price_from=Decimal("20"),
    price_to=Decimal("60.50"),
    in_stock_only=True,
    on_sale_only=True,
    sort=ProductSort.NEWEST,
)
ALL_IN_URL = {
    "q": "blue mug",
    "category": "mugs",
    "price-from": "20",
    "price-to": "60.50",
    "in-stock": "1",
    "on-sale": "1",
    "sort": "newest",
}


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    """Somewhere for addresses to belong to."""
    app = Flask(__name__)
    app.register_blueprint(catalog.blueprint)
    with app.test_request_context():
        yield


def read(arguments: dict[str, str]) -> Filters:
    return read_filters(arguments, (MUGS,), read_prices(arguments))


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_every_filter_comes_back_from_its_own_address() -> None:
    assert read(ALL_IN_URL) == ALL_CHOSEN
    assert query_of(ALL_CHOSEN.url()) == ALL_IN_URL


def test_nothing_chosen_leaves_a_bare_address() -> None:
    assert read({}) == Filters()
    assert Filters().url() == "/products"


def test_what_follows_keeps_every_filter() -> None:
    assert query_of(ALL_CHOSEN.url_after("next+page/=")) == ALL_IN_URL | {"after": f"{ALL_CHOSEN.mark}.next+page/="}


def test_a_changed_filter_starts_the_list_again_and_keeps_the_others() -> None:
    assert query_of(ALL_CHOSEN.url(category=None)) == {k: v for k, v in ALL_IN_URL.items() if k != "category"}


@pytest.mark.parametrize("typed", ["-1", "1e3", "NaN", "1,5", "1.234", "1000000.01", "99999999999999", "٣", "abc", "."])
def test_a_price_that_is_not_one_is_said_and_left_out(typed: str) -> None:
    prices = read_prices({"price-from": typed, "price-to": "60"})
    assert (prices.lowest, prices.highest) == (None, Decimal(60))
    assert prices.problem == UNREADABLE_PRICE
    assert prices.typed_lowest == typed[:12]


@pytest.mark.parametrize("typed", ["0", "0.5", "12.34", "1000000", " 7 ", "007"])
def test_a_plain_amount_is_a_price(typed: str) -> None:
    prices = read_prices({"price-to": typed})
    assert prices.highest == Decimal(typed.strip())
    assert not prices.problem


def test_crossed_prices_are_said_and_neither_holds() -> None:
    prices = read_prices({"price-from": "60", "price-to": "20"})
    assert (prices.lowest, prices.highest, prices.problem) == (None, None, CROSSED_PRICES)
    assert (prices.typed_lowest, prices.typed_highest) == ("60", "20")


def test_equal_prices_are_a_range() -> None:
    assert read_prices({"price-from": "20", "price-to": "20.00"}).problem == ""


@pytest.mark.parametrize("arguments", [{"in-stock": "yes"}, {"on-sale": "0"}, {"sort": "random"}, {"color": "red"}])
def test_values_nobody_knows_are_ignored(arguments: dict[str, str]) -> None:
    assert read(arguments) == Filters()


@pytest.mark.parametrize("slug", ["unknown", "../mugs", "MUGS", "a" * 81])
def test_an_unknown_category_is_not_found(slug: str) -> None:
    with pytest.raises(NotFoundError):
        read({"category": slug})


def test_search_words_are_printable_single_spaced_and_short() -> None:
    assert read({"q": "  blue\x00\n  mug "}).text == "blue mug"
    assert len(read({"q": "x" * 500}).text) == 100


@pytest.mark.parametrize("cursor", ["", "two words", "é", "x" * 2001])
def test_a_damaged_cursor_means_the_start(cursor: str) -> None:
    assert read_cursor({"after": f"{Filters().mark}.{cursor}"}, Filters()) is None


def test_each_chosen_filter_can_be_taken_away_alone() -> None:
    removable = list_removable(ALL_CHOSEN, "USD")
    missing = [set(ALL_IN_URL) - set(query_of(filter.url)) for filter in removable]
    assert missing == [{"q"}, {"category"}, {"price-from"}, {"price-to"}, {"in-stock"}, {"on-sale"}]
    assert removable[2].amount == Money(Decimal(20), "USD")


def test_a_price_filter_is_a_plain_number_while_no_currency_is_known() -> None:
    removable = list_removable(Filters(price_to=Decimal("60.50")), None)
    assert [(filter.label, filter.amount) for filter in removable] == [("Up to 60.50", None)]


def test_a_category_alone_is_where_one_is_and_no_filter() -> None:
    assert list_removable(Filters(category=MUGS, sort=ProductSort.NAME), "USD") == []


def test_a_query_asks_for_what_was_chosen() -> None:
    query = ALL_CHOSEN.to_query("cursor")
    assert (query.text, query.category_id, query.price_from, query.price_to) == ("blue mug", "c1", 20, Decimal("60.5"))
    assert (query.in_stock_only, query.on_sale_only, query.sort) == (True, True, ProductSort.NEWEST)
    assert query.cursor == "cursor"
    assert not replace(ALL_CHOSEN, category=None).to_query(None).category_id


def test_a_cursor_leads_on_in_its_own_list_only() -> None:
    after = {"after": query_of(ALL_CHOSEN.url_after("next"))["after"]}
    assert read_cursor(after, ALL_CHOSEN) == "next"
    assert read_cursor(after, Filters()) is None
    assert read_cursor({"after": "next"}, Filters()) is None
