"""Writes every picture of the demo shop: `python -m sandbox.seed.draw [name ...]`."""

from __future__ import annotations

import sys
from pathlib import Path

from sandbox.seed.draw import drinkware, occasions, shop, tableware, tea_and_tools
from sandbox.seed.draw.sheets import PICTURES, drawn

DRAWERS = (drinkware, occasions, shop, tableware, tea_and_tools)  # each registers its pictures when it is imported
SEED_IMAGES = Path(__file__).parents[1] / "images"
SHOP_IMAGES = Path(__file__).parents[3] / "static" / "images"


def main(names: list[str]) -> None:
    """Draw the named pictures, or all of them."""
    for name in names or sorted(PICTURES):
        folder = SHOP_IMAGES if name.startswith("shop/") else SEED_IMAGES
        drawn(name).write(folder / f"{name.removeprefix('shop/')}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])
