"""Refusals that mean a BigCommerce store is not set up for what was asked, and what its owner should change."""

from __future__ import annotations

from services.errors import PlatformRejectedError, PlatformSetupError

WHERE = "BigCommerce control panel, Settings, Store-level API accounts"
# The beginning of a path, and the scope its calls need: to read, and to change.
# Source: https://developer.bigcommerce.com/docs/start/authentication/api-accounts
SCOPES = (
    ("/v3/carts", "store_cart_read_only", "store_cart"),
    ("/v3/checkouts", "store_checkout_read_only", "store_checkout"),
    ("/v3/catalog", "store_v2_products_read_only", "store_v2_products"),
    ("/v3/orders", "store_v2_transactions_read_only", "store_v2_transactions"),
    ("/v2/orders", "store_v2_orders_read_only", "store_v2_orders"),
    ("/v2/store", "store_v2_information_read_only", "store_v2_information"),
    ("/v3/payments/access_tokens", "store_payments_access_token_create", "store_payments_access_token_create"),
    ("/v3/payments/methods", "store_payments_methods_read", "store_payments_methods_read"),
)


def scope_missing(error: PlatformRejectedError, method: str, path: str) -> PlatformSetupError:
    """A 403: the token may not do this, or it is another store's (a wrong store hash answers the same).

    The checkout's order is made with the scope of checkouts, whatever its path says.
    """
    scope = next(
        (reads if method == "GET" else changes for start, reads, changes in SCOPES if path.startswith(start)), ""
    )
    needed = f"give the API account the scope {scope}" if scope else "give the API account the scope of this call"
    return setup_error(error, "the token may not do this", f"{needed}, and check BIGCOMMERCE_STORE_HASH ({WHERE})")


def setup_error(error: PlatformRejectedError, reason: str, fix: str) -> PlatformSetupError:
    """The refusal with its facts, and the way out."""
    return PlatformSetupError(
        reason,
        fix=fix,
        platform="bigcommerce",
        operation=error.operation,
        status=error.status,
        code=error.code,
        request_id=error.request_id,
    )
