"""A few pieces that were shown a short while ago, for pages that must not ask the platform. Nothing is fetched here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from flask import current_app

from routes.current import current_time
from services.models import Product

KEPT_FOR = timedelta(minutes=15)
MOST_PIECES = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What this process showed last; prices and stock change, so it is good for a quarter of an hour."""

    pieces: tuple[Product, ...]
    at: datetime


def remember_pieces(pieces: Iterable[Product]) -> None:
    """Keep the first few that can be bought."""
    kept = tuple(piece for piece in pieces if not piece.is_sold_out)[:MOST_PIECES]
    current_app.extensions["seen_pieces"] = Seen(kept, current_time())


def recall_pieces() -> tuple[Product, ...]:
    """What was remembered in this process and is young enough; often nothing, and every page is complete without."""
    seen = cast("Seen | None", current_app.extensions.get("seen_pieces"))
    return seen.pieces if seen and current_time() - seen.at < KEPT_FOR else ()
