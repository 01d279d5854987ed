"""The developer's handle on the sandbox: reset, clock, faults, journal, stock, orders. Development only.

GET /control is a page with forms for all of it; the same addresses speak JSON to whoever sends JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from sandbox.bigcommerce import order_store
from sandbox.clock import iso, parse_iso
from sandbox.faults import KINDS, OPTIONS
from sandbox.wix import booking_store, plan_order_store
from sandbox.wix.event_order_store import STATUSES as EVENT_ORDER_STATUSES
from sandbox.wix.order_store import PAYMENT_STATUSES, STATUSES

if TYPE_CHECKING:
    from sandbox.assembly import Sandbox

Json = dict[str, Any]
Operation = Callable[["Sandbox", Mapping[str, Any]], Json]


def create_control(sandbox: Sandbox) -> Blueprint:
    """Make the blueprint for one sandbox."""
    control = Blueprint("control", __name__, url_prefix="/control")
    control.before_request(_refuse_other_sites)
    control.add_url_rule("", "index", lambda: _page(sandbox), strict_slashes=False)
    for name, read in READERS.items():
        control.add_url_rule(f"/{name}", f"read_{name}", _reader(sandbox, read))
    for name, operation in OPERATIONS.items():
        endpoint = name.replace("-", "_").replace("/", "_")
        control.add_url_rule(f"/{name}", endpoint, _poster(sandbox, operation), methods=["POST"])
    return control


def _refuse_other_sites() -> None:
    # A page somewhere on the web must not wind the clock of a developer's sandbox.
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)


def _page(sandbox: Sandbox) -> str:
    return render_template(
        "control.html",
        now=iso(sandbox.clock.now()),
        calls=sandbox.journal()[:-51:-1],
        faults=sandbox.faults.waiting(),
        kinds=KINDS,
        statuses=STATUSES,
        payment_statuses=PAYMENT_STATUSES,
        event_order_statuses=EVENT_ORDER_STATUSES,
        bigcommerce_statuses=order_store.STATUSES,
        bigcommerce_payment_statuses=[status for status in order_store.PAYMENT_STATUSES if status],
        plan_order_statuses=plan_order_store.STATUSES,
        plan_payment_statuses=plan_order_store.PAYMENT_STATUSES,
        booking_statuses=booking_store.STATUSES,
        booking_payment_statuses=booking_store.PAYMENT_STATUSES,
    )


def _reader(sandbox: Sandbox, read: Callable[[Sandbox], Json]) -> Callable[[], Response]:
    return lambda: jsonify(read(sandbox))


def _poster(sandbox: Sandbox, operation: Operation) -> Callable[[], Response]:
    def post() -> Response:
        by_form = request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data")
        values = _filled(request.form) if by_form else _json_values()
        try:
            answer = operation(sandbox, values)
        except KeyError as missing:
            raise BadRequest(f"missing or unknown: {missing.args[0]}") from missing
        except (ValueError, TypeError) as wrong:
            raise BadRequest(str(wrong)) from wrong
        return redirect(url_for("control.index"), 303) if by_form else jsonify(answer)

    return post


def _filled(form: Mapping[str, str]) -> Json:
    return {name: value for name, value in form.items() if value != ""}


def _json_values() -> Json:
    values = request.get_json(force=True) if request.get_data() else {}
    if not isinstance(values, dict):
        raise BadRequest("send a JSON object")
    return values


def _read_clock(sandbox: Sandbox) -> Json:
    return {"now": iso(sandbox.clock.now()), "offsetSeconds": sandbox.clock.offset().total_seconds()}


def _read_journal(sandbox: Sandbox) -> Json:
    return {"calls": [asdict(call) for call in sandbox.journal()]}


def _read_faults(sandbox: Sandbox) -> Json:
    return {"faults": [asdict(fault) for fault in sandbox.faults.waiting()]}


def _read_webhooks(sandbox: Sandbox) -> Json:
    return {"webhooks": [{"id": message.id, **message.content} for message in sandbox.webhooks()]}


def _reset(sandbox: Sandbox, _values: Mapping[str, Any]) -> Json:
    sandbox.reset()
    return {}


def _move_clock(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    if values.get("reset"):
        sandbox.clock.reset()
    if "set" in values:
        sandbox.clock.set(parse_iso(str(values["set"])))
    if "advanceSeconds" in values:
        sandbox.clock.advance(timedelta(seconds=float(values["advanceSeconds"])))
    return _read_clock(sandbox)


def _add_fault(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    times = values.get("times", 1)
    options = {name: values[name] for name in OPTIONS if name in values}
    if unknown := set(values) - OPTIONS - {"path", "kind", "method", "times", "visitorId"}:
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
    fault_id = sandbox.faults.add(
        values["path"],
        kind=values["kind"],
        method=values.get("method"),
        times=None if times is None else int(times),
        visitor_id=values.get("visitorId"),
        **options,
    )
    return {"id": fault_id}


def _clear_faults(sandbox: Sandbox, _values: Mapping[str, Any]) -> Json:
    sandbox.faults.clear()
    return {}


def _set_stock(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    stock = int(values["stock"])
    if stock < 0:
        raise ValueError("stock cannot be negative")
    sandbox.set_stock(values["sku"], stock)
    return {}


def _set_price(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.set_price(str(values["sku"]), str(values["price"]))
    return {}


def _remove_product(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.remove_product(values["slug"])
    return {}


def _hide_product(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.hide_product(values["slug"], hidden=values.get("hidden", True) is True)
    return {}


def _set_order_status(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.set_order_status(values["orderId"], status=values.get("status"), payment_status=values.get("paymentStatus"))
    return {}


def _set_bigcommerce_order_status(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    order_id, status_id = int(values["orderId"]), int(values["statusId"])
    sandbox.bigcommerce_set_order_status(order_id, status_id, payment_status=values.get("paymentStatus"))
    return {}


def _set_ticket_stock(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.set_ticket_stock(values["eventSlug"], values["ticketName"], int(values["left"]))
    return {}


def _cancel_event(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.cancel_event(values["slug"])
    return {}


def _expire_reservations(sandbox: Sandbox, _values: Mapping[str, Any]) -> Json:
    sandbox.expire_reservations()
    return {}


def _set_event_order_status(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.set_event_order_status(values["orderNumber"], values["status"])
    return {}


def _set_visitors_read_event_orders(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.set_visitors_read_event_orders(values["allowed"] in (True, "yes"))
    return {}


def _hide_plan(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.hide_plan(values["slug"], hidden=values.get("hidden", True) is True)
    return {}


def _set_plan_order_status(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    status, payment_status = values.get("status"), values.get("paymentStatus")
    sandbox.set_plan_order_status(values["orderId"], status=status, payment_status=payment_status)
    return {}


def _hide_service(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.hide_service(values["slug"], hidden=values.get("hidden", True) is True)
    return {}


def _take_slot(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    people = int(values["people"]) if "people" in values else None
    sandbox.take_slot(values["service"], str(values["start"]), people=people)
    return {}


def _set_booking_status(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    status, payment_status = values.get("status"), values.get("paymentStatus")
    sandbox.set_booking_status(values["bookingId"], status=status, payment_status=payment_status)
    return {}


def _expire_tokens(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.expire_tokens(values.get("visitorId"))
    return {}


def _revoke_refresh_tokens(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.revoke_refresh_tokens(values.get("visitorId"))
    return {}


def _delete_carts(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.delete_carts(values.get("visitorId"))
    return {}


def _revoke_member_tokens(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.revoke_member_tokens(str(values["email"]))
    return {}


def _delete_member(sandbox: Sandbox, values: Mapping[str, Any]) -> Json:
    sandbox.delete_member(str(values["email"]))
    return {}


READERS: dict[str, Callable[[Sandbox], Json]] = {
    "clock": _read_clock,
    "journal": _read_journal,
    "faults": _read_faults,
    "webhooks": _read_webhooks,
}
OPERATIONS: dict[str, Operation] = {
    "reset": _reset,
    "clock": _move_clock,
    "faults": _add_fault,
    "faults/clear": _clear_faults,
    "stock": _set_stock,
    "price": _set_price,
    "remove-product": _remove_product,
    "hide-product": _hide_product,
    "order-status": _set_order_status,
    "bigcommerce-order-status": _set_bigcommerce_order_status,
    "ticket-stock": _set_ticket_stock,
    "cancel-event": _cancel_event,
    "expire-reservations": _expire_reservations,
    "event-order-status": _set_event_order_status,
    "visitors-read-event-orders": _set_visitors_read_event_orders,
    "hide-plan": _hide_plan,
    "plan-order-status": _set_plan_order_status,
    "hide-service": _hide_service,
    "take-slot": _take_slot,
    "booking-status": _set_booking_status,
    "expire-tokens": _expire_tokens,
    "revoke-refresh-tokens": _revoke_refresh_tokens,
    "revoke-member-tokens": _revoke_member_tokens,
    "delete-member": _delete_member,
    "delete-carts": _delete_carts,
}
