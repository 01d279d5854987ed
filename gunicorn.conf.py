"""How the shop is served for real: `make serve`, or `gunicorn app:create_app()` in a container behind a proxy."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from dotenv import load_dotenv
from gunicorn.workers import gthread

from config.settings import SettingsError, load_settings

load_dotenv(Path(__file__).parent / ".env")
try:
    settings = load_settings()
except SettingsError as error:
    raise SystemExit(str(error)) from None

# With `reuse_port` a second server would quietly share the port, so it is tried without first.
with closing(socket.socket()) as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", settings.port))
    except OSError:
        raise SystemExit(f"Port {settings.port} is taken: make serve PORT=8123 chooses another.") from None

bind = f"127.0.0.1:{settings.port}"  # in a container: GUNICORN_CMD_ARGS="--bind 0.0.0.0:8000"
wsgi_app = "app:create_app()"
worker_class = "gthread"
workers = 2
threads = 32  # a thread waits while the platform answers; 2 x 32 doubles what 2 x 8 can serve
reuse_port = True  # without it one worker may stay idle
keepalive = 75  # longer than a proxy keeps its side open, so that no request meets a closing connection
timeout = 30
graceful_timeout = 25
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8_190
limit_request_fields = 100
limit_request_field_size = 16_380
control_socket_disable = True
accesslog = None  # the shop writes one line a request, without query strings
errorlog = "-"
loglevel = "warning"

_closers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="close")
_close_connection = gthread.TConn.close


def _close_aside(connection: Any, graceful: bool = False) -> None:
    """Gunicorn 26 and 27 wait up to two seconds for a client to hang up, on the loop that accepts connections.

    Forty clients that do not close would stop the shop for most of a minute, so that wait happens on another thread.
    """
    if graceful:
        _closers.submit(_close_connection, connection, True)
    else:
        _close_connection(connection)


gthread.TConn.close = _close_aside


def when_ready(_server: Any) -> None:
    print(f"The shop is open at {settings.base_url} - stop it with Ctrl+C", flush=True)  # noqa: T201
