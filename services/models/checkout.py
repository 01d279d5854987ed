"""The way to a hosted page and back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checkout:
    """A cart on its way to an order."""

    id: str
    is_completed: bool = False


@dataclass(frozen=True, slots=True)
class ReturnUrls:
    """Absolute URLs of ours that the hosted pages send the browser back to; empty ones are not given.

    `thank_you_url` is for what was completed, `post_flow_url` for what was left. `language` (such as `fr`) is the one
    the visitor chose for the hosted page. `campaign` are the `utm_...` parameters the visitor came with, whoever wrote
    them: of these, known names only are passed on, and values are shortened.
    """

    thank_you_url: str = ""
    post_flow_url: str = ""
    cart_url: str = ""
    plan_list_url: str = ""
    service_list_url: str = ""
    login_url: str = ""
    language: str = ""
    campaign: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RedirectSession:
    """A single-use way to a hosted page: made per click, its origin checked, never stored.

    `embedded_url` shows the same page inside a frame of ours, where the platform has that; it is spent with `full_url`.
    """

    full_url: str
    embedded_url: str = ""
