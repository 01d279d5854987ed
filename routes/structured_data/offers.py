"""What is no thing to send: services that are booked, and memberships. Free times are live, so they are not told."""

from __future__ import annotations

from routes.structured_data.parts import Shop, Thing, make_thing, picture_urls, plain_words, price_facts, term
from services.models import Duration, Money, Period, Place, Plan, PriceKind, Service, ServiceKind

# UN/CEFACT codes, which the vocabulary wants for units of time.
UNITS = {Period.DAY: "DAY", Period.WEEK: "WEE", Period.MONTH: "MON", Period.YEAR: "ANN"}
KINDS = {ServiceKind.APPOINTMENT: "Appointment", ServiceKind.CLASS: "Class", ServiceKind.COURSE: "Course"}
CLOSED = term("OutOfStock")


def service_thing(service: Service, shop: Shop, url: str) -> Thing:
    """A service, with its price as far as it is known."""
    return make_thing(
        "Service",
        name=service.name,
        description=plain_words(service.description) or service.tagline,
        image=picture_urls(service.images, shop.url),
        url=url,
        serviceType=KINDS[service.kind],
        provider=shop.reference,
        offers=service_offer(service, url),
    )


def service_offer(service: Service, url: str) -> Thing | None:
    """None where it comes with a membership, or nothing is known of what it costs."""
    facts = make_thing(
        "Offer",
        url=url,
        availability=None if service.can_be_booked else CLOSED,
        availableAtOrFrom=[place_thing(place) for place in service.places if place.name or place.address],
    )
    if service.price_kind is PriceKind.FREE:
        currency = service.price.currency if service.price else None
        return facts | {"price": "0"} | ({"priceCurrency": currency} if currency else {})
    if service.price_kind is PriceKind.FIXED and service.price:
        return facts | price_facts(service.price)
    if service.price_kind is PriceKind.VARIES and service.lowest_price:
        return facts | {"priceSpecification": least_price(service.lowest_price)}
    return None


def least_price(lowest: Money) -> Thing:
    """A price that is known from below only."""
    return make_thing("PriceSpecification", minPrice=f"{lowest.amount:f}", priceCurrency=lowest.currency)


def place_thing(place: Place) -> Thing:
    return make_thing("Place", name=place.name or place.address, address=place.address)


def plan_thing(plan: Plan, shop: Shop, url: str) -> Thing:
    """A membership is a product in the vocabulary's sense: a good or service that is offered for money."""
    return make_thing(
        "Product",
        name=plan.name,
        description=plan.description,
        image=picture_urls([plan.image] if plan.image else [], shop.url),
        category="Membership",
        url=url,
        brand={"@type": "Brand", "name": shop.name},
        offers=make_thing(
            "Offer",
            **price_facts(plan.price),
            priceSpecification=[cycle_price(plan), *(fee_price(name, fee) for name, fee in plan.fees)],
            availability=term("InStock") if plan.can_be_bought else CLOSED,
            url=url,
            seller=shop.reference,
        ),
    )


def cycle_price(plan: Plan) -> Thing:
    """What is paid, and for how long each time."""
    return make_thing(
        "UnitPriceSpecification",
        **price_facts(plan.price),
        referenceQuantity=duration_thing(plan.cycle) if plan.cycle else None,
    )


def fee_price(name: str, fee: Money) -> Thing:
    """What is paid once, at the start."""
    return make_thing("PriceSpecification", name=name, **price_facts(fee))


def duration_thing(duration: Duration) -> Thing:
    return make_thing("QuantitativeValue", value=duration.count, unitCode=UNITS[duration.period])
