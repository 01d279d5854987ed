"""What happens when somebody buys a plan on its hosted page: the offer, and the order that comes of it. No HTTP."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from sandbox.wix.billing import Terms
from sandbox.wix.member_store import Member
from sandbox.wix.plan_order_store import (
    find_order_of_session,
    insert_plan_order,
    purchases_of,
    remove_plan_order,
)
from sandbox.wix.plan_store import Plan, find_plan
from sandbox.wix.redirect_store import RedirectSession
from sandbox.wix.site import Site


class NotOnSaleError(Exception):
    """The plan was hidden or archived meanwhile."""


class LimitReachedError(Exception):
    """The member has bought the plan as often as anybody may."""


class AlreadyBoughtError(Exception):
    """This hosted page has sold its plan before."""


class ChangedError(Exception):
    """Something else is due today than the buyer was shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a way of paying ends; without a payment status it is what an ordinary purchase has."""

    status: str
    payment_status: str | None = None


PAID = Outcome("ACTIVE")
PAY_LATER = Outcome("PENDING", "UNPAID")
DECLINED = Outcome("DRAFT", "FAILED")


def offer_plan(db: sqlite3.Connection, plan: Plan, member: Member) -> Terms:
    """Return the terms on which a member can buy a plan: the free trial is for the first time only.

    Raises: NotOnSaleError, LimitReachedError.
    """
    if not plan.is_on_sale:
        raise NotOnSaleError
    bought = purchases_of(db, member.id, plan.id)
    if plan.most_purchases and bought >= plan.most_purchases:
        raise LimitReachedError
    return replace(plan.terms, trial_days=0) if bought else plan.terms


def settle_plan(site: Site, session: RedirectSession, member: Member, outcome: Outcome, shown: str) -> str:
    """Write the order of a hosted page and return its id; a declined one is a draft, which the next try replaces.

    `shown` is what the page said is due today, in minor units.

    Raises: AlreadyBoughtError, NotOnSaleError, LimitReachedError, ChangedError, each with nothing changed.
    """
    now = site.clock.now()
    with site.database.change() as db:
        draft, plan = find_order_of_session(db, session.id), find_plan(db, session.target)
        if draft is not None and draft.status != "DRAFT":
            raise AlreadyBoughtError
        if plan is None:
            raise NotOnSaleError
        terms = offer_plan(db, plan, member)
        if shown != str(terms.due_today):
            raise ChangedError
        if draft is not None:
            remove_plan_order(db, draft.id)
        return insert_plan_order(
            db,
            plan,
            member,
            now,
            status=outcome.status,
            payment_status=outcome.payment_status,
            terms=terms,
            order_id=draft.id if draft else None,
            session_id=session.id,
        )
