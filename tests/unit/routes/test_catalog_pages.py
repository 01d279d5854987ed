"""List and product pages as a visitor meets them, over a catalog made by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from routes.narrowing import Filters
from services.errors import NotFoundError, PlatformUnavailableError
from services.models import (
    Category,
    Facets,
    Findings,
    Modifier,
    ModifierChoice,
    ModifierKind,
    Money,
    Page,
    Product,
    ProductQuery,
    Variant,
)
from tests.browsing import Browser, words


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


MUGS = Category("c1", "mugs", "Mugs", "For the first drink of the day.")
TUMBLERS = Category("c2", "tumblers", "Tumblers", "", "c1")
TEA = Category("c3", "tea", "Tea")
VARIANT = Variant("v1", (), dollars("42"))
MUG = Product(
    "p1", "harbour-mug", "Harbour mug", dollars("42"), dollars("42"), variants=(VARIANT,), category_ids=("c2",)
)
MODIFIERS = (
    Modifier("note", "Gift note", ModifierKind.TEXT, longest=120, added_price=dollars("2")),
    Modifier("initials", "Initials", ModifierKind.TEXT, is_mandatory=True, shortest=2, longest=4),
    Modifier("wrap", "Gift wrap", ModifierKind.CHOICE, choices=(ModifierChoice("Linen", dollars("6")),)),
)
FACETS = Facets((("c1", 7), ("c2", 5)), in_stock_count=6, on_sale_count=0, lowest_price=dollars("9"))


@dataclass
class Shelf:
    """A catalog that holds one product and finds it unless the search says otherwise; it remembers what was asked."""

    product: Product = MUG
    is_down_for_help: bool = False
    asked: list[ProductQuery] = field(default_factory=list)

    def list_categories(self) -> tuple[Category, ...]:
        return (MUGS, TUMBLERS, TEA)

    def search_products(self, query: ProductQuery) -> Findings:
        self.asked.append(query)
        if query.text == "harbor" or query.cursor == "end":
            return Findings(Page(()), Facets())
        if self.is_down_for_help:
            raise PlatformUnavailableError("down")
        return Findings(Page((self.product,), after="next"), None if query.cursor else FACETS)

    def get_product(self, slug: str) -> Product:
        if slug != self.product.slug:
            raise NotFoundError("product", slug)
        return self.product


@pytest.fixture
def shelf(app: Flask) -> Shelf:
    made = Shelf()
    app.extensions["storefront"] = replace(app.extensions["storefront"], catalog=made)
    return made


def links_of(browser: Browser, class_name: str) -> dict[str, dict[str, str]]:
    """The links inside an element of this class: their words, and what their addresses ask for."""
    assert browser.page
    links = [link for element in browser.page.by_class(class_name) for link in element.iter("a")]
    return {
        words(link): {name: values[0] for name, values in parse_qs(urlsplit(link.get("href", "")).query).items()}
        for link in links
    }


def field_named(browser: Browser, name: str) -> Element:
    assert browser.page
    return next(element for element in browser.page.root.iter() if element.get("name") == name)


class TestTheList:
    def test_the_filter_form_shows_what_is_chosen_and_keeps_category_and_order(
        self, ada: Browser, shelf: Shelf
    ) -> None:
        page = ada.open("/products?category=mugs&sort=name&q=blue&price-from=20&in-stock=1")
        form = page.by_class("filter-form")[0]
        ada.submit(form, **{"price-to": "60"})
        asked = shelf.asked[-1]
        assert (asked.text, asked.category_id, asked.sort) == ("blue", "c1", "name")
        assert (asked.price_from, asked.price_to, asked.in_stock_only, asked.on_sale_only) == (20, 60, True, False)

    def test_another_order_keeps_every_filter(self, ada: Browser, shelf: Shelf) -> None:
        page = ada.open("/products?category=mugs&q=blue&price-from=20&price-to=60&in-stock=1&on-sale=1")
        ada.submit(page.by_class("sort-form")[0], sort="newest")
        before, after = shelf.asked
        assert replace(before, sort=after.sort) == after
        assert after.sort == "newest"

    def test_the_next_page_keeps_every_filter(self, ada: Browser, shelf: Shelf) -> None:
        ada.open("/products?category=mugs&q=blue&in-stock=1&sort=name")
        follows = links_of(ada, "pagination")["Show what follows"]
        assert follows.pop("after").endswith(".next")
        assert follows == {"category": "mugs", "q": "blue", "in-stock": "1", "sort": "name"}

    def test_chosen_filters_are_links_to_the_list_without_them(self, ada: Browser, shelf: Shelf) -> None:
        ada.open("/products?q=blue&price-from=20&on-sale=1")
        assert links_of(ada, "chosen-filters") == {
            "Without “blue”": {"price-from": "20", "on-sale": "1"},
            "Without From $20.00": {"q": "blue", "on-sale": "1"},
            "Without On sale": {"q": "blue", "price-from": "20"},
            "Clear all": {},
        }

    def test_counts_stand_where_the_platform_counted(self, ada: Browser, shelf: Shelf) -> None:
        page = ada.open("/products")
        checks = [words(check) for check in page.by_class("check")]
        assert checks == ["In stock 6 pieces", "On sale 0 pieces"]
        assert list(links_of(ada, "category-links")) == ["All", "Mugs 7 pieces", "Tea"]

    def test_counts_of_one_category_are_not_shown_at_others(self, ada: Browser, shelf: Shelf) -> None:
        ada.open("/products?category=tea")
        assert list(links_of(ada, "category-links")) == ["All", "Mugs", "Tea"]

    def test_crossed_prices_are_said_at_the_fields_and_left_out(self, ada: Browser, shelf: Shelf) -> None:
        ada.open("/products?price-from=60&price-to=20")
        lowest = field_named(ada, "price-from")
        assert (lowest.get("value"), lowest.get("aria-invalid")) == ("60", "true")
        problem = next(e for e in ada.page.root.iter() if e.get("id") == lowest.get("aria-describedby"))  # type: ignore[union-attr]
        assert "above the highest" in words(problem)
        assert shelf.asked[0].price_from is None

    def test_a_category_says_where_it_stands_and_leads_down(self, ada: Browser, shelf: Shelf) -> None:
        page = ada.open("/products?category=mugs")
        assert "For the first drink of the day." in page.words
        assert links_of(ada, "category-links") == {
            "All Mugs": {"category": "mugs"},
            "Tumblers 5 pieces": {"category": "tumblers"},
        }
        ada.open("/products?category=tumblers")
        assert links_of(ada, "breadcrumbs") == {"Shop": {}, "Mugs": {"category": "mugs"}}

    def test_a_filtered_list_is_not_for_search_engines(self, ada: Browser, shelf: Shelf) -> None:
        assert "noindex" in ada.open("/products?in-stock=1").text
        assert 'rel="canonical"' in ada.open("/products?category=mugs&sort=name").text


class TestNothingFound:
    def test_it_offers_another_spelling_what_to_drop_and_other_pieces(self, ada: Browser, shelf: Shelf) -> None:
        page = ada.open("/products?q=harbor&in-stock=1")
        assert "Nothing found for “harbor”" in page.words
        nothing = links_of(ada, "nothing")
        assert nothing["harbour"] == {"q": "harbour", "in-stock": "1"}
        assert nothing["Without “harbor”"] == {"in-stock": "1"}
        assert nothing["Without In stock"] == {"q": "harbor"}
        assert "Harbour mug" in links_of(ada, "related")

    def test_it_asks_the_platform_once_more_and_no_other_list_does(self, ada: Browser, shelf: Shelf) -> None:
        ada.open("/products?q=harbor")
        assert len(shelf.asked) == 2
        ada.open("/products?q=harbour")
        assert len(shelf.asked) == 3

    def test_it_stands_without_that_help(self, ada: Browser, shelf: Shelf) -> None:
        shelf.is_down_for_help = True
        assert ada.open("/products?q=harbor").status == 200

    def test_the_end_of_a_list_leads_back_to_its_start(self, ada: Browser, shelf: Shelf) -> None:
        page = ada.open(f"/products?in-stock=1&after={Filters(in_stock_only=True).mark}.end")
        assert "That was the whole list" in page.words
        assert links_of(ada, "nothing")["Back to the start"] == {"in-stock": "1"}
        assert len(shelf.asked) == 1


class TestTheProduct:
    def test_the_breadcrumb_leads_through_the_shelves(self, ada: Browser, shelf: Shelf) -> None:
        page = ada.open("/products/harbour-mug")
        assert list(links_of(ada, "breadcrumbs")) == ["Shop", "Mugs", "Tumblers"]
        here = [e for e in page.by_class("breadcrumbs")[0].iter() if e.get("aria-current") == "page"]
        assert [words(element) for element in here] == ["Harbour mug"]

    @pytest.mark.parametrize(
        ("variant", "said"),
        [
            (VARIANT, "In stock"),
            (replace(VARIANT, stock_count=4), "In stock"),
            (replace(VARIANT, stock_count=3), "Only 3 left"),
            (replace(VARIANT, stock_count=0, is_preorder=True), "Pre-order: Ships in March"),
            (replace(VARIANT, is_sold_out=True), "This version is sold out."),
        ],
    )
    def test_stock_is_told_in_words(self, ada: Browser, shelf: Shelf, variant: Variant, said: str) -> None:
        shelf.product = replace(MUG, variants=(variant,), preorder_message="Ships in March")
        stock = ada.open("/products/harbour-mug").by_class("stock")
        assert words(stock[0]).startswith(said)

    def test_a_download_is_not_counted(self, ada: Browser, shelf: Shelf) -> None:
        shelf.product = replace(MUG, is_digital=True)
        assert words(ada.open("/products/harbour-mug").by_class("stock")[0]) == "Download, sent by mail"

    def test_modifiers_are_asked_with_their_limits_and_prices(self, ada: Browser, shelf: Shelf) -> None:
        shelf.product = replace(MUG, modifiers=MODIFIERS)
        page = ada.open("/products/harbour-mug")
        asked = [words(element) for element in page.by_class("modifier-field")]
        assert asked[0] == "Gift note optional, + $2.00 Up to 120 characters"
        assert asked[1] == "Initials required 2 to 4 characters"
        assert asked[2] == "Gift wrap optional None Linen (+ $6.00)"
        initials = field_named(ada, "modifier.1")
        assert "required" in initials.attrib
        assert (initials.get("minlength"), initials.get("maxlength")) == ("2", "4")

    def test_a_refused_form_keeps_what_was_filled_in(self, ada: Browser, shelf: Shelf) -> None:
        shelf.product = replace(MUG, modifiers=MODIFIERS)
        form = ada.open("/products/harbour-mug").form("cart/items")
        page = ada.submit(
            form, **{"modifier.0": "For <you> & me", "modifier.1": "A", "modifier.2": "Linen", "quantity": "2"}
        )
        assert page.status == 422
        assert words(field_named(ada, "modifier.0")) == "For <you> & me"
        assert field_named(ada, "modifier.1").get("value") == "A"
        chosen = [option.get("value") for option in field_named(ada, "modifier.2") if "selected" in option.attrib]
        assert chosen == ["Linen"]
        assert field_named(ada, "quantity").get("value") == "2"
