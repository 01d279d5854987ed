"""A shop on a free port of 127.0.0.1 with a sandbox of its own, for tools that look at it with a browser."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from socket import socket

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from config.settings import load_settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class QuietHandler(WSGIRequestHandler):
    """Leaves the screen to the tool."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def open_shop(**environ: str) -> Iterator[tuple[str, Flask]]:
    """Yield the shop's origin and the shop; settings are given by their environment names."""
    with tempfile.TemporaryDirectory() as folder, closing(socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        shop = create_app(load_settings({"PORT": str(port), "DATA_DIR": folder} | environ))
        server = make_server("127.0.0.1", port, shop, threaded=True, fd=listener.fileno(), request_handler=QuietHandler)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}", shop
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            shop.extensions["session_store"].close()
            shop.extensions["sandbox"].close()


def find_browser() -> str:
    """The path of a Chromium. Ends the process with a sentence where there is none."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("No Chromium found: `make browser` says how to get one.")
    return path
