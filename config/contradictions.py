"""Settings that do not go together, or that are missing for what others say: one sentence each, its name in front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from config.settings import Settings

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
PLACEHOLDER = re.compile(r"change.?me|place.?holder|your.?secret|secret.?key|0123456789", re.IGNORECASE)
WIX_DEMO_CLIENT_ID = "11111111-2222-4333-8444-555555555555"
BIGCOMMERCE_DEMO = ("sandbox", "sandbox-token", "sandbox-client", "sandbox-client-secret-0123456789abcdef")


def find_contradictions(settings: Settings) -> list[str]:
    """Every problem; what is asked of a platform is asked of the chosen one only."""
    of_platform = {"wix": _of_wix, "bigcommerce": _of_bigcommerce}[settings.platform]
    return [*_of_shop(settings), *of_platform(settings)]


def _of_shop(settings: Settings) -> Iterator[str]:
    is_loopback = urlsplit(settings.base_url).hostname in LOOPBACK_HOSTS
    if settings.app_mode == "production":
        if not settings.is_secure:
            yield "BASE_URL must start with https:// in production (the address customers type)"
    elif not settings.is_secure and not is_loopback:
        yield f"BASE_URL must start with https:// on a public host ({settings.app_mode})"
    if settings.app_mode == "development" and not is_loopback:
        yield "BASE_URL must be on 127.0.0.1 or localhost in development; a public host is APP_MODE=demo"
    if settings.app_mode != "development":
        yield from _weaknesses_of_secret(settings.secret_key)


def _weaknesses_of_secret(secret: str) -> Iterator[str]:
    if not secret:
        yield "SECRET_KEY is missing: it is required outside development (`make secret` prints one)"
    elif len(secret) < 32 or PLACEHOLDER.search(secret) or len(set(secret)) < 8:
        yield "SECRET_KEY is too weak or a placeholder: use 32 random characters or more (`make secret` prints one)"


def _of_wix(settings: Settings) -> Iterator[str]:
    where = "Wix dashboard, Settings, Headless Settings"
    if settings.app_mode == "production":
        if not settings.is_live:
            yield f"WIX_CLIENT_ID is missing: production refuses the sandbox ({where})"
        yield from _plain_urls("WIX_API_BASE_URL", [settings.wix_api_base_url], "tokens travel there")
        yield from _plain_urls("WIX_HOSTED_ORIGINS", settings.wix_hosted_origins, "people pay there")
        if settings.wix_client_id == WIX_DEMO_CLIENT_ID:
            yield f"WIX_CLIENT_ID is the sandbox's public one ({where})"
    if settings.is_live and not settings.wix_hosted_origins:
        yield "WIX_HOSTED_ORIGINS is missing: without it no visitor can be sent to checkout (your Wix site's origin)"
    if bool(settings.wix_api_key) != bool(settings.wix_site_id):
        yield "WIX_API_KEY and WIX_SITE_ID go together: set both or neither (Wix API Keys Manager)"


def _of_bigcommerce(settings: Settings) -> Iterator[str]:
    where = "BigCommerce control panel, Settings, Store-level API accounts"
    if settings.app_mode == "production":
        if not settings.is_live:
            yield f"BIGCOMMERCE_STORE_HASH is missing: production refuses the sandbox ({where})"
        yield from _plain_urls(
            "BIGCOMMERCE_API_BASE_URL", [settings.bigcommerce_api_base_url], "the token travels there"
        )
        yield from _plain_urls("BIGCOMMERCE_PAYMENTS_BASE_URL", [settings.bigcommerce_payments_base_url], "cards do")
        yield from _plain_urls("BIGCOMMERCE_HOSTED_ORIGINS", settings.bigcommerce_hosted_origins, "people pay there")
        for name in ("store_hash", "access_token", "client_id", "client_secret"):
            if getattr(settings, f"bigcommerce_{name}") in BIGCOMMERCE_DEMO:
                yield f"BIGCOMMERCE_{name.upper()} is the sandbox's public one ({where})"
    if settings.is_live and not settings.bigcommerce_access_token:
        yield f"BIGCOMMERCE_ACCESS_TOKEN is missing: without it no call is answered ({where})"
    if settings.is_live and not settings.bigcommerce_hosted_origins:
        yield "BIGCOMMERCE_HOSTED_ORIGINS is missing: without it no visitor can be sent to checkout (its URL)"
    if bool(settings.bigcommerce_client_id) != bool(settings.bigcommerce_client_secret):
        yield f"BIGCOMMERCE_CLIENT_ID and BIGCOMMERCE_CLIENT_SECRET go together: set both or neither ({where})"


def _plain_urls(name: str, urls: tuple[str, ...] | list[str], reason: str) -> Iterator[str]:
    if not all(url.startswith("https://") for url in urls):
        yield f"{name} must start with https:// in production: {reason}"
