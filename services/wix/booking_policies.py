"""A service's booking policy in plain sentences: from and until when it can be booked and cancelled."""

from __future__ import annotations

from services.sentences import Sentence, sentence, sentences_together, span
from services.wix import booking_wire as wire

UNITS = ((7 * 24 * 60, "week"), (24 * 60, "day"), (60, "hour"), (1, "minute"))


def policy_words(payload: wire.WireService) -> str:
    """The sentences, one after another; the merchant's own come first."""
    policy = payload.booking_policy
    said: list[str] = []
    if policy.custom_policy_description.enabled:
        said.append(" ".join(policy.custom_policy_description.description.split()))
    if payload.online_booking.require_manual_approval:
        said.append("We confirm every booking ourselves.")
    said += [_booking_words(policy), _cancellation_words(policy.cancellation_policy)]
    return sentences_together(*filter(None, said))


def _booking_words(policy: wire.BookingPolicy) -> str:
    early, late = policy.limit_early_booking_policy, policy.limit_late_booking_policy
    earliest = early.earliest_booking_in_minutes if early.enabled else None
    latest = late.latest_booking_in_minutes if late.enabled else None
    if earliest and latest:
        return sentence(
            "Book between %(earliest)s and %(latest)s before it starts.",
            earliest=_length(earliest),
            latest=_length(latest),
        )
    if earliest:
        return sentence("Book up to %(earliest)s ahead.", earliest=_length(earliest))
    return sentence("Book at least %(latest)s before it starts.", latest=_length(latest)) if latest else ""


def _cancellation_words(cancellation: wire.Cancellation) -> str:
    if cancellation.enabled is False:
        return sentence("Bookings cannot be cancelled online.")
    notice = cancellation.latest_cancellation_in_minutes if cancellation.limit_latest_cancellation else None
    if notice:
        return sentence("Cancel up to %(notice)s before it starts.", notice=_length(notice))
    return sentence("Cancel any time before it starts.") if cancellation.enabled else ""


def _length(minutes: int) -> Sentence:
    """In the largest unit that divides it: `24 hours` is a day, `36 hours` stays 36 hours."""
    size, name = next((size, name) for size, name in UNITS if minutes % size == 0)
    count = minutes // size
    return span(count, name)
