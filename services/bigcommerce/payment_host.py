"""The one request that carries a card: to the payment host, once, with a token that is good once.

Nothing of it is logged: the door writes down method, path, status and time, never headers or bodies.
"""

from __future__ import annotations

import msgspec

from services.bigcommerce.client import PLATFORM
from services.errors import PlatformAnswerError
from services.http import HttpDoor
from services.models import Card, PaymentState

OPERATION = "process payment"
ACCEPTED_TYPE = "application/vnd.bc.v1+json"
# Banks are slow, and giving up early is what makes an outcome unknown.
PAY_SECONDS = 30.0
STATES = {"success": PaymentState.PAID, "pending": PaymentState.PENDING}


class PaymentHost:
    """The host that takes card numbers; it knows nothing of the store's own token."""

    def __init__(self, door: HttpDoor, base_url: str, store_hash: str) -> None:
        self._door = door
        self._url = f"{base_url}/stores/{store_hash}/payments"

    def process(self, token: str, method_id: str, card: Card) -> PaymentState:
        """Charge the card for the order that the token is for: PAID or PENDING. Never tried twice.

        Raises: PlatformRejectedError (`code` tells why), and what `HttpDoor.call` raises.
        Source: https://developer.bigcommerce.com/docs/rest-payments/process-payment#process-payment
        """
        answer = self._door.call(
            OPERATION,
            "POST",
            self._url,
            headers={"Accept": ACCEPTED_TYPE, "Authorization": f"PAT {token}"},
            json_body={"payment": {"instrument": _instrument(card), "payment_method_id": method_id}},
            deadline_seconds=PAY_SECONDS,
            idempotent=False,
        )
        state = STATES.get(_status_of(answer.body))
        if state is None:
            # Not "from" anything, and without the body: it may quote what was sent.
            raise PlatformAnswerError(
                "neither success nor pending",
                platform=PLATFORM,
                operation=OPERATION,
                status=answer.status,
                request_id=answer.request_id,
            )
        return state


def _instrument(card: Card) -> dict[str, object]:
    return {
        "type": "card",
        "number": card.number,
        "cardholder_name": card.holder,
        "expiry_month": card.expiry_month,
        "expiry_year": card.expiry_year,
        "verification_value": card.code,
    }


def _status_of(body: bytes) -> str:
    """`data.status`, or `status` where the body is not wrapped: before 2026 it was not."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    found = found.get("data", found) if isinstance(found, dict) else None
    status = found.get("status") if isinstance(found, dict) else None
    return status if isinstance(status, str) else ""
