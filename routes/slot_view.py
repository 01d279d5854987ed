"""What a visitor wants to see of a service's times: read from an address or a form, and found at the platform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for

from routes.current import current_bookings, current_time
from routes.forms import MultiValues, parse_identifier
from routes.slot_calendar import MONTH, WEEK, Calendar, arrange_days, nearest_free, parse_first_day, span_from, today_in
from routes.time_zones import read_zone
from services.models import Service, ServiceKind, Slot, SlotQuery

# Where nothing shown is free, so many further days are looked through for the next time.
DAYS_LOOKED_AHEAD = 28


@dataclass(frozen=True, slots=True)
class View:
    """So many days from `first` on by the clock of `zone`; with empty ids anybody, and any place, will do."""

    slug: str
    zone: str
    studio_zone: str
    today: date
    first: date
    staff_id: str = ""
    place_id: str = ""
    days: int = WEEK

    @property
    def parameters(self) -> dict[str, Any]:
        """What an address must say to show this; what goes without saying is left out."""
        said = {
            "from": self.first.isoformat() if self.first != self.today else "",
            "zone": self.zone if self.zone != self.studio_zone else "",
            "staff": self.staff_id,
            "place": self.place_id,
        }
        return {name: value for name, value in said.items() if value}

    def url(self, **changes: Any) -> str:
        """The address of this view, or of another first day, member of staff, place or zone."""
        return url_for("bookings.service", slug=self.slug, _anchor="times", **replace(self, **changes).parameters)


@dataclass(frozen=True, slots=True)
class Times:
    """The slots, who and where there is to choose from, and the next free slot where none of these is."""

    calendar: Calendar
    staff: dict[str, str]
    places: dict[str, str]
    next_free: Slot | None = None
    next_free_day: date | None = None


def read_view(values: MultiValues, service: Service, studio_zone: str) -> View:
    """The view that an address or a form names. Raises: FormError, for an unknown time zone."""
    return make_view(values, service, read_zone(values, studio_zone), studio_zone)


def make_view(values: MultiValues, service: Service, zone: str, studio_zone: str) -> View:
    """The view by the clock of a zone, whatever zone the values name. Classes come once a week, so more is shown."""
    today = today_in(zone, current_time())
    return View(
        service.slug,
        zone,
        studio_zone,
        today,
        parse_first_day(first_of(values, "from"), today),
        parse_identifier(first_of(values, "staff")) or "",
        parse_identifier(first_of(values, "place")) or "",
        MONTH if service.kind is ServiceKind.CLASS else WEEK,
    )


def find_times(service: Service, view: View) -> Times:
    """One call, a second one where somebody or some place was chosen, and one more where nothing is free."""
    slots = list_slots(service, view, view.days)
    is_narrowed = view.staff_id or view.place_id
    everything = list_slots(service, replace(view, staff_id="", place_id=""), view.days) if is_narrowed else slots
    calendar = arrange_days(slots, view.first, view.zone, view.today, view.days)
    is_worth_looking = calendar.later is not None and not calendar.has_free_times
    next_free = find_next_free(service, view) if is_worth_looking else None
    return Times(
        calendar=calendar,
        staff=staff_among(everything),
        places=places_of(service) or places_among(everything),
        next_free=next_free,
        next_free_day=today_in(view.zone, next_free.starts_at) if next_free else None,
    )


def list_slots(service: Service, view: View, days: int) -> tuple[Slot, ...]:
    """What has begun already is of no use to anybody."""
    starts_from, starts_before = span_from(view.first, view.zone, days)
    query = SlotQuery(service.id, starts_from, starts_before, view.staff_id, view.place_id)
    now = current_time()
    return tuple(slot for slot in current_bookings().list_slots(service, query) if slot.starts_at > now)


def find_next_free(service: Service, view: View) -> Slot | None:
    """The first free slot of the days that follow."""
    later = replace(view, first=view.first + timedelta(days=view.days))
    return next((slot for slot in list_slots(service, later, DAYS_LOOKED_AHEAD) if slot.can_be_booked), None)


def find_nearest(times: Times, moment: datetime | None) -> tuple[Slot, ...]:
    """What is free nearest to a moment; the first free ones where nobody knows which that was."""
    free = nearest_free(times.calendar.slots, moment or times.calendar.days[0].midnight)
    return free or ((times.next_free,) if times.next_free else ())


def staff_among(slots: Iterable[Slot]) -> dict[str, str]:
    found = {member.id: member.name for slot in slots for member in slot.staff}
    return dict(sorted(found.items(), key=lambda entry: entry[1]))


def places_of(service: Service) -> dict[str, str]:
    return {place.id: place.name for place in service.places if place.id}


def places_among(slots: Iterable[Slot]) -> dict[str, str]:
    return {slot.place.id: slot.place.name for slot in slots if slot.place and slot.place.id}


def first_of(values: MultiValues, name: str) -> str:
    return next(iter(values.getlist(name)), "")
