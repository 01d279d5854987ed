"""The only readers of `app.extensions` and of the session: whose request this is, and which platform answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol, cast

from flask import current_app, session

from services.errors import NotFoundError
from services.product_map import ProductMap
from services.storefront import Bookings, DirectCheckout, Events, Plans, SignIn, Storefront, Visitor

MEMORY_PREFIX = "platform."
LONGEST_WAIT_SECONDS = 12.0


def current_storefront() -> Storefront:
    """The platform of this shop."""
    return cast(Storefront, current_app.extensions["storefront"])


def current_events() -> Events:
    """The platform's events. Raises: NotFoundError, where it has none."""
    if (events := current_storefront().events) is None:
        raise NotFoundError("section", "events")
    return events


def current_plans() -> Plans:
    """The platform's plans. Raises: NotFoundError, where it has none."""
    if (plans := current_storefront().plans) is None:
        raise NotFoundError("section", "plans")
    return plans


def current_bookings() -> Bookings:
    """The platform's bookable services. Raises: NotFoundError, where it has none."""
    if (bookings := current_storefront().bookings) is None:
        raise NotFoundError("section", "bookings")
    return bookings


def current_sign_in() -> SignIn:
    """The platform's sign-in. Raises: NotFoundError, where it has none."""
    if (sign_in := current_storefront().sign_in) is None:
        raise NotFoundError("section", "sign-in")
    return sign_in


def current_seen_notices() -> SeenNotices:
    """Which notices of the platform's server were taken already."""
    return cast(SeenNotices, current_app.extensions["seen_notices"])


def run_beside(job: Callable[[], None]) -> bool:
    """Start a job that nobody waits for; False where too many are under way."""
    return cast(Callable[[Callable[[], None]], bool], current_app.extensions["background"])(job)


def current_direct_checkout() -> DirectCheckout:
    """The checkout on our own pages. Raises: NotFoundError, where money is taken on the platform's."""
    if (direct_checkout := current_storefront().direct_checkout) is None:
        raise NotFoundError("section", "direct checkout")
    return direct_checkout


def current_time() -> datetime:
    """Now, by the one clock that shop and sandbox share."""
    return cast(Callable[[], datetime], current_app.extensions["clock"])()


def absolute_url(path: str) -> str:
    """A path of ours as the browser knows it, from BASE_URL alone."""
    return f"{current_app.config['BASE_URL']}{path}"


def current_product_map() -> ProductMap:
    """All products' slugs, for sitemaps."""
    return cast(ProductMap, current_app.extensions["product_map"])


def current_visitor() -> Visitor:
    """Who is asking. Only personal pages call this: it opens the session."""
    return SessionVisitor()


class SeenNotices(Protocol):
    """A memory of keys that all worker processes share."""

    def claim(self, key: str) -> bool:
        """Whether nobody had this key before; from now on it is taken."""

    def release(self, key: str) -> None:
        """Let the next delivery of this key through."""


class SessionVisitor:
    """A visitor's memory inside the server session; what is kept is written at once."""

    def recall(self, name: str) -> Any:
        return session.get(MEMORY_PREFIX + name)

    def keep(self, name: str, value: Any) -> None:
        session[MEMORY_PREFIX + name] = value
        save_session()

    def forget(self, name: str) -> None:
        if session.pop(MEMORY_PREFIX + name, None) is not None:
            save_session()

    @contextmanager
    def lease(self, name: str, seconds: float) -> Iterator[None]:
        with session.lease(name, seconds, wait_seconds=LONGEST_WAIT_SECONDS):  # type: ignore[attr-defined]
            yield


def rotate_session() -> None:
    """Give the session another id, for every change of who somebody is; the old one is dead at once."""
    session.rotate()  # type: ignore[attr-defined]


def end_session() -> None:
    """Delete the session at once, requests in flight included."""
    session.destroy()  # type: ignore[attr-defined]


def save_session() -> None:
    """Write the session now rather than with the answer: what follows relies on it."""
    session.save()  # type: ignore[attr-defined]
