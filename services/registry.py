"""Settings to Storefront: the only file that names every platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.settings import Settings, origin_of
from services.breaker import CircuitBreaker
from services.cache import CatalogCache
from services.in_process import WsgiAdapter
from services.models import ReturnMode
from services.storefront import Storefront
from services.wix import build_wix_door, build_wix_storefront

AUTH_MODES = {"query": ReturnMode.QUERY, "fragment": ReturnMode.FRAGMENT, "web_message": ReturnMode.MESSAGE}
IN_PROCESS_URL = "http://sandbox.invalid"  # never resolved: the adapter below answers it


@dataclass(frozen=True, slots=True)
class EmbeddedPlatform:
    """A sandbox in this process: its API as a WSGI application, and the public demo credentials it accepts.

    `breaker` takes the place of the door's own.
    """

    api: Callable[..., Any]
    client_id: str
    api_key: str
    site_id: str
    breaker: CircuitBreaker | None = None


def build_storefront(
    settings: Settings, now: Callable[[], datetime], embedded: EmbeddedPlatform | None = None
) -> Storefront:
    """The storefront that the settings ask for; without live settings the embedded sandbox answers."""
    door = build_wix_door(embedded.breaker if embedded else None)
    cache, searches = CatalogCache(), CatalogCache(max_values=200)
    if embedded is None:
        return build_wix_storefront(
            door=door,
            cache=cache,
            searches=searches,
            now=now,
            base_url=settings.wix_api_base_url,
            client_id=settings.wix_client_id,
            hosted_origins=settings.wix_hosted_origins,
            redirect_session_path=settings.wix_redirect_session_path,
            cart_api=settings.wix_cart_api,
            auth_mode=AUTH_MODES[settings.wix_auth_response_mode],
            links_hosted_pages=settings.wix_hosted_pages,
            api_key=str(settings.wix_api_key),
            site_id=settings.wix_site_id,
        )
    door.mount(IN_PROCESS_URL, WsgiAdapter(embedded.api))
    public_origin = origin_of(settings.sandbox_public_url)
    return build_wix_storefront(
        door=door,
        cache=cache,
        searches=searches,
        now=now,
        base_url=f"{IN_PROCESS_URL}/wix",
        client_id=embedded.client_id,
        hosted_origins=(public_origin,),
        redirect_session_path=settings.wix_redirect_session_path,
        cart_api=settings.wix_cart_api,
        auth_mode=AUTH_MODES[settings.wix_auth_response_mode],
        links_hosted_pages=settings.wix_hosted_pages,
        api_key=embedded.api_key,
        site_id=embedded.site_id,
    )
