"""Who the shop is: what a fork edits first, together with `static/css/tokens.css`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brand:
    """Words and facts that stand on every page."""

    name: str
    tagline: str
    description: str
    email: str
    address: str
    language: str
    country: str
    time_zone: str


BRAND = Brand(
    name="Kiln & Kettle",
    tagline="Pots for tea, and tea for pots",
    description="A small pottery and tea studio: we throw and fire every piece, and choose the teas to go with them.",
    email="hello@kilnandkettle.example",
    address="14 Tannery Lane, Portland, Maine",
    language="en-US",
    country="US",
    time_zone="America/New_York",
)
