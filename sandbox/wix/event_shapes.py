"""How Events V3 writes an event: which parts are asked for, and what of it follows clock and places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import urlencode

from sandbox.seed import seed_id
from sandbox.wix.event_store import Event, TicketDefinition
from sandbox.wix.event_times import formatted_times
from sandbox.wix.shapes import amount, formatted, media_url
from sandbox.wix.site import SITE_ID, Site

FIELDS = frozenset(
    {
        *("DETAILS", "TEXTS", "REGISTRATION", "URLS", "FORM", "DASHBOARD", "FEED", "ONLINE_CONFERENCING_SESSION"),
        *("SEO_SETTINGS", "AGENDA", "CATEGORIES"),
    }
)
IMAGE_WIDTH, IMAGE_HEIGHT = 1200, 800
PARAGRAPH = re.compile(r"</(?:p|li|h2|h3)>")
TAG = re.compile(r"<[^>]+>")
Json = dict[str, Any]


def event_json(
    site: Site,
    event: Event,
    fields: frozenset[str],
    definitions: Sequence[TicketDefinition],
    coming: int,
    currency: str,
    now: str,
) -> Json:
    """Return an event with the parts of `fields`; `coming` are the people who have said yes."""
    body: Json = {
        "id": event.id,
        "title": event.title,
        "slug": event.slug,
        "status": event.status(now),
        "instanceId": SITE_ID,
        "userId": seed_id("user", "merchant"),
        "createdDate": event.created_at,
        "updatedDate": event.updated_at,
        "publishedDate": event.created_at,
        "location": _location(event),
        "dateAndTimeSettings": _date_and_time_settings(event),
        "eventDisplaySettings": {"hideEventDetailsPage": False},
    }
    if "DETAILS" in fields:
        body |= {"shortDescription": event.short_description, "mainImage": _main_image(site, event)}
    if "TEXTS" in fields:
        body |= {"description": _rich_text(event), "detailedDescription": event.detailed_description}
    if "REGISTRATION" in fields:
        body["registration"] = _registration(event, definitions, coming, currency, now)
    if "URLS" in fields:
        body |= _urls(site, event)
    if "FORM" in fields:
        body["form"] = form_json(event)
    return body


def registration_status(event: Event, coming: int, now: str) -> str:
    """Return who can still register. Sold-out tickets stay `OPEN_TICKETS`: `tickets.soldOut` tells."""
    if event.is_over(now):
        return "CLOSED_AUTOMATICALLY"
    if event.registration == "TICKETING":
        return "OPEN_TICKETS"
    if event.rsvp_opens_at and event.rsvp_opens_at > now:
        return "SCHEDULED_RSVP"
    if event.rsvp_limit is None or coming < event.rsvp_limit:
        return "OPEN_RSVP"
    return "OPEN_RSVP_WAITLIST_ONLY" if event.has_waitlist else "CLOSED_AUTOMATICALLY"


def form_json(event: Event) -> Json:
    """Return the registration form: name, e-mail, a comment, and guests where they may be brought."""
    name = [_input("firstName", "First name", mandatory=True), _input("lastName", "Last name", mandatory=True)]
    controls = [
        _control(event, "NAME", 0, name),
        _control(event, "INPUT", 1, [_input("email", "Email", mandatory=True)]),
        _control(event, "TEXTAREA", 2, [_input("comment", "Anything we should know?", mandatory=False, longest=500)]),
    ]
    if event.registration == "RSVP" and event.most_guests:
        numbers = [str(number) for number in range(event.most_guests + 1)]
        guests = {**_input("additionalGuests", "Additional guests", mandatory=False), "type": "NUMBER"}
        names = {**_input("guestNames", "Guest names", mandatory=False), "type": "TEXT_ARRAY", "array": True}
        controls.append(_control(event, "GUEST_CONTROL", 3, [{**guests, "options": numbers}, names]))
    return {"controls": controls}


def _location(event: Event) -> Json:
    place = dict(event.location)
    kind = place.pop("kind", "venue").upper()
    body: Json = {"name": place.pop("name"), "type": kind, "locationTbd": place.pop("tbd", False)}
    if "city" in place:
        body["address"] = _address(place)
    return body


def _address(place: Json) -> Json:
    return {
        "country": place["country"],
        "subdivision": place["subdivision"],
        "city": place["city"],
        "postalCode": place["postal_code"],
        "streetAddress": {"number": place["number"], "name": place["street"], "apt": ""},
        "formattedAddress": place["formatted"],
        "geocode": {"latitude": place["latitude"], "longitude": place["longitude"]},
    }


def _date_and_time_settings(event: Event) -> Json:
    return {
        "dateAndTimeTbd": False,
        "startDate": _whole_seconds(event.starts_at),
        "endDate": _whole_seconds(event.ends_at),
        "timeZoneId": event.zone,
        "hideEndDate": False,
        "showTimeZone": True,
        "recurrenceStatus": "ONE_TIME",
        "formatted": formatted_times(event),
    }


def _whole_seconds(moment: str) -> str:
    return moment.replace(".000Z", "Z")


def _main_image(site: Site, event: Event) -> Json:
    return {
        "id": event.image,
        "url": media_url(site, event.image),
        "height": IMAGE_HEIGHT,
        "width": IMAGE_WIDTH,
    }


def _rich_text(event: Event) -> Json:
    texts = [unescape(TAG.sub("", part)).strip() for part in PARAGRAPH.split(event.detailed_description)]
    return {"nodes": [_paragraph(number, text) for number, text in enumerate((t for t in texts if t), start=1)]}


def _paragraph(number: int, text: str) -> Json:
    words = {"type": "TEXT", "id": "", "nodes": [], "textData": {"text": text, "decorations": []}}
    return {"type": "PARAGRAPH", "id": f"p{number}", "nodes": [words]}


def _registration(event: Event, definitions: Sequence[TicketDefinition], coming: int, currency: str, now: str) -> Json:
    body: Json = {
        "initialType": event.registration,
        "type": event.registration,
        "status": registration_status(event, coming, now),
        "allowedGuestTypes": "VISITOR",
        "registrationPaused": False,
        "registrationDisabled": False,
    }
    if event.registration == "TICKETING":
        body["tickets"] = _tickets(event, definitions, currency)
    else:
        body["rsvp"] = _rsvp(event)
    return body


def _tickets(event: Event, definitions: Sequence[TicketDefinition], currency: str) -> Json:
    prices = [price for definition in definitions for price in definition.prices()] or [0]
    return {
        "guestsAssignedSeparately": False,
        "ticketLimitPerOrder": event.ticket_limit,
        "reservationDurationInMinutes": event.hold_minutes,
        "currency": currency,
        "soldOut": all(definition.left == 0 for definition in definitions),
        "lowestPrice": _price(min(prices), currency),
        "highestPrice": _price(max(prices), currency),
    }


def _price(minor: int, currency: str) -> Json:
    return {"value": amount(minor), "currency": currency, "formattedValue": formatted(minor, currency)}


def _rsvp(event: Event) -> Json:
    body: Json = {
        "responseType": "YES_AND_NO" if event.takes_no else "YES_ONLY",
        "waitlistEnabled": event.has_waitlist,
        "endDate": _whole_seconds(event.ends_at),
    }
    if event.rsvp_limit is not None:
        body["limit"] = event.rsvp_limit
    if event.rsvp_opens_at:
        body["startDate"] = _whole_seconds(event.rsvp_opens_at)
    return body


def _urls(site: Site, event: Event) -> Json:
    calendar = urlencode({"action": "TEMPLATE", "text": event.title})
    return {
        "calendarUrls": {
            "google": f"https://calendar.google.com/calendar/render?{calendar}",
            "ics": site.page_url(f"/calendar/{event.id}.ics"),
        },
        "eventPageUrl": {"base": site.page_url(""), "path": f"/event-details/{event.slug}"},
    }


def _control(event: Event, kind: str, index: int, inputs: list[Json]) -> Json:
    return {
        "type": kind,
        "system": index < 2,
        "id": seed_id("control", event.slug, kind, str(index)),
        "orderIndex": index,
        "inputs": inputs,
    }


def _input(name: str, label: str, *, mandatory: bool, longest: int = 50) -> Json:
    return {
        "name": name,
        "label": label,
        "type": "TEXT",
        "array": False,
        "mandatory": mandatory,
        "options": [],
        "maxLength": longest,
    }
