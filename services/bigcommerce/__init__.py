"""BigCommerce as a storefront. `build_bigcommerce_storefront` is the only way in; the rest is this folder's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.bigcommerce.carts import BigCommerceCarts
from services.bigcommerce.catalog import BigCommerceCatalog
from services.bigcommerce.checkout_orders import CheckoutOrders
from services.bigcommerce.checkouts import BigCommerceCheckouts
from services.bigcommerce.client import PLATFORM, BigCommerceClient, asked_pause, error_code
from services.bigcommerce.direct_checkout import BigCommerceDirectCheckout
from services.bigcommerce.hosted_cart import BigCommerceHostedCart
from services.bigcommerce.orders import BigCommerceOrders
from services.bigcommerce.payment_host import PaymentHost
from services.bigcommerce.payments import BigCommercePayments
from services.bigcommerce.redirects import BigCommerceRedirects
from services.bigcommerce.webhooks import BigCommerceWebhooks
from services.breaker import CircuitBreaker
from services.cache import CatalogCache
from services.http import HttpDoor
from services.storefront import Storefront

MEDIA_ORIGIN = "https://cdn11.bigcommerce.com"


def build_bigcommerce_door(breaker: CircuitBreaker | None = None) -> HttpDoor:
    """The way out to BigCommerce: its error envelopes and the headers of its quota are known here."""
    return HttpDoor(
        PLATFORM, error_code=error_code, request_id_header="X-Request-Id", asked_pause=asked_pause, breaker=breaker
    )


def build_bigcommerce_storefront(
    *,
    door: HttpDoor,
    cache: CatalogCache,
    searches: CatalogCache,
    now: Callable[[], datetime],
    base_url: str,
    payments_base_url: str,
    store_hash: str,
    access_token: str,
    hosted_origins: tuple[str, ...],
    channel_id: int = 1,
    client_id: str = "",
    client_secret: str = "",
    checkout: str = "hosted",
) -> Storefront:
    """Put the parts together; settings travel as plain arguments, so that no part needs an application."""
    client = BigCommerceClient(door, base_url, store_hash, access_token, channel_id=channel_id, client_id=client_id)
    catalog = BigCommerceCatalog(client, cache, searches)
    orders = BigCommerceOrders(client)
    carts = BigCommerceCarts(client, catalog, orders)
    redirects = BigCommerceRedirects(client, hosted_origins)
    host = PaymentHost(door, payments_base_url, store_hash)
    direct = BigCommerceDirectCheckout(client, CheckoutOrders(client), BigCommercePayments(client, host, now))
    return Storefront(
        platform=PLATFORM,
        catalog=catalog,
        carts=carts,
        checkouts=BigCommerceCheckouts(carts, orders, redirects),
        orders=orders,
        events=None,
        plans=None,
        bookings=None,
        sign_in=None,
        hosted_origins=hosted_origins,
        image_origins=(MEDIA_ORIGIN, *hosted_origins),
        direct_checkout=direct if checkout == "api" else None,
        hosted_cart=BigCommerceHostedCart(redirects) if checkout == "hosted" else None,
        webhooks=BigCommerceWebhooks(orders, catalog, client_secret, now) if client_secret else None,
    )
