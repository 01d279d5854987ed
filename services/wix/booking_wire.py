"""The shapes of Wix Bookings' answers that we read: services, time slots of V2, a member's bookings.

Source: https://dev.wix.com/docs/rest/business-solutions/bookings/introduction
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from services.wix.event_wire import Guid, Moment, OffsetPaging, Price
from services.wix.wire import Count, MediaImage, PagingMetadata, Wire

# Wall-clock times, without a zone: which zone's is said once, beside the list.
LocalTime = Annotated[datetime, msgspec.Meta(tz=False)]
EventId = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,100}\Z")]


class Slug(Wire, frozen=True):
    name: str = ""


class ServicePicture(Wire, frozen=True):
    image: MediaImage | None = None


class ServiceMedia(Wire, frozen=True):
    main_media: ServicePicture | None = None
    items: tuple[ServicePicture, ...] = ()


class ServiceCategory(Wire, frozen=True):
    name: str = ""
    sort_order: int = 0


class FixedPrice(Wire, frozen=True):
    price: Price | None = None


class VariedPrice(Wire, frozen=True):
    default_price: Price | None = None
    min_price: Price | None = None


class CustomPrice(Wire, frozen=True):
    description: str = ""


class PaymentOptions(Wire, frozen=True):
    online: bool = False
    in_person: bool = False
    pricing_plan: bool = False


class Payment(Wire, frozen=True):
    """`rate_type` says which one of the prices counts."""

    rate_type: str
    fixed: FixedPrice = FixedPrice()
    varied: VariedPrice = VariedPrice()
    custom: CustomPrice = CustomPrice()
    options: PaymentOptions = PaymentOptions()
    pricing_plan_ids: tuple[str, ...] = ()


class OnlineBooking(Wire, frozen=True):
    enabled: bool = True
    require_manual_approval: bool = False


class BusinessLocation(Wire, frozen=True):
    id: str = ""
    name: str = ""


class WrittenAddress(Wire, frozen=True):
    formatted_address: str = ""


class CustomLocation(Wire, frozen=True):
    address: WrittenAddress = WrittenAddress()


class ServiceLocation(Wire, frozen=True):
    """`type` is BUSINESS, CUSTOM or CUSTOMER."""

    id: str = ""
    type: str = ""
    business: BusinessLocation = BusinessLocation()
    custom: CustomLocation = CustomLocation()
    calculated_address: WrittenAddress = WrittenAddress()


class AvailabilityConstraints(Wire, frozen=True):
    session_durations: tuple[Count, ...] = ()


class Schedule(Wire, frozen=True):
    availability_constraints: AvailabilityConstraints = AvailabilityConstraints()


class EarlyLimit(Wire, frozen=True):
    enabled: bool = False
    earliest_booking_in_minutes: Count | None = None


class LateLimit(Wire, frozen=True):
    enabled: bool = False
    latest_booking_in_minutes: Count | None = None


class Cancellation(Wire, frozen=True):
    enabled: bool | None = None
    limit_latest_cancellation: bool = False
    latest_cancellation_in_minutes: Count | None = None


class PolicyWords(Wire, frozen=True):
    enabled: bool = False
    description: str = ""


class BookingPolicy(Wire, frozen=True):
    custom_policy_description: PolicyWords = PolicyWords()
    limit_early_booking_policy: EarlyLimit = EarlyLimit()
    limit_late_booking_policy: LateLimit = LateLimit()
    cancellation_policy: Cancellation = Cancellation()


class WireService(Wire, frozen=True):
    id: Guid
    type: str
    name: str
    payment: Payment
    description: str = ""
    tag_line: str = ""
    default_capacity: Count = 1
    hidden: bool = False
    sort_order: int = 0
    media: ServiceMedia = ServiceMedia()
    category: ServiceCategory = ServiceCategory()
    online_booking: OnlineBooking = OnlineBooking()
    locations: tuple[ServiceLocation, ...] = ()
    schedule: Schedule = Schedule()
    booking_policy: BookingPolicy = BookingPolicy()
    main_slug: Slug = Slug()
    supported_slugs: tuple[Slug, ...] = ()


class ServicesAnswer(Wire, frozen=True):
    services: list[msgspec.Raw]
    paging_metadata: OffsetPaging = OffsetPaging()


class SlotLocation(Wire, frozen=True):
    id: str = ""
    name: str = ""
    formatted_address: str = ""
    location_type: str = ""


class PolicyViolations(Wire, frozen=True):
    too_early_to_book: bool = False
    too_late_to_book: bool = False
    book_online_disabled: bool = False


class NonBookableReasons(Wire, frozen=True):
    no_remaining_capacity: bool = False
    reserved_for_waiting_list: bool = False
    event_cancelled: bool = False


class Resource(Wire, frozen=True):
    id: str = ""
    name: str = ""


class ResourcesOfType(Wire, frozen=True):
    resource_type_id: str = ""
    resources: tuple[Resource, ...] = ()
    has_more_available_resources: bool = False


class WaitingList(Wire, frozen=True):
    remaining_capacity: Count | None = None


class EventInfo(Wire, frozen=True):
    """That it is there makes a time slot the session of a class."""

    event_id: EventId
    waiting_list: WaitingList = WaitingList()


class WireTimeSlot(Wire, frozen=True):
    service_id: Guid
    local_start_date: LocalTime
    local_end_date: LocalTime
    bookable: bool = False
    schedule_id: str = ""
    location: SlotLocation = SlotLocation()
    total_capacity: Count | None = None
    remaining_capacity: Count | None = None
    booking_policy_violations: PolicyViolations = PolicyViolations()
    non_bookable_reasons: NonBookableReasons = NonBookableReasons()
    available_resources: tuple[ResourcesOfType, ...] = ()
    event_info: EventInfo | None = None

    def __post_init__(self) -> None:
        starts, ends = self.local_start_date, self.local_end_date
        if not (starts.year > 1999 and starts < ends and ends.year < 9999):
            raise ValueError("not a stretch of time that can be told in every zone")


class TimeSlotsAnswer(Wire, frozen=True):
    """Appointments have `cursorPagingMetadata`, sessions of classes `pagingMetadata`."""

    time_slots: list[msgspec.Raw]
    time_zone: str = ""
    cursor_paging_metadata: PagingMetadata = PagingMetadata()
    paging_metadata: PagingMetadata = PagingMetadata()

    @property
    def next_cursor(self) -> str | None:
        for paging in (self.cursor_paging_metadata, self.paging_metadata):
            if paging.cursors.next and paging.has_next is not False:
                return paging.cursors.next
        return None


class TimeSlotAnswer(Wire, frozen=True):
    time_slot: WireTimeSlot
    time_zone: str = ""


class BookedSlot(Wire, frozen=True):
    resource: Resource = Resource()
    location: SlotLocation = SlotLocation()


class BookedEntity(Wire, frozen=True):
    title: str = ""
    slot: BookedSlot = BookedSlot()


class WireBooking(Wire, frozen=True):
    """`start_date` and `end_date` are moments, unlike those of the slot inside."""

    id: Guid
    status: str
    start_date: Moment
    end_date: Moment
    booked_entity: BookedEntity = BookedEntity()

    def __post_init__(self) -> None:
        if not all(1 < moment.year < 9999 for moment in (self.start_date, self.end_date)):
            raise ValueError("not moments that can be told in every zone")


class ExtendedBooking(Wire, frozen=True):
    booking: WireBooking


class BookingsAnswer(Wire, frozen=True):
    extended_bookings: tuple[msgspec.Raw, ...]
    paging_metadata: PagingMetadata = PagingMetadata()
