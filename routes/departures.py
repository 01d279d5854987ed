"""The visitor leaves for a hosted page: one answer for all of them, and a note that somebody is under way."""

from __future__ import annotations

from flask import Response, make_response, redirect, session

from routes.current import current_time

KEPT_AS = "away_since"
KEPT_FOR_RETURNS = "hosted_visit_at"
LONGEST_TRIP_SECONDS = 24 * 3600


def leave_for(full_url: str) -> Response:
    """Send the visitor to a hosted page; what it hints at on the way back is looked at once."""
    session[KEPT_AS] = current_time().timestamp()
    return make_response(redirect(full_url, code=303))


def was_away() -> bool:
    """Whether this visitor left for a hosted page and this is the first return since."""
    left_at = session.pop(KEPT_AS, None)
    return left_at is not None and 0 <= current_time().timestamp() - left_at < LONGEST_TRIP_SECONDS


def note_hosted_visit() -> None:
    """Keep that this visitor went to pages on which something can be bought that nothing here was told of."""
    session[KEPT_FOR_RETURNS] = current_time().timestamp()


def has_visited_hosted_pages() -> bool:
    """Whether that was a short while ago."""
    visited_at: float = session.get(KEPT_FOR_RETURNS, 0)
    return 0 <= current_time().timestamp() - visited_at < LONGEST_TRIP_SECONDS
