"""When an HTTP call is tried again and how long to wait before; pure arithmetic, no waiting here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_ATTEMPTS = 3
RETRIED_STATUSES = frozenset({429, 502, 503, 504})
LONGEST_SHOWN_SECONDS = 3600

#: Reads from the status and the headers of an answer how many seconds a platform wants us to wait.
AskedPause = Callable[[int, Mapping[str, str]], float | None]

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 2.0


def pause_before_next(
    attempt: int, asked_seconds: float | None, remaining_seconds: float, random: Callable[[], float]
) -> float | None:
    """Return the seconds to wait after this attempt (1, 2, ...), or None when there is no next one.

    The pause is drawn from the whole range ("full jitter"), so that visitors who failed together do not come back
    together; a platform's own wish (`asked_seconds`) is honoured on top, if the time left allows it.
    """
    if attempt >= MAX_ATTEMPTS:
        return None
    widest = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    pause = (asked_seconds or 0.0) + random() * widest
    return pause if pause < remaining_seconds else None


def parse_retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds asked for by `Retry-After` (a number or a date), or None for none, past or garbage.

    A date is compared with the answer's own `Date`, where there is one, so that our clock does not matter.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    retry_at = _parse_date(value)
    if retry_at is None:
        return None
    now = _parse_date(headers.get("Date", "")) or datetime.now(UTC)
    seconds = (retry_at - now).total_seconds()
    return seconds if seconds >= 0 else None


def asked_pause(_status: int, headers: Mapping[str, str]) -> float | None:
    """How long a platform wants us to wait, where it says so as HTTP does."""
    return parse_retry_after(headers)


def shown_seconds(seconds: float | None) -> int | None:
    """Return whole seconds fit for a `Retry-After` of our own: at least 1, at most an hour."""
    return None if seconds is None else max(1, min(LONGEST_SHOWN_SECONDS, math.ceil(seconds)))


def _parse_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
