"""An order looked up by number and e-mail: no account needed, nothing to be learnt by guessing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from sandbox import Sandbox
from tests.browsing import Browser, Page
from tests.conftest import SHOP_URL
from tests.journeys.conftest import buy, order_id_of, sign_in_to
from tests.recording import Recorder

pytestmark = pytest.mark.usefixtures("no_pauses")

SEARCH = "/ecom/v1/orders/search"


def find(browser: Browser, number: str, email: str) -> Page:
    form = browser.open("/find-order").form("/find-order")
    return browser.submit(form, number=number, email=email)


@pytest.mark.parametrize(
    ("number", "email"),
    [("9001", "jane@example.com"), (" #9001 ", " JANE@Example.com "), ("# 9002", "jane@example.com")],
)
def test_an_order_is_found_by_its_number_and_address(cy: Browser, number: str, email: str) -> None:
    page = find(cy, number, email)
    assert page.status == 200
    assert page.heading == f"Your order {number.strip(' #')}"
    assert "18 Willow Street" in page.words
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "same-origin")
    for secret in ("jane", "9001", "9002"):
        assert secret not in page.path.lower()


def test_what_a_guest_bought_can_be_found_from_another_browser(ada: Browser, cy: Browser) -> None:
    confirmation = buy(ada)
    number = confirmation.text.split("the number to mention is <strong>")[1].split("<")[0]
    email = next(line for line in confirmation.words.split() if "@" in line and "kilnandkettle" not in line)
    page = find(cy, number, email)
    assert page.status == 200
    assert order_id_of(confirmation) in page.path


def test_a_wrong_number_and_a_wrong_address_are_answered_alike(cy: Browser, sandbox: Sandbox) -> None:
    answers, calls = [], []
    cy.post("/find-order", {})  # the first form that somebody posts in a demo shop begins their tour
    for number, email in [("9001", "mary@example.com"), ("8001", "jane@example.com"), ("8001", "mary@example.com")]:
        cy.open("/find-order")
        before = len(sandbox.journal())
        page = cy.post("/find-order", {"number": number, "email": email}, X_Request_Id="the-same-one")
        calls.append([(call.method, call.path) for call in sandbox.journal()[before:]])
        answers.append((page.status, page.text.replace(number, "N").replace(email, "E"), sorted(page.headers.keys())))
    assert answers[0][0] == 422
    assert answers[0] == answers[1] == answers[2]
    assert calls == [[("POST", SEARCH)]] * 3


def test_a_miss_says_one_sentence_and_keeps_what_was_typed(cy: Browser) -> None:
    page = find(cy, "9001", "mary@example.com")
    assert "no order with this number and this e-mail address" in page.words
    values = {field.get("name"): field.get("value") for field in page.form("/find-order").iter("input")}
    assert values == {"number": "9001", "email": "mary@example.com"}
    assert "Willow" not in page.words
    assert cy.cookie("session") is None


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("", "jane@example.com"),
        ("9" * 31, "jane@example.com"),
        ("9001' OR 1=1", "jane@example.com"),
        ("٩٠٠١", "jane@example.com"),
        ("9001", ""),
        ("9001", "jane"),
        ("9001", "j" * 300 + "@example.com"),
        ("9001", "jane@example.com\x00"),
        ("9001", "<script>@example.com x"),
    ],
)
def test_what_can_be_no_number_or_address_is_said_and_not_worth_a_call(
    cy: Browser, sandbox: Sandbox, number: str, email: str
) -> None:
    before = len(sandbox.journal())
    page = cy.post("/find-order", {"number": number, "email": email})
    assert page.status == 422
    assert page.by_class("field-problem")
    assert "<script>@" not in page.text
    assert len(page.text) < 20_000
    assert len(sandbox.journal()) == before


def test_a_found_order_is_read_in_this_session_only(ada: Browser, cy: Browser) -> None:
    found = find(ada, "9001", "jane@example.com")
    assert ada.open(found.url).status == 200
    turned_away = cy.open(found.url)
    assert turned_away.path == "/find-order"
    assert "Willow" not in turned_away.words


def test_a_found_order_can_be_read_for_half_an_hour(ada: Browser, sandbox: Sandbox) -> None:
    found = find(ada, "9001", "jane@example.com")
    sandbox.clock.advance(timedelta(minutes=29))
    assert ada.open(found.url).status == 200
    sandbox.clock.advance(timedelta(minutes=2))
    assert ada.open(found.url).path == "/find-order"


@pytest.mark.parametrize("order_id", ["00000000-0000-4000-8000-000000000000", "9001", "x" * 3000, "%2e%2e"])
def test_an_order_that_was_not_looked_up_leads_back_to_the_form_without_a_call(
    ada: Browser, sandbox: Sandbox, order_id: str
) -> None:
    find(ada, "9001", "jane@example.com")
    before = len(sandbox.journal())
    assert ada.open(f"/find-order/{order_id}").path == "/find-order"
    assert len(sandbox.journal()) == before


def test_finding_an_order_gives_the_session_another_id(ada: Browser) -> None:
    buy(ada)
    before = ada.cookie("session")
    find(ada, "9001", "jane@example.com")
    assert before
    assert ada.cookie("session") != before


def test_signing_out_closes_what_was_found(ada: Browser) -> None:
    sign_in_to(ada)
    found = find(ada, "9001", "jane@example.com")
    ada.post("/auth/logout")
    assert ada.open(found.url).path == "/find-order"


def test_only_one_s_own_form_is_taken(cy: Browser, sandbox: Sandbox) -> None:
    cy.open("/find-order")
    page = cy.post("/find-order", {"number": "9001", "email": "jane@example.com"}, Sec_Fetch_Site="cross-site")
    assert page.status == 403
    assert sandbox.journal() == []


def test_guessing_is_slow(cy: Browser, sandbox: Sandbox) -> None:
    with time_machine.travel(sandbox.clock.now(), tick=False) as clock:
        answers = [cy.post("/find-order", {"number": str(9100 + n), "email": "a@b.example"}) for n in range(11)]
        assert [page.status for page in answers] == [422] * 10 + [429]
        refused = answers[-1]
        assert refused.heading == "A little slower, please"
        assert refused.headers["Cache-Control"] == "no-store"
        assert 60 <= int(refused.headers["Retry-After"]) <= 61
        assert sum(call.path == SEARCH for call in sandbox.journal()) == 10
        for _ in range(3):
            clock.shift(timedelta(seconds=61))
            more = [cy.post("/find-order", {"number": "1", "email": "a@b.example"}).status for _ in range(10)]
            assert more == [422] * 10
        clock.shift(timedelta(seconds=61))
        assert cy.post("/find-order", {"number": "1", "email": "a@b.example"}).status == 429
        assert cy.open("/find-order").status == 200


def test_an_invented_forwarding_header_makes_nobody_else_of_a_guesser(cy: Browser) -> None:
    answers = [
        cy.post("/find-order", {"number": "1", "email": "a@b.example"}, X_Forwarded_For=f"203.0.113.{n}").status
        for n in range(11)
    ]
    assert answers[-1] == 429


def test_behind_the_proxy_each_shopper_has_a_count(demo_app: Flask) -> None:
    browser = Browser(demo_app, "https://shop.example")
    fields = {"number": "1", "email": "a@b.example"}
    sent = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "shop.example"}

    def ask(forwarded: str) -> int:
        return browser.post("/find-order", fields, X_Forwarded_For=forwarded, **sent).status

    answers = [ask(f"192.0.2.{n}, 198.51.100.7") for n in range(11)]
    assert answers == [422] * 10 + [429]
    assert ask("198.51.100.8") == 422


def test_where_orders_cannot_be_searched_there_is_no_look_up(make_app: Callable[..., Flask]) -> None:
    app = make_app(WIX_CLIENT_ID="11111111-2222-4333-8444-555555555555", WIX_HOSTED_ORIGINS="https://hosted.example")
    browser = Browser(app, SHOP_URL)
    page = browser.open("/find-order")
    assert page.status == 404
    assert not [link for link in page.links() if link.endswith("/find-order")]
    assert browser.post("/find-order", {"number": "1", "email": "a@b.example"}).status == 404


def test_the_footer_leads_to_the_look_up(cy: Browser) -> None:
    assert any(link.endswith("/find-order") for link in cy.open("/").links())


@pytest.mark.parametrize("kind", ["garbage", "wrong_types", "empty"])
def test_a_platform_that_talks_nonsense_is_a_calm_page(cy: Browser, sandbox: Sandbox, kind: str) -> None:
    sandbox.faults.add(path=SEARCH, kind=kind, times=None)
    page = find(cy, "9001", "jane@example.com")
    assert page.status == 502
    assert "Willow" not in page.words


def test_an_answer_with_another_number_is_not_believed(cy: Browser, recorder: Recorder) -> None:
    recorder.rewrite(SEARCH, lambda answer: answer["orders"][0].update(number="9009"))
    assert find(cy, "9001", "jane@example.com").status == 422
