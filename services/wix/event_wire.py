"""The shapes of Wix Events' answers that we read; the base of every shape lives in `wire.py`.

Source: https://dev.wix.com/docs/rest/business-solutions/events/introduction
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec

from services.wix.client import GUID
from services.wix.wire import Count, MediaImage, Wire

# What is an id of Wix is asked about again, so that nothing else may pass for one.
Guid = Annotated[str, msgspec.Meta(pattern=f"^{GUID.pattern}")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Price(Wire, frozen=True):
    """Money of Wix Events: `value` and its deprecated twin `amount`, decimal strings, with the currency inside."""

    value: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""


class Street(Wire, frozen=True):
    number: str = ""
    name: str = ""


class Geocode(Wire, frozen=True):
    latitude: float | None = None
    longitude: float | None = None


class VenueAddress(Wire, frozen=True):
    street_address: Street = Street()
    city: str = ""
    subdivision: str = ""
    postal_code: str = ""
    country: str = ""
    formatted_address: str = ""
    geocode: Geocode = Geocode()


class Location(Wire, frozen=True):
    name: str = ""
    type: str = ""
    location_tbd: bool = False
    address: VenueAddress = VenueAddress()


class DateAndTime(Wire, frozen=True):
    date_and_time_tbd: bool = False
    start_date: Moment | None = None
    end_date: Moment | None = None
    time_zone_id: str = ""
    hide_end_date: bool = False


class TicketsSummary(Wire, frozen=True):
    ticket_limit_per_order: Count | None = None
    reservation_duration_in_minutes: Count | None = None
    currency: str = ""
    sold_out: bool = False
    lowest_price: Price | None = None
    highest_price: Price | None = None


class ExternalRegistration(Wire, frozen=True):
    url: str = ""


class WireRegistration(Wire, frozen=True):
    type: str = ""
    status: str = ""
    registration_paused: bool = False
    registration_disabled: bool = False
    tickets: TicketsSummary = TicketsSummary()
    external: ExternalRegistration = ExternalRegistration()


class WireEvent(Wire, frozen=True):
    """`event` of Events V3; what was not asked for in `fields` is absent."""

    id: Guid
    slug: str
    title: str
    status: str
    short_description: str = ""
    detailed_description: str = ""
    location: Location = Location()
    date_and_time_settings: DateAndTime = DateAndTime()
    main_image: MediaImage | None = None
    registration: WireRegistration = WireRegistration()


class EventAnswer(Wire, frozen=True):
    event: WireEvent


class OffsetPaging(Wire, frozen=True):
    total: int | None = None


class EventsAnswer(Wire, frozen=True):
    events: list[msgspec.Raw]
    paging_metadata: OffsetPaging = OffsetPaging()


class WirePriceOption(Wire, frozen=True):
    id: str = ""
    option_id: str = ""
    name: str = ""
    price: Price = Price()


class PriceOptions(Wire, frozen=True):
    options: tuple[WirePriceOption, ...] = ()


class Pricing(Wire, frozen=True):
    pricing_type: str = ""
    fixed_price: Price | None = None
    min_price: Price | None = None
    pricing_options: PriceOptions = PriceOptions()


class FeeConfig(Wire, frozen=True):
    type: str = ""


class SalePeriod(Wire, frozen=True):
    """V1 says `hideNotOnSale`, V3 the opposite; both are read, because V1 is served by newer code."""

    start_date: Moment | None = None
    end_date: Moment | None = None
    hide_not_on_sale: bool = False
    display_not_on_sale: bool = True

    @property
    def hides_what_is_not_on_sale(self) -> bool:
        return self.hide_not_on_sale or not self.display_not_on_sale


class WireTicketType(Wire, frozen=True):
    """`definitions[]` of the tickets available to reserve (V1). A limit of 0 is how Wix says sold out."""

    id: Guid
    name: str
    description: str = ""
    price: Price | None = None
    pricing: Pricing = Pricing()
    free: bool = False
    limit_per_checkout: Count | None = None
    sale_status: str = "SALE_STARTED"
    sale_period: SalePeriod = SalePeriod()
    wix_fee_config: FeeConfig = FeeConfig()
    policy: str = ""


class TicketTypesAnswer(Wire, frozen=True):
    definitions: list[msgspec.Raw]


class ReservedTicket(Wire, frozen=True):
    ticket_definition_id: str
    quantity: Count
    event_id: str = ""
    ticket_name: str = ""
    price: Price | None = None
    sub_total: Price | None = None


class WireReservation(Wire, frozen=True):
    id: Guid
    status: str
    expiration_date: Moment | None = None
    tickets: tuple[msgspec.Raw, ...] = ()


class ReservationAnswer(Wire, frozen=True):
    ticket_reservation: WireReservation


class CancelAnswer(Wire, frozen=True):
    """What comes back is not needed, but it is an object."""


class WireRsvp(Wire, frozen=True):
    id: Guid
    status: str = ""


class RsvpAnswer(Wire, frozen=True):
    rsvp: WireRsvp


class WireTicket(Wire, frozen=True):
    ticket_number: str
    name: str = ""
    guest_full_name: str = ""
    price: Price | None = None
    free: bool = False
    ticket_pdf_url: str = ""


class InvoiceFee(Wire, frozen=True):
    amount: Price | None = None


class Invoice(Wire, frozen=True):
    sub_total: Price | None = None
    grand_total: Price | None = None
    fees: tuple[InvoiceFee, ...] = ()


class WireTicketOrder(Wire, frozen=True):
    """`order` of Wix Events; note `created`, where other orders have `createdDate`."""

    order_number: str
    event_id: str
    status: str
    created: Moment
    reservation_id: str = ""
    member_id: str = ""
    first_name: str = ""
    last_name: str = ""
    full_name: str = ""
    email: str = ""
    total_price: Price | None = None
    tickets_pdf: str = ""
    tickets: tuple[msgspec.Raw, ...] = ()
    invoice: Invoice = Invoice()

    def __post_init__(self) -> None:
        if not 1 < self.created.year < 9999:
            raise ValueError("not a moment that can be told in every zone")


class TicketOrderAnswer(Wire, frozen=True):
    order: WireTicketOrder


class TicketOrdersAnswer(Wire, frozen=True):
    orders: tuple[msgspec.Raw, ...]
    total: int | None = None
