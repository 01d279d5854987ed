"""Wix Headless as a storefront. `build_wix_storefront` is the only way in; every other module is this folder's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from services.breaker import CircuitBreaker
from services.cache import CatalogCache
from services.http import HttpDoor
from services.models import ReturnMode
from services.storefront import Carts, Checkouts, Storefront
from services.wix.auth import SharedToken, TokenEndpoint, VisitorTokens
from services.wix.bookings import WixBookings
from services.wix.carts import WixCarts
from services.wix.carts_v1 import CartCallsV1
from services.wix.carts_v2 import CartCallsV2
from services.wix.catalog import WixCatalog
from services.wix.catalog_of_site import WixCatalogOfSite
from services.wix.catalog_v1 import WixCatalogV1
from services.wix.checkouts import WixCheckouts
from services.wix.checkouts_v2 import WixCheckoutsV2, find_order_id
from services.wix.client import WixClient, error_code
from services.wix.event_catalog import WixEventCatalog
from services.wix.events import WixEvents
from services.wix.hosted_pages import WixHostedPages
from services.wix.orders import WixOrders
from services.wix.plans import WixPlans
from services.wix.redirects import WixRedirects
from services.wix.removals import log_removals
from services.wix.sign_in import WixSignIn

# How many tickets are left is shown at most a minute late; reservations are always asked from the platform.
AVAILABILITY_FRESH_SECONDS, AVAILABILITY_STALE_SECONDS = 20.0, 60.0
MEDIA_ORIGIN = "https://static.wixstatic.com"


def build_wix_door(breaker: CircuitBreaker | None = None) -> HttpDoor:
    """The way out to Wix: its error envelope and its request-id header are known here."""
    return HttpDoor("wix", error_code=error_code, request_id_header="x-wix-request-id", breaker=breaker)


def build_wix_storefront(
    *,
    door: HttpDoor,
    cache: CatalogCache,
    searches: CatalogCache,
    now: Callable[[], datetime],
    base_url: str,
    client_id: str,
    hosted_origins: tuple[str, ...],
    redirect_session_path: str = "/headless/v1/redirect-session",
    auth_mode: ReturnMode = ReturnMode.QUERY,
    links_hosted_pages: bool = False,
    api_key: str = "",
    site_id: str = "",
    cart_api: str = "v2",
) -> Storefront:
    """Put the parts together; settings travel as plain arguments, so that no part needs an application."""
    log_removals(cart_api=cart_api)
    endpoint = TokenEndpoint(door, base_url, client_id, now)
    visitors = VisitorTokens(endpoint, now)
    client = WixClient(door, base_url, SharedToken(endpoint, now), visitors, api_key=api_key, site_id=site_id)
    redirects = WixRedirects(client, redirect_session_path, hosted_origins)
    availability = CatalogCache(fresh_seconds=AVAILABILITY_FRESH_SECONDS, stale_seconds=AVAILABILITY_STALE_SECONDS)
    carts, checkouts = _cart_and_checkout(cart_api, client, redirects)
    catalog = WixCatalogOfSite(client, WixCatalog(client, cache, searches), WixCatalogV1(client, cache, searches))
    event_catalog = WixEventCatalog(client, cache, searches, availability)
    return Storefront(
        platform="wix",
        catalog=catalog,
        carts=carts,
        checkouts=checkouts,
        orders=WixOrders(client, None if cart_api == "v1" else partial(find_order_id, client)),
        events=WixEvents(client, event_catalog, redirects, now),
        bookings=WixBookings(client, redirects, cache),
        plans=WixPlans(client, redirects, cache),
        sign_in=WixSignIn(client, visitors, redirects, client_id, auth_mode),
        hosted_origins=hosted_origins,
        image_origins=(MEDIA_ORIGIN, *hosted_origins),
        frame_origins=hosted_origins if auth_mode is ReturnMode.MESSAGE else (),
        hosted_pages=WixHostedPages(redirects) if links_hosted_pages else None,
    )


def _cart_and_checkout(generation: str, client: WixClient, redirects: WixRedirects) -> tuple[Carts, Checkouts]:
    """Both of one generation: a Cart V2 is its own checkout, and Checkout V1 is made of a Cart V1."""
    if generation == "v1":
        return WixCarts(CartCallsV1(client)), WixCheckouts(client, redirects)
    calls = CartCallsV2(client)
    return WixCarts(calls), WixCheckoutsV2(client, calls, redirects)
