"""Memberships at Wix Pricing Plans: what is offered, the way to the page that sells one, and what was bought."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from services.cache import CatalogCache
from services.errors import (
    CheckoutError,
    NotFoundError,
    PlatformAnswerError,
    PlatformAuthError,
    PlatformRejectedError,
)
from services.models import Page, Plan, PlanOrder, RedirectSession, ReturnUrls
from services.reading import decode_each
from services.sentences import sentence
from services.storefront import Visitor
from services.wix import plan_wire as wire
from services.wix.client import WixClient, is_guid
from services.wix.offsets import Stretch
from services.wix.plan_mapping import plan_order_from_wix, plans_from_wix
from services.wix.redirect_intents import paid_plans_checkout
from services.wix.redirects import WixRedirects
from services.wix.setup import app_missing, is_not_installed

Shape = TypeVar("Shape")

OWN_ORDERS = "/pricing-plans/v2/member/orders"
ORDERS_A_PAGE = 10
BOUGHT = ("PENDING", "ACTIVE", "PAUSED", "ENDED", "CANCELED")  # not DRAFT: that was begun only
PLANS_A_PAGE = 100
MOST_PLAN_PAGES = 10
LONGEST_CHECKOUT_DATA = 2048
UNKNOWN_PLAN = {"plan_not_found", "archived_plan"}  # lower case, as Wix writes them
LIMIT_REACHED = "purchases_limit_reached"


class WixPlans:
    """Plans for everybody come from the cache; orders always from the platform."""

    def __init__(self, client: WixClient, redirects: WixRedirects, cache: CatalogCache) -> None:
        self._client = client
        self._redirects = redirects
        self._cache = cache

    def list_plans(self) -> tuple[Plan, ...]:
        """All public plans; a call for each hundred.

        Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/plans-v3/query-plans
        Shape: `plans[]` with `pricingVariants`, `pagingMetadata.cursors`; a follow-up sends its cursor only.
        """
        return self._cache.get("plans", self._read_plans)

    def get_plan(self, slug: str) -> Plan:
        """Wix has no look-up by slug, so it is a query. Raises: NotFoundError.

        Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/plans-v3/query-plans
        """
        return self._cache.get(f"plan:{slug}", lambda: self._read_plan(slug))

    def is_plan_id(self, text: str) -> bool:
        return is_guid(text)

    def create_redirect_session(
        self, visitor: Visitor, plan_id: str, urls: ReturnUrls, checkout_data: str = ""
    ) -> RedirectSession:
        """Somebody's first step at the platform may be this one: the hosted page asks for the login itself.

        Wix sends at most 2048 characters of `checkout_data`, so a longer one leads nowhere Wix would know.
        Raises: NotFoundError, PlatformSetupError, CheckoutError (bought as often as allowed).
        """
        if not is_guid(plan_id) or len(checkout_data) > LONGEST_CHECKOUT_DATA:
            raise NotFoundError("plan", plan_id)
        intent = paid_plans_checkout(plan_id, checkout_data)
        try:
            return self._redirects.create(visitor, intent, urls, makes_visitor=True)
        except PlatformRejectedError as error:
            if error.code == LIMIT_REACHED:
                raise CheckoutError(sentence("You have had this plan as often as one person may.")) from error
            if error.status == 404 or error.code in UNKNOWN_PLAN:
                raise NotFoundError("plan", plan_id) from error
            raise _setup_error(error) from error

    def get_order(self, visitor: Visitor, plan_order_id: str) -> PlanOrder:
        """One or two calls: as the member who bought it, else with the key, if there is one.

        Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/member-get-order
        Shape: `order`. Raises: NotFoundError.
        """
        if not is_guid(plan_order_id):
            raise NotFoundError("order", plan_order_id)
        if own := self._read_own_order(visitor, plan_order_id):
            return plan_order_from_wix(own.order, is_visitors_own=True)
        if self._client.has_api_key and (found := self._read_any_order(plan_order_id)):
            return plan_order_from_wix(found.order, is_visitors_own=False)
        raise NotFoundError("order", plan_order_id)

    def list_orders(self, visitor: Visitor, cursor: str | None = None) -> Page[PlanOrder]:
        """What was bought, without drafts; nobody but a member has any.

        Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/member-list-orders
        Shape: `orders[]`, `pagingMetadata.total`. Raises: NotFoundError, for a cursor that leads nowhere.
        """
        stretch = Stretch.begin("plan-orders", ORDERS_A_PAGE, cursor)
        params = [("orderStatuses", status) for status in BOUGHT]
        params += [("sorting.fieldName", "createdDate"), ("sorting.order", "DESC")]
        params += [("limit", str(stretch.limit)), ("offset", str(stretch.offset))]
        shape = wire.PlanOrdersAnswer
        answer = _none_if_no_member(
            lambda: self._client.call_as(
                visitor, "list plan orders", OWN_ORDERS, shape, params=params, is_repeatable=True
            )
        )
        if answer is None:
            return Page(())
        payloads = decode_each(answer.orders, wire.WirePlanOrder, "plan order")
        orders = tuple(plan_order_from_wix(payload, is_visitors_own=True) for payload in payloads)
        return stretch.to_page(orders, count=len(answer.orders), total=answer.paging_metadata.total)

    def _read_plans(self) -> tuple[Plan, ...]:
        paging: dict[str, object] = {"limit": PLANS_A_PAGE}
        query: dict[str, object] = {"filter": {"visibility": "PUBLIC"}, "cursorPaging": paging}
        found: list[wire.WirePlan] = []
        for _ in range(MOST_PLAN_PAGES):
            answer = self._query(query)
            found += decode_each(answer.plans, wire.WirePlan, "plan")
            cursor = answer.paging_metadata.cursors.next
            if not cursor or answer.paging_metadata.has_next is False:
                break
            query = {"cursorPaging": paging | {"cursor": cursor}}
        return plans_from_wix(found)

    def _read_plan(self, slug: str) -> Plan:
        answer = self._query({"filter": {"visibility": "PUBLIC", "slug": slug}, "cursorPaging": {"limit": 1}})
        if not answer.plans:
            raise NotFoundError("plan", slug)
        plans = plans_from_wix(decode_each(answer.plans, wire.WirePlan, "plan"))
        found = next((plan for plan in plans if plan.slug == slug), None)
        if found is None:
            # There is such a plan, so "not found" would be wrong, and remembered.
            raise PlatformAnswerError("$.plans[0] is not a plan we can offer", platform="wix", operation="query plans")
        return found

    def _query(self, query: dict[str, object]) -> wire.PlansAnswer:
        path = "/pricing-plans/v3/plans/query"
        try:
            return self._client.read("query plans", path, wire.PlansAnswer, body={"query": query})
        except PlatformRejectedError as error:
            raise _setup_error(error) from error

    def _read_own_order(self, visitor: Visitor, plan_order_id: str) -> wire.PlanOrderAnswer | None:
        path, shape = f"{OWN_ORDERS}/{plan_order_id}", wire.PlanOrderAnswer
        return _none_if_no_member(
            lambda: self._client.call_as(visitor, "get plan order", path, shape, is_repeatable=True)
        )

    def _read_any_order(self, plan_order_id: str) -> wire.PlanOrderAnswer | None:
        """Source: https://dev.wix.com/docs/rest/business-solutions/pricing-plans/orders/management-get-order"""
        path, shape = f"/pricing-plans/v2/orders/{plan_order_id}", wire.PlanOrderAnswer
        return _none_if_hidden(lambda: self._client.read_with_key("get plan order by key", path, shape))


def _none_if_no_member(read: Callable[[], Shape]) -> Shape | None:
    """None for whoever is not a member, or another one: Wix may refuse even a token that was just renewed."""
    try:
        return _none_if_hidden(read)
    except (NotFoundError, PlatformAuthError):
        return None


def _none_if_hidden(read: Callable[[], Shape]) -> Shape | None:
    try:
        return read()
    except PlatformRejectedError as error:
        if error.status in (403, 404):
            return None
        raise


def _setup_error(error: PlatformRejectedError) -> Exception:
    return app_missing(error, "Wix Pricing Plans") if is_not_installed(error) else error
