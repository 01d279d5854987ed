"""The store's only channel, its site and the routes of the shop's pages.

Source: https://developer.bigcommerce.com/docs/rest-management/channels
"""

from __future__ import annotations

import ipaddress
import re
import sqlite3
from urllib.parse import urlsplit

from flask import Blueprint, request

from sandbox.bigcommerce.errors import invalid, v3_error
from sandbox.bigcommerce.paging import read_page, slice_json
from sandbox.bigcommerce.payload import Json, json_body, json_value, text
from sandbox.bigcommerce.shapes import data
from sandbox.bigcommerce.site import CHANNEL_ID, SITE_ID, STORE_NAME, Store, current_store
from sandbox.bigcommerce.site_store import ChannelSite, Route, find_site, list_routes, set_routes, set_site
from sandbox.products import shop_currency

LONGEST_URL = 500
MOST_ROUTES = 100
LISTED_TYPES = "product brand category page blog home cart checkout search account login returns static"
UNLISTED_TYPES = (
    "create_account forgot_password account_order_status account_new_return recover_abandoned_cart logout"
    " order_confirmation"
)
TYPES = frozenset(f"{LISTED_TYPES} {UNLISTED_TYPES}".split())
ROUTE = re.compile(r"/[\w./{}?=&%-]*", re.ASCII)

channels = Blueprint("bigcommerce_channels", __name__)


@channels.get("/v3/channels")
def list_channels() -> Json:
    """List the channels.

    Source: https://developer.bigcommerce.com/docs/rest-management/channels#get-all-channels
    """
    store = current_store()
    with store.database.read() as db:
        return slice_json([_channel_json(db, store)], read_page())


@channels.get("/v3/channels/<int:channel_id>")
def read_channel(channel_id: int) -> Json:
    """Return the channel, with its currencies if `include=currencies`.

    Source: https://developer.bigcommerce.com/docs/rest-management/channels#get-a-channel
    """
    _check_channel(channel_id)
    store = current_store()
    with store.database.read() as db:
        return data(_channel_json(db, store))


@channels.get("/v3/channels/<int:channel_id>/site")
def read_site(channel_id: int) -> Json:
    """Return where the shop of the channel is.

    Source: https://developer.bigcommerce.com/docs/rest-management/channels/channel-site#get-a-channel-site
    """
    _check_channel(channel_id)
    store = current_store()
    with store.database.read() as db:
        return data(_site_json(store, find_site(db, store)))


@channels.post("/v3/channels/<int:channel_id>/site")
@channels.put("/v3/channels/<int:channel_id>/site")
def write_site(channel_id: int) -> Json:
    """Say where the shop of the channel is; hosted pages lead back there.

    Source: https://developer.bigcommerce.com/docs/rest-management/channels/channel-site#update-a-channel-site
    """
    _check_channel(channel_id)
    store, url = current_store(), _url(json_body())
    with store.database.change() as db:
        site = find_site(db, store)
        set_site(db, store, url, site.checkout_url)
        return data(_site_json(store, find_site(db, store)))


@channels.put("/v3/channels/<int:channel_id>/site/checkout-url")
def write_checkout_url(channel_id: int) -> Json:
    """Keep an address of the checkout; hosted pages stay where the sandbox is all the same.

    Source: https://developer.bigcommerce.com/docs/rest-management/channels/channel-site#upsert-a-sites-checkout-url
    """
    _check_channel(channel_id)
    store, url = current_store(), _url(json_body())
    with store.database.change() as db:
        site = find_site(db, store)
        if _registrable_domain(url) != _registrable_domain(site.url):
            raise v3_error(422, "The checkout URL must have the same domain as the site", {"url": url})
        set_site(db, store, site.url, url)
        return data(_site_json(store, find_site(db, store)))


@channels.delete("/v3/channels/<int:channel_id>/site/checkout-url")
def delete_checkout_url(channel_id: int) -> Json:
    """Go back to the shared address of the checkout.

    Source: https://developer.bigcommerce.com/docs/rest-management/channels/channel-site#delete-a-sites-checkout-url
    """
    _check_channel(channel_id)
    store = current_store()
    with store.database.change() as db:
        set_site(db, store, find_site(db, store).url, None)
        return data(_site_json(store, find_site(db, store)))


@channels.get("/v3/sites")
def list_sites() -> Json:
    """List the sites, with the pagination that only this list has.

    Source: https://developer.bigcommerce.com/docs/rest-management/sites#get-all-sites
    """
    store, page = current_store(), read_page()
    with store.database.read() as db:
        site = _site_json(store, find_site(db, store))
    pagination = {"offset": page.offset, "limit": page.limit, "total_items": 1}
    return {"data": [] if page.offset else [site], "meta": {"pagination": pagination}}


@channels.get("/v3/sites/<int:site_id>")
def read_one_site(site_id: int) -> Json:
    """Return the site.

    Source: https://developer.bigcommerce.com/docs/rest-management/sites#get-a-site
    """
    _check_site(site_id)
    return read_site(CHANNEL_ID)


@channels.get("/v3/sites/<int:site_id>/routes")
def read_routes(site_id: int) -> Json:
    """List the routes, or those of a `type`.

    Source: https://developer.bigcommerce.com/docs/rest-management/sites/site-routes#get-a-sites-routes
    """
    _check_site(site_id)
    with current_store().database.read() as db:
        routes = list_routes(db, request.args.get("type"))
    return slice_json([_route_json(route) for route in routes], read_page())


@channels.put("/v3/sites/<int:site_id>/routes")
def write_routes(site_id: int) -> Json:
    """Add routes, or change those that match the same.

    Source: https://developer.bigcommerce.com/docs/rest-management/sites/site-routes#update-a-sites-routes
    """
    _check_site(site_id)
    entries = json_value()
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_ROUTES:
        raise v3_error(422, f"The body must be a list of at most {MOST_ROUTES} routes")
    routes = [_route(entry) for entry in entries]
    with current_store().database.change() as db:
        set_routes(db, routes)
        found = list_routes(db)
    return slice_json([_route_json(route) for route in found], read_page())


def _check_channel(channel_id: int) -> None:
    if channel_id != CHANNEL_ID:
        raise v3_error(404, f"The channel with id {channel_id} was not found")


def _check_site(site_id: int) -> None:
    if site_id != SITE_ID:
        raise v3_error(404, f"The site with id {site_id} was not found")


def _url(payload: Json) -> str:
    url = text(payload, "url", longest=LONGEST_URL) or ""
    if url.isascii() and not any(character <= " " for character in url):
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc:
            return url.rstrip("/")
    raise invalid("url", "url must be an absolute address of a web site")


def _registrable_domain(url: str) -> str:
    """Return the last two labels of a host, the whole of an address of numbers; longer suffixes are not known here."""
    host = urlsplit(url).hostname or ""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ".".join(host.split(".")[-2:])


def _route(entry: object) -> tuple[str, str, str]:
    if not isinstance(entry, dict):
        raise v3_error(422, "A route must be an object")
    kind, matching, route = (text(entry, name, longest=LONGEST_URL) or "" for name in ("type", "matching", "route"))
    if kind not in TYPES:
        raise invalid("type", f"{kind} is not a type of route")
    if not ROUTE.fullmatch(route) or route.startswith("//"):
        raise invalid("route", "route must be a path such as /products/{slug}")
    return kind, matching or "*", route


def _route_json(route: Route) -> Json:
    return {"id": route.id, "type": route.type, "matching": route.matching, "route": route.route}


def _channel_json(db: sqlite3.Connection, store: Store) -> Json:
    created = find_site(db, store).created_at
    body = {
        "id": CHANNEL_ID,
        "name": STORE_NAME,
        "type": "storefront",
        "platform": "custom",
        "status": "active",
        "external_id": "",
        "icon_url": "",
        "is_listable_from_ui": True,
        "is_visible": True,
        "is_enabled": True,
        "date_created": created,
        "date_modified": created,
    }
    if request.args.get("include") == "currencies":
        code = shop_currency(db)
        body["currencies"] = {"channel_id": CHANNEL_ID, "enabled_currencies": [code], "default_currency": code}
    return body


def _site_json(store: Store, site: ChannelSite) -> Json:
    hosted = store.page_url("")
    urls = {"primary": site.url, "canonical": hosted, "checkout": site.checkout_url or hosted}
    return {
        "id": site.id,
        "url": site.url,
        "channel_id": CHANNEL_ID,
        "created_at": site.created_at,
        "updated_at": site.updated_at,
        "ssl_status": "dedicated",
        "urls": [
            {"url": url, "type": kind, "created_at": site.created_at, "updated_at": site.updated_at}
            for kind, url in urls.items()
        ],
        "is_checkout_url_customized": site.checkout_url is not None,
    }
