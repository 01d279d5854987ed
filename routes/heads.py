"""The head of each kind of public page: its address, its picture, and the things it tells machines about."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext

from routes.current import absolute_url
from routes.narrowing import Filters
from routes.page_head import Head, current_shop, on_the_way, public_head
from routes.structured_data import (
    Thing,
    breadcrumbs_thing,
    event_thing,
    item_list_thing,
    organization_thing,
    plan_thing,
    product_thing,
    service_thing,
    website_thing,
)
from services.models import Category, Event, EventStatus, Plan, Product, Service, Variant

Step = tuple[str, str]


def home_head() -> Head:
    shop = current_shop()
    return public_head(url_for("catalog.home"), "shop", things=(organization_thing(shop), website_thing(shop)))


def products_head(
    filters: Filters, category_path: tuple[Category, ...], products: Iterable[Product], *, is_later: bool
) -> Head:
    """A category is a page of its own; another order of it is not, and a part of it is on the way only."""
    if filters.is_narrowed or is_later:
        return on_the_way()
    slug = filters.category.slug if filters.category else None
    listed = list_thing((one.name, url_for("catalog.product", slug=one.slug)) for one in products)
    trail = (trail_thing(shelf_steps(category_path)),) if category_path else ()
    return public_head(url_for("catalog.products", category=slug), "shop", things=(*trail, *listed))


def product_head(product: Product, shown: Variant, category_path: tuple[Category, ...]) -> Head:
    """The product has one address, whichever variant is shown."""
    path = url_for("catalog.product", slug=product.slug)

    def url_of(variant: Variant) -> str:
        return absolute_url(url_for("catalog.product", slug=product.slug, variant=variant.id))

    thing = product_thing(product, shown, current_shop(), absolute_url(path), url_of)
    trail = trail_thing([*shelf_steps(category_path), (product.name, path)])
    picture = shown.image or (product.images[0] if product.images else None)
    return public_head(path, "shop", kind="product", picture=picture, things=(thing, trail))


def events_head(events: Iterable[Event], *, is_past: bool, is_later: bool) -> Head:
    if is_later:
        return on_the_way()
    listed = list_thing((one.title, url_for("events.event", slug=one.slug)) for one in events)
    return public_head(url_for("events.events", past=1 if is_past else None), "events", things=listed)


def event_head(event: Event) -> Head:
    path = url_for("events.event", slug=event.slug)
    is_over = event.status in (EventStatus.ENDED, EventStatus.CANCELLED)
    past = [(gettext("Past"), url_for("events.events", past=1))] if is_over else []
    trail = trail_thing([(gettext("Events"), url_for("events.events")), *past, (event.title, path)])
    thing = event_thing(event, current_shop(), absolute_url(path))
    return public_head(path, "events", picture=event.image, things=(thing, trail))


def empty_cart_head() -> Head:
    """An empty cart is nobody's, and looks the same to everybody."""
    return public_head(url_for("cart.cart"), "shop")


def plans_head(plans: Iterable[Plan], *, is_narrowed: bool) -> Head:
    if is_narrowed:
        return on_the_way()
    listed = list_thing((one.name, url_for("plans.plan", slug=one.slug)) for one in plans)
    return public_head(url_for("plans.plans"), "plans", things=listed)


def plan_head(plan: Plan) -> Head:
    path = url_for("plans.plan", slug=plan.slug)
    trail = trail_thing([(gettext("Memberships"), url_for("plans.plans")), (plan.name, path)])
    thing = plan_thing(plan, current_shop(), absolute_url(path))
    return public_head(path, "plans", kind="product", picture=plan.image, things=(thing, trail))


def services_head(services: Iterable[Service]) -> Head:
    listed = list_thing((one.name, url_for("bookings.service", slug=one.slug)) for one in services)
    return public_head(url_for("bookings.services"), "services", things=listed)


def service_head(service: Service) -> Head:
    """A service has one address, whichever days are looked at."""
    path = url_for("bookings.service", slug=service.slug)
    trail = trail_thing([(gettext("Book"), url_for("bookings.services")), (service.name, path)])
    thing = service_thing(service, current_shop(), absolute_url(path))
    picture = service.images[0] if service.images else None
    return public_head(path, "services", picture=picture, things=(thing, trail))


def shelf_steps(category_path: tuple[Category, ...]) -> list[Step]:
    """From the whole shop down to a shelf, as the page's breadcrumbs lead."""
    shelves = [(shelf.name, url_for("catalog.products", category=shelf.slug)) for shelf in category_path]
    return [(gettext("Shop"), url_for("catalog.products")), *shelves]


def trail_thing(steps: Iterable[Step]) -> Thing:
    return breadcrumbs_thing([(name, absolute_url(path)) for name, path in steps])


def list_thing(steps: Iterable[Step]) -> tuple[Thing, ...]:
    """The list as a thing, nothing where it is empty."""
    links = [(name, absolute_url(path)) for name, path in steps]
    return (item_list_thing(links),) if links else ()
