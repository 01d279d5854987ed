"""The shop's gift cards: one with money on it, and one for each refusal of Wix. Orders use them up."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from sandbox.seed import seed_id

APP_ID = seed_id("app", "gift-cards")
CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
LONGEST_CODE = 20
VALUES = {"GC-25": 2500, "GC-EMPTY": 0, "GC-EXPIRED": 2500, "GC-OFF": 2500}
STATES = {"GC-EXPIRED": "GIFT_CARD_EXPIRED", "GC-OFF": "GIFT_CARD_DISABLED"}
REFUSALS = {
    "GIFT_CARD_NOT_FOUND": "Gift card not found",
    "GIFT_CARD_DISABLED": "Gift card is disabled",
    "GIFT_CARD_EXPIRED": "Gift card has expired",
    "GIFT_CARD_IS_EMPTY": "Gift card is empty",
    "GIFT_CARD_CODE_INVALID": "Gift card code is invalid",
}


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A card that can be paid with; the balance is in minor units."""

    code: str
    balance: int

    @property
    def id(self) -> str:
        """Return the card's id."""
        return seed_id("gift-card", self.code)

    @property
    def obfuscated_code(self) -> str:
        """Return the code with all but its end hidden."""
        return f"****{self.code[-2:]}"


@dataclass(frozen=True, slots=True)
class GiftCardVerdict:
    """Whether a code can be paid with: the card, or Wix's code for the refusal."""

    card: GiftCard | None = None
    refusal: str | None = None


def judge_gift_card(db: sqlite3.Connection, code: str | None) -> GiftCardVerdict:
    """Return the card of a code, in any case of its letters."""
    if not code:
        return GiftCardVerdict()
    written = code.strip().upper()
    if not CODE.fullmatch(written) or len(written) > LONGEST_CODE:
        return GiftCardVerdict(refusal="GIFT_CARD_CODE_INVALID")
    if written not in VALUES:
        return GiftCardVerdict(refusal="GIFT_CARD_NOT_FOUND")
    spent = db.execute("SELECT COALESCE(SUM(amount), 0) FROM wix_gift_card_uses WHERE code = ?", (written,)).fetchone()[
        0
    ]
    refusal = STATES.get(written) or ("GIFT_CARD_IS_EMPTY" if spent >= VALUES[written] else None)
    return GiftCardVerdict(refusal=refusal) if refusal else GiftCardVerdict(GiftCard(written, VALUES[written] - spent))


def spend_gift_card(db: sqlite3.Connection, card: GiftCard, amount: int, order_id: str) -> None:
    """Take money off a card."""
    db.execute("INSERT INTO wix_gift_card_uses VALUES (?,?,?)", (card.code, amount, order_id))
