"""Sends waiting webhooks from a background thread; only the stand-alone sandbox starts it."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException

from sandbox.bigcommerce.outbox import Delivery, due_deliveries, note_failure, note_success
from sandbox.bigcommerce.site import Store

TIMEOUT_SECONDS = 10.0
PAUSE_SECONDS = 0.5
Send = Callable[[str, Mapping[str, str], bytes], bool]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_options: object) -> None:
        """Take a redirect for the failure it is: a webhook goes where it was registered, or nowhere."""


_OPENER = urllib.request.build_opener(_NoRedirects)


def post(url: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Post a message; True if it was taken with a 2xx."""
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - checked on registration
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as reply:
            return bool(200 <= reply.status < 300)
    except (urllib.error.URLError, HTTPException, OSError, ValueError):
        return False


def deliver_due(store: Store, send: Send = post) -> int:
    """Send everything that is due, once each, and return how many messages were taken."""
    with store.database.read() as db:
        waiting = due_deliveries(db, store.clock.now())
    return sum(_deliver(store, delivery, send) for delivery in waiting)


def start_delivering(store: Store) -> threading.Event:
    """Start the thread; setting the event that is returned ends it."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(PAUSE_SECONDS):
            deliver_due(store)

    threading.Thread(target=work, name="webhooks", daemon=True).start()
    return stop


def _deliver(store: Store, delivery: Delivery, send: Send) -> bool:
    headers, body = delivery.message.signed(store.clock.now())
    # Nothing is locked while the other side takes its time.
    taken = send(delivery.destination, {**delivery.headers, **headers}, body)
    with store.database.change() as db:
        (note_success if taken else note_failure)(db, delivery, store.clock.now())
    return taken
