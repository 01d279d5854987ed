"""From the cart to a paid order on the shop's own pages, as a visitor meets them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app import embed
from sandbox import Sandbox
from services.registry import build_storefront
from tests import headings
from tests.browsing import Browser, Page, words
from tests.journeys.conftest import add_to_cart, buy_now, count_calls_to, notices_of
from tests.journeys.direct_steps import (
    ADDRESS,
    ADDRESS_HEADING,
    CARD,
    DECLINED,
    DELIVERY_HEADING,
    EXPIRED,
    NO_FUNDS,
    PAYMENT_HEADING,
    PENDING,
    REVIEW_HEADING,
    UNCERTAIN_HEADING,
    UNVERIFIED,
    begin,
    checkout_path,
    choose_delivery,
    give_address,
    parts,
    pay,
    place_order,
    problem_at,
    to_payment,
    to_review,
    value_of,
)
from tests.tapped_line import TappedLine

STEPS = ("address", "delivery", "review", "payment")
PAYMENTS = "/stores/sandbox/payments"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The shop with its checkout on its own pages."""
    return make_app(PLATFORM="bigcommerce", BIGCOMMERCE_CHECKOUT="api")


def find_product(browser: Browser, words: str) -> str:
    page = browser.open(f"/products?q={words}")
    return next(link for link in page.links() if "/products/" in link)


# Paid


def test_ada_buys_a_mug_without_leaving_the_shop(ada: Browser, sandbox: Sandbox) -> None:
    page = begin(ada)
    assert page.heading == ADDRESS_HEADING
    page = give_address(ada, page)
    assert page.heading == DELIVERY_HEADING
    page = choose_delivery(ada, page)
    assert page.heading == REVIEW_HEADING
    for text in ("555 Main Street", "Texas", "ada@example.com", "To the same address."):
        assert text in page.words
    page = place_order(ada, page)
    assert page.heading == PAYMENT_HEADING
    page = pay(ada, page)
    assert page.heading == headings.PAID
    assert "/order-confirmation?orderId=" in page.url
    assert count_calls_to(sandbox, PAYMENTS) == 1
    assert ada.open("/cart").heading == "Your cart is empty"


def test_every_page_is_private_and_unlisted(ada: Browser) -> None:
    page = to_payment(ada)
    for step in STEPS:
        shown = ada.open(f"{checkout_path(page)}/{step}")
        assert shown.headers["Cache-Control"] == "no-store"
        assert any(
            meta.get("name") == "robots" and meta.get("content") == "noindex" for meta in shown.root.iter("meta")
        )


def test_the_bar_tells_where_one_is(ada: Browser) -> None:
    page = to_review(ada)
    current = [item for item in page.root.iter("li") if item.get("aria-current") == "step"]
    assert ["".join(item.itertext()).strip() for item in current] == ["Review"]
    done = [link.get("href", "") for item in page.by_class("step") for link in item.iter("a")]
    assert [link.rpartition("/")[2] for link in done] == ["address", "delivery"]


def test_one_product_is_bought_at_once_and_the_cart_stays(ada: Browser) -> None:
    add_to_cart(ada)
    page = buy_now(ada, find_product(ada, "teapot"))
    assert page.heading == ADDRESS_HEADING
    page = place_order(ada, choose_delivery(ada, give_address(ada, page)))
    assert pay(ada, page).heading == headings.PAID
    assert ada.open("/cart").heading == "Your cart"


def test_a_download_skips_the_delivery(ada: Browser) -> None:
    page = begin(ada, find_product(ada, "Twelve+glazes"))
    assert "Send it to this address" not in page.words
    page = give_address(ada, page)
    assert page.heading == REVIEW_HEADING
    assert "Delivery" not in page.words
    assert ada.open(f"{checkout_path(page)}/delivery").heading == REVIEW_HEADING
    assert pay(ada, place_order(ada, ada.open(f"{checkout_path(page)}/review"))).heading == headings.PAID


def test_it_goes_to_another_address_than_that_of_who_pays(ada: Browser) -> None:
    page = begin(ada)
    form = page.form(primary=True)
    for field in list(form.iter("input")):
        if field.get("name") == "same":
            del field.attrib["checked"]
    elsewhere = ADDRESS | {"first_name": "Bo", "line_1": "1 Harbour Street", "city": "Portland"}
    elsewhere |= {"region": "ME", "postal_code": "04101"}
    del elsewhere["email"]
    page = ada.submit(form, **parts("billing", **ADDRESS), **parts("shipping", **elsewhere))
    assert "To Bo Lovelace, Portland 04101." in page.words
    page = choose_delivery(ada, page)
    assert "1 Harbour Street" in page.words
    assert "555 Main Street" in page.words
    again = ada.open(f"{checkout_path(page)}/address")
    assert value_of(again, "shipping.line_1") == "1 Harbour Street"
    assert "checked" not in next(field for field in again.root.iter("input") if field.get("name") == "same").attrib


# Addresses


def test_mistakes_are_said_at_their_fields_and_nothing_is_lost(ada: Browser) -> None:
    page = give_address(ada, begin(ada), email="ada", postal_code="04101", company="Engines & Sons")
    assert page.status == 422
    assert page.heading == ADDRESS_HEADING
    assert "name@example.com" in problem_at(page, "billing.email")
    assert "Texas" in problem_at(page, "billing.postal_code")
    assert value_of(page, "billing.company") == "Engines & Sons"
    assert value_of(page, "billing.region") == "TX"
    (summary,) = page.by_class("error-summary")
    assert summary.get("role") == "alert"
    assert [link.get("href") for link in summary.iter("a")] == ["#billing-email", "#billing-postal-code"]
    ids = {element.get("id") for element in page.root.iter()}
    assert {"billing-email", "billing-postal-code"} <= ids
    assert not [element for element in page.root.iter() if "autofocus" in element.attrib]


def test_another_country_has_other_fields_and_nothing_typed_is_lost(ada: Browser) -> None:
    form = begin(ada).form(primary=True)
    button = next(button for button in form.iter("button") if button.get("name") == "refresh")
    page = ada.submit(form, button, **parts("billing", first_name="Ada", country="IE"))
    assert page.status == 200
    assert "County" in page.words
    assert "Eircode" in page.words
    assert "ZIP code" not in words(page.by_class("checkout-group")[0])
    assert value_of(page, "billing.first_name") == "Ada"
    assert not page.by_class("error-summary")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b>', "x" * 4000, "a\x00b", "\u202egnirts"])
def test_whatever_is_typed_is_shown_as_text(ada: Browser, text: str) -> None:
    page = give_address(ada, begin(ada), company=text, email="no")
    assert page.status == 422
    assert len(value_of(page, "billing.company")) <= 300


def test_a_place_where_nothing_goes_is_said_with_a_way_on(ada: Browser) -> None:
    page = give_address(ada, begin(ada), country="AQ", region="", postal_code="")
    assert page.heading == DELIVERY_HEADING
    assert "no way of delivery goes there" in page.words
    assert "Change the address" in page.words


# Changes on the way


def test_a_changed_address_voids_the_delivery_and_says_so(ada: Browser) -> None:
    page = to_review(ada)
    page = give_address(ada, ada.open(f"{checkout_path(page)}/address"), region="ME", postal_code="04101")
    assert page.heading == DELIVERY_HEADING
    assert notices_of(page) == ["Your address changed, so please choose the delivery again."]
    assert choose_delivery(ada, page).heading == REVIEW_HEADING


def test_a_changed_cart_voids_the_delivery_and_says_so(ada: Browser) -> None:
    path = checkout_path(to_review(ada))
    add_to_cart(ada, find_product(ada, "teapot"))
    page = ada.open(f"{path}/review")
    assert page.heading == DELIVERY_HEADING
    assert notices_of(page) == ["Your cart changed, so please choose the delivery again."]


def test_an_unchanged_address_keeps_the_delivery(ada: Browser) -> None:
    page = to_review(ada)
    assert give_address(ada, ada.open(f"{checkout_path(page)}/address")).heading == REVIEW_HEADING


def test_what_changed_after_the_order_is_looked_over_and_ordered_anew(ada: Browser) -> None:
    page = to_payment(ada)
    first, path = value_of(page, "order"), checkout_path(page)
    tab = ada.new_tab()
    choose_delivery(tab, tab.open(f"{path}/delivery"), 1)
    shown = pay(ada, page)
    assert shown.heading == REVIEW_HEADING
    assert "nothing was charged" in " ".join(notices_of(shown))
    page = place_order(ada, shown)
    assert value_of(page, "order") != first
    assert pay(ada, page).heading == headings.PAID


def test_a_page_of_an_order_that_was_replaced_pays_for_none(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    tab = ada.new_tab()
    choose_delivery(tab, tab.open(f"{checkout_path(page)}/delivery"), 1)
    replaced = place_order(tab, tab.open(f"{checkout_path(page)}/review"))
    assert value_of(replaced, "order") != value_of(page, "order")
    shown = pay(ada, page)
    assert shown.heading == REVIEW_HEADING
    assert "nothing was charged" in " ".join(notices_of(shown))
    assert count_calls_to(sandbox, "/sandbox/payments") == 0
    assert pay(tab, replaced).heading == headings.PAID


def test_an_order_is_made_of_what_was_shown_only(ada: Browser, sandbox: Sandbox) -> None:
    page = to_review(ada)
    tab = ada.new_tab()
    choose_delivery(tab, tab.open(f"{checkout_path(page)}/delivery"), 1)
    shown = place_order(ada, page)
    assert shown.heading == REVIEW_HEADING
    assert notices_of(shown) == ["Something changed since you last saw this page. Please look it over once more."]
    assert count_calls_to(sandbox, "/orders") == 0


# Not all the way


@pytest.mark.parametrize("step", STEPS)
def test_a_later_step_leads_to_the_first_unfinished_one(ada: Browser, step: str) -> None:
    path = checkout_path(begin(ada))
    assert ada.open(f"{path}/{step}").heading == ADDRESS_HEADING
    give_address(ada, ada.open(f"{path}/address"))
    assert ada.open(f"{path}/{step}").heading == (ADDRESS_HEADING if step == "address" else DELIVERY_HEADING)


def test_posting_a_later_step_leads_back_too(ada: Browser, sandbox: Sandbox) -> None:
    path = checkout_path(begin(ada))
    assert ada.post(f"{path}/review").heading == ADDRESS_HEADING
    assert ada.post(f"{path}/payment", CARD).heading == ADDRESS_HEADING
    assert count_calls_to(sandbox, "/orders") == 0
    assert count_calls_to(sandbox, PAYMENTS) == 0


def test_an_abandoned_checkout_is_resumed_from_the_cart(ada: Browser) -> None:
    path = checkout_path(to_review(ada))
    cart = ada.open("/cart")
    (way,) = [link for link in cart.links() if link.endswith(f"{path}/resume")]
    assert ada.open(way).heading == REVIEW_HEADING
    place_order(ada, ada.open(f"{path}/review"))
    assert ada.open(way).heading == PAYMENT_HEADING


def test_checking_out_again_resumes_where_one_left(ada: Browser) -> None:
    to_review(ada)
    assert ada.submit(ada.open("/cart").form(r"/checkout$")).heading == REVIEW_HEADING


def test_an_abandoned_checkout_ordered_nothing(ada: Browser) -> None:
    to_review(ada)
    assert ada.open("/order-confirmation").heading == headings.CART_WAITING


def test_a_cart_that_nobody_checked_out_offers_nothing_to_continue(ada: Browser) -> None:
    add_to_cart(ada)
    assert "Continue your checkout" not in ada.open("/cart").words


def test_somebody_else_sees_nothing(ada: Browser, bo: Browser) -> None:
    page = to_payment(ada)
    path, order = checkout_path(page), value_of(page, "order")
    add_to_cart(bo)
    for step in ("resume", *STEPS):
        assert bo.open(f"{path}/{step}").status == 404
    assert bo.post(f"{path}/payment", CARD | {"order": order}).status == 404
    assert bo.post(f"{path}/review").status == 404
    assert bo.open(f"/order-confirmation?orderId={order}").heading == headings.UNKNOWN


@pytest.mark.parametrize("checkout_id", ["nothing", "..%2f..", "x" * 200, "11111111-2222-4333-8444-555555555555"])
def test_an_unknown_checkout_is_not_found(ada: Browser, checkout_id: str) -> None:
    assert ada.open(f"/checkout/{checkout_id}/address").status == 404


def test_an_empty_cart_cannot_be_checked_out(ada: Browser) -> None:
    assert ada.post("/checkout").status == 409


# Payment


@pytest.mark.parametrize(
    ("number", "field", "said"),
    [
        (DECLINED, "number", "declined"),
        (NO_FUNDS, "number", "not enough money"),
        (EXPIRED, "month", "has expired"),
        (UNVERIFIED, "number", "could not verify"),
    ],
)
def test_a_declined_card_is_said_at_its_field_and_another_one_pays(
    ada: Browser, number: str, field: str, said: str
) -> None:
    page = pay(ada, to_payment(ada), number=number)
    assert page.status == 422
    assert said in problem_at(page, field)
    assert "Nothing was charged" in page.words
    assert value_of(page, "holder") == "Ada Lovelace"
    assert value_of(page, "year") == "2034"
    assert value_of(page, "number") == ""
    assert value_of(page, "code") == ""
    assert pay(ada, page).heading == headings.PAID


@pytest.mark.parametrize(
    ("field", "text"), [("number", "5555 5555 5555 4445"), ("holder", ""), ("month", ""), ("code", "1")]
)
def test_a_mistyped_card_is_never_sent(ada: Browser, sandbox: Sandbox, field: str, text: str) -> None:
    page = pay(ada, to_payment(ada), **{field: text})
    assert page.status == 422
    assert problem_at(page, field)
    assert count_calls_to(sandbox, PAYMENTS) == 0
    for typed in ("5555 5555 5555 444", '"917"'):
        assert typed not in page.text


def test_a_pending_payment_is_told_as_pending(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    path = checkout_path(page)
    assert pay(ada, page, number=PENDING).heading == headings.PENDING
    assert ada.open(f"{path}/payment").heading == headings.PENDING
    assert count_calls_to(sandbox, PAYMENTS) == 1


def test_what_is_paid_is_not_asked_for_again(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    path = checkout_path(page)
    pay(ada, page)
    assert pay(ada, page).heading == headings.PAID
    for step in ("resume", *STEPS):
        assert ada.open(f"{path}/{step}").heading == headings.PAID
    assert count_calls_to(sandbox, PAYMENTS) == 1


def test_a_payment_without_an_answer_is_read_before_anything_is_said(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    sandbox.faults.add(PAYMENTS, kind="applied_then_error")
    assert pay(ada, page).heading == headings.PAID


def test_nobody_pays_while_it_is_not_known_how_the_last_payment_ended(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    path = checkout_path(page)
    sandbox.faults.add(PAYMENTS, kind="reset")
    shown = pay(ada, page)
    assert shown.heading == UNCERTAIN_HEADING
    assert not [form for form in shown.forms() if "/payment" in form.get("action", "")]
    assert pay(ada, page).heading == UNCERTAIN_HEADING
    sandbox.clock.advance(timedelta(seconds=30))
    look_again = next(link for link in shown.links() if link.endswith(f"{path}/payment"))
    assert ada.open(look_again).heading == UNCERTAIN_HEADING
    assert count_calls_to(sandbox, PAYMENTS) == 1
    sandbox.clock.advance(timedelta(seconds=31))
    page = ada.open(look_again)
    assert page.heading == PAYMENT_HEADING
    assert pay(ada, page).heading == headings.PAID


def test_a_changed_cart_is_no_way_around_an_uncertain_payment(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    path = checkout_path(page)
    sandbox.faults.add(PAYMENTS, kind="reset")
    pay(ada, page)
    page = choose_delivery(ada, ada.open(f"{path}/delivery"), 1)
    assert page.heading == REVIEW_HEADING
    assert place_order(ada, page).heading == UNCERTAIN_HEADING


def test_a_payment_that_the_order_does_not_show_yet_is_being_confirmed(app: Flask, ada: Browser) -> None:
    line = tapped(app)
    page = to_payment(ada)
    path = checkout_path(page)
    line.answer(PAYMENTS, 201, {"data": {"id": "1", "transaction_type": "purchase", "status": "success"}})
    assert pay(ada, page).heading == headings.CONFIRMING
    assert ada.open(f"{path}/payment").heading == headings.CONFIRMING


def test_a_platform_that_is_down_before_the_payment_charges_nothing(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    sandbox.faults.add("*/access_tokens", kind="status", status=500)
    shown = pay(ada, page)
    assert shown.status == 503
    assert count_calls_to(sandbox, PAYMENTS) == 0
    assert pay(ada, ada.open(f"{checkout_path(page)}/payment")).heading == headings.PAID


def test_the_page_says_what_becomes_of_the_card_number(ada: Browser) -> None:
    page = to_payment(ada)
    assert "PCI DSS" in page.words
    assert "Test cards" in page.words
    fields = {field.get("name"): field for field in page.root.iter("input")}
    assert fields["number"].get("autocomplete") == "cc-number"
    assert fields["number"].get("inputmode") == "numeric"
    assert fields["code"].get("autocomplete") == "cc-csc"


def test_a_live_shop_shows_no_test_cards(app: Flask, ada: Browser) -> None:
    app.jinja_env.globals["is_sandbox"] = False
    assert "4111" not in to_payment(ada).text


def test_a_double_click_on_pay_charges_once(ada: Browser, sandbox: Sandbox) -> None:
    page = to_payment(ada)
    shown = at_once(ada, page, CARD)
    assert shown == [headings.PAID] * 3
    assert count_calls_to(sandbox, PAYMENTS) == 1


def test_a_double_click_on_place_the_order_makes_one(ada: Browser, sandbox: Sandbox) -> None:
    page = to_review(ada)
    assert at_once(ada, page, {}) == [PAYMENT_HEADING] * 3
    assert count_calls_to(sandbox, "/orders") == 1


def test_whoever_tries_card_after_card_is_slowed_down(ada: Browser) -> None:
    page = to_payment(ada)
    statuses = [pay(ada, page, number=DECLINED).status for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_where_the_hosted_page_takes_the_money_these_pages_are_not_there(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(PLATFORM="bigcommerce"), "http://127.0.0.1:8000")
    for step in STEPS:
        assert browser.open(f"/checkout/11111111-2222-4333-8444-555555555555/{step}").status == 404


def tapped(app: Flask) -> TappedLine:
    """Somebody between the shop and its platform from now on."""
    sandbox = app.extensions["sandbox"]
    line = TappedLine(sandbox.api)
    platform = replace(embed(sandbox), api=line)
    app.extensions["storefront"] = build_storefront(app.extensions["settings"], sandbox.clock.now, platform)
    return line


def at_once(browser: Browser, page: Page, changes: dict[str, str], times: int = 3) -> list[str]:
    """The same form sent from several tabs at the same moment; the headings they end on."""
    shown: list[str] = []
    barrier = threading.Barrier(times)
    tabs = [browser.new_tab() for _ in range(times)]

    def send(tab: Browser) -> None:
        tab.page = page
        barrier.wait()
        shown.append(tab.submit(page.form(primary=True), **changes).heading)

    threads = [threading.Thread(target=send, args=(tab,)) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return shown
