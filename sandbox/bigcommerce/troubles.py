"""What can go wrong for one visitor at BigCommerce: which calls made for that visitor meet which refusal, by a name.

What everybody's pages are made of (products, categories, the store) is left alone: it is shared.
"""

from __future__ import annotations

from typing import Any

from sandbox.bigcommerce.errors import v3_body
from sandbox.troubles import PlannedFault

OUT_OF_STOCK = {"status": 422, "body": v3_body(422, "This product is out of stock.")}
# A bracket ends a path where it stands: without one all that begins so is meant.
NEW_CART = "/stores/*/v3/cart[s]"
NEW_ITEMS = "/stores/*/v3/carts/*/item[s]"
OWN_PATHS = (
    "/stores/*/v3/carts*",
    "/stores/*/v3/checkouts*",
    "/stores/*/v2/orders*",
    "/stores/*/v3/payments*",
    "/stores/*/payments*",
)


def _everywhere(kind: str, **options: Any) -> tuple[PlannedFault, ...]:
    return tuple(PlannedFault(path, kind, None, options) for path in OWN_PATHS)


TROUBLES: dict[str, tuple[PlannedFault, ...]] = {
    "sold-out": tuple(PlannedFault(path, "status", "POST", OUT_OF_STOCK) for path in (NEW_CART, NEW_ITEMS)),
    "too-many-requests": _everywhere("status", status=429, retry_after=30),
    "slow": _everywhere("slow", seconds=2),
    "failing": _everywhere("status", status=500),
}
