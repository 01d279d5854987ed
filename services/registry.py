"""Settings to Storefront: the only file that names every platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.parsing import origin_of
from config.settings import Settings
from services.bigcommerce import build_bigcommerce_door, build_bigcommerce_storefront
from services.breaker import CircuitBreaker
from services.cache import CatalogCache
from services.in_process import WsgiAdapter
from services.models import ReturnMode
from services.storefront import Storefront
from services.wix import build_wix_door, build_wix_storefront

AUTH_MODES = {"query": ReturnMode.QUERY, "fragment": ReturnMode.FRAGMENT, "web_message": ReturnMode.MESSAGE}
IN_PROCESS_URL = "http://sandbox.invalid"  # never resolved: an adapter answers it

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class EmbeddedPlatform:
    """A sandbox in this process: its API as a WSGI application, and the public demo credentials it accepts.

    `client_id` to `site_id` are those of its Wix site, the others those of its BigCommerce store. `breaker` takes the
    place of the door's own.
    """

    api: Callable[..., Any]
    client_id: str
    api_key: str
    site_id: str
    store_hash: str = ""
    access_token: str = ""
    store_client_id: str = ""
    store_client_secret: str = ""
    breaker: CircuitBreaker | None = None


def build_storefront(settings: Settings, now: Now, embedded: EmbeddedPlatform | None = None) -> Storefront:
    """The storefront that the settings ask for; without live settings the embedded sandbox answers."""
    return BUILDERS[settings.platform](settings, now, embedded)


def _build_wix(settings: Settings, now: Now, embedded: EmbeddedPlatform | None) -> Storefront:
    door = build_wix_door(embedded.breaker if embedded else None)
    base_url, hosted_origins = settings.wix_api_base_url, settings.wix_hosted_origins
    client_id, api_key, site_id = settings.wix_client_id, str(settings.wix_api_key), settings.wix_site_id
    if embedded is not None:
        door.mount(IN_PROCESS_URL, WsgiAdapter(embedded.api))
        base_url, hosted_origins = f"{IN_PROCESS_URL}/wix", (origin_of(settings.sandbox_public_url),)
        client_id, api_key, site_id = embedded.client_id, embedded.api_key, embedded.site_id
    return build_wix_storefront(
        door=door,
        cache=CatalogCache(),
        searches=CatalogCache(max_values=200),
        now=now,
        base_url=base_url,
        client_id=client_id,
        hosted_origins=hosted_origins,
        redirect_session_path=settings.wix_redirect_session_path,
        cart_api=settings.wix_cart_api,
        auth_mode=AUTH_MODES[settings.wix_auth_response_mode],
        links_hosted_pages=settings.wix_hosted_pages,
        api_key=api_key,
        site_id=site_id,
    )


def _build_bigcommerce(settings: Settings, now: Now, embedded: EmbeddedPlatform | None) -> Storefront:
    door = build_bigcommerce_door(embedded.breaker if embedded else None)
    base_url, payments_base_url = settings.bigcommerce_api_base_url, settings.bigcommerce_payments_base_url
    hosted_origins, store_hash = settings.bigcommerce_hosted_origins, settings.bigcommerce_store_hash
    access_token = str(settings.bigcommerce_access_token)
    client_id, client_secret = settings.bigcommerce_client_id, str(settings.bigcommerce_client_secret)
    if embedded is not None:
        door.mount(IN_PROCESS_URL, WsgiAdapter(embedded.api))
        base_url = payments_base_url = f"{IN_PROCESS_URL}/bigcommerce"
        hosted_origins, store_hash = (origin_of(settings.sandbox_public_url),), embedded.store_hash
        access_token = embedded.access_token
        client_id, client_secret = embedded.store_client_id, embedded.store_client_secret
    return build_bigcommerce_storefront(
        door=door,
        cache=CatalogCache(),
        searches=CatalogCache(max_values=200),
        now=now,
        base_url=base_url,
        payments_base_url=payments_base_url,
        store_hash=store_hash,
        access_token=access_token,
        channel_id=settings.bigcommerce_channel_id,
        client_id=client_id,
        client_secret=client_secret,
        hosted_origins=hosted_origins,
        checkout=settings.bigcommerce_checkout,
    )


BUILDERS: dict[str, Callable[[Settings, Now, EmbeddedPlatform | None], Storefront]] = {
    "wix": _build_wix,
    "bigcommerce": _build_bigcommerce,
}
