"""Somebody who is signed in, and the two legs of the way there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.models.basics import Image


@dataclass(frozen=True, slots=True)
class Customer:
    """A signed-in shopper as the platform knows them; everything but the id may be empty."""

    id: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    photo: Image | None = None

    @property
    def name(self) -> str:
        """How to address them, best known first; empty if nothing is known."""
        return " ".join(part for part in (self.first_name, self.last_name) if part) or self.nickname


class ReturnMode(StrEnum):
    """How the hosted sign-in page hands its answer back: in the query, behind the `#`, or as a message to a frame."""

    QUERY = "query"
    FRAGMENT = "fragment"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class StartedSignIn:
    """The first leg of a sign-in. `state` and `verifier` are secrets of one attempt, for the server session only.

    `issuer` is the origin of the hosted page: whoever else answers is not believed.
    """

    full_url: str
    state: str
    verifier: str
    issuer: str
    mode: ReturnMode

    def __repr__(self) -> str:
        return f"StartedSignIn(***, issuer={self.issuer!r}, mode={self.mode!r})"
