"""How much travels: bytes as they are sent, not seconds. A budget that is passed names what weighs how much."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.test import Client

from tests.browsing import parse
from tests.conftest import SHOP_URL

KILOBYTE = 1000
STATIC = Path(__file__).parents[2] / "static"
ALGORITHMS = {"Accept-Encoding": "gzip, deflate, br, zstd"}
PRODUCTS = ("orchard-mug", "hillside-teapot", "initials-mug", "canteen-mug", "red-clay-kyusu")


def weigh(app: Flask, address: str) -> int:
    """How many bytes of a body come for an address, as a browser of today asks."""
    parts = urlsplit(urljoin(SHOP_URL, address))
    with Client(app).get(
        parts.path, query_string=parts.query, base_url=f"{parts.scheme}://{parts.netloc}", headers=ALGORITHMS
    ) as answer:
        assert answer.status_code == 200, address
        return len(answer.data)


def expect_less(weights: dict[str, int], kilobytes: int) -> None:
    """All together weigh less than this, or the heaviest are named first."""
    together = sum(weights.values())
    heaviest = sorted(weights.items(), key=lambda item: -item[1])
    listing = "\n".join(f"{size:>8} {name}" for name, size in heaviest)
    assert together < kilobytes * KILOBYTE, f"{together} bytes, {kilobytes} kB are allowed:\n{listing}"


def files_of(app: Flask, folder: str, ending: str) -> dict[str, int]:
    names = [path.name for path in (STATIC / folder).glob(f"*{ending}")]
    assert names
    return {name: weigh(app, f"/static/{folder}/{name}") for name in names}


def test_all_scripts_together_are_small(app: Flask) -> None:
    expect_less(files_of(app, "js", ".js"), 10)


def test_all_style_sheets_together_are_small(app: Flask) -> None:
    expect_less(files_of(app, "css", ".css"), 15)


@pytest.mark.parametrize("prefix", ["", "/he"])
def test_a_product_page_with_its_pictures_is_small(app: Flask, prefix: str) -> None:
    for slug in PRODUCTS:
        address = f"{prefix}/products/{slug}"
        needed = needed_by(parse(Client(app).get(address, base_url=SHOP_URL).text, address))
        assert any("/media/" in name for name in needed)
        weights = {address: weigh(app, address)} | {urlsplit(name).path: weigh(app, name) for name in needed}
        expect_less(weights, 60)


def needed_by(page: Element) -> set[str]:
    """What a page needs to be drawn: the whole gallery, which is more than stands above the fold, and nothing below."""
    needed = {link.get("href", "") for link in page.iter("link") if link.get("rel") in ("stylesheet", "icon")}
    needed |= {script.get("src", "") for script in page.iter("script") if script.get("src")}
    needed |= {picture.get("src", "") for picture in page.iter("img") if picture.get("loading") != "lazy"}
    for gallery in (part for part in page.iter() if "data-gallery" in part.attrib):
        needed |= {picture.get("src", "") for picture in gallery.iter("img")}
    return needed
