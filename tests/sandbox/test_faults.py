"""Misbehaviour on request, as a client meets it."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from tests.sandbox.cast import CLIENT_ID, SHOP, Caller, build, error_code, wanted

CART = "/ecom/v1/carts/current"
VERSION = "/stores/v3/provision/version"


def test_a_fault_counts_down_and_is_gone(sandbox: Sandbox, ada: Caller):
    sandbox.faults.add(VERSION, kind="status", status=503, times=2)
    assert [ada.get(VERSION).status_code for _ in range(3)] == [503, 503, 200]
    assert sandbox.faults.waiting() == []


def test_a_fault_for_ever_stays_until_it_is_cleared(sandbox: Sandbox, ada: Caller):
    sandbox.faults.add("/stores/*", kind="status", times=None)
    assert {ada.get(VERSION).status_code for _ in range(3)} == {500}
    assert ada.get(CART).status_code == 404
    sandbox.faults.clear()
    assert ada.get(VERSION).status_code == 200


def test_a_fault_meets_only_its_method_and_its_visitor(sandbox: Sandbox, ada: Caller, cy: Caller, mug: dict[str, Any]):
    sandbox.faults.add(CART, kind="status", method="post", visitor_id=ada.visitor_id, times=None)
    assert ada.get(CART).status_code == 404
    assert cy.add(mug)["lineItems"]
    assert ada.post(f"{CART}/add-to-cart", {"lineItems": [wanted(mug)]}).status_code == 500


def test_too_many_requests_say_when_to_come_back(sandbox: Sandbox, ada: Caller):
    sandbox.faults.add(VERSION, kind="status", status=429, retry_after=7)
    reply = ada.get(VERSION)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "7")
    assert error_code(reply) == "RATE_LIMIT_EXCEEDED"


def test_a_token_can_be_refused_in_the_middle_of_a_session(sandbox: Sandbox, ada: Caller):
    sandbox.faults.add(VERSION, kind="status", status=401)
    assert error_code(ada.get(VERSION)) == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("kind", "options", "status", "mimetype"),
    [
        ("html", {}, 403, "text/html"),
        ("html", {"status": 200}, 200, "text/html"),
        ("empty", {}, 200, "text/plain"),
        ("garbage", {}, 200, "application/json"),
    ],
)
def test_replies_that_are_not_json(
    sandbox: Sandbox, ada: Caller, kind: str, options: dict[str, Any], status: int, mimetype: str
):
    sandbox.faults.add(VERSION, kind=kind, **options)
    reply = ada.get(VERSION)
    assert (reply.status_code, reply.mimetype, reply.get_json(silent=True)) == (status, mimetype, None)
    assert reply.headers["x-wix-request-id"]


def test_wrong_types_keep_the_shape_and_change_every_leaf(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    right = ada.get(CART).json["cart"]
    sandbox.faults.add(CART, kind="wrong_types")
    wrong = ada.get(CART).json["cart"]
    assert wrong.keys() == right.keys()
    assert wrong["id"] == {"wrong": right["id"]}
    assert wrong["lineItems"][0]["quantity"] == [1]
    assert wrong["inSync"] == "wrong"


def test_a_connection_can_be_cut(sandbox: Sandbox, ada: Caller):
    sandbox.faults.add(VERSION, kind="reset")
    with pytest.raises(ConnectionResetError):
        ada.get(VERSION)
    assert ada.get(VERSION).status_code == 200
    assert [call.status for call in sandbox.journal()[-2:]] == [None, 200]


def test_a_slow_reply_still_comes(sandbox: Sandbox, ada: Caller):
    sandbox.faults.add(VERSION, kind="slow", seconds=0)
    assert ada.get(VERSION).status_code == 200
    assert sandbox.journal()[-1].fault == "slow"


def test_a_refresh_token_can_be_dead_while_new_visitors_are_welcome(sandbox: Sandbox, ada: Caller, cy: Caller):
    sandbox.faults.add("/oauth2/token", kind="dead_refresh", visitor_id=ada.visitor_id, times=None)

    def refresh(caller: Caller) -> int:
        body = {"clientId": CLIENT_ID, "grantType": "refresh_token", "refreshToken": caller.tokens["refresh_token"]}
        return caller.post("/oauth2/token", body).status_code

    fresh = Caller(ada.api, {}).post("/oauth2/token", {"clientId": CLIENT_ID, "grantType": "anonymous"})
    assert fresh.status_code == 200
    anonymous = Caller(ada.api, {}, ada.tokens), Caller(cy.api, {}, cy.tokens)
    assert [refresh(caller) for caller in anonymous] == [400, 200]


def test_an_add_can_be_dropped_in_silence(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    sandbox.faults.add(f"{CART}/add-to-cart", kind="silent_drop", method="POST")
    assert ada.add(mug)["lineItems"] == []
    assert len(ada.add(mug)["lineItems"]) == 1


def test_a_change_can_be_done_although_the_reply_is_an_error(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    sandbox.faults.add(f"{CART}/add-to-cart", kind="applied_then_error")
    assert ada.post(f"{CART}/add-to-cart", {"lineItems": [wanted(mug)]}).status_code == 500
    assert len(ada.get(CART).json["cart"]["lineItems"]) == 1


def test_another_process_on_the_same_file_obeys(sandbox: Sandbox, ada: Caller, tmp_path: Any):
    other = build(tmp_path)
    other.faults.add(VERSION, kind="status", status=504)
    assert ada.get(VERSION).status_code == 504
    assert Client(other.api).get(f"/wix{VERSION}", headers=ada.headers).status_code == 200
    other.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "earthquake"},
        {"kind": "slow", "seconds": 999},
        {"kind": "status", "status": 42},
        {"kind": "html", "x": 1},
    ],
)
def test_faults_that_do_not_exist_are_refused(sandbox: Sandbox, wrong: dict[str, Any]):
    with pytest.raises(ValueError, match=r"unknown|must be"):
        sandbox.faults.add(VERSION, **wrong)
    with pytest.raises(ValueError, match="times"):
        sandbox.faults.add(VERSION, kind="reset", times=0)


def test_the_journal_names_calls_and_callers_but_no_secrets(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    session = ada.redirect_session(ada.checkout(), postFlowUrl=f"{SHOP}/")
    ada.get(f"{CART}?token=secret")
    last = sandbox.journal()[-1]
    assert (last.method, last.path, last.status) == ("GET", CART, 200)
    assert (last.subject_kind, last.subject_id) == ("VISITOR", ada.visitor_id)
    written = repr(sandbox.journal())
    for secret in (ada.tokens["access_token"], session["sessionToken"], "secret"):
        assert secret not in written
