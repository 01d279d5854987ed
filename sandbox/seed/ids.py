"""Ids made from names, so that every seeding gives the same ones."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "https://sandbox.invalid/kiln-and-kettle")


def seed_id(*parts: str) -> str:
    """Return the same id for the same name, always: `seed_id("product", "harbour-mug")`."""
    return str(uuid5(NAMESPACE, ":".join(parts)))
