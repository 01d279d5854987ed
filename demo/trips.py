"""From hops to trips: what belongs together, what it is called, and each step of it between two of the four parties."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from demo.curl import body_of, curl
from demo.hops import Call, Hop
from demo.masking import Pairs, shown
from services.sentences import sentence

# Before any of them may stand the language.
TITLES = tuple(
    (re.compile(f"(/[a-z]{{2,3}})?{path}"), title)
    for path, title in (
        (r"/checkout/buy-now\Z", sentence("Buying one piece at once")),
        (r"/checkout(/|\Z)", sentence("Checkout")),
        (r"/auth/(login|silent|callback)\Z", sentence("Sign-in")),
        (r"/auth/(logout|signed-out)\Z", sentence("Sign-out")),
        (r"/events/[^/]+/reservation", sentence("Tickets")),
        (r"/events/[^/]+/rsvps\Z", sentence("Answer to an invitation")),
        (r"/plans/[^/]+/checkout\Z", sentence("Membership")),
        (r"/services/[^/]+/bookings\Z", sentence("Booking")),
        (r"/cart(/|\Z)", sentence("Cart")),
        (r"/(order-confirmation|thank-you)\Z", sentence("Confirmation")),
        (r"/find-order", sentence("Order look-up")),
        (r"/account", sentence("Account")),
    )
)
HOSTED_TITLE, OTHER_TITLE = sentence("Hosted page"), sentence("Page")
# Posted on the way back, by a script of ours: that is no new beginning.
CONTINUES = re.compile(r"/auth/callback\Z")
BROWSER, SHOP, PLATFORM = sentence("Browser"), sentence("Shop"), sentence("Platform")
PARTIES = {"shop": (BROWSER, SHOP), "hosted": (BROWSER, HOSTED_TITLE), "api": (SHOP, PLATFORM)}
QUERY, FORM = sentence("Query"), sentence("Form")
HEADERS, ANSWER_HEADERS = sentence("Headers"), sentence("Headers of the answer")
JSON_INDENT = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of the drawing. `lane` is shop, hosted or api; `curl` is there for calls of the API only."""

    lane: str
    sender: str
    receiver: str
    method: str
    address: str
    status: int | None
    milliseconds: float
    location: str
    groups: tuple[tuple[str, Pairs], ...]
    body: str
    refusal: str
    curl: str


@dataclass(frozen=True, slots=True)
class Trip:
    """What one decision of the visitor led to, until the shop showed a page again."""

    title: str
    began_at: datetime
    steps: tuple[Step, ...]


def trips_of(hops: Iterable[Hop]) -> list[Trip]:
    """All trips, the latest first."""
    parts: list[list[Hop]] = []
    is_over = True
    for hop in hops:
        is_beginning = hop.place == "shop" and hop.method == "POST" and not CONTINUES.search(hop.path)
        if is_over or is_beginning:
            parts.append([])
        parts[-1].append(hop)
        is_over = hop.place == "shop" and not hop.is_redirect
    return [_trip(part) for part in reversed(parts)]


def _trip(hops: list[Hop]) -> Trip:
    first = hops[0]
    named = (title for pattern, title in TITLES if pattern.match(first.path)) if first.place == "shop" else iter(())
    title = next(named, HOSTED_TITLE if first.place == "hosted" else OTHER_TITLE)
    return Trip(title, first.at, tuple(step for hop in hops for step in _steps(hop)))


def _steps(hop: Hop) -> Iterator[Step]:
    sender, receiver = PARTIES[hop.place]
    yield Step(
        lane=hop.place,
        sender=sender,
        receiver=receiver,
        method=hop.method,
        address=shown(hop.path),
        status=hop.status,
        milliseconds=hop.milliseconds,
        location=shown(hop.location),
        groups=_groups((QUERY, hop.query), (FORM, hop.form)),
        body="",
        refusal="",
        curl="",
    )
    for call in hop.calls:
        yield _call_step(call)


def _call_step(call: Call) -> Step:
    sender, receiver = PARTIES["api"]
    return Step(
        lane="api",
        sender=sender,
        receiver=receiver,
        method=call.method,
        address=shown(call.path),
        status=call.status,
        milliseconds=call.milliseconds,
        location="",
        groups=_groups((QUERY, call.query), (HEADERS, call.headers), (ANSWER_HEADERS, call.answer_headers)),
        body=shown(body_of(call)) if call.is_form and call.body else _indented(call.body),
        refusal=_indented(call.refusal),
        curl=curl(call),
    )


def _groups(*named: tuple[str, Pairs]) -> tuple[tuple[str, Pairs], ...]:
    return tuple((name, tuple((shown(key), shown(value)) for key, value in pairs)) for name, pairs in named if pairs)


def _indented(body: object) -> str:
    return shown(json.dumps(body, ensure_ascii=False, indent=JSON_INDENT)) if body is not None else ""
