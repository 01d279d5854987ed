"""From Wix Events' shapes to ours: what is on, what a place costs, and what is held. Pure functions."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from services.merchant_html import safe_html
from services.models import (
    Admission,
    Event,
    EventStatus,
    FeeKind,
    HeldTicket,
    PriceOption,
    Registration,
    Reservation,
    ReservationState,
    SaleState,
    TicketType,
    Venue,
)
from services.reading import decode_each
from services.wix import event_wire as wire
from services.wix.mapping import image_from_wix
from services.wix.values import money_from_wix, utc, web_address, zone_name

log = logging.getLogger("foyer.wix")

USUAL_TICKET_LIMIT = 20  # "unlimited" in Wix's own components
STATUSES = {
    "UPCOMING": EventStatus.UPCOMING,
    "STARTED": EventStatus.STARTED,
    "ENDED": EventStatus.ENDED,
    "CANCELED": EventStatus.CANCELLED,
}
ADMISSIONS = {"TICKETING": Admission.TICKETS, "RSVP": Admission.RSVP, "EXTERNAL": Admission.EXTERNAL}
REGISTRATIONS = {
    "OPEN_TICKETS": Registration.OPEN,
    "OPEN_RSVP": Registration.OPEN,
    "OPEN_EXTERNAL": Registration.OPEN,
    "OPEN_RSVP_WAITLIST_ONLY": Registration.WAITING_LIST,
    "SCHEDULED_RSVP": Registration.SCHEDULED,
}
SALES = {"SALE_SCHEDULED": SaleState.SCHEDULED, "SALE_STARTED": SaleState.STARTED, "SALE_ENDED": SaleState.ENDED}
FEES = {
    "FEE_INCLUDED": FeeKind.INCLUDED,
    "FEE_ADDED": FeeKind.ADDED,
    "FEE_ADDED_AT_CHECKOUT": FeeKind.ADDED,
}
RESERVATION_STATES = {
    "PENDING": ReservationState.HELD,
    "CONFIRMED": ReservationState.CONFIRMED,
    "CANCELED": ReservationState.CANCELLED,
    "CANCELED_MANUALLY": ReservationState.CANCELLED,
}


def is_public(payload: wire.WireEvent) -> bool:
    """Whether an event is for visitors; a draft is not, and a status nobody here knows is treated as one."""
    return payload.status in STATUSES


def event_from_wix(payload: wire.WireEvent) -> Event:
    """Shape: `event` with DETAILS and REGISTRATION, and TEXTS where the description is wanted."""
    times, registration = payload.date_and_time_settings, payload.registration
    tickets, admission = registration.tickets, ADMISSIONS.get(registration.type, Admission.NONE)
    starts_at, ends_at = (None, None) if times.date_and_time_tbd else (utc(times.start_date), utc(times.end_date))
    return Event(
        id=payload.id,
        slug=payload.slug,
        title=payload.title,
        summary=payload.short_description,
        description=safe_html(payload.detailed_description),
        image=image_from_wix(payload.main_image, payload.title),
        starts_at=starts_at,
        ends_at=None if times.hide_end_date else ends_at,
        time_zone=zone_name(times.time_zone_id),
        venue=_venue(payload.location),
        status=STATUSES[payload.status],
        admission=admission,
        registration=_registration(registration),
        external_url=web_address(registration.external.url),
        lowest_price=money_from_wix(tickets.lowest_price, tickets.currency),
        highest_price=money_from_wix(tickets.highest_price, tickets.currency),
        is_sold_out=admission is Admission.TICKETS and tickets.sold_out,
        ticket_limit=(tickets.ticket_limit_per_order or USUAL_TICKET_LIMIT) if admission is Admission.TICKETS else 0,
        hold_minutes=tickets.reservation_duration_in_minutes,
    )


def ticket_types_from_wix(payloads: Iterable[wire.WireTicketType], event: Event) -> tuple[TicketType, ...]:
    """Shape: `definitions[]`, in the merchant's order; one without a price hides itself only."""
    return tuple(found for payload in payloads if (found := _ticket_type(payload, event)))


def reservation_from_wix(payload: wire.WireReservation, now: datetime) -> Reservation:
    """Shape: `ticketReservation`. A hold whose time is over is expired, whatever its status says yet.

    A status nobody here knows counts as expired: a page may hold too little for a buyer, never too much.
    """
    state, expires_at = RESERVATION_STATES.get(payload.status, ReservationState.EXPIRED), utc(payload.expiration_date)
    if state is ReservationState.HELD and expires_at is not None and expires_at <= now:
        state = ReservationState.EXPIRED
    tickets = decode_each(payload.tickets, wire.ReservedTicket, "reserved ticket")
    return Reservation(
        id=payload.id,
        event_id=next((ticket.event_id for ticket in tickets if ticket.event_id), ""),
        state=state,
        expires_at=expires_at,
        tickets=tuple(map(_held_ticket, tickets)),
    )


def _registration(payload: wire.WireRegistration) -> Registration:
    if payload.registration_paused or payload.registration_disabled:
        return Registration.CLOSED
    return REGISTRATIONS.get(payload.status, Registration.CLOSED)


def _venue(payload: wire.Location) -> Venue:
    """Wix names a place that is not fixed too ("to be announced"), so the flag decides."""
    if payload.location_tbd:
        return Venue()
    point = payload.address.geocode
    is_on_map = _is_within(point.latitude, 90) and _is_within(point.longitude, 180)
    return Venue(
        name=payload.name,
        lines=_address_lines(payload.address),
        is_online=payload.type == "ONLINE",
        latitude=point.latitude if is_on_map else None,
        longitude=point.longitude if is_on_map else None,
    )


def _is_within(degrees: float | None, bound: int) -> bool:
    return degrees is not None and -bound <= degrees <= bound


def _address_lines(payload: wire.VenueAddress) -> tuple[str, ...]:
    """The line that Wix wrote as the venue's country does; its parts where there is none."""
    if payload.formatted_address:
        return (payload.formatted_address,)
    street = " ".join(filter(None, (payload.street_address.number, payload.street_address.name)))
    region = " ".join(filter(None, (payload.subdivision.rsplit("-", 1)[-1], payload.postal_code)))
    town = ", ".join(filter(None, (payload.city, region)))
    return tuple(filter(None, (street, town, payload.country)))


def _ticket_type(payload: wire.WireTicketType, event: Event) -> TicketType | None:
    sale = SALES.get(payload.sale_status, SaleState.ENDED)
    if payload.sale_period.hides_what_is_not_on_sale and sale is not SaleState.STARTED:
        return None
    priced = _priced(payload)
    if priced is None:
        log.warning("unreadable item left out", extra={"kind": "ticket type", "reason": "it has no price"})
        return None
    limit = USUAL_TICKET_LIMIT if payload.limit_per_checkout is None else payload.limit_per_checkout
    return replace(
        priced,
        description=payload.description,
        limit=min(limit, event.ticket_limit),
        sale=sale,
        sale_starts_at=utc(payload.sale_period.start_date),
        sale_ends_at=utc(payload.sale_period.end_date),
        fee=FEES.get(payload.wix_fee_config.type, FeeKind.NONE),
        policy=payload.policy,
    )


def _priced(payload: wire.WireTicketType) -> TicketType | None:
    """What it costs, in the order in which Wix's pricing fields exclude each other; None where nothing says so."""
    kind, pricing = TicketType(payload.id, payload.name), payload.pricing
    fixed = money_from_wix(pricing.fixed_price) or money_from_wix(payload.price)
    if options := tuple(found for option in pricing.pricing_options.options if (found := _price_option(option))):
        return replace(kind, price_options=options)
    if lowest := money_from_wix(pricing.min_price) or (fixed if pricing.pricing_type == "DONATION" else None):
        return replace(kind, lowest_price=lowest)
    if payload.free or (fixed and not fixed.amount):
        return replace(kind, is_free=True)
    return replace(kind, price=fixed) if fixed else None


def _price_option(payload: wire.WirePriceOption) -> PriceOption | None:
    option_id, price = payload.option_id or payload.id, money_from_wix(payload.price)
    return PriceOption(option_id, payload.name, price) if option_id and price else None


def _held_ticket(payload: wire.ReservedTicket) -> HeldTicket:
    return HeldTicket(
        ticket_type_id=payload.ticket_definition_id,
        name=payload.ticket_name,
        quantity=payload.quantity,
        price=money_from_wix(payload.price),
        total=money_from_wix(payload.sub_total),
    )
