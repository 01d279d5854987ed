"""A service's booking policy in plain sentences: from and until when it can be booked and cancelled."""

from __future__ import annotations

from services.wix import booking_wire as wire

UNITS = ((7 * 24 * 60, "week"), (24 * 60, "day"), (60, "hour"), (1, "minute"))


def policy_words(payload: wire.WireService) -> str:
    """The sentences, one after another; the merchant's own come first."""
    policy, sentences = payload.booking_policy, []
    if policy.custom_policy_description.enabled:
        sentences.append(" ".join(policy.custom_policy_description.description.split()))
    if payload.online_booking.require_manual_approval:
        sentences.append("We confirm every booking ourselves.")
    sentences += [_booking_words(policy), _cancellation_words(policy.cancellation_policy)]
    return " ".join(filter(None, sentences))


def _booking_words(policy: wire.BookingPolicy) -> str:
    early, late = policy.limit_early_booking_policy, policy.limit_late_booking_policy
    earliest = early.earliest_booking_in_minutes if early.enabled else None
    latest = late.latest_booking_in_minutes if late.enabled else None
    if earliest and latest:
        return f"Book between {_length(earliest)} and {_length(latest)} before it starts."
    if earliest:
        return f"Book up to {_length(earliest)} ahead."
    return f"Book at least {_length(latest)} before it starts." if latest else ""


def _cancellation_words(cancellation: wire.Cancellation) -> str:
    if cancellation.enabled is False:
        return "Bookings cannot be cancelled online."
    notice = cancellation.latest_cancellation_in_minutes if cancellation.limit_latest_cancellation else None
    if notice:
        return f"Cancel up to {_length(notice)} before it starts."
    return "Cancel any time before it starts." if cancellation.enabled else ""


def _length(minutes: int) -> str:
    """In the largest unit that divides it: `24 hours` is a day, `36 hours` stays 36 hours."""
    size, name = next((size, name) for size, name in UNITS if minutes % size == 0)
    count = minutes // size
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
