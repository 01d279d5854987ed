"""The shop's mark, a mug, as `static/images/favicon.svg` draws it, for places that take no vectors."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from config.brand import Colors
from tools.shapes import Point, arc, area, band, cubic, placed

GRID = 64  # the units of the favicon
CORNER = 15
FINER = 4
# The middle of the mug, which is put into the middle of icons that fill their whole square.
MIDDLE = (32, 35)
HANDLE_WIDTH = 5.5
BODY: list[Point] = [
    (11, 19),
    (44, 19),
    *cubic((44, 41), (44, 49), (40, 54), (34, 54)),
    *cubic((21, 54), (15, 54), (11, 49), (11, 41)),
]
HANDLE: list[Point] = [(42, 26), *arc((46.5, 33.5), 7.5, -90, 90), (41, 41)]
GLAZE: list[Point] = [
    (11, 19),
    (44, 19),
    *cubic((44, 32), (41.5, 32), (40.5, 33.5), (40, 35.5)),
    *cubic((40, 35.5), (39.5, 37.5), (38.5, 38.5), (36.5, 38.5)),
    *cubic((36.5, 38.5), (34.5, 38.5), (33.5, 37), (33, 35)),
    *cubic((33, 35), (32.5, 33), (31.5, 32), (29.5, 32)),
    *cubic((29.5, 32), (27.5, 32), (26.5, 34), (26, 38)),
    *cubic((26, 38), (25.5, 42), (24.5, 44.5), (22, 44.5)),
    *cubic((22, 44.5), (19.5, 44.5), (18.5, 42), (18, 38)),
    *cubic((18, 38), (17.5, 34), (17, 32), (14.5, 32.5)),
    *cubic((14.5, 32.5), (12, 33), (11, 34), (11, 34)),
]
RIM: list[Point] = [(27.5 + 16.5 * x, 19 + 3.8 * y) for x, y in arc((0, 0), 1, 0, 360)]
INSIDE: list[Point] = [(27.5 + 13.3 * x, 19.3 + 2.5 * y) for x, y in arc((0, 0), 1, 0, 360)]


def draw_icons(colors: Colors) -> dict[str, Image.Image]:
    """Each icon by its name. A maskable one keeps the mug inside the circle that every mask leaves."""
    return {
        "icon-192": draw_icon(192, colors),
        "icon-512": draw_icon(512, colors),
        "maskable-512": draw_icon(512, colors, fills=True, size_of_mark=0.78),
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
    icon.paste(colors.cream, mask=area(size, placed(RIM, origin, scale)))
    icon.paste(colors.ink, mask=area(size, placed(INSIDE, origin, scale)))
    if fills:
        return icon.resize((side, side), Image.Resampling.LANCZOS)
    corners = Image.new("L", size, 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, edge - 1, edge - 1), radius=CORNER * edge / GRID, fill=255)
    icon.putalpha(corners)
    return icon.resize((side, side), Image.Resampling.LANCZOS)
