"""Writes every picture of the demo shop: `python -m sandbox.seed.draw [name ...]`."""

from __future__ import annotations

import sys
from pathlib import Path

from sandbox.seed.draw import drinkware, occasions, people, shop, tableware, tea_and_tools
from sandbox.seed.draw.sheets import PICTURES, drawn

DRAWERS = (
    drinkware,
    occasions,
    people,
    shop,
    tableware,
    tea_and_tools,
)  # each registers its pictures when it is imported
SEED_IMAGES = Path(__file__).parents[1] / "images"
SHOP_IMAGES = Path(__file__).parents[3] / "static" / "images"


def file_of(name: str) -> Path:
    """Return the file a picture is written to."""
    folder = SHOP_IMAGES if name.startswith("shop/") else SEED_IMAGES
    return folder / f"{name.removeprefix('shop/')}.svg"


def main(names: list[str]) -> None:
    """Draw the named pictures, or all of them."""
    for name in names or sorted(PICTURES):
        drawn(name).write(file_of(name))


if __name__ == "__main__":
    main(sys.argv[1:])
