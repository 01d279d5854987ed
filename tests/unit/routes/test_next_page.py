"""Where one may be sent after signing in: pages of ours, and nothing that only looks like one."""

from __future__ import annotations

import pytest
from flask import Flask

from routes.next_page import LONGEST, safe_next

OPEN_REDIRECTS = [
    "",
    "https://evil.example",
    "http://evil.example/cart",
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,hello",
    "//evil.example@127.0.0.1:8000/cart",
    "http://127.0.0.1:8000@evil.example/cart",
    "http://127.0.0.1:8000.evil.example/cart",
    "cart",
    "./cart",
    "../cart",
    "?next=/cart",
    "#cart",
    "/cart\x00",
    "/cart\x7f",
    "/cart\u2028",
    "/．evil.example",
    "/cart?" + "x" * LONGEST,
    "/no-such-page",
    "/cart/../../evil",
    "/auth/login",
    "/auth/login?next=//evil.example",
    "/auth/callback?code=x&state=y",
    "/auth/logout",
    "/healthz",
    "/robots.txt",
    "/static/css/site.css",
    "/sandbox/wix/checkout",
    "/checkout",
]
PAGES_OF_OURS = [
    "/",
    "/cart",
    "/products",
    "/products?q=mug&sort=newest",
    "/products/harbour-mug?size=12%20oz",
    "/cart#lines",
]


@pytest.mark.parametrize("text", OPEN_REDIRECTS)
def test_nobody_is_led_away_from_the_shop(app: Flask, text: str) -> None:
    with app.test_request_context("/auth/login"):
        assert safe_next(text) == "/"


@pytest.mark.parametrize("text", PAGES_OF_OURS)
def test_a_page_of_ours_is_kept_as_it_is(app: Flask, text: str) -> None:
    with app.test_request_context("/auth/login"):
        assert safe_next(text) == text


def test_no_next_is_the_front_page(app: Flask) -> None:
    with app.test_request_context("/auth/login"):
        assert safe_next(None) == "/"
