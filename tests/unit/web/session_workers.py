"""What the other processes of the session tests do; kept apart so that a fresh process can import it quickly."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

from web.session_store import SessionStore, new_session_id


def merge_many(path: Path, session_id: str, name: str, count: int) -> None:
    store = SessionStore(path, busy_seconds=20)
    for number in range(count):
        assert store.merge(session_id, {f"{name}-{number}": b"x", "shared": name.encode()})


def merge_until_killed(path: Path, session_id: str) -> None:
    store = SessionStore(path, busy_seconds=20)
    number = 0
    while True:
        store.merge(session_id, {"left": b"%d" % number, "right": b"%d" % number})
        number += 1


def die_holding_a_lease(path: Path, session_id: str, seconds: float) -> None:
    with SessionStore(path).lease(session_id, "refresh", seconds):
        os.kill(os.getpid(), signal.SIGKILL)


def count_under_lease(path: Path, session_id: str, count: int) -> None:
    store = SessionStore(path, busy_seconds=20)
    for _ in range(count):
        with store.lease(session_id, "count", 30):
            values = store.read(session_id)
            assert values is not None
            store.merge(session_id, {"count": b"%d" % (int(values["count"]) + 1)})


def create_some(path: Path, count: int) -> None:
    store = SessionStore(path, busy_seconds=20)
    for _ in range(count):
        store.create(new_session_id(), {"cart": b"x"})


def create_after(line: threading.Barrier, path: Path) -> None:
    store = SessionStore(path, busy_seconds=20)
    line.wait()
    store.create(new_session_id(), {"cart": b"x"})
    store.close()
