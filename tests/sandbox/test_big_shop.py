"""A shop of any size, made of variations of the catalog's products."""

from __future__ import annotations

from pathlib import Path

from werkzeug.test import Client

from sandbox.__main__ import build as build_alone
from tests.sandbox.cast import SMALL_SHOP, build, new_visitor

COUNT = 400


def test_a_big_shop_has_as_many_products_as_asked_all_different(tmp_path: Path):
    made = build(tmp_path, seed=SMALL_SHOP, product_count=COUNT)
    visitor = new_visitor(Client(made.api))
    assert visitor.post("/stores/v3/products/count", {"filter": {}}).json == {"count": COUNT}
    products = []
    body: dict[str, object] = {"cursorPaging": {"limit": 100}}
    while body:
        reply = visitor.post("/stores/v3/products/search", {"search": body}).json
        products += reply["products"]
        cursor = reply["pagingMetadata"]["cursors"].get("next")
        body = {"cursorPaging": {"limit": 100, "cursor": cursor}} if cursor else {}
    for part in ("id", "slug", "name"):
        assert len({product[part] for product in products}) == COUNT
    assert len({product["actualPriceRange"]["minValue"]["amount"] for product in products}) > 100
    assert products[0]["slug"] == "plain-mug"
    kettle = next(product for product in products[8:] if product["slug"].startswith("iron-kettle"))
    assert kettle["inventory"]["preorderAvailability"] == "ALL_VARIANTS"
    made.close()


def test_two_big_shops_are_the_same_and_another_size_is_seeded_anew(tmp_path: Path):
    def slugs(folder: Path, count: int | None) -> list[str]:
        made = build(folder, seed=SMALL_SHOP, product_count=count)
        found = [product["slug"] for product in new_visitor(Client(made.api)).products()]
        made.close()
        return found

    assert slugs(tmp_path / "one", 50) == slugs(tmp_path / "two", 50)
    assert len(slugs(tmp_path / "one", 20)) == 20
    assert len(slugs(tmp_path / "one", 3)) == len(slugs(tmp_path / "one", None)) == 8


def test_the_command_line_makes_a_big_shop(tmp_path: Path):
    made = build_alone(tmp_path / "sandbox.sqlite3", "http://127.0.0.1:1", {}, product_count=COUNT)
    visitor = new_visitor(Client(made.api))
    assert visitor.post("/stores/v3/products/count", {"filter": {}}).json == {"count": COUNT}
    made.close()
