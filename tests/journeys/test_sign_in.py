"""Signing in and out as somebody in front of a browser meets it: both legs, each way to fail, no secret told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event, current_thread, main_thread
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from sandbox.wix.site import API_KEY
from services.storefront import Visitor
from services.wix.auth import TokenEndpoint, Tokens, VisitorTokens
from tests.browsing import Browser, Page, form_values
from tests.conftest import SHOP_URL
from tests.journeys.conftest import (
    BOWL,
    MUG,
    add_to_cart,
    choose,
    count_calls_to,
    notices_of,
    pay,
    start_checkout,
)
from tests.unit.routes.test_next_page import OPEN_REDIRECTS

SECRETS = ("OauthNG.JWS.", "JWS.", "IAMCODE.", API_KEY)
PAGES_OF_CUSTOMERS = (
    *("/auth/login", "/auth/silent", "/auth/callback", "/auth/callback?code=x&state=unknown", "/auth/signed-out"),
    *("/account", "/account/orders", "/account/tickets", "/account/plans", "/account/orders/unknown"),
    *("/thank-you", "/thank-you?planOrderId=00000000-0000-4000-8000-000000000000", "/find-order"),
    *("/events/evening-on-the-wheel", "/events/evening-on-the-wheel/reservation", "/plans", "/plans/tea-circle"),
)
FOUR_HOURS = timedelta(hours=4, minutes=1)


def start_sign_in(browser: Browser, next_page: str = "/cart") -> Page:
    """From the shop's button to the hosted page."""
    page = browser.open(f"/auth/login?next={next_page}")
    return browser.submit(page.form(primary=True))


def sign_in(browser: Browser, next_page: str = "/cart") -> Page:
    """The whole way, with the demo account."""
    return browser.submit(start_sign_in(browser, next_page).form(primary=True))


def answer_of(browser: Browser, hosted: Page) -> str:
    """Where the hosted page sends the browser after its button; the browser does not go there."""
    browser.open(hosted.url)
    return str(browser.send(hosted.form(primary=True)).headers["Location"])


def is_signed_in(browser: Browser) -> bool:
    """The login page lets whoever is signed in already go on at once."""
    return not browser.new_tab().open("/auth/login?next=/cart").path.startswith("/auth/login")


def same_visitor(browser: Browser) -> Client:
    """The same cookies as now, for a request at the same moment."""
    client = Client(browser.client.application)
    client.set_cookie("session", browser.cookie("session") or "", domain="127.0.0.1")
    return client


def test_signing_in_leads_back_to_where_one_was(ada: Browser) -> None:
    assert sign_in(ada, "/products/harbour-mug").path == "/products/harbour-mug"
    assert is_signed_in(ada)


def test_no_next_in_an_address_leads_away(ada: Browser) -> None:
    def places(path: str) -> set[str]:
        answers = (ada.client.get(f"{path}?next={quote(evil)}", base_url=SHOP_URL) for evil in OPEN_REDIRECTS)
        return {answer.headers["Location"] for answer in answers}

    for evil in OPEN_REDIRECTS:
        form = ada.open(f"/auth/login?next={quote(evil)}").form(primary=True)
        assert dict(form_values(form)) == {"next": "/"}
    assert places("/auth/silent") == {"/"}
    sign_in(ada)
    assert places("/auth/login") == {"/"}


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"])
def test_no_next_in_a_form_leads_away(ada: Browser, evil: str) -> None:
    hosted = ada.post("/auth/login", {"next": evil})
    page = ada.submit(hosted.form(primary=True))
    assert page.url == f"{SHOP_URL}/"


def test_the_cart_is_kept_through_signing_in(ada: Browser) -> None:
    add_to_cart(ada, MUG, quantity="2")
    page = sign_in(ada)
    assert page.path == "/cart"
    assert "Harbour" in page.words
    assert ada.cookie("cart_count") == "2"


def test_whoever_signs_in_mid_checkout_pays_for_the_same_cart(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    start_checkout(ada)
    sign_in(ada)
    page = pay(ada, start_checkout(ada))
    assert page.path.startswith("/order-confirmation")
    assert "paid" in page.heading


def test_a_checkout_begun_before_signing_in_is_not_taken_for_one_of_the_fuller_cart(ada: Browser, bo: Browser) -> None:
    sign_in(bo)
    add_to_cart(bo, BOWL)
    add_to_cart(ada, MUG)
    assert "Nesting bowl" not in start_checkout(ada).words
    sign_in(ada)
    page = start_checkout(ada)
    assert "Nesting bowl" in page.words
    assert "Harbour mug" in page.words


def test_an_account_can_be_made_on_the_way(ada: Browser) -> None:
    hosted = start_sign_in(ada)
    form = next(
        form for form in hosted.forms() if any("firstName" in (i.get("name") or "") for i in form.iter("input"))
    )
    page = ada.submit(form, email="nell@example.com", password="long enough", firstName="Nell", lastName="Hart")
    assert page.path == "/cart"
    assert is_signed_in(ada)


def test_the_session_gets_another_id_and_the_old_one_is_dead(ada: Browser, bo: Browser) -> None:
    add_to_cart(ada, MUG)
    before = ada.cookie("session")
    sign_in(ada)
    assert before
    assert ada.cookie("session") != before
    bo.client.set_cookie("session", before, domain="127.0.0.1")
    assert not is_signed_in(bo)
    assert "empty" in bo.open("/cart").heading


def test_changing_ones_mind_is_no_error(ada: Browser) -> None:
    page = choose(ada, start_sign_in(ada), "cancel")
    assert (page.status, page.heading) == (200, "You are not signed in")
    assert not is_signed_in(ada)


def test_an_answer_is_taken_once_and_a_second_one_changes_nothing(ada: Browser) -> None:
    address = answer_of(ada, start_sign_in(ada))
    ada.open(address)
    again = ada.open(address)
    assert (again.status, again.heading) == (410, "This sign-in is over")
    assert is_signed_in(ada)


def test_asking_for_the_headers_of_an_answer_does_not_use_it_up(ada: Browser) -> None:
    address = answer_of(ada, start_sign_in(ada))
    parts = urlsplit(address)
    looked = ada.client.head(f"{parts.path}?{parts.query}", base_url="http://127.0.0.1:8000")
    assert looked.status_code == 200
    assert not is_signed_in(ada)
    assert ada.open(address).path == "/cart"


def test_an_answer_that_comes_too_late_is_told_so(ada: Browser, sandbox: Sandbox) -> None:
    address = answer_of(ada, start_sign_in(ada))
    sandbox.clock.advance(timedelta(minutes=11))
    page = ada.open(address)
    assert (page.status, page.heading) == (410, "This sign-in is over")
    assert not is_signed_in(ada)


def test_an_answer_in_another_browser_signs_nobody_in(ada: Browser, cy: Browser, sandbox: Sandbox) -> None:
    address = answer_of(ada, start_sign_in(ada))
    before = count_calls_to(sandbox, "/oauth2/token")
    page = cy.open(address)
    assert (page.status, page.heading) == (400, "This sign-in was not started here")
    assert not is_signed_in(cy)
    assert count_calls_to(sandbox, "/oauth2/token") == before


def test_two_tabs_never_mix_their_secrets(ada: Browser) -> None:
    first_tab, second_tab = ada, ada.new_tab()
    first, second = start_sign_in(first_tab, "/cart"), start_sign_in(second_tab, "/products")
    assert second_tab.submit(second.form(primary=True)).path == "/products"
    assert first_tab.submit(first.form(primary=True)).path == "/cart"


def test_of_four_attempts_the_oldest_makes_room(ada: Browser) -> None:
    tabs = [ada.new_tab() for _ in range(4)]
    addresses = [answer_of(tab, start_sign_in(tab)) for tab in tabs]
    assert ada.open(addresses[0]).status == 400
    assert ada.open(addresses[1]).path == "/cart"


@pytest.mark.parametrize(
    "query",
    [
        "code=abc",
        "code=abc&state=",
        "code=abc&state=unknown",
        "error=access_denied&state=unknown",
        "error=<script>alert(1)</script>&state=unknown",
        "state=a&state=b&code=c",
        "code=" + "x" * 3000 + "&state=unknown",
        "code=abc&state=" + "x" * 500,
        "code=a%00b&state=unknown",
    ],
)
def test_an_answer_to_nothing_is_a_calm_page_without_a_call(ada: Browser, sandbox: Sandbox, query: str) -> None:
    add_to_cart(ada, MUG)
    before = len(sandbox.journal())
    page = ada.open(f"/auth/callback?{query}")
    assert (page.status, page.heading) == (400, "This sign-in was not started here")
    assert "alert(1)" not in page.text
    assert len(sandbox.journal()) == before


def test_an_answer_of_another_issuer_is_refused_before_its_code_is_used(ada: Browser, sandbox: Sandbox) -> None:
    address = answer_of(ada, start_sign_in(ada))
    before = count_calls_to(sandbox, "/oauth2/token")
    page = ada.open(f"{address}&iss=https://evil.example")
    assert page.status == 400
    assert count_calls_to(sandbox, "/oauth2/token") == before
    assert not is_signed_in(ada)


def test_the_right_issuer_is_welcome(ada: Browser) -> None:
    address = answer_of(ada, start_sign_in(ada))
    assert ada.open(f"{address}&iss=http://localhost:8000").path == "/cart"


def test_an_error_with_our_state_uses_the_attempt_up_in_our_own_words(ada: Browser) -> None:
    hosted = start_sign_in(ada)
    state = parse_qs(urlsplit(answer_of(ada, hosted)).query)["state"][0]
    page = ada.open(f"/auth/callback?error=server_error&error_description=Pay+at+evil.example&state={state}")
    assert (page.status, page.heading) == (502, "Signing in did not work")
    assert "evil" not in page.text
    assert ada.open(f"/auth/callback?code=x&state={state}").status == 410


def test_a_platform_that_is_down_says_so_on_both_legs(ada: Browser, sandbox: Sandbox, no_pauses: None) -> None:
    sandbox.faults.add(path="/headless/v1/redirect-session", kind="status", status=503, times=None)
    page = ada.submit(ada.open("/auth/login").form(primary=True))
    assert page.status == 503
    sandbox.faults.clear()
    address = answer_of(ada, start_sign_in(ada))
    sandbox.faults.add(path="/oauth2/token", kind="status", status=503, times=None)
    assert ada.open(address).status == 503
    sandbox.faults.clear()
    assert not is_signed_in(ada)


def test_a_callback_address_that_is_not_registered_stops_on_the_hosted_page(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(SANDBOX_ALLOWED_REDIRECT_URIS="https://other.example/auth/callback")
    page = start_sign_in(Browser(app, "http://127.0.0.1:8000"))
    assert page.status == 400
    assert page.url.startswith("http://localhost:8000/sandbox/")


def test_the_callback_tells_nobody_where_it_came_from_and_is_never_kept(ada: Browser) -> None:
    address = answer_of(ada, start_sign_in(ada))
    parts = urlsplit(address)
    answer = ada.client.get(f"{parts.path}?{parts.query}", base_url="http://127.0.0.1:8000")
    assert answer.status_code == 303
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/auth/login", "/auth/callback", "/auth/signed-out"])
def test_a_form_of_these_pages_may_say_where_it_comes_from(ada: Browser, path: str) -> None:
    """Under `no-referrer` a browser sends `Origin: null`, and one without Sec-Fetch-Site could never sign in."""
    assert ada.open(path).headers["Referrer-Policy"] == "same-origin"


def test_signing_out_is_at_once_and_over_there_too(ada: Browser, cy: Browser) -> None:
    sign_in(ada)
    old_session = ada.cookie("session")
    page = ada.post("/auth/logout")
    assert page.heading == "You are signed out"
    assert not is_signed_in(ada)
    assert old_session
    cy.client.set_cookie("session", old_session, domain="127.0.0.1")
    assert not is_signed_in(cy)
    hosted = start_sign_in(ada)
    assert "/sign-in/" in hosted.url, "the hosted page asks again"


def test_signing_out_clears_what_the_browser_kept(ada: Browser) -> None:
    add_to_cart(ada, MUG)
    sign_in(ada)
    answer = ada.client.post(
        "/auth/logout", base_url="http://127.0.0.1:8000", headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    ada.open(answer.headers["Location"])
    assert ada.cookie("cart_count") is None
    assert ada.cookie("session") is None
    assert "empty" in ada.open("/cart").heading


def test_signing_out_works_while_the_platform_is_down(ada: Browser, sandbox: Sandbox, no_pauses: None) -> None:
    sign_in(ada)
    sandbox.faults.add(path="/headless/v1/redirect-session", kind="status", status=503, times=None)
    assert ada.post("/auth/logout").heading == "You are signed out"
    assert not is_signed_in(ada)


def test_a_visitor_who_signs_out_only_starts_anew(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    before = count_calls_to(sandbox, "/redirect-session")
    assert ada.post("/auth/logout").heading == "You are signed out"
    assert count_calls_to(sandbox, "/redirect-session") == before


def test_signing_out_needs_a_form_of_ours(ada: Browser) -> None:
    sign_in(ada)
    answer = ada.client.post("/auth/logout", base_url="http://127.0.0.1:8000", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert ada.client.get("/auth/logout", base_url="http://127.0.0.1:8000").status_code == 405
    assert is_signed_in(ada)


def test_a_sign_in_that_the_platform_ends_keeps_the_cart_and_says_so(ada: Browser, sandbox: Sandbox) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG, quantity="3")
    sandbox.revoke_refresh_tokens()
    sandbox.expire_tokens()
    page = ada.open("/cart")
    assert "Harbour" in page.words
    assert ada.cookie("cart_count") == "3"
    assert any("signed out" in notice for notice in notices_of(page))
    assert not is_signed_in(ada)
    assert not notices_of(ada.open("/cart")), "it is said once"
    assert not notices_of(ada.open("/auth/login"))


def test_of_many_requests_at_the_end_of_a_sign_in_one_keeps_the_cart_and_none_calls_it_empty(
    ada: Browser, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG, quantity="3")
    sandbox.revoke_refresh_tokens()
    sandbox.expire_tokens()
    before = count_calls_to(sandbox, "/add-line-items")
    together, renew = Barrier(4), VisitorTokens._renew

    def renew_together(tokens: VisitorTokens, visitor: Visitor, outdated: str) -> str | None:
        together.wait(20)  # all four have read the session by now
        return renew(tokens, visitor, outdated)

    monkeypatch.setattr(VisitorTokens, "_renew", renew_together)

    def open_cart(tab: Client) -> TestResponse:
        return tab.get("/cart", base_url=SHOP_URL)

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(open_cart, [same_visitor(ada) for _ in range(4)]))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert sum("session=" in str(answer.headers.getlist("Set-Cookie")) for answer in answers) == 1
    assert count_calls_to(sandbox, "/add-line-items") == before + 1


def test_a_renewal_under_way_does_not_undo_signing_out(
    ada: Browser, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG)
    sandbox.clock.advance(FOUR_HOURS)
    tab, renew, has_begun, may_end = same_visitor(ada), TokenEndpoint.renew, Event(), Event()

    def renew_slowly(endpoint: TokenEndpoint, tokens: Tokens) -> Tokens:
        if current_thread() is not main_thread():
            has_begun.set()
            may_end.wait(20)
        return renew(endpoint, tokens)

    monkeypatch.setattr(TokenEndpoint, "renew", renew_slowly)
    with ThreadPoolExecutor(1) as other:
        in_flight = other.submit(tab.get, "/cart", base_url=SHOP_URL)
        assert has_begun.wait(20)
        assert ada.post("/auth/logout").heading == "You are signed out"
        may_end.set()
        assert "session=" not in str(in_flight.result().headers.getlist("Set-Cookie"))
    assert tab.get("/auth/login?next=/cart", base_url=SHOP_URL).status_code == 200
    assert "empty" in ada.open("/cart").heading


def test_a_change_during_the_end_of_a_sign_in_goes_on_from_the_cart(ada: Browser, sandbox: Sandbox) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG, quantity="2")
    form = ada.open(MUG).form(r"/cart/items$")
    sandbox.revoke_refresh_tokens()
    sandbox.expire_tokens()
    page = ada.submit(form)
    assert page.path == "/cart"
    assert any("signed out" in notice for notice in notices_of(page))
    assert ada.cookie("cart_count") == "2"


def test_a_renewal_that_fails_otherwise_keeps_everybody_signed_in(
    ada: Browser, sandbox: Sandbox, no_pauses: None
) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG)
    sandbox.clock.advance(FOUR_HOURS)
    sandbox.faults.add(path="/oauth2/token", kind="status", status=503, times=None)
    assert ada.open("/cart").status == 503
    sandbox.faults.clear()
    assert "Harbour" in ada.open("/cart").words
    assert is_signed_in(ada)


def test_back_with_the_hint_somebody_is_signed_in_silently_once(ada: Browser, bo: Browser, sandbox: Sandbox) -> None:
    sign_in(ada)
    # The same browser on the hosted pages, a new visitor in the shop: as after buying a membership over there.
    ada.client.delete_cookie("session", domain="127.0.0.1")
    add_to_cart(ada, MUG)
    page = pay(ada, start_checkout(ada))
    assert page.path.startswith("/order-confirmation?orderId=")
    assert "wixMemberLoggedIn" not in page.path
    assert "paid" in page.heading
    assert is_signed_in(ada)


def test_a_silent_attempt_that_breaks_off_still_leads_to_the_order(
    ada: Browser, sandbox: Sandbox, no_pauses: None
) -> None:
    sign_in(ada)
    ada.client.delete_cookie("session", domain="127.0.0.1")
    add_to_cart(ada, MUG)
    hosted = start_checkout(ada)
    sandbox.faults.add(path="/oauth2/token", kind="status", status=503, times=None)
    page = pay(ada, hosted)
    assert page.path.startswith("/order-confirmation?orderId=")
    assert "paid" in page.heading
    assert not is_signed_in(ada)


def test_a_hint_that_is_not_true_is_asked_about_once_and_never_in_a_loop(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    start_checkout(ada)
    page = ada.open("/order-confirmation?wixMemberLoggedIn=true")
    assert page.path == "/order-confirmation"
    assert not is_signed_in(ada)
    before = count_calls_to(sandbox, "/redirect-session")
    ada.open("/order-confirmation?wixMemberLoggedIn=true")
    assert count_calls_to(sandbox, "/redirect-session") == before


def test_a_hint_without_a_trip_is_nothing(ada: Browser, sandbox: Sandbox) -> None:
    sign_in(ada)
    ada.open("/order-confirmation?wixMemberLoggedIn=false")
    assert is_signed_in(ada)
    before = len(sandbox.journal())
    ada.new_tab().open("/order-confirmation?wixMemberLoggedIn=maybe")
    assert len(sandbox.journal()) == before


def test_a_hint_long_after_the_trip_is_nothing(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    start_checkout(ada)
    sandbox.clock.advance(timedelta(hours=25))
    before = count_calls_to(sandbox, "/redirect-session")
    ada.open("/order-confirmation?wixMemberLoggedIn=true")
    assert count_calls_to(sandbox, "/redirect-session") == before


def test_whoever_signed_out_over_there_is_a_visitor_here(ada: Browser) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG)
    start_checkout(ada)
    page = ada.open("/order-confirmation?wixMemberLoggedIn=false")
    assert page.path == "/order-confirmation"
    assert not is_signed_in(ada)


def test_whoever_signed_out_over_there_keeps_the_cart_and_is_told(ada: Browser) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG, quantity="2")
    start_checkout(ada)
    ada.open("/order-confirmation?wixMemberLoggedIn=false")
    page = ada.open("/cart")
    assert "Harbour" in page.words
    assert ada.cookie("cart_count") == "2"
    assert any("signed out" in notice for notice in notices_of(page))
    assert not any("paid for" in notice for notice in notices_of(page))


def test_what_was_bought_before_signing_out_over_there_is_in_no_cart(ada: Browser, sandbox: Sandbox) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG)
    hosted = start_checkout(ada)
    order_id = parse_qs(urlsplit(str(ada.send(hosted.form(primary=True)).headers["Location"])).query)["orderId"][0]
    page = ada.open(f"/order-confirmation?orderId={order_id}&wixMemberLoggedIn=false")
    assert "paid" in page.heading
    assert not is_signed_in(ada)
    assert "empty" in ada.open("/cart").heading


def test_whoever_pays_while_the_sign_in_ends_sees_the_order_and_no_refilled_cart(
    ada: Browser, sandbox: Sandbox
) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG, quantity="3")
    hosted = start_checkout(ada)
    sandbox.revoke_refresh_tokens()
    sandbox.expire_tokens()
    page = pay(ada, hosted)
    assert page.path.startswith("/order-confirmation?orderId=")
    assert "paid" in page.heading
    cart = ada.open("/cart")
    assert "empty" in cart.heading
    assert any("signed out" in notice for notice in notices_of(cart))


def test_a_line_that_nobody_sells_any_more_does_not_break_the_way_out(ada: Browser, sandbox: Sandbox) -> None:
    sign_in(ada)
    add_to_cart(ada, MUG)
    sandbox.revoke_refresh_tokens()
    sandbox.expire_tokens()
    sandbox.faults.add(path="*/add-line-items", kind="status", status=404, times=None)
    page = ada.open("/cart")
    assert page.status == 200
    assert any("not everything" in notice for notice in notices_of(page))


def test_public_pages_take_no_hint(ada: Browser, sandbox: Sandbox) -> None:
    add_to_cart(ada, MUG)
    start_checkout(ada)
    before = count_calls_to(sandbox, "/redirect-session")
    assert ada.open("/products?wixMemberLoggedIn=true").path == "/products?wixMemberLoggedIn=true"
    assert count_calls_to(sandbox, "/redirect-session") == before


def test_no_secret_of_a_sign_in_is_shown_kept_or_logged(
    app: Flask, ada: Browser, caplog: pytest.LogCaptureFixture, sandbox: Sandbox, no_pauses: None
) -> None:
    """Everything the shop itself answers on a whole run, with a failure in it, and every line it logs."""
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []

    def look(page: Page) -> Page:
        if urlsplit(page.url).netloc == "127.0.0.1:8000":
            seen.extend((page.text, str(page.headers)))
        return page

    look(add_to_cart(ada, MUG))
    look(sign_in(ada))
    look(ada.open("/cart"))
    look(ada.open("/order-confirmation"))
    for path in PAGES_OF_CUSTOMERS:
        look(ada.open(path))
    look(ada.post("/find-order", {"number": "9001", "email": "jane@example.com"}))
    look(ada.post("/plans/tea-circle/checkout"))
    sandbox.clock.advance(FOUR_HOURS)
    sandbox.faults.add(path="/oauth2/token", kind="status", status=503, times=None)
    look(ada.open("/cart"))
    sandbox.faults.clear()
    sandbox.faults.add(path="/ecom", kind="garbage", times=1)
    look(ada.open("/cart"))
    look(ada.post("/auth/logout"))
    cookies = [f"{cookie.key}={cookie.value}" for cookie in ada.client._cookies.values()]
    told = "\n".join([*seen, *cookies, *(record.getMessage() + str(record.__dict__) for record in caplog.records)])
    assert not [secret for secret in SECRETS if secret in told]


def test_an_answer_behind_the_hash_is_handed_over_by_a_page_of_ours(make_app: Callable[..., Flask]) -> None:
    ada = Browser(make_app(WIX_AUTH_RESPONSE_MODE="fragment"), "http://127.0.0.1:8000")
    hosted = start_sign_in(ada)
    answer = urlsplit(str(ada.send(hosted.form(primary=True)).headers["Location"]))
    assert not answer.query
    page = ada.open(answer.path)
    assert "JavaScript" in page.text
    fields = {name: values[0] for name, values in parse_qs(answer.fragment).items()}
    assert ada.submit(page.form(r"/auth/callback$"), **fields).path == "/cart"
    assert is_signed_in(ada)


def test_an_answer_by_message_comes_to_a_page_with_a_frame(make_app: Callable[..., Flask]) -> None:
    ada = Browser(make_app(WIX_AUTH_RESPONSE_MODE="web_message"), "http://127.0.0.1:8000")
    add_to_cart(ada, MUG)
    start_checkout(ada)
    page = ada.open("/order-confirmation?wixMemberLoggedIn=true")
    assert page.path == "/auth/silent?next=/order-confirmation"
    frame = next(page.root.iter("iframe"))
    assert urlsplit(frame.get("data-address", "")).netloc == "localhost:8000"
    assert "src" not in frame.attrib  # the script opens it once it listens, or a quick answer is lost
    assert "frame-src http://localhost:8000" in page.headers["Content-Security-Policy"]
    assert ada.open("/auth/silent?next=/order-confirmation").path == "/order-confirmation", "the frame works once"
