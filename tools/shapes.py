"""Curves and masks: the geometry of what the tools draw. Colours and words are decided elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

Point = tuple[float, float]
Size = tuple[int, int]
Mask = Image.Image

STEPS = 24
OPAQUE = 255


def cubic(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Points along a Bezier curve."""
    found = []
    for step in range(STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, first, second, end)
        x, y = (sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
        found.append((x, y))
    return found


def smooth(points: Sequence[Point]) -> list[Point]:
    """A soft line through all points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    found: list[Point] = [points[0]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        found += cubic(start, first, second, end)[1:]
    return found


def arc(center: Point, radius: float, first_degree: float, last_degree: float) -> list[Point]:
    """Points along a part of a circle."""
    angles = [math.radians(first_degree + (last_degree - first_degree) * step / STEPS) for step in range(STEPS + 1)]
    return [(center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)) for angle in angles]


def turned(profile: Sequence[Point], foot: Point, scale: float) -> list[Point]:
    """What a potter's wheel makes of a profile: (radius, height) from the foot up, on both sides of the axis."""
    right = [(foot[0] + radius * scale, foot[1] - height * scale) for radius, height in smooth(profile)]
    return right + [(2 * foot[0] - x, y) for x, y in reversed(right)]


def placed(points: Sequence[Point], origin: Point, scale: float) -> list[Point]:
    """Points of a small drawing, on the canvas."""
    return [(origin[0] + x * scale, origin[1] + y * scale) for x, y in points]


def area(size: Size, outline: Sequence[Point]) -> Mask:
    """Everything inside an outline."""
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(list(outline), fill=OPAQUE)
    return mask


def band(size: Size, line: Sequence[Point], first_width: float, last_width: float | None = None) -> Mask:
    """A round brush drawn along a line; its width may change on the way."""
    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    last_width = first_width if last_width is None else last_width
    dense = dense_line(line)
    for number, (x, y) in enumerate(dense):
        radius = (first_width + (last_width - first_width) * number / max(1, len(dense) - 1)) / 2
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=OPAQUE)
    return mask


def dense_line(line: Sequence[Point]) -> list[Point]:
    """The same line with points so close that round brush strokes leave no gap."""
    found: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(1, int(math.hypot(x1 - x0, y1 - y0) / 2))
        found += [(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(steps)]
    return [*found, line[-1]]


def oval(size: Size, center: Point, width: float, height: float) -> Mask:
    mask = Image.new("L", size, 0)
    x, y = center
    ImageDraw.Draw(mask).ellipse((x - width / 2, y - height / 2, x + width / 2, y + height / 2), fill=OPAQUE)
    return mask
