"""The tour: what a visitor's browser and the shop just did, told to that visitor alone and without a secret."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from sandbox import Sandbox
from tests import headings
from tests.browsing import Browser, Page, words
from tests.conftest import SHOP_URL
from tests.journeys import direct_steps
from tests.journeys.conftest import DEMO_URL, MUG, add_to_cart, buy, pay, sign_in_to, start_checkout

TOUR = "/tour"
HOSTED = "/sandbox/wix"
GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def trips(page: Page) -> dict[str, list[str]]:
    """The steps of each trip by its title without the time; ids are written as `*`."""
    found: dict[str, list[str]] = {}
    for trip in page.by_class("trip"):
        title = words(next(trip.iter("h2"))).partition(" · ")[0]
        found.setdefault(title, [told(step) for step in trip.iter("li")])
    return found


def told(step: Element) -> str:
    """Who asked whom what, and the status."""
    parts = {name: element for element in step.iter() for name in element.get("class", "").split()}
    way = words(parts["step-way"]).replace("›", "→")
    return re.sub(GUID, "*", f"{way}: {words(parts['step-call'])} {words(parts['step-status'])}")


def test_a_purchase_is_told_hop_by_hop(ada: Browser) -> None:
    buy(ada)
    told_trips = trips(ada.open(TOUR))
    assert told_trips["Checkout"] == [
        "Browser → Shop: POST /checkout 303",
        "Shop → Platform: GET /ecom/v2/carts/current 200",
        "Shop → Platform: POST /headless/v1/redirect-session 200",
        f"Browser → Hosted page: GET {HOSTED}/checkout 302",
        f"Browser → Hosted page: GET {HOSTED}/checkout/* 200",
        f"Browser → Hosted page: POST {HOSTED}/checkout/* 303",
        "Browser → Shop: GET /order-confirmation 200",
        "Shop → Platform: GET /ecom/v1/orders/* 200",
        "Shop → Platform: POST /ecom/v2/carts/current/estimate 404",
    ]
    assert told_trips["Cart"][:1] == ["Browser → Shop: GET /cart 200"]


def test_a_sign_in_is_told_hop_by_hop(ada: Browser) -> None:
    sign_in_to(ada)
    steps = trips(ada.open(TOUR))["Sign-in"]
    assert steps[:8] == [
        "Browser → Shop: POST /auth/login 303",
        "Shop → Platform: POST /oauth2/token 200",
        "Shop → Platform: POST /headless/v1/redirect-session 200",
        f"Browser → Hosted page: GET {HOSTED}/_api/oauth2/authorize 302",
        f"Browser → Hosted page: GET {HOSTED}/sign-in/* 200",
        f"Browser → Hosted page: POST {HOSTED}/sign-in/* 303",
        "Browser → Shop: GET /auth/callback 303",
        "Shop → Platform: POST /oauth2/token 200",
    ]
    assert "Browser → Shop: GET /account 200" in steps


def test_every_hop_is_told_with_its_time_and_what_was_said(ada: Browser) -> None:
    buy(ada)
    page = ada.open(TOUR)
    assert all(re.search(r"\d ms", words(answer)) for answer in page.by_class("step-answer"))
    assert "sends the browser on to /cart" in page.words
    assert "redirectSession=$REDIRECT_SESSION" in page.words
    assert '"checkoutId"' in page.words
    commands = [words(pre) for pre in page.root.iter("pre") if "data-text" in pre.attrib]
    assert any(command.startswith('curl --request POST "$BASE"/headless/v1/redirect-session') for command in commands)
    assert all("'Authorization: '\"$TOKEN\"" in command for command in commands if "/ecom/v2/" in command)
    assert "BASE=http://127.0.0.1:8001/wix" in page.words


def test_nothing_secret_is_in_the_tour_nor_in_what_is_kept(ada: Browser, app: Flask, sandbox: Sandbox) -> None:
    """Tokens, codes, single-use addresses, cookies and what was typed: none of it may be found again."""
    add_to_cart(ada, MUG)
    hosted = start_checkout(ada)
    single_use = re.findall(r"redirectSession=([\w-]+)", " ".join(hosted.hops))
    pay(ada, hosted, email="ada.byron@example.com", firstName="Augusta", cardNumber="4111 1111 1111 1111")
    page = sign_in_to(ada)
    answers = [key for hop in page.hops for key in re.findall(r"(?:code|state)=([\w.~-]+)", hop)]
    with sandbox._database.read() as db:
        tokens = [row[0] for row in db.execute("SELECT token FROM wix_tokens")]
    cookies = [
        cookie.value for cookie in ada.client._cookies.values() if cookie.key not in ("tour-guest", "cart_count")
    ]
    assert (len(single_use), len(answers) >= 2, len(tokens) >= 2, len(cookies) >= 3) == (1, True, True, True)
    typed = ["ada.byron@example.com", "Augusta", "4111 1111", "4111111111", "jane@example.com", "correct horse"]
    kept = kept_hops(app)
    assert "/order-confirmation" in kept
    for told in (ada.open(TOUR).text, kept):
        for secret in [*single_use, *answers, *tokens, *cookies, *typed, "IST.sandbox", "JWS."]:
            assert secret not in told
    assert not re.search(r"[\w-]{40,}", kept), "whatever is so long and has no words in it may be a secret"


def kept_hops(app: Flask) -> str:
    with closing(sqlite3.connect(app.extensions["settings"].data_dir / "tour.sqlite3")) as db:
        return " ".join(row[0].decode() for row in db.execute("SELECT hop FROM hop"))


def test_a_card_typed_on_a_page_of_ours_is_in_no_trace(make_app: Callable[..., Flask]) -> None:
    app = make_app(PLATFORM="bigcommerce", BIGCOMMERCE_CHECKOUT="api")
    ada = Browser(app, SHOP_URL)
    number, code = "5200 8282 8282 8210", "8642"
    paid = direct_steps.pay(ada, direct_steps.to_payment(ada), number=number, code=code)
    assert paid.heading == headings.PAID
    kept = kept_hops(app)
    assert "/payments" in kept
    assert '"instrument"' in kept
    for told in (ada.open(TOUR).text, kept):
        assert not re.search(rf"5200[ +]?8282|(?<![0-9A-Za-z.-]){code}(?![0-9A-Za-z-])|sandbox-token", told)


def test_a_hosted_checkout_of_another_platform_is_told_too(make_app: Callable[..., Flask]) -> None:
    ada = Browser(make_app(PLATFORM="bigcommerce"), SHOP_URL)
    buy(ada)
    page = ada.open(TOUR)
    assert trips(page)["Checkout"] == [
        "Browser → Shop: POST /checkout 303",
        "Shop → Platform: GET /stores/sandbox/v3/carts/* 200",
        "Shop → Platform: POST /stores/sandbox/v3/carts/*/redirect_urls 201",
        "Browser → Hosted page: GET /sandbox/bigcommerce/cart.php 302",
        "Browser → Hosted page: GET /sandbox/bigcommerce/checkout 200",
        "Browser → Hosted page: POST /sandbox/bigcommerce/checkout 303",
        "Browser → Hosted page: GET /sandbox/bigcommerce/checkout/order-confirmation 200",
    ]
    assert "token=$TOKEN" in page.words


def test_nobody_else_sees_a_trip(ada: Browser, bo: Browser) -> None:
    buy(ada)
    assert trips(ada.open(TOUR))
    assert "Nothing yet" in bo.open(TOUR).words
    add_to_cart(bo, MUG)
    assert set(trips(bo.open(TOUR))) == {"Cart"}


@pytest.mark.parametrize("forged", ["", "x", "' OR 1=1", "a" * 43])
def test_a_cookie_that_was_made_up_shows_nothing(ada: Browser, bo: Browser, forged: str) -> None:
    buy(ada)
    bo.client.set_cookie("tour", forged, domain="127.0.0.1")
    assert "Nothing yet" in bo.open(TOUR).words


def test_what_a_hosted_site_knows_a_visitor_by_opens_no_tour(ada: Browser, bo: Browser) -> None:
    buy(ada)
    guest = ada.client.get_cookie("tour-guest", domain="localhost", path="/sandbox")
    assert guest is not None
    bo.client.set_cookie("tour", guest.value, domain="127.0.0.1")
    assert "Nothing yet" in bo.open(TOUR).words


def test_the_tour_is_private_and_can_be_forgotten(ada: Browser) -> None:
    buy(ada)
    page = ada.open(TOUR)
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.text
    page = ada.submit(page.form("/tour/forget"))
    assert page.path == TOUR
    assert "Nothing yet" in page.words


def test_whoever_looks_around_gets_no_cookie_and_leaves_no_trace(ada: Browser, app: Flask) -> None:
    for path in ("/", "/products", MUG, "/events", "/services", TOUR, "/switchboard"):
        assert not ada.open(path).headers.getlist("Set-Cookie"), path
    assert not (app.extensions["settings"].data_dir / "tour.sqlite3").exists()


def test_public_pages_are_the_same_bytes_for_whoever_has_a_trace(ada: Browser, bo: Browser) -> None:
    buy(ada)
    kept = ada.open(TOUR).text
    for path in ("/", "/products", MUG, "/events", "/services/wheel-throwing"):
        hers, his = ada.open(path), bo.open(path)
        assert hers.text == his.text
        assert not hers.headers.getlist("Set-Cookie")
    assert ada.open(TOUR).text == kept


def test_a_form_of_another_site_begins_no_trace(ada: Browser) -> None:
    answer = ada.client.post("/checkout", base_url=SHOP_URL, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not answer.headers.getlist("Set-Cookie")
    add_to_cart(ada, MUG)
    forget = ada.client.post("/tour/forget", base_url=SHOP_URL, headers={"Sec-Fetch-Site": "cross-site"})
    assert forget.status_code == 403
    assert trips(ada.open(TOUR))


def test_the_trace_goes_on_where_shop_and_hosted_pages_are_one_site(make_app: Callable[..., Flask]) -> None:
    ada = Browser(make_app(SANDBOX_PUBLIC_URL=f"{SHOP_URL}/sandbox"), SHOP_URL)
    buy(ada)
    assert f"Browser → Hosted page: POST {HOSTED}/checkout/* 303" in trips(ada.open(TOUR))["Checkout"]
    assert ada.client.get_cookie("tour-guest", domain="127.0.0.1", path="/sandbox") is None


def test_another_worker_process_tells_the_same_trace(ada: Browser, make_app: Callable[..., Flask]) -> None:
    buy(ada)
    told_here = trips(ada.open(TOUR))
    ada.client.application = make_app().wsgi_app
    assert trips(ada.open(TOUR)) == told_here


def test_a_trip_in_another_language_is_told_as_well(ada: Browser) -> None:
    add_to_cart(ada, f"/es{MUG}")
    ada.submit(ada.open("/es/cart").form(r"/checkout$"))
    told_trips = [words(next(trip.iter("h2"))) for trip in ada.open(TOUR).by_class("trip")]
    assert told_trips[0].startswith("Checkout")
    count = len(told_trips)
    ada.open("/es/tour")
    ada.open("/es/switchboard")
    assert len(ada.open(TOUR).by_class("trip")) == count


def test_a_public_demo_locks_the_cookie_of_the_trace(demo_app: Flask) -> None:
    ada = Browser(demo_app, DEMO_URL)
    page = ada.open(MUG)
    cookies = ada.send(page.form(r"/cart/items$")).headers.getlist("Set-Cookie")
    trace = next(cookie for cookie in cookies if "tour" in cookie)
    assert trace.startswith("__Host-tour=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in trace.split(";")}


def test_a_shop_whose_trace_cannot_be_kept_goes_on_selling(ada: Browser, app: Flask) -> None:
    (app.extensions["settings"].data_dir / "tour.sqlite3").mkdir()
    assert buy(ada).status == 200


def test_the_bar_leads_to_both_pages_from_everywhere(ada: Browser) -> None:
    for path in ("/", "/cart", TOUR, "/switchboard", "/no-such-page"):
        page = ada.open(path)
        (bar,) = page.by_class("demo-bar")
        assert "no money moves" in words(bar)
        assert [link.get("href") for link in bar.iter("a")] == [TOUR, "/switchboard"]


def test_signing_out_forgets_what_came_before_it(ada: Browser, bo: Browser) -> None:
    for browser in (ada, bo):
        sign_in_to(browser)
    ada.submit(ada.open("/account").form("/auth/logout$"))
    assert "Sign-in" not in trips(ada.open(TOUR))
    assert "/auth/callback" not in ada.open(TOUR).words
    assert "/auth/callback" in bo.open(TOUR).words
