"""Sign-ins that this visitor began: at most three wait for an answer, ten minutes each, and each takes one answer.

Each has a session key of its own, so that two tabs that begin one at the same moment never undo each other.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from flask import session

from routes.current import current_time, save_session
from services.errors import SignInExpiredError, StateMismatchError
from services.models import ReturnMode, StartedSignIn

PREFIX = "sign_in."
MOST_PENDING = 3
LIFETIME_SECONDS = 600
REMEMBER_USED_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """A first leg, and the page of ours to go to afterwards."""

    started: StartedSignIn
    next_page: str
    is_silent: bool


def remember_sign_in(started: StartedSignIn, next_page: str, *, is_silent: bool) -> None:
    """Keep a first leg durably before the visitor leaves; the oldest makes room."""
    session[_key(started.state)] = {
        "started": asdict(started),
        "next_page": next_page,
        "is_silent": is_silent,
        "begun_at": current_time().timestamp(),
    }
    _tidy_up()
    save_session()


def take_sign_in(state: str) -> PendingSignIn:
    """The pending sign-in of this state; from now on it is used up, however this goes on.

    The key is a hash of the state, so finding it takes the same time for every guess. Call it under a lease.
    Raises: SignInExpiredError (too old, or used before), StateMismatchError (not begun by this visitor).
    """
    kept = session.get(_key(state))
    if kept is None:
        raise StateMismatchError
    session[_key(state)] = {"begun_at": kept["begun_at"]}
    save_session()
    if "started" not in kept or not _age_of(kept) < LIFETIME_SECONDS:
        raise SignInExpiredError
    started = StartedSignIn(**{**kept["started"], "mode": ReturnMode(kept["started"]["mode"])})
    return PendingSignIn(started, kept["next_page"], kept["is_silent"])


def _tidy_up() -> None:
    """Drop what nobody will ask for again, and the oldest of too many."""
    kept = {name: session[name] for name in list(session) if name.startswith(PREFIX)}
    outdated = [name for name, entry in kept.items() if _age_of(entry) >= REMEMBER_USED_SECONDS]
    pending = sorted((name for name, entry in kept.items() if "started" in entry), key=lambda n: -kept[n]["begun_at"])
    used = sorted((name for name in kept if name not in pending), key=lambda n: -kept[n]["begun_at"])
    for name in {*outdated, *pending[MOST_PENDING:], *used[MOST_PENDING:]}:
        session.pop(name)


def _age_of(entry: dict[str, Any]) -> float:
    """Seconds since it was begun; for ever, if the clock went back."""
    age: float = current_time().timestamp() - entry["begun_at"]
    return age if age >= 0 else float("inf")


def _key(state: str) -> str:
    return PREFIX + hashlib.sha256(state.encode()).hexdigest()[:32]
