"""What the handlers need to know of the imitated Wix site: ids, database, addresses, and where it may send people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, g

from sandbox.clock import Clock
from sandbox.state import Database
from sandbox.wix.errors import WixError, silent, unauthenticated

CLIENT_ID = "11111111-2222-4333-8444-555555555555"
API_KEY = "IST.sandbox"
SITE_ID = "66666666-7777-4888-9999-aaaaaaaaaaaa"
STORES_APP_ID = "215238eb-22a5-4c36-9e7b-e7c08025e04e"
BOOKINGS_APP_ID = "13d21c63-b5ec-5912-8397-c3a5ddb27a97"
EXTENSION = "wix_site"
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whoever calls: a visitor, a member, or the owner of the API key."""

    kind: str
    id: str

    @property
    def is_admin(self) -> bool:
        """Tell whether this is the API key."""
        return self.kind == "API_KEY"

    def buyer(self) -> dict[str, str]:
        """Return the identity as carts, checkouts and orders write it."""
        return {"memberId": self.id} if self.kind == "MEMBER" else {"visitorId": self.id}


@dataclass(frozen=True, slots=True)
class Site:
    """The imitated site. `public_url` is where a browser finds the mount, without a slash at the end.

    `catalog` is the generation of Wix Stores that it has: v3 or v1.
    """

    database: Database
    clock: Clock
    public_url: str
    allowed_redirect_origins: frozenset[str]
    allowed_redirect_uris: frozenset[str]
    images_folder: Path
    catalog: str = "v3"

    def page_url(self, path: str) -> str:
        """Return the absolute address of a hosted page."""
        return f"{self.public_url}/wix{path}"


def current_site() -> Site:
    """Return the site the current request belongs to."""
    return cast(Site, current_app.extensions[EXTENSION])


def current_subject(refusal: WixError | None = None) -> Subject:
    """Return whoever calls.

    Raises: `refusal` if nobody is named (its kind differs by service at Wix), 401 if the token is not good.
    """
    if g.subject is not None:
        return cast(Subject, g.subject)
    if g.has_credentials:
        raise unauthenticated()
    raise refusal or unauthenticated()


def current_buyer() -> Subject:
    """Return the visitor who calls; the API key has no cart, and is refused."""
    subject = current_subject(silent(403))
    if subject.is_admin:
        raise silent(403)
    return subject


def origins(addresses: Iterable[str]) -> frozenset[str]:
    """Return the origins of configured addresses.

    Raises: ValueError for something that is not an origin.
    """
    found = set()
    for address in addresses:
        origin = origin_of(address)
        if origin is None:
            raise ValueError(f"not an allowed redirect domain, write scheme://host[:port]: {address!r}")
        found.add(origin)
    return frozenset(found)


def origin_of(url: str) -> str | None:
    """Return scheme, host and port of an absolute web address in one spelling, None if it is not one."""
    if not url.isascii() or "\\" in url or any(character <= " " or character == "\x7f" for character in url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port or DEFAULT_PORTS[parts.scheme]}"
