"""Where applications are put for a test: on a port, side by side on two sites, or behind a proxy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server

Wsgi = Callable[..., Any]

HOSTED_HOST = "localhost:8000"
HOSTED_PATH = "/sandbox"
SHOPPER_ADDRESS = "203.0.113.7"


@contextmanager
def served(application: Wsgi) -> Iterator[str]:
    """The application on a free port of 127.0.0.1; yields its origin."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def two_sites(shop: Wsgi, hosted_pages: Wsgi) -> Wsgi:
    """The shop under every name, and a sandbox's hosted pages under a path of another host, as in life."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        if environ["HTTP_HOST"] != HOSTED_HOST or not path.startswith(HOSTED_PATH):
            return shop(environ, start_response)
        below = {"SCRIPT_NAME": HOSTED_PATH, "PATH_INFO": path.removeprefix(HOSTED_PATH)}
        return hosted_pages(environ | below, start_response)

    return answer


def behind_proxy(shop: Wsgi) -> Wsgi:
    """The shop as one proxy speaks to it: over http, with the truth appended to whatever the client claimed."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        told = {
            "HTTP_X_FORWARDED_PROTO": environ["wsgi.url_scheme"],
            "HTTP_X_FORWARDED_HOST": environ["HTTP_HOST"],
            "HTTP_X_FORWARDED_FOR": SHOPPER_ADDRESS,
        }
        forwarded = {name: ", ".join(filter(None, (environ.get(name), truth))) for name, truth in told.items()}
        return shop(environ | forwarded | {"wsgi.url_scheme": "http", "HTTP_HOST": "10.0.0.2:8000"}, start_response)

    return answer
