"""Redirect sessions field by field: each intent, callback and preference as Wix documents them, and all of the answer.

What is expected of the platform is written down here, beside what is sent: names and nesting come from Wix's page of
Create Redirect Session, `prompt` beside `authRequest` and `ecomOrderPaymentRequest` from its JavaScript SDK.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.wix.site import API_KEY, CLIENT_ID, SITE_ID
from services.campaign import campaign_parameters
from services.errors import NotFoundError, PlatformRejectedError
from services.models import ReturnUrls
from services.storefront import HostedPages
from services.wix.authorize_request import AuthorizeRequest, CodeChallengeMethod, Prompt, ResponseMode
from services.wix.redirect_intents import (
    Intent,
    authorize,
    bookings_book,
    bookings_checkout,
    ecom_checkout,
    ecom_order_payment_request,
    events_checkout,
    login,
    logout,
    paid_plans_checkout,
    stores_product,
)
from services.wix.redirect_preferences import Preferences
from services.wix.redirects import WixRedirects, WixRedirectSession
from tests.conftest import SHOP_URL
from tests.contract.booking_cast import APPOINTMENT, MONDAY, set_clock, slot_at, somebody
from tests.contract.conftest import RecordedWorld, recorded
from tests.contract.event_cast import WHEEL, hold

pytestmark = pytest.mark.platforms("wix")

AN_ID = "7d2b240c-5c60-4580-8bc3-948bca6b4e4e"
URLS = ReturnUrls(post_flow_url=f"{SHOP_URL}/")
EVERY_URL = ReturnUrls(
    thank_you_url=f"{SHOP_URL}/thank-you",
    post_flow_url=f"{SHOP_URL}/back",
    cart_url=f"{SHOP_URL}/cart",
    plan_list_url=f"{SHOP_URL}/plans",
    service_list_url=f"{SHOP_URL}/services",
    login_url=f"{SHOP_URL}/sign-in",
)
USUAL = {"useGenericWixPages": True, "maintainIdentity": True, "checkIfPublish": False}


def redirects_of(world: RecordedWorld) -> WixRedirects:
    """The part under test, which no page ever sees."""
    redirects: WixRedirects = world.storefront.checkouts._redirects  # type: ignore[attr-defined]
    return redirects


def create(world: RecordedWorld, intent: Intent, urls: ReturnUrls = URLS, **given: Any) -> WixRedirectSession:
    return redirects_of(world).create_in_full(world.visitor, intent, urls, makes_visitor=True, **given)


def sent(world: RecordedWorld) -> Any:
    return world.recorder.bodies("/redirect-session")[-1]


def sent_headers(world: RecordedWorld) -> Mapping[str, str]:
    asked = [asked for asked in world.recorder.asked if asked.path.endswith("/redirect-session")][-1]
    return {name.lower(): value for name, value in asked.headers.items()}


EVERY_INTENT = [
    (ecom_checkout(AN_ID), {"ecomCheckout": {"checkoutId": AN_ID}}),
    (
        events_checkout(AN_ID, "rooftop-concert"),
        {"eventsCheckout": {"reservationId": AN_ID, "eventSlug": "rooftop-concert"}},
    ),
    (paid_plans_checkout(AN_ID), {"paidPlansCheckout": {"planId": AN_ID}}),
    (paid_plans_checkout(AN_ID, "opaque"), {"paidPlansCheckout": {"planId": AN_ID, "checkoutData": "opaque"}}),
    (
        bookings_checkout({"slot": {"serviceId": AN_ID}}, "America/Santiago"),
        {"bookingsCheckout": {"timezone": "America/Santiago", "slotAvailability": {"slot": {"serviceId": AN_ID}}}},
    ),
    (
        bookings_checkout({"slot": {"serviceId": AN_ID}}),
        {"bookingsCheckout": {"slotAvailability": {"slot": {"serviceId": AN_ID}}}},
    ),
    (bookings_book(), {"bookingsBook": {}}),
    (bookings_book(AN_ID), {"bookingsBook": {"resourceId": AN_ID}}),
    (stores_product("linen-shirt"), {"storesProduct": {"productSlug": "linen-shirt"}}),
    (login(), {"login": {}}),
    (logout(AN_ID), {"logout": {"clientId": AN_ID}}),
    (
        authorize(AuthorizeRequest(AN_ID)),
        {"auth": {"authRequest": {"clientId": AN_ID, "responseType": "code", "scope": "offline_access"}}},
    ),
    (ecom_order_payment_request(AN_ID), {"ecomOrderPaymentRequest": {"paymentRequestId": AN_ID}}),
]


@pytest.mark.parametrize(("intent", "part"), EVERY_INTENT)
def test_a_request_names_exactly_one_intent_in_the_platforms_words(
    wix_world: RecordedWorld, intent: Intent, part: dict[str, Any]
) -> None:
    wix_world.recorder.refuse("/redirect-session", 400, "NOT_IN_QUESTION")
    with pytest.raises(PlatformRejectedError):
        create(wix_world, intent)
    asked = sent(wix_world)
    assert {name: asked[name] for name in asked if name not in ("callbacks", "preferences")} == part
    assert asked["callbacks"] == {"postFlowUrl": f"{SHOP_URL}/"}
    # Signing in and out makes the identity, so there is none to maintain.
    assert asked.get("preferences") == (None if intent.name in ("auth", "logout") else USUAL)


def test_every_field_of_a_request_to_sign_in_is_told() -> None:
    request = AuthorizeRequest(
        client_id="client",
        state="state",
        code_challenge="challenge",
        code_challenge_method=CodeChallengeMethod.S512,
        response_type="code",
        response_mode=ResponseMode.WEB_MESSAGE,
        scope="offline_access",
        redirect_uri=f"{SHOP_URL}/auth/callback",
        session_token="secret-token",
        nonce="nonce",
        sign_in_url=f"{SHOP_URL}/sign-in",
        user_consented=True,
        optional_login=False,
        meta_site_id=AN_ID,
        prompt=Prompt.NONE,
    )
    assert authorize(request, Prompt.LOGIN).body == {
        "authRequest": {
            "clientId": "client",
            "responseType": "code",
            "redirectUri": f"{SHOP_URL}/auth/callback",
            "scope": "offline_access",
            "state": "state",
            "responseMode": "web_message",
            "codeChallenge": "challenge",
            "codeChallengeMethod": "S512",
            "sessionToken": "secret-token",
            "signInUrl": f"{SHOP_URL}/sign-in",
            "userConsented": True,
            "optionalLogin": False,
            "metaSiteId": AN_ID,
            "nonce": "nonce",
            "prompt": "none",
        },
        "prompt": "login",
    }
    assert "secret-token" not in repr(request)


def test_every_callback_is_told_and_empty_ones_are_not(wix_world: RecordedWorld) -> None:
    create(wix_world, login(), EVERY_URL)
    assert sent(wix_world)["callbacks"] == {
        "thankYouPageUrl": f"{SHOP_URL}/thank-you",
        "postFlowUrl": f"{SHOP_URL}/back",
        "loginUrl": f"{SHOP_URL}/sign-in",
        "cartPageUrl": f"{SHOP_URL}/cart",
        "bookingsServiceListUrl": f"{SHOP_URL}/services",
        "planListUrl": f"{SHOP_URL}/plans",
    }
    create(wix_world, login(), ReturnUrls())
    assert sent(wix_world) == {"login": {}, "preferences": USUAL}


def test_every_preference_and_the_origin_are_told(wix_world: RecordedWorld) -> None:
    preferences = Preferences(
        use_generic_wix_pages=False,
        maintain_identity=False,
        check_if_publish=True,
        additional_query_parameters=(("lang", "fr"), ("utm_source", "shop")),
    )
    session = create(wix_world, login(), ReturnUrls(), preferences=preferences, origin=SHOP_URL)
    assert sent(wix_world) == {
        "login": {},
        "preferences": {
            "useGenericWixPages": False,
            "maintainIdentity": False,
            "checkIfPublish": True,
            "additionalQueryParameters": {"lang": "fr", "utm_source": "shop"},
        },
        "origin": SHOP_URL,
    }
    came_with = parse_qs(urlsplit(session.full_url).query)
    assert (came_with["lang"], came_with["utm_source"]) == (["fr"], ["shop"])


def test_the_visitors_language_is_that_of_the_hosted_page(wix_world: RecordedWorld) -> None:
    session = create(wix_world, login(), replace(URLS, language="pt-BR"))
    assert sent_headers(wix_world)["x-wix-linguist"] == "pt-BR"
    assert parse_qs(urlsplit(session.full_url).query)["lang"] == ["pt-BR"]


def test_a_language_asked_for_by_name_wins(wix_world: RecordedWorld) -> None:
    preferences = Preferences(additional_query_parameters=(("lang", "fr"),))
    session = create(wix_world, login(), replace(URLS, language="de"), preferences=preferences)
    assert "x-wix-linguist" not in sent_headers(wix_world)
    assert parse_qs(urlsplit(session.full_url).query)["lang"] == ["fr"]


@pytest.mark.parametrize("language", ["", "e", "de\r\nX-Evil: 1", "français", "de|DE", "x" * 40])
def test_what_is_no_language_is_not_sent(wix_world: RecordedWorld, language: str) -> None:
    create(wix_world, login(), replace(URLS, language=language))
    assert "x-wix-linguist" not in sent_headers(wix_world)


def test_the_campaign_a_visitor_came_by_goes_along(wix_world: RecordedWorld) -> None:
    campaign = (("utm_source", "letter"), ("utm_medium", "paper"), ("utm_source", "second"), ("redirect", "evil"))
    session = create(wix_world, login(), replace(URLS, campaign=campaign))
    assert sent(wix_world)["preferences"]["additionalQueryParameters"] == {
        "utm_source": "letter",
        "utm_medium": "paper",
    }
    assert "evil" not in session.full_url
    for intent in (logout(CLIENT_ID), authorize(AuthorizeRequest(CLIENT_ID, redirect_uri=f"{SHOP_URL}/auth/callback"))):
        create(wix_world, intent, ReturnUrls(campaign=campaign[:1]))
        assert sent(wix_world)["preferences"] == {"additionalQueryParameters": {"utm_source": "letter"}}


def test_a_campaign_is_known_names_and_clean_short_values_only() -> None:
    assert campaign_parameters(
        [
            ("utm_source", "a\r\nb\x00c"),
            ("utm_medium", "x" * 5000),
            ("utm_campaign", " spring \u202e"),
            ("utm_term", "\n"),
            ("utm_content", "törtchen"),
            ("lang", "fr"),
            ("UTM_SOURCE", "loud"),
        ]
    ) == {"utm_source": "abc", "utm_medium": "x" * 100, "utm_campaign": "spring", "utm_content": "törtchen"}


def test_what_was_asked_for_by_name_wins_over_the_campaign(wix_world: RecordedWorld) -> None:
    preferences = Preferences(additional_query_parameters=(("utm_source", "shop"),))
    create(wix_world, login(), replace(URLS, campaign=(("utm_source", "letter"),)), preferences=preferences)
    assert sent(wix_world)["preferences"]["additionalQueryParameters"] == {"utm_source": "shop"}


def test_all_of_the_answer_is_read(wix_world: RecordedWorld) -> None:
    told: list[Any] = []
    wix_world.recorder.rewrite("/redirect-session", lambda answer: told.append(answer["redirectSession"]))
    session = create(wix_world, login(), EVERY_URL)
    (answer,) = told
    assert session.id == answer["id"]
    assert session.full_url == answer["fullUrl"]
    assert session.short_url == answer["shortUrl"]
    assert session.session_token == answer["sessionToken"]
    assert session.url_details.endpoint == answer["urlDetails"]["endpoint"]
    assert dict(session.url_details.search_params) == answer["urlDetails"]["searchParams"]
    assert session.url_details.search_params["loginUrl"] == f"{SHOP_URL}/sign-in"


def test_nothing_by_which_somebody_could_go_on_as_the_visitor_is_printed(wix_world: RecordedWorld) -> None:
    session = create(wix_world, login())
    shown = repr(session)
    assert session.id in shown
    assert "http" not in shown
    assert session.session_token not in shown


def test_only_the_way_there_is_needed(wix_world: RecordedWorld) -> None:
    def keep_the_way(answer: Any) -> None:
        answer["redirectSession"] = {"fullUrl": answer["redirectSession"]["fullUrl"], "shortUrl": None}

    wix_world.recorder.rewrite("/redirect-session", keep_the_way)
    session = create(wix_world, login())
    assert session.full_url.startswith("http://localhost:8000/")
    assert (session.id, session.short_url, session.session_token) == ("", "", "")
    assert (session.url_details.endpoint, dict(session.url_details.search_params)) == ("", {})


def test_other_addresses_are_dropped_where_they_lead_elsewhere(wix_world: RecordedWorld) -> None:
    def lead_astray(answer: Any) -> None:
        answer["redirectSession"].update(
            shortUrl="https://evil.example/s",
            urlDetails={"endpoint": "https://evil.example/", "searchParams": {"a": "b"}},
        )

    wix_world.recorder.rewrite("/redirect-session", lead_astray)
    session = create(wix_world, login())
    assert (session.short_url, session.url_details.endpoint, dict(session.url_details.search_params)) == ("", "", {})


def test_every_way_that_the_sandbox_knows_is_opened_by_a_browser(wix_world: RecordedWorld) -> None:
    """The platform takes what we send as it stands: each intent ends on its own hosted page."""
    world, storefront = wix_world, wix_world.storefront
    assert storefront.plans is not None
    storefront.carts.add_line(world.visitor, world.line(world.any_slug()))
    held = hold(world, WHEEL)
    ways = {
        "/checkout": ecom_checkout(storefront.checkouts.create_checkout(world.visitor).id),
        "/event": events_checkout(held.id, WHEEL),
        "/plan": paid_plans_checkout(storefront.plans.get_plan("tea-circle").id),
        "/look": stores_product(world.any_slug()),
        "/look/": bookings_book(somebody(world).id),
        "/sign-in": login(),
    }
    for part, intent in ways.items():
        page = world.hosted_browser().open(create(world, intent, EVERY_URL).full_url)
        assert (page.status, part in page.url) == (200, True), (intent, page.url)


def test_a_request_for_payment_is_paid_on_its_own_page(wix_world: RecordedWorld) -> None:
    with pytest.raises(PlatformRejectedError) as caught:
        create(wix_world, ecom_order_payment_request(AN_ID))
    assert caught.value.code == "ORDER_PAYMENT_REQUEST_NOT_FOUND"
    page = wix_world.hosted_browser().open(
        create(wix_world, ecom_order_payment_request(asked_for_payment(wix_world)), EVERY_URL).full_url
    )
    assert (page.status, "/payment-request/" in page.url, "A deposit" in page.text) == (200, True, True)


def asked_for_payment(world: RecordedWorld) -> str:
    """Ask for money towards some order as the merchant; return the id."""
    merchant = {"Authorization": API_KEY, "wix-site-id": SITE_ID}
    api = Client(world.sandbox.api)
    found = api.post("/wix/ecom/v1/orders/search", json={"search": {}}, headers=merchant)
    wanted = {"orderId": found.json["orders"][0]["id"], "amount": {"amount": "5.00"}, "title": "A deposit"}
    path = "/wix/ecom/v1/order-payment-requests"
    made = api.post(path, json={"orderPaymentRequest": wanted}, headers=merchant)
    return str(made.json["orderPaymentRequest"]["id"])


def hosted_pages(world: RecordedWorld) -> HostedPages:
    assert world.storefront.hosted_pages is not None
    return world.storefront.hosted_pages


@pytest.fixture
def linking_world(lone_sandbox: Sandbox) -> RecordedWorld:
    return recorded(lone_sandbox, WIX_HOSTED_PAGES="1")


@pytest.mark.capability("Links to products and services on the hosted site")
def test_links_to_hosted_pages_are_there_for_shops_that_ask_for_them(linking_world: RecordedWorld) -> None:
    world = linking_world
    assert recorded(world.sandbox).storefront.hosted_pages is None
    set_clock(world, MONDAY)
    slug = world.any_slug()
    product = hosted_pages(world).create_product_session(world.visitor, slug, URLS)
    assert sent(world)["storesProduct"] == {"productSlug": slug}
    assert world.product(slug).name in world.hosted_browser().open(product.full_url).text
    everybody = hosted_pages(world).create_services_session(world.visitor, "", URLS)
    assert "Tea tasting for two" in world.hosted_browser().open(everybody.full_url).text
    teo = slot_at(world, APPOINTMENT, "2027-05-18T14:00").staff[1]
    his = world.hosted_browser().open(hosted_pages(world).create_services_session(world.visitor, teo.id, URLS).full_url)
    assert "Teo Almeida" in his.text
    assert "Tea tasting for two" not in his.text


@pytest.mark.capability("Links to products and services on the hosted site")
def test_what_the_hosted_site_does_not_have_is_not_found(linking_world: RecordedWorld) -> None:
    world = linking_world
    pages = hosted_pages(world)
    for slug in ("no-such-pot", ""):
        with pytest.raises(NotFoundError):
            pages.create_product_session(world.visitor, slug, URLS)
    for staff_id in (AN_ID, "../everybody"):
        with pytest.raises(NotFoundError):
            pages.create_services_session(world.visitor, staff_id, URLS)
