"""What all hosted pages show alike: lines, and money for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.bigcommerce.cart_shapes import options_json
from sandbox.bigcommerce.lines import Line

Row = dict[str, Any]
SIGNS = {"USD": "$", "EUR": "\N{EURO SIGN}", "GBP": "\N{POUND SIGN}"}


def line_rows(lines: Sequence[Line], currency: str) -> list[Row]:
    """Return the lines of a cart."""
    return [
        {
            "id": line.id,
            "name": line.name,
            "choices": ", ".join(str(option["value"]) for option in options_json(line)),
            "quantity": line.quantity,
            "total": shown(line.total, currency),
            "image": line.image_file,
        }
        for line in lines
    ]


def shown(minor: int, currency: str) -> str:
    """Return an amount for people: `$12.00`, `-$3.50`."""
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{'-' if minor < 0 else ''}{sign}{abs(minor) // 100:,}.{abs(minor) % 100:02d}"
