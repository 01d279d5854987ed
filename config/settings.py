"""The one reader of the environment: a frozen `Settings`, every problem reported at once, secrets masked."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROJECT = Path(__file__).parents[1]
DEMO_CLIENT_ID = "11111111-2222-4333-8444-555555555555"
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
AUTH_RESPONSE_MODES = ("query", "fragment", "web_message")
CART_APIS = ("v2", "v1")
REDIRECT_SESSION_PATHS = (
    "/headless/v1/redirect-session",
    "/redirect-session/v1/redirect-session",
    "/_api/redirects-api/v1/redirect-session",
)
PLACEHOLDER = re.compile(r"change.?me|place.?holder|your.?secret|secret.?key|0123456789", re.IGNORECASE)


class SettingsError(Exception):
    """Lists every bad setting at once; the process does not start."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("The shop cannot start:\n" + "\n".join(f"  - {problem}" for problem in problems))


class Secret(str):
    """Text that never shows itself in a `repr`, and so in no log of a Settings object."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'" if self else "''"


def parse_choice(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return text

    return parse


def parse_number(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return parse


def parse_flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"


def parse_url(text: str) -> str:
    """An absolute http(s) URL without query or fragment, its trailing slash dropped."""
    try:
        parts = urlsplit(text)
        origin = origin_of(text)
    except ValueError:
        raise ValueError("must be a URL with a port from 1 to 65535, if it has one") from None
    is_plain = re.fullmatch(r"[A-Za-z0-9._~:/%\[\]-]+", text) and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise ValueError("must be an absolute http(s) URL without query, such as https://shop.example")
    return f"{origin}{parts.path.rstrip('/')}"


def parse_origin(text: str) -> str:
    """A scheme, host and port: the URL of a site without any path."""
    if urlsplit(parse_url(text)).path.strip("/"):
        raise ValueError("must be an origin without a path, such as https://shop.example")
    return parse_url(text)


def parse_origins(text: str) -> tuple[str, ...]:
    return tuple(parse_origin(part.strip()) for part in text.split(",") if part.strip())


def parse_urls(text: str) -> tuple[str, ...]:
    return tuple(parse_url(part.strip()) for part in text.split(",") if part.strip())


def parse_guid(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text, re.IGNORECASE):
        raise ValueError("must be an id such as 11111111-2222-4333-8444-555555555555")
    return text.lower()


def parse_mounted_url(text: str) -> str:
    """A URL with a path, under which something can be mounted."""
    if not urlsplit(parse_url(text)).path:
        raise ValueError("must have a path, such as https://shop.example/sandbox")
    return parse_url(text)


def parse_folder(text: str) -> Path:
    """A folder; a relative one lies in the project's own. It need not be there yet."""
    folder = PROJECT / text
    if folder.exists() and not folder.is_dir():
        raise ValueError("must be a folder, and this is a file")
    return folder


def origin_of(url: str) -> str:
    """The scheme, host and port of a URL as browsers write them: small letters, no default port.

    Raises: ValueError, for a port that cannot be one.
    """
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    is_default = parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme))
    return f"{parts.scheme}://{host}" if is_default else f"{parts.scheme}://{host}:{parts.port}"


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
    platform: str = _setting("PLATFORM", parse_choice("wix"), "wix", "the commerce platform")
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
        return bool(self.wix_client_id)

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
    for problem in _contradictions(settings):
        problems.setdefault(problem.split()[0], problem)  # a value that could not be read is not missing too
    if problems:
        raise SettingsError(list(problems.values()))
    return settings


def _contradictions(settings: Settings) -> list[str]:
    problems = []
    is_loopback = urlsplit(settings.base_url).hostname in LOOPBACK_HOSTS
    if settings.app_mode == "production":
        if not settings.is_live:
            problems.append(
                "WIX_CLIENT_ID is missing: production refuses the sandbox (Wix dashboard, Settings, Headless Settings)"
            )
        if not settings.is_secure:
            problems.append("BASE_URL must start with https:// in production (the address customers type)")
        if not settings.wix_api_base_url.startswith("https://"):
            problems.append("WIX_API_BASE_URL must start with https:// in production: tokens travel there")
        if not all(origin.startswith("https://") for origin in settings.wix_hosted_origins):
            problems.append("WIX_HOSTED_ORIGINS must start with https:// in production: people pay there")
        if settings.wix_client_id == DEMO_CLIENT_ID:
            problems.append("WIX_CLIENT_ID is the sandbox's public one (Wix dashboard, Settings, Headless Settings)")
    elif not settings.is_secure and not is_loopback:
        problems.append(f"BASE_URL must start with https:// on a public host ({settings.app_mode})")
    if settings.app_mode == "development" and not is_loopback:
        problems.append("BASE_URL must be on 127.0.0.1 or localhost in development; a public host is APP_MODE=demo")
    if settings.app_mode != "development":
        problems += _weaknesses_of_secret(settings.secret_key)
    if settings.is_live and not settings.wix_hosted_origins:
        problems.append(
            "WIX_HOSTED_ORIGINS is missing: without it no visitor can be sent to checkout (your Wix site's origin)"
        )
    if bool(settings.wix_api_key) != bool(settings.wix_site_id):
        problems.append("WIX_API_KEY and WIX_SITE_ID go together: set both or neither (Wix API Keys Manager)")
    return problems


def _weaknesses_of_secret(secret: str) -> list[str]:
    if not secret:
        return ["SECRET_KEY is missing: it is required outside development (`make secret` prints one)"]
    if len(secret) < 32 or PLACEHOLDER.search(secret) or len(set(secret)) < 8:
        return ["SECRET_KEY is too weak or a placeholder: use 32 random characters or more (`make secret` prints one)"]
    return []


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
