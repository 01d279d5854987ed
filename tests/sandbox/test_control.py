"""The developer's handle: the control surface, the clock, resetting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.control import OPERATIONS
from tests.sandbox.cast import SHOP, Browser, Caller, build, sku

VERSION = "/stores/v3/provision/version"


@pytest.fixture
def control(sandbox: Sandbox) -> Client:
    return Client(sandbox.pages)


def test_a_sandbox_without_control_has_no_control(tmp_path: Path):
    made = build(tmp_path, control=False)
    assert Client(made.pages).post("/control/reset").status_code == 404
    assert Client(made.app).get("/control").status_code == 404
    made.close()


def test_the_clock_can_be_moved_and_set(control: Client, sandbox: Sandbox):
    before = sandbox.clock.now()
    assert control.post("/control/clock", json={"advanceSeconds": 3600}).json["offsetSeconds"] == 3600
    assert sandbox.clock.now() - before >= timedelta(hours=1)
    moment = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
    control.post("/control/clock", json={"set": "2030-05-01T12:00:00Z"})
    assert timedelta() <= sandbox.clock.now() - moment < timedelta(minutes=1)
    assert control.post("/control/clock", json={"reset": True}).json["offsetSeconds"] == 0
    with pytest.raises(ValueError, match="time zone"):
        sandbox.clock.set(datetime(2030, 5, 1))  # noqa: DTZ001 - the point of the test


def test_faults_can_be_added_read_and_cleared(control: Client, ada: Caller):
    body = {"path": VERSION, "kind": "status", "status": 502, "times": None, "visitorId": ada.visitor_id}
    assert control.post("/control/faults", json=body).json["id"]
    assert ada.get(VERSION).status_code == 502
    assert control.get("/control/faults").json["faults"][0]["kind"] == "status"
    control.post("/control/faults/clear")
    assert ada.get(VERSION).status_code == 200


def test_the_journal_can_be_read(control: Client, ada: Caller):
    ada.get(VERSION)
    call = control.get("/control/journal").json["calls"][-1]
    assert (call["method"], call["path"], call["status"]) == ("GET", VERSION, 200)


def test_stock_products_and_carts_can_be_changed(control: Client, ada: Caller, mug: dict[str, Any]):
    control.post("/control/stock", json={"sku": sku(mug), "stock": 1})
    assert ada.add(mug, 5)["lineItems"][0]["quantity"] == 1
    control.post("/control/delete-carts", json={"visitorId": ada.visitor_id})
    assert ada.get("/ecom/v1/carts/current").status_code == 404
    control.post("/control/hide-product", json={"slug": mug["slug"]})
    assert ada.get(f"/stores/v3/products/{mug['id']}").status_code == 404
    control.post("/control/hide-product", json={"slug": mug["slug"], "hidden": False})
    assert ada.get(f"/stores/v3/products/{mug['id']}").status_code == 200
    control.post("/control/remove-product", json={"slug": mug["slug"]})
    assert ada.get(f"/stores/v3/products/{mug['id']}").status_code == 404


def test_orders_can_be_changed(control: Client, ada: Caller, browser: Browser, mug: dict[str, Any]):
    ada.add(mug)
    page = browser.enter(ada.redirect_session(ada.checkout(), thankYouPageUrl=f"{SHOP}/thanks"))
    order_id = page.send("pay-later").headers["Location"].split("orderId=")[1].split("&")[0]
    body = {"orderId": order_id, "status": "CANCELED", "paymentStatus": "CANCELED"}
    assert control.post("/control/order-status", json=body).status_code == 200
    order = ada.get(f"/ecom/v1/orders/{order_id}").json["order"]
    assert (order["status"], order["paymentStatus"]) == ("CANCELED", "CANCELED")


def test_tokens_can_be_killed(control: Client, ada: Caller):
    control.post("/control/expire-tokens")
    control.post("/control/revoke-refresh-tokens")
    assert ada.get(VERSION).status_code == 401


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("stock", {"sku": "nope", "stock": 1}),
        ("stock", {"sku": "nope", "stock": -1}),
        ("stock", {}),
        ("price", {"sku": "nope", "price": "1.00"}),
        ("price", {"sku": "nope", "price": "-1"}),
        ("faults", {"path": "/", "kind": "earthquake"}),
        ("faults", {"path": "/", "kind": "reset", "colour": "red"}),
        ("clock", {"set": "tomorrow"}),
        ("order-status", {"orderId": "nope", "status": "CANCELED"}),
        ("bigcommerce-order-status", {"orderId": 99, "statusId": 11}),
        ("bigcommerce-order-status", {"orderId": "x", "statusId": 11}),
        ("remove-product", {"slug": "nope"}),
        ("reset", ["now"]),
    ],
)
def test_requests_that_make_no_sense_are_refused(control: Client, path: str, body: Any):
    assert control.post(f"/control/{path}", json=body).status_code == 400


def test_other_sites_may_not_use_the_control(control: Client):
    assert control.post("/control/reset", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_control_page_has_a_form_for_everything(control: Client, ada: Caller, sandbox: Sandbox):
    sandbox.faults.add(VERSION, kind="empty", times=None)
    ada.get(VERSION)
    page = control.get("/control")
    assert page.status_code == 200
    assert f"GET {VERSION}" in page.text
    assert page.text.count("<form") == len(OPERATIONS)
    reply = control.post("/control/clock", data={"advanceSeconds": "60"})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/control")
    assert sandbox.clock.offset() == timedelta(seconds=60)


def test_reset_forgets_everything(sandbox: Sandbox, ada: Caller, mug: dict[str, Any]):
    ada.add(mug)
    sandbox.faults.add("/nowhere", kind="empty")
    sandbox.clock.advance(timedelta(days=1))
    sandbox.set_stock(sku(mug), 0)
    sandbox.reset()
    assert sandbox.journal() == []
    assert sandbox.faults.waiting() == []
    assert sandbox.clock.offset() == timedelta()
    assert ada.get(VERSION).status_code == 401


def test_seeding_is_the_same_every_time(sandbox: Sandbox, api: Client, merchant: Caller, tmp_path: Path):
    first = merchant.products()
    sandbox.reset()
    assert merchant.products() == first
    other = build(tmp_path / "other")
    assert Caller(Client(other.api), merchant.headers).products() == first
    other.close()


def test_a_file_is_kept_until_the_catalog_changes(tmp_path: Path):
    seed = tmp_path / "seed"
    seed.mkdir()
    catalog = seed / "catalog.toml"
    catalog.write_text(
        '[[products]]\nslug="a"\nname="A"\ndescription=""\n[[products.variants]]\nsku="A1"\nprice="1.00"\nstock=1\n'
    )
    first = build(tmp_path, seed=seed)
    first.set_stock("A1", 0)
    first.close()
    again = build(tmp_path, seed=seed)
    again.set_stock("A1", 5)
    again.close()
    catalog.write_text(catalog.read_text().replace("A1", "A2"))
    changed = build(tmp_path, seed=seed)
    with pytest.raises(KeyError):
        changed.set_stock("A1", 5)
    changed.set_stock("A2", 5)
    changed.close()


def test_the_file_is_private(sandbox: Sandbox, tmp_path: Path):
    assert (tmp_path / "sandbox.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("wrong", [{"public_url": "/sandbox"}, {"allowed_redirect_domains": ["127.0.0.1:8000"]}])
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, wrong: dict[str, Any]):
    with pytest.raises(ValueError, match=r"must be|not an"):
        build(tmp_path, **wrong)
