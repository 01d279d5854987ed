"""People and browsers for the sandbox's tests, and what the tests say again and again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from sandbox import Sandbox

CLIENT_ID = "11111111-2222-4333-8444-555555555555"
SITE_ID = "66666666-7777-4888-9999-aaaaaaaaaaaa"
STORES_APP_ID = "215238eb-22a5-4c36-9e7b-e7c08025e04e"
SHOP = "http://127.0.0.1:8000"
PUBLIC_URL = "http://localhost:8000/sandbox"
SMALL_SHOP = Path(__file__).parent / "small_shop"


class Caller:
    """Somebody who calls the API with credentials."""

    def __init__(self, api: Client, headers: dict[str, str], tokens: dict[str, Any] | None = None) -> None:
        self.api = api
        self.headers = headers
        self.tokens = tokens or {}

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.api.get(f"/wix{path}", headers=self.headers, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.api.post(f"/wix{path}", json={} if body is None else body, headers=self.headers, **options)

    def patch(self, path: str, body: Any) -> TestResponse:
        return self.api.patch(f"/wix{path}", json=body, headers=self.headers)

    def delete(self, path: str) -> TestResponse:
        return self.api.delete(f"/wix{path}", headers=self.headers)

    @property
    def visitor_id(self) -> str:
        info = self.post("/oauth2/token-info", {"token": self.tokens["access_token"]})
        return str(info.json["subjectId"])

    def product(self, slug: str) -> dict[str, Any]:
        reply = self.get(f"/stores/v3/products/slug/{slug}?fields=CURRENCY&fields=VARIANT_OPTION_CHOICE_NAMES")
        assert reply.status_code == 200
        return dict(reply.json["product"])

    def products(self) -> list[dict[str, Any]]:
        reply = self.post("/stores/v3/products/query", {"query": {"filter": {"visible": True}}})
        return list(reply.json["products"])

    def add(self, product: dict[str, Any], quantity: int = 1, variant: int | None = 0) -> dict[str, Any]:
        reply = self.post("/ecom/v1/carts/current/add-to-cart", {"lineItems": [wanted(product, quantity, variant)]})
        assert reply.status_code == 200
        return dict(reply.json["cart"])

    def put(self, slug: str, quantity: int = 1, **options: Any) -> dict[str, Any]:
        """Add a product by its slug, with modifiers if need be."""
        line = wanted(self.product(slug), quantity)
        line["catalogReference"]["options"] |= options
        reply = self.post("/ecom/v1/carts/current/add-to-cart", {"lineItems": [line]})
        assert reply.status_code == 200
        return dict(reply.json["cart"])

    def estimate(self, country: str | None = None, **body: Any) -> dict[str, Any]:
        """Return the totals of the cart for an address in a country."""
        if country is not None:
            body["shippingAddress"] = {"country": country, **body.get("shippingAddress", {})}
        reply = self.post("/ecom/v1/carts/current/estimate-totals", body)
        assert reply.status_code == 200, reply.json
        return dict(reply.json)

    def orders(self) -> list[dict[str, Any]]:
        """Return what was bought in this test; orders of the seed have smaller numbers."""
        reply = self.post("/ecom/v1/orders/search", {"search": {}})
        assert reply.status_code == 200, reply.json
        return [order for order in reply.json["orders"] if int(order["number"]) > 10000]

    def checkout(self) -> str:
        reply = self.post("/ecom/v1/carts/current/create-checkout", {"channelType": "WEB"})
        assert reply.status_code == 200
        return str(reply.json["checkoutId"])

    def redirect_session(self, checkout_id: str, **callbacks: str) -> dict[str, Any]:
        body = {"ecomCheckout": {"checkoutId": checkout_id}, "callbacks": callbacks}
        reply = self.post("/headless/v1/redirect-session", body)
        assert reply.status_code == 200, reply.json
        return dict(reply.json["redirectSession"])


class Browser:
    """A browser on the hosted pages: keeps cookies, follows redirects only when told."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.client = Client(_mounted(sandbox.pages))

    def move_to(self, sandbox: Sandbox) -> None:
        """Be served by another worker from now on."""
        self.client.application = _mounted(sandbox.pages)

    def open(self, url: str, **options: Any) -> TestResponse:
        return self.client.get(_path(url), base_url="http://localhost:8000/", **options)

    def submit(self, url: str, **fields: str) -> TestResponse:
        return self.client.post(_path(url), data=fields, base_url="http://localhost:8000/")

    def enter(self, session: dict[str, Any]) -> CheckoutPage:
        first = self.open(session["fullUrl"])
        assert first.status_code == 302
        return CheckoutPage(self, first.headers["Location"])


class CheckoutPage:
    """The hosted checkout after the single-use address was spent."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.reply = browser.open(url)
        self.fields = _first_form(self.reply.text)

    def send(self, action: str, **changes: str) -> TestResponse:
        return self.browser.submit(self.url, **{**self.fields, "action": action, **changes})


def build(folder: Path, **options: Any) -> Sandbox:
    """Make a sandbox whose file lies in a folder."""
    settings = {
        "public_url": PUBLIC_URL,
        "allowed_redirect_domains": [SHOP, "http://127.0.0.1:5000"],
        "allowed_redirect_uris": [f"{SHOP}/auth/callback"],
        **options,
    }
    return Sandbox(folder / "sandbox.sqlite3", **settings)


def new_visitor(api: Client) -> Caller:
    """Make a visitor nobody has seen before."""
    reply = api.post("/wix/oauth2/token", json={"clientId": CLIENT_ID, "grantType": "anonymous"})
    return Caller(api, {"Authorization": reply.json["access_token"]}, reply.json)


def wanted(product: dict[str, Any], quantity: int = 1, variant: int | None = 0) -> dict[str, Any]:
    """Return a line to add: this variant of a product, or none named."""
    options = {} if variant is None else {"variantId": product["variantsInfo"]["variants"][variant]["id"]}
    reference = {"appId": STORES_APP_ID, "catalogItemId": product["id"], "options": options}
    return {"quantity": quantity, "catalogReference": reference}


def sku(product: dict[str, Any], variant: int = 0) -> str:
    """Return the SKU of a variant."""
    return str(product["variantsInfo"]["variants"][variant]["sku"])


def error_code(reply: TestResponse) -> str:
    """Return the application code of a refusal."""
    return str(reply.json["details"]["applicationError"]["code"])


def violated_field(reply: TestResponse) -> str:
    """Return the field a 400 complains of."""
    return str(reply.json["details"]["validationError"]["fieldViolations"][0]["field"])


def _mounted(application: Any) -> Any:
    def mounted(environ: dict[str, Any], start_response: Any) -> Any:
        assert environ["PATH_INFO"].startswith("/sandbox/"), environ["PATH_INFO"]
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = "/sandbox", environ["PATH_INFO"].removeprefix("/sandbox")
        return application(environ, start_response)

    return mounted


def _path(url: str) -> str:
    return url.removeprefix("http://localhost:8000")


def _first_form(page: str) -> dict[str, str]:
    form = page[page.find("<form") : page.find("</form>")]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") != "radio" or " checked" in tag:
            fields[attributes["name"]] = attributes.get("value", "")
    chosen = re.search(r'<option value="(\w+)" selected', form)
    return fields | ({"country": chosen[1]} if chosen else {})
