"""One visitor's session during one request: read late, written by name, never made by reading. No cookies here."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from flask.sessions import SessionMixin

from web.session_store import SessionStore, new_session_id

SESSION_ID = re.compile(r"[A-Za-z0-9_-]{43}")

log = logging.getLogger(__name__)


class ServerSession(SessionMixin):
    """A mapping of names to plain values (str, int, float, bool, None, bytes, aware datetime, list, dict of them).

    Values are replaced, never mutated: what is read is a copy, and only assigning it again changes the session.
    Nothing is read from the store before the first use, and nothing is made before the first assignment.
    """

    def __init__(self, store: SessionStore, cookie_value: str | None) -> None:
        self._store = store
        self._cookie_id = cookie_value if cookie_value and SESSION_ID.fullmatch(cookie_value) else None
        self._has_cookie = cookie_value is not None
        self._id: str | None = None  # of a row that is in the store, as far as we know
        self._was_opened = False
        self._is_loaded = False
        self._is_ended_elsewhere = False  # another request ended the session while this one was running
        self._may_have_successor = False  # the browser may by now hold another cookie under the same name
        self._stored: dict[str, bytes] = {}
        self._changed: dict[str, bytes] = {}
        self._deleted: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self._load()
        if name in self._changed:
            return msgspec.msgpack.decode(self._changed[name])
        if name in self._deleted:
            raise KeyError(name)
        return msgspec.msgpack.decode(self._stored[name])

    def __setitem__(self, name: str, value: object) -> None:
        self._load()
        self._changed[name] = msgspec.msgpack.encode(value, enc_hook=plain_text)
        self._deleted.discard(name)

    def __delitem__(self, name: str) -> None:
        self._load()
        if name not in self._names():
            raise KeyError(name)
        self._changed.pop(name, None)
        self._deleted.add(name)

    def __contains__(self, name: object) -> bool:
        self._load()
        return name in self._names()

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(self._names())

    def __len__(self) -> int:
        self._load()
        return len(self._names())

    def __repr__(self) -> str:
        return f"<ServerSession {self.label or 'unopened'}>"

    @property
    def was_opened(self) -> bool:
        """Whether anything looked into the session, so that the answer depends on who asked."""
        return self._was_opened

    @property
    def exists(self) -> bool:
        """Whether a row is there, or will be once this request is answered."""
        self._load()
        return self._id is not None or bool(self._changed and not self._is_ended_elsewhere)

    @property
    def label(self) -> str:
        """A short one-way name of the session for logs; empty while there is none. Does not open it."""
        return hashlib.sha256(b"label:" + self._id.encode()).hexdigest()[:10] if self._id else ""

    def save(self) -> bool:
        """Write the unsaved changes now; False, and nothing written, if the session was ended meanwhile.

        Raises: SessionStoreError.
        """
        if not self._is_ended_elsewhere and not self._write():
            self._end_elsewhere()
        if self._is_ended_elsewhere:
            self._forget_values()
            return False
        self._stored = self._current()
        self._changed, self._deleted = {}, set()
        return True

    def reload(self) -> None:
        """Read again what other requests have written; what this one has not saved yet stays on top."""
        self._load()
        if self._id is not None and not self._read(self._id):
            self._end_elsewhere()

    def rotate(self) -> None:
        """Give the session a new id and end the old one at once; the values stay. For every change of rights."""
        self._load()
        if self._id is None and not self._is_ended_elsewhere:
            return  # the row will be made under a new id anyway
        new_id = new_session_id()
        if self.save() and self._id is not None and self._store.rotate(self._id, new_id):
            self._id = new_id
        else:
            self._start_afresh()

    def destroy(self) -> None:
        """Delete the row at once; what is assigned afterwards starts a new session."""
        self._was_opened = True
        doomed_id = self._id or self._cookie_id
        if doomed_id is not None:
            self._store.delete(doomed_id)
        self._is_loaded = True
        self._may_have_successor = False
        self._start_afresh()

    @contextlib.contextmanager
    def lease(self, name: str, seconds: float, *, wait_seconds: float | None = None) -> Iterator[None]:
        """Be the only request of this session that does `name`; the values are read again once it is held.

        Call `save()` before leaving, or the next holder will not see what was done. A session without a row is known
        to this request alone and needs no lease. Raises: SessionBusyError.
        """
        self._load()
        if self._id is None:
            yield
            return
        with self._store.lease(self._id, name, seconds, wait_seconds=wait_seconds):
            self.reload()
            yield

    def id_for_cookie(self) -> str | None:
        """The id that the browser does not know yet, or None."""
        return self._id if self._id != self._cookie_id else None

    def is_cookie_useless(self) -> bool:
        """Whether the browser holds a cookie that opens nothing and must be told to drop it."""
        opens_something = self._id is not None or self._is_ended_elsewhere or self._may_have_successor
        return self._is_loaded and self._has_cookie and not opens_something

    def _load(self) -> None:
        self._was_opened = True
        if self._is_loaded:
            return
        if self._cookie_id is not None:
            if self._read(self._cookie_id):
                self._id = self._cookie_id
            else:
                self._may_have_successor = self._store.ended_lately(self._cookie_id)
        self._is_loaded = True

    def _read(self, session_id: str) -> bool:
        stored = self._store.read(session_id)
        self._stored = {name: value for name, value in (stored or {}).items() if is_readable(name, value)}
        return stored is not None

    def _write(self) -> bool:
        if self._id is not None:
            unsaved = self._changed or self._deleted
            return not unsaved or self._store.merge(self._id, self._changed, self._deleted)
        if self._changed:
            new_id = new_session_id()
            self._store.create(new_id, self._changed)
            self._id = new_id
        return True

    def _names(self) -> set[str]:
        return (self._stored.keys() - self._deleted) | self._changed.keys()

    def _current(self) -> dict[str, bytes]:
        kept = {name: value for name, value in self._stored.items() if name not in self._deleted}
        return kept | self._changed

    def _forget_values(self) -> None:
        self._stored, self._changed, self._deleted = {}, {}, set()

    def _end_elsewhere(self) -> None:
        log.info("A session was ended while a request was using it", extra={"session": self.label})
        self._id = None
        self._is_ended_elsewhere = True

    def _start_afresh(self) -> None:
        self._id = None
        self._is_ended_elsewhere = False
        self._forget_values()


def is_readable(name: str, value: bytes) -> bool:
    """Refuse what we did not write ourselves: such a value is as good as absent, and nothing in it is run."""
    try:
        msgspec.msgpack.decode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        log.warning("A session value could not be read and is ignored", extra={"value_name": name})
        return False
    return True


def plain_text(value: Any) -> str:
    """A kind of text that knows more than its letters is kept as its letters. Raises: TypeError."""
    if isinstance(value, str):
        return "".join(value)
    raise TypeError(f"a session keeps no {type(value).__name__}")
