"""Which requests are believed to come from our own pages."""

from __future__ import annotations

import pytest
from flask import Flask

from services.errors import StorefrontError
from web.csrf import CrossSiteRequestError, init_csrf, origin_of

BASE_URL = "https://shop.example"
UNSAFE_METHODS = ["POST", "PUT", "PATCH", "DELETE"]

ACCEPTED = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://shop.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},  # a page with no-referrer sends this
    {"Origin": "https://shop.example"},
    {"Origin": "https://shop.example", "Referer": "https://evil.example/"},
    {"Referer": "https://shop.example/"},
    {"Referer": "https://shop.example/products/mug?page=2"},
]
REFUSED = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "Same-Origin, cross-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://shop.example", "Referer": "https://shop.example/"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "null", "Referer": "https://shop.example/"},
    {"Origin": "http://shop.example"},
    {"Origin": "https://shop.example:8443"},
    {"Origin": "https://www.shop.example"},
    {"Origin": "https://shop.example.evil.example"},
    {"Origin": "https://shop.example@evil.example"},
    {"Origin": "https://evil.example@shop.example"},
    {"Origin": "https://shop.example/"},
    {"Origin": "https://shop.example, https://evil.example"},
    {"Origin": "https://evil.example https://shop.example"},
    {"Origin": "https://shop.example?x"},
    {"Origin": "https://[shop.example"},
    {"Origin": "https://shop.example:port"},
    {"Origin": "shop.example"},
    {"Origin": "//shop.example"},
    {"Referer": "https://evil.example/https://shop.example/"},
    {"Referer": "https://evil.example/?https://shop.example"},
    {"Referer": "https://shop.example.evil.example/"},
    {"Referer": "https://shop.example:secret@evil.example/"},
    {"Referer": "/cart"},
    {"Referer": "about:blank"},
]


@pytest.fixture
def app() -> Flask:
    app = Flask("shop")
    app.testing = True
    init_csrf(app, base_url=BASE_URL + "/")
    app.add_url_rule("/cart", "cart", lambda: "cart emptied", methods=["GET", *UNSAFE_METHODS])
    return app


@pytest.mark.parametrize("headers", ACCEPTED, ids=str)
@pytest.mark.parametrize("method", UNSAFE_METHODS)
def test_what_our_own_pages_send_is_accepted(app: Flask, method: str, headers: dict[str, str]) -> None:
    assert app.test_client().open("/cart", method=method, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", REFUSED, ids=str)
@pytest.mark.parametrize("method", UNSAFE_METHODS)
def test_whatever_else_is_refused(app: Flask, method: str, headers: dict[str, str]) -> None:
    answer = app.test_client().open("/cart", method=method, headers=headers)
    assert answer.status_code == 403
    assert "cart emptied" not in answer.text


@pytest.mark.parametrize("headers", REFUSED, ids=str)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_free_to_all(app: Flask, method: str, headers: dict[str, str]) -> None:
    assert app.test_client().open("/cart", method=method, headers=headers).status_code == 200


def test_an_address_that_does_not_exist_is_not_found_rather_than_refused(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/nowhere").status_code == 404
    assert client.open("/cart", method="FROB").status_code == 405


def test_an_error_page_can_tell_the_shopper(app: Flask) -> None:
    @app.errorhandler(StorefrontError)
    def show(error: StorefrontError) -> tuple[str, int]:
        assert isinstance(error, CrossSiteRequestError)
        return error.shopper_message, error.code or 500

    answer = app.test_client().post("/cart")
    assert answer.status_code == 403
    assert answer.text == CrossSiteRequestError.shopper_message


def test_the_log_is_told_what_was_refused_and_not_what_was_sent() -> None:
    error = CrossSiteRequestError("POST refused")
    assert str(error) == "POST refused"


@pytest.mark.parametrize("base_url", ["", "shop.example", "ftp://shop.example", "https://"])
def test_a_guard_without_an_address_cannot_be_made(base_url: str) -> None:
    with pytest.raises(ValueError, match="not the address"):
        init_csrf(Flask("shop"), base_url=base_url)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/cart", "http://[::1]:8000"),
        ("HTTP://Shop.example:80/", "http://shop.example"),
        ("https://shop.example:80", "https://shop.example:80"),
    ],
)
def test_origins_are_written_as_browsers_write_them(url: str, origin: str) -> None:
    assert origin_of(url) == origin
