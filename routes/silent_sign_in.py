"""Back from a hosted page with a hint whether somebody is signed in there: looked at once for each trip.

Only personal return pages ask; a refusal means "carry on as visitor", and the address loses the hint.
"""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from flask import Response, make_response, redirect, request

from routes.current import current_storefront, current_visitor
from routes.departures import was_away
from routes.languages import own_path
from routes.next_page import safe_next
from routes.sign_in import begin
from routes.signing_out import drop_to_visitor
from services.errors import PlatformError

log = logging.getLogger("foyer.sign_in")


def follow_hint() -> Response | None:
    """What to answer before the page itself: the way to a silent sign-in, the page as a visitor, or nothing."""
    sign_in = current_storefront().sign_in
    if sign_in is None or request.method != "GET":
        return None
    hints = request.args.getlist(sign_in.hint_name)
    if hints not in (["true"], ["false"]) or not was_away():
        return None
    is_signed_in = sign_in.is_signed_in(current_visitor())
    if hints == ["true"] and not is_signed_in:
        return try_silently(page_without(sign_in.hint_name))
    if hints == ["false"] and is_signed_in:
        return drop_to_visitor(page_without(sign_in.hint_name))
    return None


def try_silently(next_page: str) -> Response | None:
    """One attempt that asks nobody anything; where it cannot begin, the page is shown as it is."""
    try:
        return make_response(redirect(begin(next_page, is_silent=True), code=303))
    except PlatformError as error:
        log.warning("no silent sign-in: %s", error)
        return None


def page_without(name: str) -> str:
    """This page's own address, all but one parameter kept."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != name]
    return safe_next(f"{own_path()}?{urlencode(kept)}" if kept else own_path())
