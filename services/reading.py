"""Lists read entry by entry, so that an unreadable one hides itself only."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TypeVar

import msgspec

log = logging.getLogger("foyer.reading")

Shape = TypeVar("Shape")


def decode_each(items: Iterable[msgspec.Raw], shape: type[Shape], kind: str) -> list[Shape]:
    """The readable entries of a list; the others are logged by kind and reason."""
    readable = []
    for item in items:
        try:
            readable.append(msgspec.json.decode(item, type=shape))
        except (msgspec.MsgspecError, RecursionError) as error:
            log.warning("unreadable item left out", extra={"kind": kind, "reason": str(error)[:200]})
    return readable
