"""Wix's ways to say no: the error envelope, with an application code or with field violations.

Source: https://dev.wix.com/docs/rest/articles/get-started/errors
"""

from __future__ import annotations

from typing import Any


class WixError(Exception):
    """A refusal with the status and the body a client sees."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body.get('message') or body.get('error') or ''}".strip())
        self.status = status
        self.body = body


def application_error(status: int, code: str, message: str, data: dict[str, Any] | None = None) -> WixError:
    """Make a refusal a client tells apart by `details.applicationError.code`."""
    return WixError(status, application_body(code, message, data))


def application_body(code: str, message: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the envelope around an application code."""
    error = {"code": code, "description": message, "data": data or {}}
    return {"message": message, "details": {"applicationError": error}}


def violation(field: str, description: str, rule: str = "OTHER") -> WixError:
    """Make the 400 for a field that does not fit."""
    entry = {"field": field, "description": description, "violatedRule": rule}
    message = f'INVALID_ARGUMENT: "{field}" {description}'
    return WixError(400, {"message": message, "details": {"validationError": {"fieldViolations": [entry]}}})


def required(field: str) -> WixError:
    """Make the 400 for a field that is missing."""
    return violation(field, "must not be empty", "REQUIRED_FIELD")


def unauthenticated() -> WixError:
    """Make the 401 for a token that is unknown or expired."""
    return application_error(401, "UNAUTHENTICATED", "Unauthenticated")


def silent(status: int) -> WixError:
    """Make a refusal that explains nothing, as Wix's gateway often does."""
    return WixError(status, {"message": "", "details": {}})


def oauth_error(error: str, description: str) -> WixError:
    """Make the 400 of the token endpoint."""
    return WixError(400, {"error": error, "error_description": description})


def not_imitated(what: str) -> WixError:
    """Make the truthful answer for what Wix can do and this sandbox cannot (a code of ours, not of Wix)."""
    return application_error(501, "NOT_IMITATED_BY_SANDBOX", f"The sandbox does not imitate {what} yet")


def body_for_status(status: int) -> dict[str, Any]:
    """Return a believable body for an error that is asked for by its status alone."""
    if status == 401:
        return unauthenticated().body
    if status == 429:
        return application_body("RATE_LIMIT_EXCEEDED", "Rate limit exceeded")
    return {"message": "", "details": {}}
