"""The merchant's server for the tests of BigCommerce: it holds the store's token and calls the API."""

from __future__ import annotations

from typing import Any

from werkzeug.test import Client, TestResponse

STORE = "/bigcommerce/stores/sandbox"
TOKEN = "sandbox-token"
PLAIN_MUG, GIFT_MUG, INITIALS_MUG, ROUND_POT, IRON_KETTLE, SECONDS_CUP, GLAZE_BOOK, LOST_BOWL = range(101, 109)
POT_INK, POT_MOSS = 104001, 104002
GIFT_NOTE, GIFT_WRAP, LINEN = 10251, 10252, 1025201
INITIALS = 10351


class Shop:
    """A shop's server. `visitor` is the correlation id it sends for one of its visitors."""

    def __init__(self, api: Client, visitor: str | None = None) -> None:
        self.api = api
        self.headers = {"X-Auth-Token": TOKEN} | ({"X-Correlation-Id": visitor} if visitor else {})

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        sent = {} if body is None else {"json": body}
        return self.api.open(STORE + path, method=method, headers=self.headers, **sent, **options)

    def get(self, path: str) -> TestResponse:
        return self.call("GET", path)

    def read(self, path: str) -> Any:
        """Return what stands in the envelope."""
        reply = self.get(path)
        assert reply.status_code == 200, reply.text
        return reply.json["data"]

    def product(self, product_id: int, include: str = "variants") -> dict[str, Any]:
        return dict(self.read(f"/v3/catalog/products/{product_id}?include={include}"))

    def ids(self, query: str) -> list[int]:
        return [product["id"] for product in self.read(f"/v3/catalog/products?{query}")]

    def new_cart(self, *items: dict[str, Any], **fields: Any) -> dict[str, Any]:
        reply = self.call("POST", "/v3/carts", {"line_items": list(items), **fields})
        assert reply.status_code == 201, reply.text
        return dict(reply.json["data"])

    def cart(self, cart_id: str) -> dict[str, Any]:
        return dict(self.read(f"/v3/carts/{cart_id}"))

    def add(self, cart_id: str, *items: dict[str, Any], **fields: Any) -> TestResponse:
        return self.call("POST", f"/v3/carts/{cart_id}/items", {"line_items": list(items), **fields})

    def refusal(self, *items: dict[str, Any]) -> tuple[int, str]:
        """Return status and words with which a new cart is refused."""
        reply = self.call("POST", "/v3/carts", {"line_items": list(items)})
        messages = " ".join(reply.json.get("errors", {}).values())
        return reply.status_code, messages or reply.json["title"]


def item(product_id: int, quantity: Any = 1, **fields: Any) -> dict[str, Any]:
    return {"product_id": product_id, "quantity": quantity, **fields}


def lines(cart: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all lines that are products."""
    return [*cart["line_items"]["physical_items"], *cart["line_items"]["digital_items"]]
