"""The demo shop's pictures: all there, drawn by the program beside them, with nothing in them a page could not show."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sandbox.seed.draw.__main__ import SEED_IMAGES, SHOP_IMAGES, file_of
from sandbox.seed.draw.sheets import PICTURES, drawn

SEED = SEED_IMAGES.parent
FILES = sorted([*SEED_IMAGES.glob("*.svg"), *SHOP_IMAGES.glob("*.svg")])


def named(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from named(part)
    elif isinstance(value, list):
        for part in value:
            yield from named(part)
    elif isinstance(value, str) and value.endswith(".svg"):
        yield value


def test_every_picture_the_seed_names_is_there_and_every_picture_is_named():
    names = {name for path in SEED.glob("*.toml") for name in named(tomllib.loads(path.read_text(encoding="utf-8")))}
    assert names == {path.name for path in SEED_IMAGES.glob("*.svg")}


def test_the_files_are_what_the_program_draws():
    stale = [name for name in PICTURES if file_of(name).read_text(encoding="utf-8") != drawn(name).svg()]
    assert not stale, "run: python -m sandbox.seed.draw"


def test_every_product_is_seen_from_at_least_three_sides_each_with_its_own_words():
    for product in tomllib.loads((SEED / "catalog.toml").read_text(encoding="utf-8"))["products"]:
        pictures = product["images"]
        assert len(pictures) >= 3, product["slug"]
        assert (
            len({picture["file"] for picture in pictures})
            == len({picture["alt"] for picture in pictures})
            == len(pictures)
        )


def test_the_second_picture_of_a_product_is_no_other_colour_of_the_first():
    for product in tomllib.loads((SEED / "catalog.toml").read_text(encoding="utf-8"))["products"]:
        of_variants = {variant.get("image") for variant in product["variants"]}
        assert product["images"][1]["file"] not in of_variants, product["slug"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_picture_is_small_and_stands_by_itself(path: Path):
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own file
    assert root.get("viewBox")
    assert root.get("width")
    assert root.get("height")
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert not tags & {"script", "image", "foreignObject", "text", "a"}
    assert not re.search(r'href="(?!#)|url\((?!#)', text)
    assert set(re.findall(r'url\(#(\w+)\)|href="#(\w+)"', text)) <= {
        pair for name in re.findall(r'id="(\w+)"', text) for pair in ((name, ""), ("", name))
    }
    assert len(text) < (22_500 if path.stem in ("hero", "studio") else 14_000)
