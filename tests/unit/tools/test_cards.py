"""The drawn cards and icons: the right size, light enough to be sent around, and those that are in the shop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from config.brand import BRAND
from tools.cards import IMAGES, MOST_BYTES, draw_card, list_cards, write_all
from tools.icons import draw_icons

SIDES = {"icon-192": 192, "icon-512": 512, "maskable-512": 512, "apple-touch-icon": 180}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("images")
    return {str(path.relative_to(folder)): path for path in write_all(folder)}


def read(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def size_of(path: Path) -> tuple[int, int]:
    return read(path).size


def test_there_is_a_card_for_the_shop_and_for_each_section(drawn: dict[str, Path]) -> None:
    cards = {name: size_of(path) for name, path in drawn.items() if name.startswith("cards")}
    names = ("shop", "events", "plans", "services")
    assert cards == {f"cards/{name}.png": (1200, 630) for name in names}


def test_icons_have_the_sizes_that_devices_ask_for(drawn: dict[str, Path]) -> None:
    icons = {name: size_of(path) for name, path in drawn.items() if name.startswith("icons")}
    assert icons == {f"icons/{name}.png": (side, side) for name, side in SIDES.items()}


def test_every_picture_is_light(drawn: dict[str, Path]) -> None:
    assert all(path.stat().st_size < MOST_BYTES for path in drawn.values())


def test_the_pictures_in_the_shop_are_those_that_the_brand_draws(drawn: dict[str, Path]) -> None:
    for name, path in drawn.items():
        fresh, kept = (read(file) for file in (path, IMAGES / name))
        assert max(ImageStat.Stat(ImageChops.difference(fresh, kept)).mean) < 1, f"{name}: run `make cards`"


def test_another_brand_has_other_cards() -> None:
    (card, *_), (other, *_) = list_cards(BRAND), list_cards(replace(BRAND, name="Loom & Linen"))
    difference = ImageChops.difference(draw_card(card, BRAND), draw_card(other, BRAND))
    assert difference.getbbox()


def test_a_maskable_icon_keeps_the_mug_inside_the_circle_of_every_mask() -> None:
    icon = draw_icons(BRAND.colors)["maskable-512"]
    ground = Image.new("RGB", icon.size, BRAND.colors.mark)
    left, top, right, bottom = ImageChops.difference(icon, ground).getbbox() or (0, 0, 0, 0)
    corners = [(x - 256, y - 256) for x in (left, right) for y in (top, bottom)]
    assert max((x * x + y * y) ** 0.5 for x, y in corners) <= 0.4 * 512


def test_an_icon_for_home_screens_has_no_holes() -> None:
    assert draw_icons(BRAND.colors)["apple-touch-icon"].mode == "RGB"
