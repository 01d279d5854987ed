"""Does a shop of ten thousand products stay as quick as a small one? Ratios, measured side by side in one run.

`make bench` prints, for each page, the median time with a cold catalog memory in a shop of the demo's size and in one
of ten thousand products, their ratio, and the number of platform calls, which must not differ. Each page is measured
while the platform still remembers what it counted for the filters; just after a version sold out and just after a price
changed, when it counts what depends on that; and just after a product was hidden, when it counts and ranks everything.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app import create_app, embed
from config.settings import load_settings
from sandbox import Sandbox
from services.http import count_calls
from services.registry import build_storefront

PAGES = ("/products", "/products?q=mug", "/products?on-sale=1&price-to=60&sort=price-low", "/products/harbour-mug", "/")
ROUNDS = 15
BIG = 10_000
SKU = "KK-HARB-350"
SLUG = "nesting-bowl"
Change = Callable[[Sandbox, int], None]


def change_nothing(_sandbox: Sandbox, _round_number: int) -> None:
    """Leave the catalog as it is."""


def sell_out(sandbox: Sandbox, round_number: int) -> None:
    """Sell the last piece of a version, or put pieces of it back, by turns."""
    sandbox.set_stock(SKU, 20 * (round_number % 2))


def change_price(sandbox: Sandbox, round_number: int) -> None:
    """Give a version a price that it did not have."""
    sandbox.set_price(SKU, str(30 + round_number))


def hide(sandbox: Sandbox, round_number: int) -> None:
    """Hide a product, or show it again, by turns."""
    sandbox.hide_product(SLUG, hidden=round_number % 2 == 0)


CHANGES: dict[str, Change] = {
    "counts remembered": change_nothing,
    "just after a version sold out": sell_out,
    "just after a price changed": change_price,
    "just after a product was hidden": hide,
}


def build_shop(folder: Path, product_count: int | None) -> Flask:
    """A shop on a sandbox of its own with so many products."""
    settings = load_settings({"DATA_DIR": str(folder)})
    app = create_app(settings)
    sandbox = Sandbox(
        folder / "bench.sqlite3",
        public_url=settings.sandbox_public_url,
        allowed_redirect_domains=[settings.base_url],
        product_count=product_count,
    )
    app.extensions["sandbox"] = sandbox
    return app


def open_cold(app: Flask, path: str) -> tuple[float, int]:
    """Milliseconds and platform calls of one page whose catalog memory is empty."""
    sandbox = app.extensions["sandbox"]
    storefront = build_storefront(app.extensions["settings"], sandbox.clock.now, embed(sandbox))
    storefront.catalog.list_categories()  # the shared token and the shelves are known to a shop that is open
    app.extensions["storefront"] = storefront
    with count_calls() as calls:
        started = time.perf_counter()
        response = app.test_client().get(path, base_url="http://127.0.0.1:8000")
        milliseconds = (time.perf_counter() - started) * 1000
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return milliseconds, calls.total


def main() -> None:
    """Measure both shops in turn, so that whatever else the machine does meets both alike."""
    with tempfile.TemporaryDirectory() as folder:
        shops = [build_shop(Path(folder) / name, count) for name, count in (("small", None), ("big", BIG))]
        for title, change in CHANGES.items():
            sys.stdout.write(f"{title:58} {'small':>8} {'big':>8} {'ratio':>6} {'calls':>7}\n")
            for path in PAGES:
                compare(shops, path, change)


def compare(shops: list[Flask], path: str, change: Change) -> None:
    """Print the medians of one page in both shops, their ratio and their calls."""
    times: list[list[float]] = [[], []]
    calls = [0, 0]
    for round_number in range(ROUNDS):
        for number, shop in enumerate(shops):
            change(shop.extensions["sandbox"], round_number)
            milliseconds, calls[number] = open_cold(shop, path)
            times[number].append(milliseconds)
    small, big = (statistics.median(values) for values in times)
    sys.stdout.write(f"{path:58} {small:6.1f}ms {big:6.1f}ms {big / small:6.2f} {calls[0]:3}/{calls[1]}\n")


if __name__ == "__main__":
    main()
