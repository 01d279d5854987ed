"""An event: when by the clock of its place, where, whether it still takes place, and what each ticket costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from routes.structured_data.parts import Shop, Thing, make_thing, picture_urls, plain_words, price_facts, term
from services.models import (
    Admission,
    Event,
    EventStatus,
    Money,
    PriceOption,
    Registration,
    SaleState,
    TicketType,
    Venue,
)

NO_PRICE = "0"


def event_thing(event: Event, shop: Shop, url: str) -> Thing:
    """The event as its page tells it; an open date or place is left out."""
    has_end = event.starts_at and event.ends_at and event.ends_at > event.starts_at
    return make_thing(
        "Event",
        name=event.title,
        description=event.summary or plain_words(event.description),
        image=picture_urls([event.image] if event.image else [], shop.url),
        url=url,
        startDate=local_time(event.starts_at, event.time_zone),
        endDate=local_time(event.ends_at if has_end else None, event.time_zone),
        eventStatus=term("EventCancelled" if event.status is EventStatus.CANCELLED else "EventScheduled"),
        eventAttendanceMode=attendance_mode(event.venue),
        location=location_of(event.venue, url),
        organizer=shop.reference,
        isAccessibleForFree=True if event.admission is Admission.RSVP or event.is_free else None,
        offers=list(event_offers(event, url)),
    )


def local_time(moment: datetime | None, zone: str) -> str | None:
    """`2027-06-16T19:00:00-04:00`"""
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds") if moment else None


def attendance_mode(venue: Venue) -> str | None:
    if not venue.is_known:
        return None
    return term("OnlineEventAttendanceMode" if venue.is_online else "OfflineEventAttendanceMode")


def location_of(venue: Venue, url: str) -> Thing | None:
    """The place; of an event online the page, which tells how to come in."""
    if not venue.is_known:
        return None
    if venue.is_online:
        return make_thing("VirtualLocation", name=venue.name, url=url)
    has_point = venue.latitude is not None and venue.longitude is not None
    point = make_thing("GeoCoordinates", latitude=venue.latitude, longitude=venue.longitude) if has_point else None
    return make_thing("Place", name=venue.name or venue.lines[0], address=", ".join(venue.lines), geo=point)


def event_offers(event: Event, url: str) -> Iterator[Thing]:
    """What it takes to come: an offer for each price of each ticket type, or where else places are booked."""
    if event.admission is Admission.EXTERNAL and event.external_url.startswith(("https://", "http://")):
        yield make_thing("Offer", url=event.external_url)
    currency = event.lowest_price.currency if event.lowest_price else ""
    for ticket_type in event.ticket_types:
        for option in ticket_type.price_options or (None,):
            yield ticket_offer(event, ticket_type, option, currency) | {"url": url}


def ticket_offer(event: Event, ticket_type: TicketType, option: PriceOption | None, currency: str) -> Thing:
    price = option.price if option else ticket_type.price
    return make_thing(
        "Offer",
        name=f"{ticket_type.name}, {option.name}" if option else ticket_type.name,
        **ticket_price(price, is_free=ticket_type.is_free, currency=currency),
        priceSpecification=chosen_price(ticket_type.lowest_price) if ticket_type.lowest_price else None,
        availability=term(ticket_availability(event, ticket_type)),
        validFrom=local_time(ticket_type.sale_starts_at, event.time_zone),
        validThrough=local_time(ticket_type.sale_ends_at, event.time_zone),
    )


def ticket_price(price: Money | None, *, is_free: bool, currency: str) -> Thing:
    """What it costs; a free ticket knows no currency of its own."""
    if is_free:
        return {"price": NO_PRICE, "priceCurrency": currency}
    return price_facts(price) if price else {}


def chosen_price(lowest: Money) -> Thing:
    """A price that the buyer chooses, from this one on."""
    return make_thing("PriceSpecification", minPrice=f"{lowest.amount:f}", priceCurrency=lowest.currency)


def ticket_availability(event: Event, ticket_type: TicketType) -> str:
    """Whether this ticket can be ordered now, and if not, why."""
    if ticket_type.sale is SaleState.SCHEDULED:
        return "PreOrder"
    if ticket_type.is_sold_out or event.is_sold_out:
        return "SoldOut"
    if ticket_type.sale is SaleState.ENDED or event.registration is not Registration.OPEN or not event.takes_part:
        return "OutOfStock"
    return "LimitedAvailability" if ticket_type.has_few_left else "InStock"
