"""What BigCommerce's server tells ours: who sent it is proved by a signature, and what it says is read anew."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

import msgspec

from services.bigcommerce.catalog import BigCommerceCatalog
from services.bigcommerce.client import is_number, is_uuid
from services.bigcommerce.orders import BigCommerceOrders
from services.bigcommerce.wire import Wire
from services.errors import NotFoundError, WebhookRefusedError
from services.models import WebhookNotice

log = logging.getLogger("foyer.bigcommerce")

LARGEST_BODY_BYTES = 64 * 1024
TOLERATED_SECONDS = 300
MOST_SIGNATURES = 8
CART_CONVERTED = "store/cart/converted"
STATUS_UPDATED = "store/order/statusUpdated"
VERSION = "v1,"

ShortText = Annotated[str, msgspec.Meta(max_length=200)]


class NoticeData(Wire, frozen=True):
    """An order has a number, a cart a UUID; a converted cart names its order."""

    id: int | ShortText = ""
    orderId: int | None = None


class Notice(Wire, frozen=True):
    scope: ShortText
    data: NoticeData
    hash: ShortText = ""


class BigCommerceWebhooks:
    """Notices signed with the client secret of the API account, as Standard Webhooks has it."""

    def __init__(
        self,
        orders: BigCommerceOrders,
        catalog: BigCommerceCatalog,
        client_secret: str,
        now: Callable[[], datetime],
    ) -> None:
        self._orders = orders
        self._catalog = catalog
        self._key = client_secret.encode()
        self._now = now

    def parse(self, headers: Mapping[str, str], body: bytes) -> WebhookNotice | None:
        """Source: https://developer.bigcommerce.com/docs/integrations/webhooks

        Shape: `scope`, `data.{id,orderId}`, `hash`. The headers are read in any case.
        """
        named = {name.lower(): value for name, value in headers.items()}
        self._check_signature(named, body)
        try:
            notice = msgspec.json.decode(body, type=Notice)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise WebhookRefusedError("the notice cannot be read") from error
        key = notice.hash or hashlib.sha256(body).hexdigest()
        cart_id, order_id = str(notice.data.id), str(notice.data.orderId or "")
        if notice.scope == CART_CONVERTED and is_uuid(cart_id):
            return WebhookNotice(key, notice.scope, order_id if is_number(order_id) else "", cart_id)
        if notice.scope == STATUS_UPDATED and is_number(cart_id):
            return WebhookNotice(key, notice.scope, order_id=cart_id)
        return None

    def reread(self, notice: WebhookNotice) -> None:
        """What was bought is fewer by now, so its products are read anew; how the order stands is for the log."""
        if not notice.order_id:
            return
        try:
            state = self._orders.read_standing(notice.order_id)
            self._catalog.forget_products(self._orders.list_bought_products(notice.order_id))
        except NotFoundError:
            log.warning("a webhook tells of an order that is not there", extra={"order": notice.order_id})
            return
        log.info("order read after a webhook", extra={"order": notice.order_id, "state": str(state)})

    def _check_signature(self, headers: Mapping[str, str], body: bytes) -> None:
        """HMAC-SHA256 of `id.timestamp.body`, base64; any of several signatures will do, and old ones do not.

        Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
        """
        message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if len(body) > LARGEST_BODY_BYTES or not message_id or len(message_id) > 200:
            raise WebhookRefusedError("the notice is too large, or has no id")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
            raise WebhookRefusedError("the notice has no time")
        if abs(self._now().timestamp() - int(timestamp)) > TOLERATED_SECONDS:
            raise WebhookRefusedError("the notice is too old, or from the future")
        signed = f"{message_id}.{timestamp}.".encode() + body
        expected = base64.b64encode(hmac.new(self._key, signed, hashlib.sha256).digest())
        given = headers.get("webhook-signature", "")[:4096].split(" ")[:MOST_SIGNATURES]
        matches = [
            hmac.compare_digest(expected, signature.removeprefix(VERSION).encode())
            for signature in given
            if signature.startswith(VERSION)
        ]
        if not any(matches):
            raise WebhookRefusedError("the signature is not BigCommerce's")
