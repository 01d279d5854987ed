"""The one reader of the environment: a frozen `Settings`, every problem reported at once, secrets masked."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from config.contradictions import find_contradictions
from config.parsing import (
    PROJECT,
    Secret,
    parse_choice,
    parse_flag,
    parse_folder,
    parse_guid,
    parse_mounted_url,
    parse_number,
    parse_origin,
    parse_origins,
    parse_url,
    parse_urls,
    parse_word,
)

PLATFORMS = ("wix", "bigcommerce")
AUTH_RESPONSE_MODES = ("query", "fragment", "web_message")
CART_APIS = ("v2", "v1")
BIGCOMMERCE_CHECKOUTS = ("hosted", "api")
REDIRECT_SESSION_PATHS = (
    "/headless/v1/redirect-session",
    "/redirect-session/v1/redirect-session",
    "/_api/redirects-api/v1/redirect-session",
)


class SettingsError(Exception):
    """Lists every bad setting at once; the process does not start."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("The shop cannot start:\n" + "\n".join(f"  - {problem}" for problem in problems))


def _setting(name: str, parse: Callable[[str], Any], default: Any, help_text: str) -> Any:
    """A field read from the variable `name`; a callable default is computed from the settings before it."""
    return field(metadata={"name": name, "parse": parse, "default": default, "help": help_text})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a deployment may change; `docs/configuration.md` explains each, `.env.example` lists all."""

    app_mode: str = _setting(
        "APP_MODE",
        parse_choice("development", "demo", "production"),
        "development",
        "development (loopback), demo (the sandbox on a public host) or production (no sandbox)",
    )
    platform: str = _setting("PLATFORM", parse_choice(*PLATFORMS), PLATFORMS[0], "the commerce platform")
    port: int = _setting("PORT", parse_number(1, 65535), 8000, "the port on 127.0.0.1")
    base_url: str = _setting(
        "BASE_URL",
        parse_origin,
        lambda known: f"http://127.0.0.1:{known['port']}",
        "the shop's own origin as browsers see it; every absolute URL is built from it",
    )
    data_dir: Path = _setting(
        "DATA_DIR", parse_folder, PROJECT / "instance", "the folder of sessions.sqlite3 and sandbox.sqlite3"
    )
    secret_key: Secret = _setting(
        "SECRET_KEY", Secret, Secret(""), "32 random characters or more; `make secret` prints one"
    )
    trusted_proxy_count: int = _setting(
        "TRUSTED_PROXY_COUNT", parse_number(0, 9), 0, "exactly how many proxies stand in front of the shop"
    )
    log_level: str = _setting("LOG_LEVEL", parse_choice("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "how much to log")
    indexable: bool = _setting(
        "INDEXABLE",
        parse_flag,
        lambda known: known["app_mode"] == "production",
        "1 lets search engines list the shop, 0 (outside production) keeps them out of all of it",
    )
    wix_client_id: str = _setting(
        "WIX_CLIENT_ID",
        parse_guid,
        "",
        "set = Wix is live; found in the Wix dashboard under Settings > Headless Settings",
    )
    wix_api_key: Secret = _setting(
        "WIX_API_KEY", Secret, Secret(""), "optional, for order look-ups; made in the Wix API Keys Manager"
    )
    wix_site_id: str = _setting(
        "WIX_SITE_ID", parse_guid, "", "goes with WIX_API_KEY; the id after /dashboard/ in the dashboard's address"
    )
    wix_api_base_url: str = _setting("WIX_API_BASE_URL", parse_url, "https://www.wixapis.com", "where Wix's API is")
    wix_hosted_origins: tuple[str, ...] = _setting(
        "WIX_HOSTED_ORIGINS",
        parse_origins,
        (),
        "required when live: origins of the hosted pages, comma-separated; your Wix site's address is one",
    )
    wix_redirect_session_path: str = _setting(
        "WIX_REDIRECT_SESSION_PATH",
        parse_choice(*REDIRECT_SESSION_PATHS),
        REDIRECT_SESSION_PATHS[0],
        "which of its three names the Redirect Session API is called by",
    )
    wix_cart_api: str = _setting(
        "WIX_CART_API",
        parse_choice(*CART_APIS),
        CART_APIS[0],
        "the generation of Wix's cart: v2, or v1 (cart and checkout apart) until Wix removes it on 2027-02-01",
    )
    wix_auth_response_mode: str = _setting(
        "WIX_AUTH_RESPONSE_MODE",
        parse_choice(*AUTH_RESPONSE_MODES),
        AUTH_RESPONSE_MODES[0],
        "how the hosted sign-in answers: query, fragment, or web_message (silent sign-in only)",
    )
    wix_hosted_pages: bool = _setting(
        "WIX_HOSTED_PAGES",
        parse_flag,
        False,
        "1 links products and services to their pages on the hosted site, too",
    )
    bigcommerce_store_hash: str = _setting(
        "BIGCOMMERCE_STORE_HASH",
        parse_word,
        "",
        "set = BigCommerce is live; the part after /stores/ in the API path of the store's API account",
    )
    bigcommerce_access_token: Secret = _setting(
        "BIGCOMMERCE_ACCESS_TOKEN", Secret, Secret(""), "of the store's API account; shown once when it is made"
    )
    bigcommerce_channel_id: int = _setting(
        "BIGCOMMERCE_CHANNEL_ID", parse_number(1, 2147483647), 1, "the channel of this storefront; 1 is the store's own"
    )
    bigcommerce_client_id: str = _setting(
        "BIGCOMMERCE_CLIENT_ID", parse_word, "", "goes with the client secret; of the same API account"
    )
    bigcommerce_client_secret: Secret = _setting(
        "BIGCOMMERCE_CLIENT_SECRET", Secret, Secret(""), "optional; proves that a webhook came from BigCommerce"
    )
    bigcommerce_api_base_url: str = _setting(
        "BIGCOMMERCE_API_BASE_URL", parse_url, "https://api.bigcommerce.com", "where BigCommerce's API is"
    )
    bigcommerce_payments_base_url: str = _setting(
        "BIGCOMMERCE_PAYMENTS_BASE_URL",
        parse_url,
        "https://payments.bigcommerce.com",
        "where BigCommerce takes payments",
    )
    bigcommerce_hosted_origins: tuple[str, ...] = _setting(
        "BIGCOMMERCE_HOSTED_ORIGINS",
        parse_origins,
        (),
        "required when live: origins of the hosted cart and checkout, comma-separated",
    )
    bigcommerce_checkout: str = _setting(
        "BIGCOMMERCE_CHECKOUT",
        parse_choice(*BIGCOMMERCE_CHECKOUTS),
        BIGCOMMERCE_CHECKOUTS[0],
        "hosted (BigCommerce's page takes the money) or api (our own pages do, and fall under PCI DSS)",
    )
    sandbox_public_url: str = _setting(
        "SANDBOX_PUBLIC_URL",
        parse_mounted_url,
        lambda known: f"{known['base_url']}/sandbox",
        "where a browser finds the sandbox's hosted pages",
    )
    sandbox_allowed_redirect_domains: tuple[str, ...] = _setting(
        "SANDBOX_ALLOWED_REDIRECT_DOMAINS",
        parse_origins,
        lambda known: (known["base_url"], "http://127.0.0.1:5000"),
        "origins the sandbox may send visitors back to, comma-separated",
    )
    sandbox_allowed_redirect_uris: tuple[str, ...] = _setting(
        "SANDBOX_ALLOWED_REDIRECT_URIS",
        parse_urls,
        lambda known: (f"{known['base_url']}/auth/callback", "http://127.0.0.1:5000/auth/callback"),
        "addresses the sandbox may send a sign-in back to, comma-separated, matched exactly",
    )
    sandbox_wix_catalog: str = _setting(
        "SANDBOX_WIX_CATALOG",
        parse_choice("v3", "v1"),
        "v3",
        "the generation of the catalog that the sandbox's Wix site has: v3 or v1",
    )

    @property
    def is_live(self) -> bool:
        """Whether the platform is a real one; otherwise the embedded sandbox answers."""
        return bool(self.wix_client_id if self.platform == "wix" else self.bigcommerce_store_hash)

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")


def setting_names() -> tuple[str, ...]:
    """The closed list of environment variables, in order."""
    return tuple(item.metadata["name"] for item in fields(Settings))


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings. Empty text counts as unset. Raises: SettingsError, listing every problem."""
    environ = os.environ if environ is None else environ
    known: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for item in fields(Settings):
        name, text = item.metadata["name"], environ.get(item.metadata["name"], "").strip()
        default = item.metadata["default"]
        known[item.name] = default(known) if callable(default) else default
        try:
            if text:
                known[item.name] = item.metadata["parse"](text)
        except ValueError as error:
            problems[name] = f"{name} {error} ({item.metadata['help']})"
    settings = Settings(**known)
    for problem in find_contradictions(settings):
        problems.setdefault(problem.split()[0], problem)  # a value that could not be read is not missing too
    if problems:
        raise SettingsError(list(problems.values()))
    return settings


def read_or_make_secret(settings: Settings) -> str:
    """The configured secret, else the one made once in the data folder (development only; file mode 0600)."""
    if settings.secret_key:
        return str(settings.secret_key)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.data_dir / "secret_key"
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)  # atomic, and the first of several workers wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
