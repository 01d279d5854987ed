"""What a platform's server tells ours, once it has proved who it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebhookNotice:
    """Something happened to an order or a cart over there; what it is now must be read.

    `key` is the same for each delivery of one notice. `order_id` is empty where only the cart is named.
    """

    key: str
    topic: str
    order_id: str = ""
    cart_id: str = ""
