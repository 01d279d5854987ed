"""The drawn vessels of the social cards: turned, glazed and lit as in the shop. Flat, so that files are small."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageChops

from config.brand import Colors
from tools.shapes import Mask, Point, area, band, oval, placed, smooth, turned

SHADE, SHINE, SHADOW = 34, 120, 46


class Bench:
    """A canvas with a vessel's place on it: `foot` is where it stands, `scale` the pixels of a hundredth of it."""

    def __init__(self, canvas: Image.Image, foot: Point, scale: float, colors: Colors) -> None:
        self.canvas, self.foot, self.scale, self.colors = canvas, foot, scale, colors

    def at(self, *points: Point) -> list[Point]:
        return placed(points, self.foot, self.scale)

    def fill(self, mask: Mask, color: str, strength: int = 255) -> None:
        """Colour where the mask is, as strongly as asked."""
        self.canvas.paste(
            Image.new("RGB", self.canvas.size, color), mask=mask.point(lambda value: value * strength // 255)
        )

    def cast_shadow(self, width: float) -> None:
        (center,) = self.at((width * 0.1, 0))
        self.fill(
            oval(self.canvas.size, center, width * self.scale, width * self.scale * 0.13), self.colors.ink, SHADOW
        )

    def brush(self, line: Sequence[Point], first_width: float, last_width: float | None = None) -> Mask:
        widths = [width * self.scale for width in (first_width, last_width or first_width)]
        return band(self.canvas.size, smooth(self.at(*line)), *widths)

    def throw(self, profile: Sequence[Point], *, glaze_from: float | None = None, lift: float = 0) -> None:
        """A turned body in cream, glazed down to a height with drops, shaded on the right."""
        foot = self.at((0, -lift))[0]
        body = area(self.canvas.size, turned(profile, foot, self.scale))
        self.fill(body, self.colors.cream)
        if glaze_from is not None:
            widest = max(radius for radius, _ in profile)
            self.fill(ImageChops.multiply(body, self.glaze(widest, glaze_from + lift)), self.colors.glaze)
        self.light(body, max(radius for radius, _ in profile))

    def glaze(self, radius: float, height: float) -> Mask:
        """All above a wavy edge."""
        waves = [
            (x, -height + 3.4 * math.sin(x / 5.3) + 2.6 * math.sin(x / 3.1 + 1))
            for x in (radius * step / 40 for step in range(-44, 45))
        ]
        return area(self.canvas.size, self.at(*waves, (radius * 1.2, -400), (-radius * 1.2, -400)))

    def light(self, body: Mask, radius: float) -> None:
        """Darker at the right; a streak of light at the left."""
        shift = int(radius * self.scale * 0.34)
        shade = ImageChops.subtract(body, ImageChops.offset(body, -shift, 0))
        self.fill(shade, self.colors.ink, SHADE)
        inner = ImageChops.subtract(ImageChops.offset(body, int(shift * 0.75), 0), ImageChops.offset(body, shift, 0))
        self.fill(ImageChops.multiply(body, inner), self.colors.cream, SHINE)


def draw_teapot(bench: Bench) -> None:
    bench.cast_shadow(130)
    handle = bench.brush([(-42, -66), (-72, -78), (-84, -50), (-70, -26), (-44, -20)], 9)
    spout = bench.brush([(40, -26), (62, -38), (70, -62), (84, -78)], 20, 9)
    for part in (handle, spout):
        bench.fill(part, bench.colors.cream)
    bench.fill(spout, bench.colors.ink, SHADE)
    bench.throw([(30, 0), (46, 8), (55, 30), (52, 56), (36, 76), (26, 80)], glaze_from=50)
    bench.throw([(28, 78), (26, 85), (10, 92), (4, 93)])
    bench.throw([(5, 91), (4, 95), (8, 101), (6, 107), (0, 109)])


def draw_cups(bench: Bench) -> None:
    bench.cast_shadow(150)
    cup = [(22, 0), (31, 6), (36, 26), (38, 54), (37, 62)]
    for shift, glaze_from in ((-37, 36), (37, 28)):
        here = Bench(bench.canvas, bench.at((shift, 0))[0], bench.scale * 0.84, bench.colors)
        side = 1 if shift > 0 else -1
        handle = [(side * 34, -50), (side * 56, -50), (side * 56, -20), (side * 32, -16)]
        here.fill(here.brush(handle, 8), here.colors.cream)
        here.throw(cup, glaze_from=glaze_from)
        for x in (-12, 10):
            steam = [(x, -72), (x + 7, -84), (x - 5, -98), (x + 4, -114)]
            here.fill(here.brush(steam, 5, 1.5), here.colors.cream, 150)


def draw_bowls(bench: Bench) -> None:
    bench.cast_shadow(150)
    for number, size in enumerate((1.0, 0.84, 0.68)):
        profile = [(24 * size, 0), (26 * size, 5), (52 * size, 18), (70 * size, 42), (72 * size, 50)]
        bench.throw(profile, glaze_from=29 * size, lift=(0, 46, 86)[number])


def draw_vase(bench: Bench) -> None:
    """A vase that is still on the wheel."""
    bench.cast_shadow(170)
    bench.fill(
        area(bench.canvas.size, turned([(26, 0), (14, 3), (12, 20), (16, 24)], bench.foot, bench.scale)),
        bench.colors.ink,
    )
    (center,) = bench.at((0, -24))
    for lower, color in ((0, bench.colors.ink), (-5 * bench.scale, bench.colors.accent)):
        plate = oval(bench.canvas.size, (center[0], center[1] + lower), 150 * bench.scale, 17 * bench.scale)
        bench.fill(plate, color)
    profile = [(26, 0), (36, 10), (44, 36), (36, 62), (18, 80), (17, 92), (25, 102)]
    bench.throw(profile, glaze_from=66, lift=27)
