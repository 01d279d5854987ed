"""Services and slots that are what a test says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from services.errors import NotFoundError, SlotTakenError
from services.models import (
    Image,
    Money,
    Place,
    PriceKind,
    RedirectSession,
    ReturnUrls,
    SafeHtml,
    Service,
    ServiceKind,
    Slot,
    SlotQuery,
    SlotState,
    Staff,
)
from services.storefront import Visitor

HOSTED = "http://localhost:8000/sandbox/somewhere"
STUDIO, FERRY = Place("pl1", "Studio", "14 Tannery Lane"), Place("pl2", "Ferry House", "3 Ferry Street")
MARA, TEO = Staff("st1", "Mara"), Staff("st2", "Teo")


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


WHEEL = Service(
    "s1",
    "wheel",
    "Wheel throwing",
    ServiceKind.APPOINTMENT,
    PriceKind.FIXED,
    dollars("65"),
    tagline="An hour & a wheel.",
    description=SafeHtml("<p>We start <em>where you are</em>.</p>"),
    images=(
        Image("https://pictures.example/wheel.jpg", "A wheel", 900, 600),
        Image("https://pictures.example/bowl.jpg", "A bowl", 900, 600),
    ),
    minutes=60,
    places=(STUDIO, FERRY),
    policy="Book at least 2 hours before it starts.",
)
TABLE = Service(
    "s2",
    "table",
    "Hand-building",
    ServiceKind.CLASS,
    PriceKind.FIXED,
    dollars("48"),
    minutes=150,
    capacity=6,
    plan_ids=("p1",),
    pays_in_person=True,
    places=(STUDIO,),
)
MEMBERS = Service(
    "s3",
    "members",
    "Open studio",
    ServiceKind.CLASS,
    PriceKind.PLAN,
    minutes=180,
    plan_ids=("p1", "p2"),
    needs_plan=True,
)
TASTING = Service("s4", "tasting", "Tasting", ServiceKind.APPOINTMENT, PriceKind.FREE, minutes=45)
GLAZE = Service("s5", "glaze", "Glaze", ServiceKind.APPOINTMENT, PriceKind.VARIES, price_words="From $20", minutes=30)
RANGE = Service("s6", "range", "Range", ServiceKind.APPOINTMENT, PriceKind.VARIES, lowest_price=dollars("20"))
COURSE = Service("s7", "course", "Six weeks", ServiceKind.COURSE, PriceKind.FIXED, dollars("240"), capacity=8)
CLOSED = Service("s8", "closed", "Not online", ServiceKind.APPOINTMENT, PriceKind.FREE, can_be_booked=False)


def moment(text: str) -> datetime:
    """An instant, written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def slot_at(
    text: str, state: SlotState = SlotState.FREE, staff: tuple[Staff, ...] = (MARA,), place: Place = STUDIO, **more: int
) -> Slot:
    """A slot of an hour, whose key is its start."""
    starts = moment(text)
    return Slot(text, "any", starts, starts + timedelta(hours=1), state, staff, place, **more)


@dataclass
class HandBookings:
    """It remembers what was asked, and who was sent away with what."""

    services: tuple[Service, ...] = (WHEEL, TABLE, MEMBERS, TASTING, GLAZE, RANGE, COURSE, CLOSED)
    slots: list[Slot] = field(default_factory=list)
    refusal: Exception | None = None
    asked: list[SlotQuery] = field(default_factory=list)
    sent: list[tuple[str, Slot, str, ReturnUrls]] = field(default_factory=list)

    def list_services(self) -> tuple[Service, ...]:
        return self.services

    def get_service(self, slug: str) -> Service:
        if slug == "old-name":
            return WHEEL
        found = next((service for service in self.services if service.slug == slug), None)
        if found is None:
            raise NotFoundError("service", slug)
        return found

    def list_slots(self, service: Service, query: SlotQuery) -> tuple[Slot, ...]:
        self.asked.append(query)
        return tuple(
            slot
            for slot in self.slots
            if query.starts_from <= slot.starts_at < query.starts_before
            and (not query.staff_id or query.staff_id in {member.id for member in slot.staff})
            and (not query.place_id or (slot.place is not None and slot.place.id == query.place_id))
        )

    def get_slot(self, service: Service, key: str) -> Slot:
        if key == "nonsense":
            raise NotFoundError("time slot", key)
        found = next((slot for slot in self.slots if slot.key == key), None)
        if found is None:
            raise SlotTakenError
        return found

    def create_redirect_session(
        self, visitor: Visitor, service: Service, slot: Slot, time_zone: str, urls: ReturnUrls
    ) -> RedirectSession:
        if self.refusal:
            raise self.refusal
        self.sent.append((service.slug, slot, time_zone, urls))
        return RedirectSession(HOSTED)

    def change(self, key: str, state: SlotState) -> None:
        """Somebody was quicker."""
        self.slots = [replace(slot, state=state) if slot.key == key else slot for slot in self.slots]
