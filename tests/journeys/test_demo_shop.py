"""A public demo on https behind one proxy: locked cookies, strict headers, and addresses from the settings alone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, request

from tests import headings
from tests.browsing import Browser
from tests.journeys.conftest import DEMO, DEMO_URL, MUG, add_to_cart, pay, start_checkout
from tests.serving import SHOPPER_ADDRESS, behind_proxy

LIES = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-For": "192.0.2.66"}
CALLBACKS = ("thankYouPageUrl", "postFlowUrl", "cartPageUrl")


@pytest.fixture
def ada(demo_app: Flask) -> Browser:
    """Her browser speaks to the proxy, the proxy to the shop."""
    return Browser(behind_proxy(demo_app), DEMO_URL)


def way_to_pay(ada: Browser, **headers: str) -> str:
    sent = {"Sec-Fetch-Site": "same-origin"} | headers
    answer = ada.client.post("/checkout", base_url=DEMO_URL, headers=sent)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_whole_purchase_works_behind_the_proxy(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    hosted = start_checkout(ada)
    assert hosted.url.startswith(f"{DEMO_URL}/sandbox/wix/checkout/")
    page = pay(ada, hosted)
    assert page.url.startswith(f"{DEMO_URL}/order-confirmation?orderId=")
    assert page.heading == headings.PAID
    assert ada.open(page.path).heading == headings.PAID


def test_the_session_cookie_belongs_to_this_host_alone(ada: Browser) -> None:
    page = ada.open(MUG)
    cookies = ada.send(page.form(r"/cart/items$")).headers.getlist("Set-Cookie")
    session = next(cookie for cookie in cookies if "session=" in cookie)
    assert session.startswith("__Host-session=")
    attributes = {part.strip().partition("=")[0] for part in session.split(";")}
    assert {"Secure", "HttpOnly", "Path"} <= attributes
    assert "SameSite=Lax" in session
    assert "Path=/;" in f"{session};"
    assert "Domain" not in attributes
    assert all("Secure" in cookie for cookie in cookies)


@pytest.mark.parametrize("path", ["/", "/products", MUG, "/cart", "/no-such-page", "/static/css/no-such.css"])
def test_every_answer_keeps_browsers_on_https(ada: Browser, path: str) -> None:
    page = ada.open(path)
    assert "max-age=" in page.headers["Strict-Transport-Security"]
    assert "upgrade-insecure-requests" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "lie", [{}, *({name: value} for name, value in LIES.items()), LIES], ids=lambda lie: "+".join(lie)
)
def test_the_ways_back_are_ours_whatever_the_client_claims(ada: Browser, lie: dict[str, str]) -> None:
    add_to_cart(ada, MUG)
    way = way_to_pay(ada, **lie)
    assert way.startswith(f"{DEMO_URL}/sandbox/wix/checkout?")
    told = parse_qs(urlsplit(way).query)
    for callback in CALLBACKS:
        assert told[callback][0].startswith(f"{DEMO_URL}/")
    assert "evil.example" not in way


@pytest.mark.parametrize("path", ["/", "/cart", "/healthy", "/sandbox/", "/sandbox/wix/checkout?redirectSession=x"])
def test_under_another_name_there_is_no_shop(demo_app: Flask, path: str) -> None:
    for host in ("evil.example", "127.0.0.1", "shop.example.evil.example", "shop.example:444"):
        answer = Browser(behind_proxy(demo_app), DEMO_URL).client.get(path, base_url=f"https://{host}")
        assert answer.status_code == 400
        assert "Set-Cookie" not in answer.headers


def seen_by(app: Flask, through: Callable[[Flask], Callable[..., object]], **headers: str) -> str:
    """Who the shop thinks is asking, and under which address."""

    @app.get("/who")
    def who() -> str:
        return f"{request.remote_addr} {request.host_url}"

    client, proxy = Browser(through(app), DEMO_URL).client, {"REMOTE_ADDR": "10.0.0.1"}
    return client.get("/who", base_url=DEMO_URL, headers=headers, environ_base=proxy).text


def test_the_one_trusted_proxy_says_who_asks(demo_app: Flask) -> None:
    assert seen_by(demo_app, behind_proxy, **LIES) == f"{SHOPPER_ADDRESS} {DEMO_URL}/"


def test_where_nobody_is_trusted_what_is_forwarded_changes_nothing(make_app: Callable[..., Flask]) -> None:
    plain = seen_by(make_app(**DEMO | {"TRUSTED_PROXY_COUNT": "0"}), lambda app: app)
    lied = seen_by(make_app(**DEMO | {"TRUSTED_PROXY_COUNT": "0"}), lambda app: app, **LIES)
    assert lied == plain == f"10.0.0.1 {DEMO_URL}/"


def test_where_nobody_is_trusted_a_purchase_stays_at_the_shops_address(make_app: Callable[..., Flask]) -> None:
    ada = Browser(make_app(**DEMO | {"TRUSTED_PROXY_COUNT": "0"}), DEMO_URL)
    add_to_cart(ada, MUG)
    assert "evil.example" not in way_to_pay(ada, **LIES)
    assert pay(ada, start_checkout(ada)).heading == headings.PAID
