"""Which pictures there are: each is a function that draws on an empty sheet, registered under the name of its file."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.seed.draw.drawing import Drawing

Draw = Callable[[Drawing], None]

PICTURES: dict[str, tuple[Draw, int, int]] = {}


def picture(name: str, width: int = 600, height: int = 600) -> Callable[[Draw], Draw]:
    """Register a picture of that size in its own units (files are 1200 pixels wide)."""

    def register(draw: Draw) -> Draw:
        PICTURES[name] = (draw, width, height)
        return draw

    return register


def drawn(name: str) -> Drawing:
    """Return a picture, drawn."""
    draw, width, height = PICTURES[name]
    sheet = Drawing(width, height)
    draw(sheet)
    return sheet
