"""What machines read: who may list the shop, sitemaps, the web manifest, and the calendar of all events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, request, url_for

from routes.calendar_file import write_calendar
from routes.current import absolute_url, current_events, current_product_map, current_time
from routes.languages import all_languages, current_language
from routes.listed_pages import coming_events, list_sections, product_paths
from routes.page_head import asset_path, current_brand
from routes.sitemaps import Edition, write_index, write_sitemap
from services.errors import NotFoundError
from services.models import Event, EventQuery, EventStatus

blueprint = Blueprint("feeds", __name__)

AN_HOUR = "public, max-age=3600"
A_QUARTER = "public, max-age=900"
XML = "application/xml; charset=utf-8"
PERSONAL_PAGES = ("/cart/", "/checkout", "/order-confirmation", "/thank-you", "/account", "/auth", "/find-order")
RESERVATIONS = "/events/*/reservation"
ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("maskable-512", 512, "maskable"))
LATEST_COUNT = 100


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Everything is closed unless the deployment is indexable; personal pages always are, in every language."""
    lines = ["User-agent: *"]
    if current_app.config["INDEXABLE"]:
        prefixes = [edition.prefix for edition in editions()]
        lines += [f"Disallow: {prefix}{path}" for prefix in prefixes for path in (*PERSONAL_PAGES, RESERVATIONS)]
        lines += ["", f"Sitemap: {absolute_url('/sitemap.xml')}"]
    else:
        lines.append("Disallow: /")
    return Response("\n".join(lines) + "\n", mimetype="text/plain", headers={"Cache-Control": AN_HOUR})


@blueprint.get("/sitemap.xml")
def sitemap_index() -> Response:
    """The list of sitemaps. Raises: NotFoundError, unless the deployment is indexable."""
    refuse_unless_indexable()
    names = [*list_sections(), *(f"products-{number + 1}" for number in range(current_product_map().count_files()))]
    return send_xml(write_index(absolute_url(f"/sitemap-{name}.xml") for name in names))


@blueprint.get("/sitemap-products-<int(min=1, max=1000):number>.xml")
def sitemap_of_products(number: int) -> Response:
    """A thousand products. Raises: NotFoundError."""
    refuse_unless_indexable()
    return send_xml(write_sitemap(base_url(), product_paths(number), editions()))


@blueprint.get("/sitemap-<any(pages, categories, events, plans, services):name>.xml")
def sitemap(name: str) -> Response:
    """The pages of a section. Raises: NotFoundError, also where the platform does not offer it."""
    refuse_unless_indexable()
    if (paths := list_sections().get(name)) is None:
        raise NotFoundError("section", name)
    return send_xml(write_sitemap(base_url(), paths(), editions()))


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """How the shop stands on a home screen."""
    brand = current_brand()
    facts = {
        "id": "/",
        "name": brand.name,
        "short_name": brand.name,
        "description": str(brand.description),
        "lang": current_language().tag,
        "dir": current_language().direction,
        "start_url": url_for("catalog.home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": brand.colors.paper,
        "theme_color": brand.colors.paper,
        "icons": [
            {"src": asset_path("images/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(
                {"src": asset_path(f"images/icons/{name}.png"), "sizes": f"{side}x{side}", "type": "image/png"}
                | {"purpose": purpose}
                for name, side, purpose in ICONS
            ),
        ],
    }
    body = json.dumps(facts, ensure_ascii=False, indent=1)
    return Response(body, mimetype="application/manifest+json", headers={"Cache-Control": AN_HOUR})


@blueprint.get("/events.ics")
def events_calendar() -> Response:
    """All events to come, for a calendar that looks in again by itself. Raises: NotFoundError."""
    body = write_calendar(
        list(events_of_calendar()),
        url_of=lambda event: absolute_url(url_for("events.event", slug=event.slug)),
        host=urlsplit(base_url()).hostname or "localhost",
        maker=current_brand().name,
        # The day, because the file must not differ while nothing in it does.
        now=current_time().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers.set("Content-Disposition", "inline", filename="events.ics")
    response.headers["Cache-Control"] = A_QUARTER
    response.add_etag()
    response.make_conditional(request)
    return response


def events_of_calendar() -> Iterator[Event]:
    """What is to come, and what would be if it had not been called off: a calendar must hear of that."""
    yield from coming_events()
    for event in current_events().list_events(EventQuery(is_past=True, limit=LATEST_COUNT)).items:
        if event.status is EventStatus.CANCELLED and event.starts_at and event.starts_at > current_time():
            yield event


def refuse_unless_indexable() -> None:
    """Who is not to list the shop needs no list of it."""
    if not current_app.config["INDEXABLE"]:
        abort(404)


def send_xml(body: bytes) -> Response:
    return Response(body, content_type=XML, headers={"Cache-Control": AN_HOUR})


def base_url() -> str:
    return str(current_app.config["BASE_URL"])


def editions() -> tuple[Edition, ...]:
    """The shop in each of its languages, that of the plain addresses first."""
    first, *others = all_languages()
    return (Edition(first.code), *(Edition(language.code, f"/{language.code}") for language in others))
