"""Tokens: who gets them, whose they are, when they die."""

from __future__ import annotations

from datetime import timedelta

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.cast import CLIENT_ID, Caller, error_code, new_visitor


@pytest.mark.parametrize("encoding", ["json", "data"])
@pytest.mark.parametrize("names", [("clientId", "grantType"), ("client_id", "grant_type")])
def test_an_anonymous_visitor_gets_tokens_in_every_spelling(api: Client, encoding: str, names: tuple[str, str]):
    body = dict(zip(names, (CLIENT_ID, "anonymous"), strict=True))
    reply = api.post("/wix/oauth2/token", **{encoding: body})
    assert reply.status_code == 200
    assert reply.json["access_token"].startswith("OauthNG.JWS.")
    assert (reply.json["token_type"], reply.json["expires_in"]) == ("Bearer", 14400)


def test_each_anonymous_grant_is_a_new_visitor(ada: Caller, cy: Caller):
    assert ada.visitor_id != cy.visitor_id


def test_refreshing_keeps_the_visitor_and_the_old_refresh_token(ada: Caller, api: Client):
    body = {"clientId": CLIENT_ID, "grantType": "refresh_token", "refreshToken": ada.tokens["refresh_token"]}
    first, second = (api.post("/wix/oauth2/token", json=body) for _ in range(2))
    for reply in (first, second):
        assert Caller(api, {}, reply.json).visitor_id == ada.visitor_id
    assert first.json["access_token"] != second.json["access_token"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"clientId": "somebody-else"}, "invalid_client"),
        ({"grantType": "refresh_token", "refreshToken": "made-up"}, "invalid_grant"),
        ({"grantType": "refresh_token"}, "invalid_grant"),
        ({"grantType": "authorization_code", "code": "made-up"}, "invalid_grant"),
        ({"grantType": "password"}, "unsupported_grant_type"),
    ],
)
def test_bad_grants_are_refused_in_the_oauth_form(api: Client, change: dict[str, str], error: str):
    reply = api.post("/wix/oauth2/token", json={"clientId": CLIENT_ID, "grantType": "anonymous", **change})
    assert (reply.status_code, reply.json["error"]) == (400, error)


def test_an_access_token_dies_after_four_hours_of_the_sandboxs_clock(sandbox: Sandbox, ada: Caller):
    sandbox.clock.advance(timedelta(seconds=14399))
    assert ada.get("/stores/v3/provision/version").status_code == 200
    sandbox.clock.advance(timedelta(seconds=2))
    reply = ada.get("/stores/v3/provision/version")
    assert (reply.status_code, error_code(reply)) == (401, "UNAUTHENTICATED")


def test_a_bearer_prefix_is_forgiven(ada: Caller, api: Client):
    headers = {"Authorization": f"Bearer {ada.tokens['access_token']}"}
    assert api.get("/wix/stores/v3/provision/version", headers=headers).status_code == 200


def test_an_unknown_token_is_401_with_the_envelope(api: Client):
    reply = Caller(api, {"Authorization": "not-a-token"}).get("/ecom/v1/carts/current")
    assert (reply.status_code, error_code(reply)) == (401, "UNAUTHENTICATED")


def test_the_api_key_needs_its_site(api: Client, merchant: Caller):
    assert merchant.get("/stores/v3/provision/version").status_code == 200
    assert Caller(api, {"Authorization": "IST.sandbox"}).get("/stores/v3/provision/version").status_code == 401
    other_key = Caller(api, {**merchant.headers, "Authorization": "IST.other"})
    assert other_key.get("/stores/v3/provision/version").status_code == 401


@pytest.mark.parametrize(
    ("path", "status"),
    [("/stores/v3/provision/version", 403), ("/ecom/v1/carts/current", 403), ("/ecom/v1/orders/x", 428)],
)
def test_no_credentials_at_all_are_refused_differently_by_each_service(api: Client, path: str, status: int):
    assert Caller(api, {}).get(path).status_code == status


def test_token_info_knows_only_tokens_that_are_good(sandbox: Sandbox, ada: Caller):
    good = ada.post("/oauth2/token-info", {"token": ada.tokens["access_token"]}).json
    assert (good["active"], good["subjectType"], good["clientId"]) == (True, "VISITOR", CLIENT_ID)
    assert int(good["exp"]) - int(good["iat"]) == 14400
    sandbox.expire_tokens()
    assert ada.post("/oauth2/token-info", {"token": ada.tokens["access_token"]}).json == {"active": False}
    assert ada.post("/oauth2/token-info", {"token": "made-up"}).json == {"active": False}


def test_tokens_of_one_visitor_can_be_killed_alone(sandbox: Sandbox, ada: Caller, cy: Caller, api: Client):
    sandbox.expire_tokens(ada.visitor_id)
    sandbox.revoke_refresh_tokens(new_visitor(api).visitor_id)
    assert ada.get("/stores/v3/provision/version").status_code == 401
    assert cy.get("/stores/v3/provision/version").status_code == 200
    body = {"clientId": CLIENT_ID, "grantType": "refresh_token", "refreshToken": ada.tokens["refresh_token"]}
    assert api.post("/wix/oauth2/token", json=body).status_code == 200
    sandbox.revoke_refresh_tokens()
    assert api.post("/wix/oauth2/token", json=body).status_code == 400


def test_every_reply_is_json_with_a_request_id(ada: Caller, api: Client):
    replies = [ada.get("/stores/v3/provision/version"), ada.get("/no/such/path"), Caller(api, {}).get("/x")]
    replies.append(ada.delete("/stores/v3/provision/version"))
    assert [reply.status_code for reply in replies] == [200, 404, 404, 404]
    for reply in replies:
        assert reply.headers["x-wix-request-id"]
        assert reply.mimetype == "application/json"


def test_a_body_that_is_not_json_is_refused(ada: Caller, api: Client):
    for raw in ("{", "[1]", "\xff"):
        reply = api.post("/wix/ecom/v1/carts/current/add-to-cart", data=raw, headers=ada.headers)
        assert reply.status_code == 400


@pytest.mark.parametrize("raw", ['"\\ud800"', "1" + "0" * 30, "[" * 100_000])
def test_absurd_values_are_refused_calmly(ada: Caller, api: Client, raw: str):
    body = f'{{"query": {{"filter": {{"quantity": {{"$gt": {raw}}}, "productId": {raw}}}}}}}'
    for path in ("inventory-items", "products"):
        reply = api.post(f"/wix/stores/v3/{path}/query", data=body, headers=ada.headers)
        assert reply.status_code == 400
    slug = f'{{"query": {{"filter": {{"slug": {raw}, "createdDate": "2020-01-01"}}}}}}'
    assert api.post("/wix/stores/v3/products/query", data=slug, headers=ada.headers).status_code == 400
    number = f'{{"query": {{"filter": {{"quantity": {raw}}}}}}}'
    assert api.post("/wix/stores/v3/inventory-items/query", data=number, headers=ada.headers).status_code == 400
