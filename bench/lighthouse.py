"""What Lighthouse says of the main pages: `make lighthouse`. It needs Node, and is no part of the tests.

Each page is opened cold on a phone, as Lighthouse does it, in a shop that search engines may list. The cart is measured
as anybody first finds it, and once more with something in it: that page is somebody's own and so not to be listed,
which Lighthouse counts against it; its SEO score is printed and not judged.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from tools.open_shop import find_browser, open_shop

LIGHTHOUSE = "lighthouse@12"
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = {
    "home": "/",
    "list": "/products",
    "product": "/products/harbour-mug",
    "event": "/events/evening-on-the-wheel",
    "plans": "/plans",
    "service": "/services/wheel-throwing",
    "cart": "/cart",
}
PAINTS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
LONGEST_RUN_SECONDS = 180


def main() -> None:
    """Print a line for each page; the exit status tells whether all goals are reached."""
    if shutil.which("npx") is None:
        raise SystemExit("Lighthouse needs Node with npx, which was not found.")
    with open_shop(INDEXABLE="1") as (origin, shop):
        reached = [measure(name, origin + path) for name, path in PAGES.items()]
        reached.append(measure("a full cart", f"{origin}/cart", cookie=fill_cart(shop, origin), judged={"seo": 0}))
    raise SystemExit(0 if all(reached) else 1)


def fill_cart(shop: Flask, origin: str) -> str:
    """Put something into a cart, and return the cookies of whoever did."""
    client = shop.test_client()
    product = shop.extensions["storefront"].catalog.get_product("harbour-mug")
    form = {"product": product.slug, "variant": product.variants[0].id, "quantity": "2"}
    client.post("/cart/items", base_url=origin, headers={"Origin": origin}, data=form)
    cookies = (client.get_cookie(name, urlsplit(origin).hostname or "") for name in ("session", "cart_count"))
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in cookies if cookie)


def measure(name: str, url: str, cookie: str = "", judged: dict[str, int] | None = None) -> bool:
    """Run Lighthouse on one page and print what it says; True where every goal is reached."""
    report = run(url, cookie)
    scores = {goal: round(100 * (report["categories"][goal]["score"] or 0)) for goal in GOALS}
    paints = ", ".join(report["audits"][paint]["displayValue"].replace("\xa0", " ") for paint in PAINTS)
    sys.stdout.write(f"{name:12} {'  '.join(f'{goal} {score}' for goal, score in scores.items())}  ({paints})\n")
    is_reached = all(scores[goal] >= least for goal, least in (GOALS | (judged or {})).items())
    if not is_reached:
        for audit in failed_audits(report):
            sys.stdout.write(f"{'':12} {audit}\n")
    sys.stdout.flush()
    return is_reached


def run(url: str, cookie: str) -> dict[str, Any]:
    """The report of one run, as Lighthouse writes it. Raises: CalledProcessError, TimeoutExpired."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={path}"]
        command += ["--chrome-flags=--headless=new --no-sandbox"]
        if cookie:
            command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
        environ = os.environ | {"CHROME_PATH": find_browser()}
        subprocess.run(command, check=True, timeout=LONGEST_RUN_SECONDS, env=environ, capture_output=True)  # noqa: S603
        return json.loads(path.read_text(encoding="utf-8"))


def failed_audits(report: dict[str, Any]) -> list[str]:
    """The audits that count and are not passed."""
    counted = {
        reference["id"]
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"]
    }
    audits = (report["audits"][name] for name in sorted(counted))
    return [str(audit["title"]) for audit in audits if audit["score"] is not None and float(audit["score"]) < 0.9]


if __name__ == "__main__":
    main()
