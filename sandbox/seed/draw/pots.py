"""Pots seen from the front: an outline turned about its axis, then light, glaze, rim and shadow. Light comes from the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sandbox.seed.draw.drawing import Drawing, Point, num, num2, run, scatter, smooth
from sandbox.seed.draw.glazes import CLAY, CREAM, INK, Glaze, dark, light, mix, thin

DRAWN = 1.6  # the scale pots are drawn at before they are set to size, so that the same pot twice is written once


@dataclass(frozen=True)
class Shape:
    """Half an outline from foot to rim as (radius, height), and how round its circles look from here (0 is eye level)."""

    outline: tuple[Point, ...]
    tilt: float = 0.2
    wall: float = 0.07

    def scaled(self, scale: float) -> tuple[Point, ...]:
        return tuple((radius * scale, height * scale) for radius, height in self.outline)


def cast_shadow(d: Drawing, width: float, height: float, strength: float = 0.5) -> None:
    """Lay the shadow of something of that half width and height, standing at the origin."""
    reach, deep = width + height * 0.4, width * 0.24
    paint = d.linear((0.2, thin(INK, strength)), (0.6, thin(INK, strength * 0.45)), (1, thin(INK, 0)))
    d.ellipse(reach - width * 0.95, deep * 0.1, reach, deep, paint, d.blur(5))
    d.ellipse(width * 0.06, deep * 0.3, width * 1.1, deep * 1.1, d.radial((0.7, thin(INK, 0.7)), (1, thin(INK, 0))))


def pot(
    d: Drawing,
    shape: Shape,
    glaze: Glaze,
    x: float,
    y: float,
    scale: float = 1,
    *,
    bare: float = 0,
    drips: Sequence[float] = (),
    full_of: str = "",
    level: float = 0.3,
    clay: str = CLAY,
    shadow: bool = True,
    lidded: bool = False,
    rings: int = 5,
    second: str = "",
) -> None:
    """Draw a pot standing at (x, y). `bare` is the height of the unglazed foot, `drips` how far the glaze runs over it."""

    def body() -> None:
        _body(d, shape, glaze, bare, drips, clay, rings, second, shadow=shadow)

    def mouth() -> None:
        radius, top = shape.scaled(DRAWN)[-1]
        rim(d, radius, top, glaze, shape.tilt, shape.wall, full_of, level)

    d.stamp(x, y, scale / DRAWN, body)
    if not lidded:
        d.stamp(x, y, scale / DRAWN, mouth)


def _body(
    d: Drawing,
    shape: Shape,
    glaze: Glaze,
    bare: float,
    drips: Sequence[float],
    clay: str,
    rings: int,
    second: str,
    *,
    shadow: bool,
) -> None:
    points = shape.scaled(DRAWN)
    foot, top = points[0][0], points[-1][1]
    widest, tilt = max(radius for radius, _ in points), shape.tilt
    if shadow:
        cast_shadow(d, foot * 1.02, top)
    body = d.outline(body_path(points, tilt))
    base = clay if bare else glaze.colour
    d.use(body, f'fill="{base}"')
    d.open(d.clip(body).strip())
    if bare:
        d.rect(-widest, -top, 2 * widest, top + foot, specks(d, dark(clay, 0.55), 34, 1.5), ' opacity=".6"')
        _coat(d, points, glaze, bare * DRAWN, [drip * DRAWN for drip in drips], tilt, second)
    else:
        down = d.linear(
            (0, thin(light(glaze.colour, 0.35), 0.75)),
            (0.4, thin(glaze.colour, 0)),
            (1, thin(glaze.deep or dark(glaze.colour, 0.3), 0.8)),
            to=(0, 1),
        )
        d.rect(-widest, -top, 2 * widest, top + foot * tilt, down)
    if glaze.specks:
        d.rect(-widest, -top, 2 * widest, top - bare * DRAWN, specks(d, glaze.specks, 34, 1.9), ' opacity=".6"')
    _rings(d, points, rings, tilt)
    side_light(d, body, glaze.shine)
    if glaze.shine >= 0.25:
        _window(d, points, glaze.shine)
    d.close()


def inside_of(d: Drawing, shape: Shape, x: float, y: float, scale: float) -> str:
    """Return the attribute that hides what lies in a pot behind its near wall."""
    mouth, top = shape.scaled(scale)[-1]
    hole = mouth * (1 - shape.wall)
    left, right, edge = x - hole, x + hole, y - top
    return d.clip(
        d.outline(
            f"M{run(left, edge)}V-99H{num(right)}V{num(edge)}A{run(hole, hole * shape.tilt)} 0 0 1 {run(left, edge)}Z"
        )
    )


def body_path(points: Sequence[Point], tilt: float) -> str:
    """Return the silhouette: up the left side, over the far edge of the mouth, down the right side, round the foot."""
    foot, mouth = points[0][0], points[-1][0]
    left = smooth([(-radius, -height) for radius, height in points])
    right = smooth([(radius, -height) for radius, height in reversed(points)])
    right = right[right.index("C") :]  # the arc over the mouth ends where the right side begins
    over = f"A{run(mouth, mouth * tilt)} 0 0 1 {run(mouth, -points[-1][1])}"
    return f"{left}{over}{right}A{run(foot, foot * tilt)} 0 0 1 {run(-foot, 0)}Z"


def side_light(d: Drawing, body: str, shine: float) -> None:
    """Shade a round body: a soft light on its left third, shade on the right, a little light back from the table."""
    gleam = 0.42 if shine >= 0.25 else 0.26
    d.use(
        body,
        'fill="'
        + d.linear(
            (0, thin(INK, 0.22)),
            (0.1, thin(INK, 0.02)),
            (0.28, thin(CREAM, gleam)),
            (0.46, thin(CREAM, 0)),
            (0.62, thin(INK, 0.12)),
            (0.9, thin(INK, 0.58)),
            (1, thin(INK, 0.4)),
        )
        + '"',
    )
    d.use(body, f'fill="{d.linear((0.55, thin(INK, 0)), (1, thin(INK, 0.36)), to=(0, 1))}"')


def specks(d: Drawing, colour: str, count: int, size: float) -> str:
    """Return a paint of iron specks, few of them large."""
    dice = scatter(count * 7 + 3)
    dots = ["", ""]
    for i in range(count):
        dots[i % 4 == 0] += f"M{run(next(dice) * 130, next(dice) * 130)}h0"
    marks = "".join(
        f'<use href="#{d.outline(path)}" stroke-width="{num(width)}"/>'
        for path, width in zip(dots, (size, size * 1.9), strict=True)
    )
    opening = '<pattern id="@" width="130" height="130" patternUnits="userSpaceOnUse">'
    group = f'<g stroke="{colour}" stroke-linecap="round">{marks}</g>'
    return d.paint(f"{opening}{group}</pattern>")


def rim(
    d: Drawing, mouth: float, top: float, glaze: Glaze, tilt: float, wall: float, full_of: str, level: float
) -> None:
    """Draw the mouth: the rim, the wall inside it, and what the pot is full of."""
    inside = glaze.inside or glaze.colour
    gloom = (
        0.25 if top < mouth * 0.5 else 0.42 if top < mouth * 1.1 else 0.58
    )  # deep pots are dark inside, plates are not
    ring = d.outline(
        f"M{run(-mouth, -top)}a{run(mouth, mouth * tilt)} 0 1 0 {run(2 * mouth, 0)}a{run(mouth, mouth * tilt)} 0 1 0 {run(-2 * mouth, 0)}Z"
    )
    d.use(ring, f'fill="{glaze.edge}"')
    d.use(
        ring,
        f'fill="{d.linear((0, thin(CREAM, 0.45)), (0.45, thin(CREAM, 0)), (0.5, thin(INK, 0)), (1, thin(INK, 0.5)))}"',
    )
    hole, flat = mouth * (1 - wall), mouth * (1 - wall) * tilt - mouth * wall * 0.25
    shape = d.outline(
        f"M{run(-hole, 1 - top)}a{run(hole, flat)} 0 1 0 {run(2 * hole, 0)}a{run(hole, flat)} 0 1 0 {run(-2 * hole, 0)}Z"
    )
    d.use(shape, f'fill="{inside}"')
    shade = d.linear(
        (0, thin(INK, gloom)),
        (0.45, thin(INK, gloom * 0.5)),
        (0.7, thin(INK, 0)),
        (0.72, thin(CREAM, 0)),
        (0.88, thin(CREAM, 0.22)),
        (1, thin(INK, 0.1)),
        to=(1, 0.2),
    )
    d.use(shape, f'fill="{shade}"')
    d.open(d.clip(shape).strip())
    if full_of:
        drop = flat * level * 2
        d.ellipse(0, 1 - top + drop, hole * 0.97, flat, dark(full_of, 0.5))
        d.ellipse(
            0,
            3 - top + drop,
            hole * 0.94,
            flat * 0.95,
            d.linear((0, dark(full_of, 0.35)), (0.55, full_of), (0.9, light(full_of, 0.35)), to=(1, 0.3)),
        )
        d.ellipse(hole * 0.3, drop - top + flat * 0.1, hole * 0.34, flat * 0.16, thin(CREAM, 0.3))
    else:
        d.ellipse(
            -hole * 0.12,
            flat * 0.85 - top,
            hole * 0.9,
            flat,
            d.radial((0, thin(INK, gloom)), (0.6, thin(INK, gloom * 0.6)), (1, thin(INK, 0))),
        )
    d.close()
    d.line(
        f"M{run(-mouth * 0.97, -top + mouth * tilt * 0.3)}A{run(mouth, mouth * tilt)} 0 0 0 {run(mouth * 0.3, -top + mouth * tilt * 0.95)}",
        thin(CREAM, 0.65),
        2,
        ' stroke-linecap="round"',
    )


def _coat(
    d: Drawing, points: Sequence[Point], glaze: Glaze, bare: float, drips: Sequence[float], tilt: float, second: str
) -> None:
    widest, top = max(radius for radius, _ in points) + 4, points[-1][1]
    runs = list(drips) or [0.0]
    edge: list[Point] = []
    for i in range(len(runs) + 1):
        share = i / len(runs) * 2 - 1
        curve = widest * tilt * (1 - share * share) ** 0.5
        edge.append((share * widest, -bare + curve - 4))
        if i < len(runs) and runs[i]:
            middle, half = share + 1 / len(runs), 0.13
            fall = widest * tilt * (1 - middle * middle) ** 0.5 - bare
            edge += [
                ((middle + half * across) * widest, fall + runs[i] * down - 3)
                for across, down in ((-1.5, 0), (-0.8, 0.3), (-0.55, 0.8), (0, 1), (0.55, 0.8), (0.8, 0.3), (1.5, 0))
            ]
    line = smooth(edge)
    coat = d.outline(f"{line}V{num(-top * 1.2)}H{num(-widest)}Z")
    d.use(coat, f'fill="none" stroke="{INK}" stroke-width="9" opacity=".25" transform="translate(2 4)"')
    deep = glaze.deep or dark(glaze.colour, 0.25)
    d.use(
        coat,
        f'fill="{d.linear((0.1, light(glaze.colour, 0.25)), (0.45, glaze.colour), (0.8, second or glaze.colour), (1, second or deep), to=(0, 1))}"',
    )
    d.line(line, mix(deep, CREAM, 0.12), 4, ' opacity=".8"')
    d.line(line, thin(CREAM, 0.5), 1.5, ' transform="translate(-1 -4)"')


def _rings(d: Drawing, points: Sequence[Point], count: int, tilt: float) -> None:
    if not count:
        return
    top, path = points[-1][1], ""
    dice = scatter(round(top) + count)
    for i in range(count):
        height = top * (i + 0.5 + next(dice) * 0.4) / (count + 0.4)
        radius = radius_at(points, height)
        path += f"M{run(-radius, -height)}a{run(radius, radius * tilt)} 0 0 0 {run(2 * radius, 0)}"
    d.line(path, thin(INK, 0.1), 2)
    d.line(path, thin(CREAM, 0.13), 1.6, ' transform="translate(0 3)"')


def _window(d: Drawing, points: Sequence[Point], shine: float) -> None:
    top = points[-1][1]
    low, high = top * 0.48, top * 0.8
    panes = ""
    for near, far in ((0.72, 0.6), (0.57, 0.5)):
        lower, middle, upper = (radius_at(points, height) for height in (low, (low + high) / 2, high))
        panes += (
            f"M{run(-lower * near, -low)}Q{run(-middle * near - 2, -(low + high) / 2, -upper * near, -high)}"
            f"L{run(-upper * far, -high + 3)}Q{run(-middle * far - 2, -(low + high) / 2, -lower * far, -low + 3)}Z"
        )
    d.path(
        panes,
        d.linear((0, thin("#ffffff", 0.5)), (1, thin("#ffffff", 0.05)), to=(0, 1)),
        f' opacity="{num2(min(shine + 0.4, 1))}"' if shine < 0.5 else "",
    )


def radius_at(points: Sequence[Point], height: float) -> float:
    """Return the half width at a height."""
    for (low_r, low), (high_r, high) in pairwise(points):
        if low <= height <= high and high > low:
            return low_r + (high_r - low_r) * (height - low) / (high - low)
    return points[-1][0]


def handle(d: Drawing, path: str, glaze: Glaze, width: float) -> None:
    """Draw a pulled handle (or any round bar) along a path: shade, body and the light on its upper side."""
    line = d.outline(path)
    layers = (
        (dark(glaze.deep or glaze.colour, 0.5), 1.0, 0.0),
        (dark(glaze.colour, 0.16), 0.78, 0.1),
        (light(glaze.colour, 0.12), 0.42, 0.2),
        (thin(CREAM, 0.25 + glaze.shine * 0.5), 0.1, 0.27),
    )
    d.open('fill="none" stroke-linecap="round"')
    for colour, share, shift in layers:
        move = f' transform="translate({run(-width * shift * 0.6, -width * shift)})"' if shift else ""
        d.use(line, f'stroke="{colour}" stroke-width="{num(width * share)}"{move}')
    d.close()
