"""What the platform sends along with a visitor who needs a plan for something else: read from an address or a form.

`planIds` are the plans that would do. `checkoutData` says where the visitor came from; it is handed back as it is,
and neither understood nor kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from routes.forms import FormError, MultiValues
from services.models import Plan
from services.sentences import sentence
from services.storefront import Plans

MOST_PLANS = 50
LONGEST_PLAN_IDS = 2048
LONGEST_CHECKOUT_DATA = 2048
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"  # stands where bytes were no text at all

DAMAGED = sentence(
    "The address that brought you here is damaged, so we cannot tell what you came from. If you need a membership for"
    " a booking, go back to the booking and start from there."
)
NONE_KNOWN = sentence(
    "The memberships that would do for your booking are not offered any more. These are all that are; please write"
    " to us before you join one of them for that booking."
)
SOME_UNKNOWN = sentence("Another membership would have done as well, but it is not offered any more.")


@dataclass(frozen=True, slots=True)
class Detour:
    """A visitor's way by our list of plans; without plan ids any plan will do."""

    plan_ids: tuple[str, ...] = ()
    checkout_data: str = ""

    @property
    def query(self) -> dict[str, Any]:
        """What an address of ours must carry, so that the way back is not lost."""
        given = {"planIds": ",".join(self.plan_ids), "checkoutData": self.checkout_data}
        return {name: value for name, value in given.items() if value}


NO_DETOUR = Detour()


@dataclass(frozen=True, slots=True)
class Offer:
    """The plans to show on a detour, what to say about them, and what is left of the detour."""

    plans: tuple[Plan, ...]
    detour: Detour = NO_DETOUR
    said: str = ""


def read_detour(query: MultiValues, plans: Plans) -> Detour:
    """The detour that an address tells of. Raises: FormError, if any part is damaged: a half is never handed on."""
    ids = read_once(query, "planIds", LONGEST_PLAN_IDS)
    plan_ids = tuple(dict.fromkeys(ids.split(","))) if ids else ()
    if len(plan_ids) > MOST_PLANS or not all(map(plans.is_plan_id, plan_ids)):
        raise FormError(DAMAGED, "planIds")
    return Detour(plan_ids, read_checkout_data(query))


def read_checkout_data(values: MultiValues) -> str:
    """What to hand back, empty if there is nothing. Raises: FormError."""
    return read_once(values, "checkoutData", LONGEST_CHECKOUT_DATA)


def read_once(values: MultiValues, name: str, longest: int) -> str:
    """A value that a form can hand on as it is: browsers change line ends, and broken bytes are lost already."""
    given = values.getlist(name)
    if not given:
        return ""
    is_whole = all(letter >= " " and letter not in ("\x7f", REPLACEMENT) for letter in given[0])
    if len(given) > 1 or len(given[0]) > longest or not is_whole:
        raise FormError(DAMAGED, name)
    return given[0]


def offer_on(detour: Detour, plans: tuple[Plan, ...]) -> Offer:
    """Just the plans that would do; all of them, and nothing to hand back, where none of those is offered."""
    if not detour.plan_ids:
        return Offer(plans, detour)
    fitting = tuple(plan for plan in plans if plan.id in detour.plan_ids)
    if not fitting:
        return Offer(plans, said=NONE_KNOWN)
    return Offer(fitting, detour, SOME_UNKNOWN if len(fitting) < len(detour.plan_ids) else "")
