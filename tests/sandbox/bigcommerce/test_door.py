"""Who is let in, how refusals look on each part of the API, the quota, and faults."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.bigcommerce.cast import STORE, TOKEN, Shop
from tests.sandbox.cast import build

QUOTA_HEADERS = (
    "X-Rate-Limit-Time-Window-Ms",
    "X-Rate-Limit-Time-Reset-Ms",
    "X-Rate-Limit-Requests-Quota",
    "X-Rate-Limit-Requests-Left",
)
PRODUCTS = "/v3/catalog/products"


@pytest.mark.parametrize("token", [None, "", "guessed"])
def test_without_the_token_nothing_is_told(api: Client, token: str | None):
    headers = {} if token is None else {"X-Auth-Token": token}
    reply = api.get(STORE + PRODUCTS, headers=headers)
    assert (reply.status_code, reply.json["status"]) == (401, 401)


def test_another_store_is_out_of_scope(api: Client):
    reply = api.get(f"/bigcommerce/stores/other{PRODUCTS}", headers={"X-Auth-Token": TOKEN})
    assert reply.status_code == 403
    assert reply.json["title"] == "You don't have a required scope to access the endpoint"


def test_unknown_paths_and_methods_are_refused_in_the_words_of_their_version(shop: Shop):
    for path, method, status in (("/v3/nowhere", "GET", 404), (PRODUCTS, "PATCH", 405)):
        body = shop.call(method, path).json
        assert (body["status"], set(body)) == (status, {"status", "title", "type"})
    assert shop.get("/v2/nowhere").json == [{"status": 404, "message": "The requested resource was not found"}]


def test_a_body_must_be_json_and_say_so(shop: Shop):
    for body, kind, status in (
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('{"a": NaN}', "application/json", 400),
        ("{}", "text/plain", 415),
        ("{}", None, 415),
    ):
        reply = shop.call("POST", "/v3/carts", data=body, content_type=kind)
        assert reply.status_code == status, body


def test_an_accept_header_that_shuts_out_json_is_refused(shop: Shop):
    for accept, status in (("text/html", 406), ("application/json", 200), ("*/*", 200), ("application/*;q=0.5", 200)):
        shop.headers["Accept"] = accept
        assert shop.get(PRODUCTS).status_code == status, accept


def test_a_payment_needs_the_media_type_of_payments(api: Client):
    reply = api.post(f"{STORE}/payments", json={}, headers={"Accept": "application/json", "Authorization": "PAT x"})
    assert (reply.status_code, reply.json["status"]) == (406, 406)
    assert isinstance(reply.json["code"], int)


def test_every_answer_says_what_is_left_of_the_quota(shop: Shop, api: Client):
    for reply in (shop.get(PRODUCTS), shop.get("/v3/nowhere"), api.get(STORE + PRODUCTS)):
        assert all(reply.headers[name].isdigit() for name in QUOTA_HEADERS)
        assert reply.headers["X-Request-Id"]


def test_calls_over_the_quota_wait_for_the_window_to_end(tmp_path: Path):
    made = build(tmp_path, bigcommerce_quota=2)
    shop = Shop(Client(made.api))
    replies = [shop.get(PRODUCTS) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert [reply.headers["X-Rate-Limit-Requests-Left"] for reply in replies] == ["1", "0", "0"]
    refused = replies[2]
    wait = int(refused.headers["X-Rate-Limit-Time-Reset-Ms"])
    assert 0 < wait <= 30_000
    assert 0 <= int(refused.headers["X-Retry-After"]) * 1000 - wait < 1000
    made.clock.advance(timedelta(milliseconds=wait))
    assert shop.get(PRODUCTS).status_code == 200
    made.close()


def test_an_unknown_call_costs_nothing_of_the_quota(shop: Shop, api: Client):
    left = int(shop.get(PRODUCTS).headers["X-Rate-Limit-Requests-Left"])
    api.get(STORE + PRODUCTS)
    assert int(shop.get(PRODUCTS).headers["X-Rate-Limit-Requests-Left"]) == left - 1


def test_a_fault_meets_only_the_visitor_it_is_meant_for(sandbox: Sandbox, api: Client):
    ada, cy = Shop(api, "ada-1"), Shop(api, "cy-2")
    sandbox.faults.add(f"/stores/sandbox{PRODUCTS}", kind="status", status=503, visitor_id="ada-1")
    assert cy.get(PRODUCTS).status_code == 200
    assert ada.get(PRODUCTS).status_code == 503
    assert ada.get(PRODUCTS).status_code == 200
    assert [call.subject_id for call in sandbox.journal()] == ["cy-2", "ada-1", "ada-1"]


@pytest.mark.parametrize(
    ("options", "is_counted"), [({"status": 429, "retry_after": 2}, True), ({"status": 429, "bare": True}, False)]
)
def test_too_many_calls_come_with_the_quota_or_bare(
    sandbox: Sandbox, shop: Shop, options: dict[str, Any], is_counted: bool
):
    sandbox.faults.add("/stores/", kind="status", **options)
    reply = shop.get(PRODUCTS)
    assert reply.json["status"] == 429
    assert (reply.headers.get("X-Retry-After") == "2") is is_counted
    assert (reply.headers.get("X-Rate-Limit-Requests-Left") == "0") is is_counted
    assert ("X-Rate-Limit-Time-Reset-Ms" in reply.headers) is is_counted


def test_a_refusal_can_be_plain_text(sandbox: Sandbox, shop: Shop):
    sandbox.faults.add("/stores/", kind="status", status=401, text="X-Auth-Token header is required")
    reply = shop.get(PRODUCTS)
    assert (reply.status_code, reply.mimetype, reply.text) == (401, "text/plain", "X-Auth-Token header is required")


def test_a_fault_speaks_like_the_part_it_strikes(sandbox: Sandbox, shop: Shop):
    sandbox.faults.add("/stores/", kind="status", status=500, times=3)
    assert isinstance(shop.get("/v2/store").json, list)
    assert shop.get(PRODUCTS).json["status"] == 500
    assert isinstance(shop.call("POST", "/payments").json["code"], int)


def test_both_platforms_live_in_one_sandbox(shop: Shop, api: Client):
    assert shop.get("/v2/time").status_code == 200
    assert api.get("/wix/stores/v3/provision/version").status_code != 404
    assert api.get("/bigcommercial").json == {"message": "", "details": {}}
