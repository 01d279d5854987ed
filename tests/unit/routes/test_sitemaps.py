"""Sitemaps as machines parse them."""

from __future__ import annotations

from xml.etree import ElementTree

from routes.sitemaps import Edition, write_index, write_sitemap

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
SHOP = "https://shop.example"


def parse(body: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(body)  # noqa: S314 - our own


def test_an_index_names_its_files() -> None:
    root = parse(write_index([f"{SHOP}/sitemap-pages.xml"]))
    assert root.tag == f"{SITEMAPS}sitemapindex"
    assert [place.text for place in root.iter(f"{SITEMAPS}loc")] == [f"{SHOP}/sitemap-pages.xml"]


def test_what_would_be_markup_is_escaped() -> None:
    root = parse(write_sitemap(SHOP, ["/products?category=a&sort=<b>"], (Edition("en"),)))
    assert [place.text for place in root.iter(f"{SITEMAPS}loc")] == [f"{SHOP}/products?category=a&sort=<b>"]


def test_a_shop_of_one_language_names_no_other() -> None:
    assert not list(parse(write_sitemap(SHOP, ["/"], (Edition("en"),))).iter(LINK))


def test_each_page_names_all_its_languages_and_the_default() -> None:
    editions = (Edition("en"), Edition("es", "/es"), Edition("he", "/he"))
    (url,) = parse(write_sitemap(SHOP, ["/products"], editions))
    assert url.findtext(f"{SITEMAPS}loc") == f"{SHOP}/products"
    assert [(link.get("hreflang"), link.get("href")) for link in url.iter(LINK)] == [
        ("en", f"{SHOP}/products"),
        ("es", f"{SHOP}/es/products"),
        ("he", f"{SHOP}/he/products"),
        ("x-default", f"{SHOP}/products"),
    ]
