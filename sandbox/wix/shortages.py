"""Lines that together want more pieces than there are, though there are enough for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sandbox.wix.lines import Line


def unavailable_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that cannot be bought as wanted, alone or together with others of the same variant."""
    return [line for line in lines if line.availability != "AVAILABLE" or _is_short(line, _wanted(lines))]


def violations_json(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return what keeps a cart from being bought that no line shows by itself."""
    wanted = _wanted(lines)
    return [
        {
            "severity": "ERROR",
            "target": {"lineItem": {"name": "LINE_ITEM_DEFAULT", "id": line.id}},
            "description": f"{line.name}: {line.pieces_left} left, {wanted[line.stored.variant_id]} in the cart.",
        }
        for line in lines
        if _is_short(line, wanted)
    ]


def _wanted(lines: Sequence[Line]) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for line in lines:
        wanted[line.stored.variant_id] += line.quantity
    return wanted


def _is_short(line: Line, wanted: Counter[str]) -> bool:
    together = wanted[line.stored.variant_id]
    return line.is_buyable and together > line.quantity and line.pieces_left is not None and together > line.pieces_left
