"""What a search counted is kept only as long as the catalog stays as it is."""

from __future__ import annotations

from pathlib import Path

from werkzeug.test import Client

from sandbox import Sandbox
from sandbox.wix.site import CLIENT_ID

STOCK = {
    "name": "stock",
    "fieldPath": "inventory.availabilityStatus",
    "type": "VALUE",
    "value": {"limit": 10, "sortType": "VALUE", "sortDirection": "ASC"},
}


def count_stock(sandbox: Sandbox) -> dict[str, int]:
    api = Client(sandbox.api)
    token = api.post("/wix/oauth2/token", json={"clientId": CLIENT_ID, "grantType": "anonymous"}).json
    body = {"search": {"filter": {"visible": True}, "aggregations": [STOCK]}}
    answer = api.post(
        "/wix/stores/v3/products/search", json=body, headers={"Authorization": str(token and token["access_token"])}
    ).json
    assert answer is not None
    (result,) = answer["aggregationData"]["results"]
    return {item["value"]: item["count"] for item in result["values"]["results"]}


def make(folder: Path, name: str, **options: int) -> Sandbox:
    return Sandbox(
        folder / name,
        public_url="http://localhost:8000/sandbox",
        allowed_redirect_domains=["http://127.0.0.1:8000"],
        **options,
    )


def test_a_count_follows_stock_removal_and_reset(tmp_path: Path) -> None:
    sandbox = make(tmp_path, "one.sqlite3")
    before = count_stock(sandbox)
    assert count_stock(sandbox) == before
    sandbox.set_stock("KK-HARB-350", 0)
    sold_out = count_stock(sandbox)
    assert sold_out["OUT_OF_STOCK"] == before["OUT_OF_STOCK"] + 1
    sandbox.remove_product("harbour-mug")
    assert count_stock(sandbox)["OUT_OF_STOCK"] == before["OUT_OF_STOCK"]
    sandbox.hide_product("nesting-bowl")
    assert sum(count_stock(sandbox).values()) == sum(before.values()) - 2
    sandbox.reset()
    assert count_stock(sandbox) == before
    sandbox.close()


def test_two_shops_never_share_a_count(tmp_path: Path) -> None:
    small, big = make(tmp_path, "small.sqlite3"), make(tmp_path, "big.sqlite3", product_count=100)
    assert sum(count_stock(small).values()) < sum(count_stock(big).values()) == 100
    small.close()
    big.close()
