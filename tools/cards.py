"""`make cards`: the pictures that other sites show beside a link to the shop, and its icons, drawn from the brand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from config.brand import BRAND, Brand
from tools.icons import draw_icons
from tools.shapes import oval
from tools.vessels import Bench, draw_bowls, draw_cups, draw_teapot, draw_vase

IMAGES = Path(__file__).parents[1] / "static" / "images"
WIDTH, HEIGHT = 1200, 630
FINER = 2  # drawn at twice the size, so that edges are soft
MOST_COLORS = 96
MOST_BYTES = 60_000
MARGIN = 84
WIDTH_OF_WORDS = 560
TABLE_TOP = 470


@dataclass(frozen=True, slots=True)
class Card:
    """A card: a small line, a large one, words below them, and a vessel."""

    name: str
    above: str
    title: str
    words: str
    draw: Callable[[Bench], None]


def list_cards(brand: Brand) -> tuple[Card, ...]:
    """One for the shop, and one for each section that has no picture of its own."""
    return (
        Card("shop", brand.address, brand.name, brand.tagline, draw_teapot),
        Card("events", brand.name, "Events", "Evenings, tastings and courses at the studio", draw_cups),
        Card("plans", brand.name, "Memberships", "Come more often, or just stay close", draw_bowls),
        Card("services", brand.name, "Book a time", "Lessons, tastings and hours at the wheel", draw_vase),
    )


def draw_card(card: Card, brand: Brand) -> Image.Image:
    """The card at its final size."""
    canvas = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), brand.colors.ground)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, TABLE_TOP * FINER, WIDTH * FINER, HEIGHT * FINER), fill=brand.colors.glaze)
    pen.rectangle((0, TABLE_TOP * FINER, WIDTH * FINER, (TABLE_TOP + 4) * FINER), fill=brand.colors.mark)
    bench = Bench(canvas, (925 * FINER, 512 * FINER), 2.55 * FINER, brand.colors)
    sun = oval(canvas.size, (925 * FINER, 300 * FINER), 470 * FINER, 470 * FINER)
    table = Image.new("L", canvas.size, 0)
    ImageDraw.Draw(table).rectangle((0, 0, WIDTH * FINER, TABLE_TOP * FINER - 1), fill=255)
    bench.fill(Image.composite(sun, Image.new("L", canvas.size, 0), table), brand.colors.mark)
    card.draw(bench)
    write_words(pen, card, brand)
    return canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def write_words(pen: ImageDraw.ImageDraw, card: Card, brand: Brand) -> None:
    """The lines at the left, above the table; the title is as large as fits."""
    x = MARGIN * FINER
    pen.text((x, 118 * FINER), card.above, font=fitting_font(pen, card.above, 27), fill=brand.colors.accent)
    title_font = fitting_font(pen, card.title, 100)
    pen.text((x, 232 * FINER), card.title, font=title_font, fill=brand.colors.ink, anchor="lm", stroke_width=FINER)
    y = 318 * FINER
    font = ImageFont.load_default(size=38 * FINER)
    for line in wrap(pen, card.words, font):
        pen.text((x, y), line, font=font, fill=brand.colors.ink)
        y += 52 * FINER


def fitting_font(pen: ImageDraw.ImageDraw, words: str, largest: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own face, so that every machine draws the same; smaller where the words are many."""
    for size in range(largest, 15, -1):
        font = ImageFont.load_default(size=size * FINER)
        if pen.textlength(words, font=font) <= WIDTH_OF_WORDS * FINER:
            return font
    return ImageFont.load_default(size=16 * FINER)


def wrap(pen: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Iterator[str]:
    """The words in lines that fit."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and pen.textlength(longer, font=font) > WIDTH_OF_WORDS * FINER:
            yield line
            longer = word
        line = longer
    yield line


def save_small(image: Image.Image, path: Path) -> None:
    """As a PNG of few colours. Raises: ValueError, for one that is too heavy to be sent around."""
    path.parent.mkdir(parents=True, exist_ok=True)
    few = image.quantize(colors=MOST_COLORS, dither=Image.Dither.NONE) if image.mode == "RGB" else image
    few.save(path, format="PNG", optimize=True)
    if path.stat().st_size >= MOST_BYTES:
        raise ValueError(f"{path} has {path.stat().st_size} bytes; at most {MOST_BYTES} are allowed")


def write_all(folder: Path = IMAGES, brand: Brand = BRAND) -> list[Path]:
    """Draw every card and icon into the folder of pictures."""
    drawn = {folder / "cards" / f"{card.name}.png": draw_card(card, brand) for card in list_cards(brand)}
    drawn |= {folder / "icons" / f"{name}.png": icon for name, icon in draw_icons(brand.colors).items()}
    for path, image in drawn.items():
        save_small(image, path)
    return list(drawn)


def main() -> None:
    for path in write_all():
        sys.stdout.write(f"{path.relative_to(IMAGES.parents[1])}  {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
