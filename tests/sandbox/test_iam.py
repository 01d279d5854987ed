"""The calls behind a shop's own login form, with Wix's numeric codes."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client

from tests.sandbox.cast import Browser, Caller, error_code, violated_field
from tests.sandbox.signing_in import JANE, auth_session

LOGIN, REGISTER = "/_api/iam/authentication/v2/login", "/_api/iam/authentication/v2/register"
VERIFY, RECOVER = "/_api/iam/verification/v1/auth/verify", "/_api/iam/recovery/v1/send-email"

PASSWORD = "pw"


def credentials(email: str, password: str = PASSWORD, **more: Any) -> dict[str, Any]:
    return {"loginId": {"email": email}, "password": password, **more}


def test_logging_in_gives_a_session_token(ada: Caller):
    reply = ada.post(LOGIN, credentials(" JANE@example.com", JANE["password"], captchaTokens=[{"Recaptcha": "x"}]))
    assert reply.status_code == 200
    assert reply.json["state"] == "SUCCESS"
    assert reply.json["sessionToken"].startswith("JWS.session.")
    assert set(reply.json["identity"]) == {"id"}


@pytest.mark.parametrize(
    ("email", "password", "status", "code"),
    [("jane@example.com", "wrong", 401, "-19976"), ("nobody@example.com", "pw", 404, "-19999")],
)
def test_a_refused_login_has_a_number(ada: Caller, email: str, password: str, status: int, code: str):
    reply = ada.post(LOGIN, credentials(email, password))
    assert (reply.status_code, error_code(reply)) == (status, code)


def test_registering_makes_an_account_that_can_be_used_at_once(ada: Caller):
    profile = {"firstName": "New", "lastName": "Person", "nickname": "newt"}
    made = ada.post(REGISTER, credentials("new@example.com", profile=profile))
    assert (made.status_code, made.json["state"]) == (200, "SUCCESS")
    assert ada.post(LOGIN, credentials("new@example.com")).json["identity"] == made.json["identity"]


def test_an_address_registers_once(ada: Caller):
    reply = ada.post(REGISTER, credentials("Jane@Example.com"))
    assert (reply.status_code, error_code(reply)) == (409, "-19995")


def test_an_address_may_have_to_be_verified_first(ada: Caller):
    asked = ada.post(REGISTER, credentials("new@verify.example")).json
    assert asked["state"] == "REQUIRE_EMAIL_VERIFICATION"
    again = ada.post(LOGIN, credentials("new@verify.example")).json
    assert again == asked
    wrong = ada.post(VERIFY, {"code": "000000", "stateToken": asked["stateToken"]})
    assert (wrong.status_code, error_code(wrong)) == (400, "INVALID_VERIFICATION_CODE")
    verified = ada.post(VERIFY, {"code": "123456", "stateToken": asked["stateToken"]})
    assert verified.json["state"] == "SUCCESS"
    assert ada.post(VERIFY, {"code": "123456", "stateToken": asked["stateToken"]}).status_code == 400
    assert ada.post(LOGIN, credentials("new@verify.example")).json["state"] == "SUCCESS"


def test_an_owner_may_have_to_approve_first(ada: Caller, browser: Browser):
    assert ada.post(REGISTER, credentials("new@approval.example")).json == {"state": "REQUIRE_OWNER_APPROVAL"}
    assert ada.post(LOGIN, credentials("new@approval.example")).json == {"state": "REQUIRE_OWNER_APPROVAL"}
    page = browser.enter(auth_session(ada, "login")).send("enter", email="new@approval.example", password="pw")
    assert page.status_code == 422
    assert "has not approved this account yet" in page.text


def test_an_unverified_member_is_told_so_on_the_login_page(ada: Caller, browser: Browser):
    ada.post(REGISTER, credentials("new@verify.example"))
    page = browser.enter(auth_session(ada, "login")).send("enter", email="new@verify.example", password="pw")
    assert "is not verified yet" in page.text


@pytest.mark.parametrize("email", ["jane@example.com", "nobody@example.com"])
def test_a_recovery_mail_is_promised_to_everybody(ada: Caller, email: str):
    reply = ada.post(RECOVER, {"email": email, "redirect": {"url": "http://127.0.0.1:8000/", "clientId": "x"}})
    assert (reply.status_code, reply.json) == (200, {})


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (LOGIN, {"password": "pw"}, "loginId"),
        (LOGIN, {"loginId": {"email": "jane"}, "password": "pw"}, "loginId.email"),
        (LOGIN, {"loginId": {"email": "jane@example.com"}}, "password"),
        (REGISTER, credentials("a@example.com", profile={"firstName": 7}), "firstName"),
        (REGISTER, credentials("a@example.com", "x" * 101), "password"),
        (VERIFY, {"code": "123456"}, "stateToken"),
        (RECOVER, {}, "email"),
        (RECOVER, {"email": "jane"}, "email"),
    ],
)
def test_fields_that_do_not_fit_are_named(ada: Caller, path: str, body: dict[str, Any], field: str):
    reply = ada.post(path, body)
    assert (reply.status_code, violated_field(reply)) == (400, field)


@pytest.mark.parametrize("path", [LOGIN, REGISTER, VERIFY, RECOVER])
def test_nobody_calls_without_a_token(api: Client, path: str):
    assert api.post(f"/wix{path}", json={}).status_code == 401
