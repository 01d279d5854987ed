"""From Wix Bookings' shapes to ours: services. Pure functions."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterable

from services.merchant_html import safe_html
from services.models import Image, Money, Place, PriceKind, SafeHtml, Service, ServiceKind
from services.sentences import sentence
from services.wix import booking_wire as wire
from services.wix.booking_policies import policy_words
from services.wix.client import is_guid
from services.wix.mapping import image_from_wix
from services.wix.values import money_from_wix

log = logging.getLogger("foyer.wix")

KINDS = {"APPOINTMENT": ServiceKind.APPOINTMENT, "CLASS": ServiceKind.CLASS, "COURSE": ServiceKind.COURSE}
PLACE_NAMES = {"CUSTOMER": sentence("At your place")}


def services_from_wix(payloads: Iterable[wire.WireService]) -> tuple[Service, ...]:
    """The services visitors may see, in the merchant's order; one without a known price hides itself only."""
    shown = sorted(
        (payload for payload in payloads if not payload.hidden),
        key=lambda payload: (payload.category.sort_order, payload.sort_order),
    )
    return tuple(service for payload in shown if (service := service_from_wix(payload)))


def service_from_wix(payload: wire.WireService) -> Service | None:
    """Shape: `service` of V2, `schedule.availabilityConstraints.sessionDurations` in minutes."""
    kind, priced = KINDS.get(payload.type), _price(payload.payment)
    if kind is None or priced is None:
        reason = "its price cannot be told" if kind else f"an unknown type: {payload.type[:40]}"
        log.warning("unreadable item left out", extra={"kind": "service", "reason": reason})
        return None
    price_kind, price, lowest_price = priced
    options = payload.payment.options
    lengths = set(payload.schedule.availability_constraints.session_durations) - {0}
    return Service(
        id=payload.id,
        slug=slugs_of(payload)[0],
        name=payload.name,
        kind=kind,
        price_kind=price_kind,
        price=price,
        lowest_price=lowest_price,
        price_words=payload.payment.custom.description if price_kind is PriceKind.VARIES else "",
        tagline=payload.tag_line,
        description=_description(payload.description),
        images=_images(payload.media, payload.name),
        minutes=lengths.pop() if len(lengths) == 1 else None,
        capacity=payload.default_capacity,
        places=tuple(_service_place(location) for location in payload.locations),
        plan_ids=_plan_ids(payload.payment),
        needs_plan=price_kind is PriceKind.PLAN,
        pays_online=options.online,
        pays_in_person=options.in_person,
        policy=policy_words(payload),
        can_be_booked=payload.online_booking.enabled,
    )


def slugs_of(payload: wire.WireService) -> tuple[str, ...]:
    """By what a service is found: its slug first, then those it had before, its id where it has none."""
    names = (payload.main_slug.name, *(slug.name for slug in reversed(payload.supported_slugs)))
    return tuple(dict.fromkeys(name for name in names if name)) or (payload.id,)


def _price(payment: wire.Payment) -> tuple[PriceKind, Money | None, Money | None] | None:
    """The kind of price, the price, and the lowest one of several; None where Wix says it is fixed but not how high.

    Where a plan is the only way to pay, whatever else is said about a price is for nobody.
    """
    options, rate_type = payment.options, payment.rate_type
    if options.pricing_plan and not options.online and not options.in_person:
        return PriceKind.PLAN, None, None
    if rate_type == "NO_FEE":
        return PriceKind.FREE, None, None
    if rate_type == "FIXED":
        price = money_from_wix(payment.fixed.price)
        if price is None:
            return None
        return (PriceKind.FIXED, price, None) if price.amount else (PriceKind.FREE, None, None)
    if rate_type == "VARIED":
        lowest = money_from_wix(payment.varied.min_price) or money_from_wix(payment.varied.default_price)
        return PriceKind.VARIES, None, lowest
    return (PriceKind.VARIES, None, None) if rate_type == "CUSTOM" else None


def _plan_ids(payment: wire.Payment) -> tuple[str, ...]:
    if not payment.options.pricing_plan:
        return ()
    return tuple(plan_id for plan_id in payment.pricing_plan_ids if is_guid(plan_id))


def _description(text: str) -> SafeHtml:
    """Wix keeps plain text, whose line ends are the merchant's paragraphs."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    written = ("<br>".join(html.escape(line) for line in part.splitlines()) for part in paragraphs if part)
    return safe_html("".join(f"<p>{part}</p>" for part in written))


def _images(media: wire.ServiceMedia, name: str) -> tuple[Image, ...]:
    pictures = [picture.image for picture in (media.main_media, *media.items) if picture]
    found = [image_from_wix(picture, name) for picture in pictures]
    return tuple({image.url: image for image in found if image}.values())


def _service_place(location: wire.ServiceLocation) -> Place:
    place_id = location.business.id or location.id
    return Place(
        id=place_id if location.type == "BUSINESS" and is_guid(place_id) else "",
        name=location.business.name or PLACE_NAMES.get(location.type, ""),
        address=location.calculated_address.formatted_address or location.custom.address.formatted_address,
        kind=location.type.lower(),
    )
