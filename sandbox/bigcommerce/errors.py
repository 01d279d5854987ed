"""BigCommerce's ways to say no: an object for v3, a list for v2, an object with a code for payments.

Source: https://developer.bigcommerce.com/docs/start/about/status-codes
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"
NO_SCOPE = "You don't have a required scope to access the endpoint"
CONFLICT = (
    "The request cannot be processed due to a possible conflict. Ensure you are operating on the latest version of"
    " the resource."
)
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: NO_SCOPE,
    404: "The requested resource was not found",
    405: "Method not allowed",
    406: "Not Acceptable",
    409: CONFLICT,
    413: "The request payload is too large",
    415: "Unsupported Media Type",
    422: "The request could not be processed",
    423: "Resource locked",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class BigCommerceError(Exception):
    """A refusal with the status and the body a client sees."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


def v3_error(status: int, title: str | None = None, errors: Mapping[str, str] | None = None) -> BigCommerceError:
    """Make a refusal of v3; `errors` are messages by field."""
    body = v3_body(status, title or TITLES.get(status, "Error"))
    return BigCommerceError(status, body if errors is None else {**body, "errors": dict(errors)})


def untitled(status: int) -> BigCommerceError:
    """Make the refusal without a title that an unknown cart really gets."""
    return BigCommerceError(status, {"status": status, "type": TYPE})


def v2_error(status: int, message: str, details: Mapping[str, Any] | None = None) -> BigCommerceError:
    """Make a refusal of v2, which is a list."""
    entry: dict[str, Any] = {"status": status, "message": message}
    return BigCommerceError(status, [{**entry, "details": dict(details)} if details else entry])


def payments_error(status: int, title: str, code: int, detail: str | None = None) -> BigCommerceError:
    """Make a refusal of the payments endpoints, told apart by its code."""
    body = v3_body(status, title)
    return BigCommerceError(status, {**body, **({"detail": detail} if detail else {}), "code": code})


def invalid(field: str, message: str) -> BigCommerceError:
    """Make the 422 of v3 for a field that does not fit."""
    return v3_error(422, "Input is invalid", {field: message})


def malformed(message: str) -> BigCommerceError:
    """Make the 400 of v3 for what cannot be read."""
    return v3_error(400, message)


def not_imitated(what: str) -> BigCommerceError:
    """Make the truthful answer for what BigCommerce can do and this sandbox cannot (a status of ours)."""
    return v3_error(501, f"The sandbox does not imitate {what}")


def v3_body(status: int, title: str) -> dict[str, Any]:
    """Return the object around a title."""
    return {"status": status, "title": title, "type": TYPE}


def body_for_path(path: str, status: int, title: str | None = None) -> Any:
    """Return the body an error has at a path, which may be written with or without the mount."""
    words = title or TITLES.get(status, "Error")
    if "/v2/" in path:
        return [{"status": status, "message": words}]
    if path.endswith("/payments") and "/v3/" not in path:
        return {**v3_body(status, words), "code": 10000 if status >= 500 else 10001}
    return v3_body(status, words)
