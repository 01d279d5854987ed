"""Refusals that mean a Wix site is not set up for what was asked, and what its owner should change."""

from __future__ import annotations

from services.errors import PlatformRejectedError, PlatformSetupError


def is_not_installed(error: PlatformRejectedError) -> bool:
    """Whether the business app that the call belongs to is missing: `WIX_EVENTS_APP_NOT_INSTALLED` and its like.

    Source: https://dev.wix.com/docs/rest/articles/getting-started/errors
    """
    return (error.code or "").endswith("_NOT_INSTALLED")


def app_missing(error: PlatformRejectedError, app: str) -> PlatformSetupError:
    return setup_error(error, f"{app} is not installed", f"add {app} to the site (Wix dashboard, Apps)")


def setup_error(error: PlatformRejectedError, reason: str, fix: str) -> PlatformSetupError:
    """The refusal with its facts, and the way out."""
    return PlatformSetupError(
        reason,
        fix=fix,
        platform="wix",
        operation=error.operation,
        status=error.status,
        code=error.code,
        request_id=error.request_id,
    )
