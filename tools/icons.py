"""The shop's mark, a mug, as `static/images/favicon.svg` draws it, for places that take no vectors."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from config.brand import Colors
from tools.shapes import Point, arc, area, band, cubic, placed

GRID = 64  # the units of the favicon
CORNER = 15
FINER = 4
# The middle of the mug, which is put into the middle of icons that fill their whole square.
MIDDLE = (32.5, 35.5)
HANDLE_WIDTH = 5.5
BODY: list[Point] = [
    (12, 18),
    (42, 18),
    *cubic((42, 40), (42, 48.5), (37, 53), (31, 53)),
    *cubic((23, 53), (17, 53), (12, 48.5), (12, 40)),
]
HANDLE: list[Point] = [(41, 27), *arc((45.5, 34.5), 7.5, -90, 90), (39.5, 42)]
GLAZE: list[Point] = [
    (12, 18),
    (42, 18),
    *cubic((42, 30), (38.5, 30), (39, 35), (35.5, 35)),
    *cubic((35.5, 35), (32, 35), (32.5, 31), (29, 31)),
    *cubic((29, 31), (25.5, 31), (26, 39), (22, 39)),
    *cubic((22, 39), (18, 39), (19, 32), (16, 32)),
    *cubic((16, 32), (13, 32), (14, 34), (12, 34)),
]


def draw_icons(colors: Colors) -> dict[str, Image.Image]:
    """Each icon by its name. A maskable one keeps the mug inside the circle that every mask leaves."""
    return {
        "icon-192": draw_icon(192, colors),
        "icon-512": draw_icon(512, colors),
        "maskable-512": draw_icon(512, colors, fills=True, size_of_mark=0.82),
        "apple-touch-icon": draw_icon(180, colors, fills=True, size_of_mark=1.0),
    }


def draw_icon(side: int, colors: Colors, *, fills: bool = False, size_of_mark: float = 1.0) -> Image.Image:
    """The mug on its ground: with round corners, or filling the whole square for others to cut."""
    edge = side * FINER
    scale = edge / GRID * size_of_mark
    origin = (edge / 2 - MIDDLE[0] * scale, edge / 2 - MIDDLE[1] * scale) if fills else (0.0, 0.0)
    size = (edge, edge)
    icon = Image.new("RGB", size, colors.mark)
    body = area(size, placed(BODY, origin, scale))
    icon.paste(colors.cream, mask=band(size, placed(HANDLE, origin, scale), HANDLE_WIDTH * scale))
    icon.paste(colors.cream, mask=body)
    icon.paste(colors.glaze, mask=ImageChops.multiply(body, area(size, placed(GLAZE, origin, scale))))
    if fills:
        return icon.resize((side, side), Image.Resampling.LANCZOS)
    corners = Image.new("L", size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, edge - 1, edge - 1), radius=CORNER * edge / GRID, fill=255)
    icon.putalpha(corners)
    return icon.resize((side, side), Image.Resampling.LANCZOS)
