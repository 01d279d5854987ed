"""Which pages a sitemap names: all that are worth finding, section by section, as paths without a language's prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import request, url_for

from routes.current import current_events, current_product_map, current_storefront
from services.models import Event, EventQuery

EVENTS_AT_ONCE = 100
MOST_EVENT_PAGES = 10


def list_sections() -> dict[str, Callable[[], Iterator[str]]]:
    """What there is beside the products; a section that the platform does not offer is left out."""
    shop = current_storefront()
    offered: dict[str, tuple[object, Callable[[], Iterator[str]]]] = {
        "pages": (shop.catalog, static_paths),
        "categories": (shop.catalog, category_paths),
        "events": (shop.events, event_paths),
        "plans": (shop.plans, plan_paths),
        "services": (shop.bookings, service_paths),
    }
    return {name: paths for name, (capability, paths) in offered.items() if capability is not None}


def static_paths() -> Iterator[str]:
    """The front window and the lists."""
    shop = current_storefront()
    yield path_of("catalog.home")
    yield path_of("catalog.products")
    if shop.events:
        yield path_of("events.events")
        yield path_of("events.events", past=1)
    if shop.plans:
        yield path_of("plans.plans")
    if shop.bookings:
        yield path_of("bookings.services")


def category_paths() -> Iterator[str]:
    for category in current_storefront().catalog.list_categories():
        yield path_of("catalog.products", category=category.slug)


def product_paths(number: int) -> Iterator[str]:
    """A file of products. Raises: NotFoundError, PlatformRateLimitedError."""
    for slug in current_product_map().read_file(number):
        yield path_of("catalog.product", slug=slug)


def event_paths() -> Iterator[str]:
    """What is to come, and the latest of what was."""
    latest = current_events().list_events(EventQuery(is_past=True, limit=EVENTS_AT_ONCE)).items
    for event in (*coming_events(), *latest):
        yield path_of("events.event", slug=event.slug)


def coming_events() -> Iterator[Event]:
    """All events to come, the next first; as many as a calendar can be thought to hold."""
    cursor = None
    for _ in range(MOST_EVENT_PAGES):
        page = current_events().list_events(EventQuery(cursor=cursor, limit=EVENTS_AT_ONCE))
        yield from page.items
        if (cursor := page.after) is None:
            return


def plan_paths() -> Iterator[str]:
    plans = current_storefront().plans
    for plan in plans.list_plans() if plans else ():
        yield path_of("plans.plan", slug=plan.slug)


def service_paths() -> Iterator[str]:
    bookings = current_storefront().bookings
    for service in bookings.list_services() if bookings else ():
        yield path_of("bookings.service", slug=service.slug)


def path_of(endpoint: str, **values: Any) -> str:
    """The path in the language without a prefix, whichever one was asked in."""
    return url_for(endpoint, **values).removeprefix(request.script_root)
