"""The authorize endpoint and its login page, as a browser meets them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from sandbox import Sandbox
from tests.sandbox.cast import (
    CLIENT_ID,
    PUBLIC_URL,
    SHOP,
    SMALL_SHOP,
    Browser,
    Caller,
    CheckoutPage,
    build,
    error_code,
    new_visitor,
    violated_field,
)
from tests.sandbox.signing_in import (
    CALLBACK,
    JANE,
    SESSIONS,
    VERIFIER,
    answer_of,
    auth_request,
    auth_session,
    challenge_of,
    exchange,
    log_in,
    member,
)

STATE = auth_request()["state"]
ENDPOINT = f"{PUBLIC_URL}/wix/_api/oauth2/authorize"
LOGIN = "/_api/iam/authentication/v2/login"


@pytest.fixture
def page(ada: Caller, browser: Browser) -> CheckoutPage:
    return browser.enter(auth_session(ada))


def posted(reply: TestResponse) -> dict[str, str]:
    """Return what the page of a web message posts."""
    assert reply.status_code == 200
    found = re.search(r"const message = ({.*?});", reply.text)
    assert found
    return dict(json.loads(found[1]))


def session_token(caller: Caller) -> str:
    body = {"loginId": {"email": JANE["email"]}, "password": JANE["password"]}
    return str(caller.post(LOGIN, body).json["sessionToken"])


def test_the_address_is_written_in_the_words_of_oauth(ada: Caller):
    session = auth_session(ada, "login", state="s", idp="0e6a50f5", nonce="n")
    details = session["urlDetails"]
    assert details["endpoint"] == ENDPOINT
    found = dict(details["searchParams"])
    assert found.pop("redirectSession")
    assert found == {
        "client_id": CLIENT_ID,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "offline_access",
        "state": "s",
        "response_mode": "query",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        "prompt": "login",
    }
    assert dict(parse_qsl(urlsplit(session["fullUrl"]).query)) == details["searchParams"]


@pytest.mark.parametrize(
    ("auth", "field"),
    [
        ({}, "auth.authRequest"),
        ({"authRequest": {"redirectUri": CALLBACK}}, "clientId"),
        ({"authRequest": {"clientId": 7}}, "clientId"),
        ({"authRequest": auth_request(state="x" * 2049)}, "state"),
        ({"authRequest": auth_request(), "prompt": 1}, "prompt"),
    ],
)
def test_a_request_of_the_wrong_shape_is_refused_at_once(ada: Caller, auth: dict[str, Any], field: str):
    reply = ada.post(SESSIONS, {"auth": auth})
    assert (reply.status_code, violated_field(reply)) == (400, field)


def test_signing_in_brings_code_and_state_back(page: CheckoutPage):
    answer = answer_of(page.send("enter"))
    assert set(answer) == {"code", "state"}
    assert answer["state"] == STATE


def test_without_a_state_none_comes_back(ada: Caller, browser: Browser):
    assert set(log_in(ada, browser, state=None)) == {"code"}


def test_the_page_is_filled_in_with_the_demo_credentials_and_says_so(page: CheckoutPage):
    assert {name: page.fields[name] for name in JANE} == JANE
    assert "This is a demo" in page.reply.text
    first_form = page.reply.text.index("<form")
    assert "data-primary" in page.reply.text[first_form : page.reply.text.index(">", first_form)]
    assert page.reply.text.count("data-primary") == 1


@pytest.mark.parametrize(
    "change", [{"password": "wrong"}, {"password": ""}, {"email": "nobody@example.com"}, {"email": "jane"}]
)
def test_a_wrong_password_draws_the_page_again(page: CheckoutPage, change: dict[str, str]):
    reply = page.send("enter", **change)
    assert reply.status_code == 422
    assert 'role="alert"' in reply.text
    assert 'aria-invalid="true"' in reply.text
    assert "correct horse" not in reply.text
    assert f'value="{(JANE | change)["email"]}"' in reply.text


def test_an_unknown_address_and_a_wrong_password_are_told_alike(page: CheckoutPage):
    sentence = "This e-mail address and this password do not belong together."
    for change in ({"password": "wrong"}, {"email": "nobody@example.com"}):
        assert sentence in page.send("enter", **change).text


def test_an_account_can_be_made(api: Client, page: CheckoutPage):
    fields = {"email": "Finn@Example.com", "password": "x y", "firstName": "Finn", "lastName": "Ó Sé"}
    reply = exchange(api, answer_of(page.send("enter", mode="sign-up", **fields))["code"])
    finn = Caller(api, {"Authorization": reply.json["access_token"]})
    found = finn.get("/members/v1/members/my?fieldsets=FULL").json["member"]
    assert found["loginEmail"] == "finn@example.com"
    assert (found["contact"]["firstName"], found["contact"]["lastName"]) == ("Finn", "Ó Sé")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": "jane@example.com", "password": "x"}, "There is an account with this e-mail address"),
        ({"email": "new@example.com", "password": ""}, "Choose a password."),
        ({"email": "new", "password": "x"}, "Enter an e-mail address"),
        ({"email": "new@example.com", "password": "x", "firstName": "x" * 201}, "Use at most 200 characters."),
    ],
)
def test_an_account_that_cannot_be_made_says_why(page: CheckoutPage, fields: dict[str, str], message: str):
    reply = page.send("enter", mode="sign-up", **fields)
    assert reply.status_code == 422
    assert message in reply.text


def test_going_on_as_a_guest_is_access_denied(page: CheckoutPage):
    answer = answer_of(page.send("cancel"))
    assert (answer["error"], answer["state"]) == ("access_denied", STATE)
    assert answer["error_description"]
    assert "code" not in answer


def test_a_forged_form_is_refused(page: CheckoutPage):
    assert page.send("enter", formToken="guessed").status_code == 403
    assert page.send("enter", formToken="").status_code == 403


def test_the_page_belongs_to_the_browser_that_came(page: CheckoutPage, sandbox: Sandbox):
    stranger = Browser(sandbox)
    assert stranger.open(page.url).status_code == 404
    assert stranger.submit(page.url, **page.fields).status_code == 404


def test_the_address_works_once_and_ten_minutes(sandbox: Sandbox, ada: Caller, browser: Browser):
    session = auth_session(ada)
    browser.enter(session)
    assert browser.open(session["fullUrl"]).status_code == 410
    late = auth_session(ada)
    sandbox.clock.advance(timedelta(minutes=10, seconds=1))
    assert browser.open(late["fullUrl"]).status_code == 410


def test_the_short_address_leads_to_the_same_page(ada: Caller, browser: Browser):
    reply = browser.open(auth_session(ada)["shortUrl"])
    assert "Sign in" in browser.open(reply.headers["Location"]).text


def test_whoever_is_signed_in_goes_straight_back_unless_asked_again(ada: Caller, browser: Browser):
    log_in(ada, browser)
    assert answer_of(browser.open(auth_session(ada)["fullUrl"])).keys() == {"code", "state"}
    assert browser.enter(auth_session(ada, "login")).reply.status_code == 200


def test_prompt_none_never_asks(ada: Caller, browser: Browser):
    answer = answer_of(browser.open(auth_session(ada, "none")["fullUrl"]))
    assert (answer["error"], answer["state"]) == ("login_required", STATE)
    log_in(ada, browser)
    assert answer_of(browser.open(auth_session(ada, "none")["fullUrl"])).keys() == {"code", "state"}


def test_prompt_none_may_stand_inside_the_request_and_login_may_not(ada: Caller, browser: Browser):
    session = auth_session(ada, None, prompt="none")
    assert answer_of(browser.open(session["fullUrl"]))["error"] == "login_required"
    assert "prompt" not in auth_session(ada, None, prompt="login")["urlDetails"]["searchParams"]


def test_a_session_token_stands_for_the_member(api: Client, ada: Caller, browser: Browser):
    session = auth_session(ada, "none", sessionToken=session_token(ada))
    reply = exchange(api, answer_of(browser.open(session["fullUrl"]))["code"])
    jane = Caller(api, {"Authorization": reply.json["access_token"]})
    assert jane.get("/members/v1/members/my").json["member"]["profile"]["nickname"] == "Jane"


def test_a_session_token_that_is_no_good_signs_nobody_in(sandbox: Sandbox, ada: Caller, browser: Browser):
    member(ada, browser)
    token = session_token(ada)
    sandbox.clock.advance(timedelta(minutes=10, seconds=1))
    for bad in (token, "JWS.session.made-up"):
        session = auth_session(ada, "none", sessionToken=bad)
        assert answer_of(browser.open(session["fullUrl"]))["error"] == "login_required"


def test_the_fragment_carries_the_answer_where_a_shop_wants_that(ada: Caller, browser: Browser):
    page = browser.enter(auth_session(ada, "login", responseMode="fragment"))
    location = urlsplit(page.send("enter").headers["Location"])
    assert location._replace(fragment="").geturl() == CALLBACK
    found = dict(parse_qsl(location.fragment))
    assert (set(found), found["state"]) == ({"code", "state"}, STATE)
    silent = browser.open(auth_session(Caller(ada.api, ada.headers), "none", responseMode="fragment")["fullUrl"])
    assert urlsplit(silent.headers["Location"]).fragment.startswith("code=")


def test_the_query_is_the_default(ada: Caller, browser: Browser):
    assert "code" in log_in(ada, browser, responseMode=None)


def test_a_web_message_is_posted_to_the_shops_origins_only(api: Client, ada: Caller, sandbox: Sandbox):
    session = auth_session(ada, "none", responseMode="web_message", redirectUri=None, sessionToken=session_token(ada))
    # A frame of another site sends no cookies: the first visit has to answer.
    reply = Browser(sandbox).open(session["fullUrl"])
    message = posted(reply)
    assert (set(message), message["state"]) == ({"code", "state"}, STATE)
    policy = reply.headers["Content-Security-Policy"]
    origins = f"{SHOP.replace(':8000', ':5000')} {SHOP}"
    assert f"frame-ancestors {origins}" in policy
    assert json.loads(re.search(r"const origins = (\[.*?\])", reply.text)[1]) == origins.split()
    nonce = re.search(r'<script nonce="([^"]+)">', reply.text)[1]
    assert f"script-src 'nonce-{nonce}'" in policy
    assert reply.text.count("<script") == 1
    assert "X-Frame-Options" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"
    assert exchange(api, message["code"], redirectUri=None).status_code == 200


def test_a_web_message_tells_errors_too(ada: Caller, browser: Browser):
    silent = auth_session(ada, "none", responseMode="web_message", redirectUri=None)
    message = posted(browser.open(silent["fullUrl"]))
    assert message == {"state": STATE, "error": "login_required", "error_description": "nobody is signed in"}
    asked = browser.enter(auth_session(ada, "login", responseMode="web_message"))
    assert posted(asked.send("cancel"))["error"] == "access_denied"


def test_a_state_cannot_break_out_of_the_script(ada: Caller, browser: Browser):
    state = "</script><script>alert(1)</script>\"'\u2028"
    silent = auth_session(ada, "none", responseMode="web_message", redirectUri=None, state=state)
    reply = browser.open(silent["fullUrl"])
    assert reply.text.count("</script>") == 1
    assert posted(reply)["state"] == state


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"redirectUri": "http://elsewhere.example/auth/callback"}, "Invalid redirect URI"),
        ({"redirectUri": f"{CALLBACK}/"}, "Invalid redirect URI"),
        ({"redirectUri": f"{CALLBACK}?a=1"}, "Invalid redirect URI"),
        ({"redirectUri": None}, "Invalid redirect URI"),
        ({"redirectUri": f"{SHOP}/", "responseMode": "web_message"}, "Invalid redirect URI"),
        ({"clientId": "somebody-else"}, "Unknown client"),
        ({"responseMode": "form_post"}, "Invalid response mode"),
        ({"responseType": "token"}, "Invalid response type"),
        ({"codeChallengeMethod": "S512"}, "Invalid code challenge"),
        ({"codeChallengeMethod": None}, "Invalid code challenge"),
        ({"codeChallenge": None}, "Invalid code challenge"),
        ({"codeChallenge": "short"}, "Invalid code challenge"),
    ],
)
def test_what_cannot_be_answered_never_goes_back_to_the_shop(
    ada: Caller, browser: Browser, changes: dict[str, Any], title: str
):
    for prompt in ("login", "none"):
        reply = browser.open(auth_session(ada, prompt, **changes)["fullUrl"])
        assert reply.status_code == 400
        assert title in reply.text
        assert "Location" not in reply.headers


def test_an_unknown_prompt_is_refused(ada: Caller, browser: Browser):
    assert browser.open(auth_session(ada, "consent")["fullUrl"]).status_code == 400


def test_a_stock_oauth_library_may_build_the_address_itself(api: Client, browser: Browser):
    parameters = {
        "client_id": CLIENT_ID,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "state": "s",
        "scope": "offline_access",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
    first = browser.open(f"{ENDPOINT}?{urlencode(parameters)}")
    assert first.status_code == 302
    answer = answer_of(CheckoutPage(browser, first.headers["Location"]).send("enter"))
    assert answer["state"] == "s"
    assert exchange(api, answer["code"]).status_code == 200
    again = browser.open(f"{ENDPOINT}?{urlencode(parameters | {'prompt': 'none'})}")
    assert "code" in answer_of(again)
    bad = browser.open(f"{ENDPOINT}?{urlencode(parameters | {'redirect_uri': 'http://elsewhere.example/'})}")
    assert bad.status_code == 400
    assert browser.open(f"{ENDPOINT}?{urlencode(parameters | {'state': 'x' * 2049})}").status_code == 400


def test_the_login_intent_comes_back_by_the_callback(ada: Caller, browser: Browser):
    body = {"login": {}, "callbacks": {"postFlowUrl": f"{SHOP}/account?a=1"}}
    guest = browser.enter(ada.post(SESSIONS, body).json["redirectSession"])
    assert guest.send("cancel").headers["Location"] == f"{SHOP}/account?a=1&wixMemberLoggedIn=false"
    page = browser.enter(ada.post(SESSIONS, body).json["redirectSession"])
    reply = page.send("enter")
    assert (reply.status_code, reply.headers["Location"]) == (303, f"{SHOP}/account?a=1&wixMemberLoggedIn=true")


def test_the_login_intent_without_a_callback_stays_on_the_page(ada: Caller, browser: Browser):
    page = browser.enter(ada.post(SESSIONS, {"login": {}}).json["redirectSession"])
    assert "You are signed in" in page.send("enter").text


def test_callbacks_of_login_and_logout_are_checked(ada: Caller):
    for intent in ({"login": {}}, {"logout": {"clientId": CLIENT_ID}}):
        reply = ada.post(SESSIONS, {**intent, "callbacks": {"postFlowUrl": "http://elsewhere.example/"}})
        assert (reply.status_code, error_code(reply)) == (403, "REDIRECT_DOMAIN_NOT_ALLOWED")


def test_the_callback_of_a_login_says_nothing_of_being_signed_in(page: CheckoutPage):
    location = page.send("enter").headers["Location"]
    assert "wixMemberLoggedIn" not in parse_qs(urlsplit(location).query)


def test_a_member_who_calls_is_not_planted_in_the_browser_by_signing_in_or_out(
    ada: Caller, browser: Browser, sandbox: Sandbox
):
    jane = member(ada, browser)
    elsewhere = Browser(sandbox)
    assert answer_of(elsewhere.open(auth_session(jane, "none")["fullUrl"]))["error"] == "login_required"


def test_a_member_who_asks_for_the_login_page_is_planted_in_the_browser(
    ada: Caller, browser: Browser, sandbox: Sandbox
):
    jane = member(ada, browser)
    elsewhere = Browser(sandbox)
    elsewhere.enter(jane.post(SESSIONS, {"login": {}}).json["redirectSession"])
    assert set(answer_of(elsewhere.open(auth_session(ada, "none")["fullUrl"]))) == {"code", "state"}


def test_without_members_the_page_is_empty(tmp_path: Path):
    small = build(tmp_path, seed=SMALL_SHOP)
    page = Browser(small).enter(auth_session(new_visitor(Client(small.api)), "login"))
    assert (page.fields["email"], page.fields["password"]) == ("", "")
    small.close()
