"""How often one address may ask for what costs us, or what a guesser would repeat: one table. Counts live in memory."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter, RequestLimit
from werkzeug.exceptions import TooManyRequests

log = logging.getLogger("foyer.limits")

# Whoever rents one IPv6 address has at least this whole network.
IPV6_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """How often an address may use these views together, as `10/minute;40/hour`."""

    name: str
    rate: str
    endpoints: tuple[str, ...]


LIMITS = (
    Limit("order look-up", "10/minute;40/hour", ("find_order.look_up",)),
    # Whoever tries stolen cards tries many.
    Limit("payment", "10/minute;40/hour", ("direct_payment.pay",)),
    Limit("sign-in", "20/minute", ("sign_in.start_login",)),
    Limit("sign-in answer", "30/minute", ("sign_in.callback", "sign_in.callback_by_script")),
    Limit("sign-out", "60/minute", ("sign_in.logout",)),
    # A platform's servers share a few addresses, and a good day has many orders.
    Limit("webhooks", "600/minute", ("webhooks.receive",)),
)
# Everything else that is posted, counted together: carts, checkouts, reservations, memberships.
USUAL_NAME, USUAL_RATE = "changes", "120/minute"


def init_limits(app: Flask, limits: Sequence[Limit] = LIMITS, usual_rate: str = USUAL_RATE) -> None:
    """Limit the views of the table, and all others that take a POST. Call it after the blueprints are registered.

    Each process counts for itself. Raises: KeyError for a view that the app does not have.
    """
    limiter = Limiter(client_network, app=app, storage_uri="memory://", strategy="moving-window", on_breach=refuse)
    limiter.logger.setLevel(logging.WARNING)  # its own line about a refusal holds the address
    named = {endpoint for limit in limits for endpoint in limit.endpoints}
    usual = Limit(USUAL_NAME, usual_rate, tuple(sorted(posted_endpoints(app) - named)))
    for limit in (*limits, usual):
        for endpoint in limit.endpoints:
            guard = limiter.shared_limit(limit.rate, scope=limit.name)
            view: Callable[..., Any] = guard(app.view_functions[endpoint])
            app.view_functions[endpoint] = view


def posted_endpoints(app: Flask) -> set[str]:
    """The views that change something."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}


def client_network() -> str:
    """Who is asking: the address of the connection, or what the trusted proxies say it is; never a bare header."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, IPV6_NETWORK_BITS), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def refuse(breached: RequestLimit) -> None:
    """Answer with the page of 429, which says when to come back."""
    log.info("rate limit reached", extra={"limit": str(breached.limit), "endpoint": request.endpoint})
    raise TooManyRequests(retry_after=max(1, math.ceil(breached.reset_at - time.time())))
