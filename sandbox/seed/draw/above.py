"""Things seen straight from above: pots, plates, teapots and trays. Light comes from the upper left."""

from __future__ import annotations

import math

from sandbox.seed.draw.drawing import Drawing, num, polar, run, scatter
from sandbox.seed.draw.glazes import CREAM, INK, WOOD, Glaze, dark, light, thin
from sandbox.seed.draw.pots import handle, specks


def shadow_above(d: Drawing, x: float, y: float, r: float, height: float = 0.3) -> None:
    """Lay the shadow of a round thing of that height (as a share of its radius)."""
    shift = r * height
    d.circle(x + shift * 0.8, y + shift, r * 1.02, thin(INK, 0.42), d.blur(8))
    d.circle(x + shift * 0.25, y + shift * 0.3, r * 1.02, thin(INK, 0.4), d.blur(3))


def lit(d: Drawing, colour: str, depth: float = 0.34) -> str:
    """Return the paint of something round or flat that rises towards the eye."""
    return d.linear((0, light(colour, 0.42)), (0.45, colour), (1, dark(colour, depth)), of=(0.12, 0.1), to=(0.9, 0.95))


def hollow(d: Drawing, colour: str) -> str:
    """Return the paint of the inside of something: dark where the light comes over the edge."""
    return d.linear(
        (0, dark(colour, 0.5)),
        (0.4, dark(colour, 0.14)),
        (0.85, light(colour, 0.32)),
        (1, light(colour, 0.1)),
        of=(0.12, 0.1),
        to=(0.9, 0.95),
    )


def pot_above(
    d: Drawing,
    x: float,
    y: float,
    r: float,
    glaze: Glaze,
    *,
    full_of: str = "",
    belly: float = 0,
    wall: float = 0.07,
    floor: float = 0.55,
    shadow: float = 0.35,
) -> None:
    """Draw an open pot: body where it is wider than its mouth, rim, inside, and what it is full of."""
    d.stamp(x, y, r / 150, lambda: _pot_above(d, 0, 0, 150, glaze, full_of, belly, wall, floor, shadow))


def _pot_above(
    d: Drawing,
    x: float,
    y: float,
    r: float,
    glaze: Glaze,
    full_of: str,
    belly: float,
    wall: float,
    floor: float,
    shadow: float,
) -> None:
    inside = glaze.inside or glaze.colour
    if shadow:
        shadow_above(d, x, y, r * (1 + belly), shadow)
    if belly:
        d.circle(x, y, r * (1 + belly), lit(d, glaze.colour, 0.5))
    d.circle(x, y, r, lit(d, glaze.edge))
    hole = r * (1 - wall)
    d.circle(x, y, hole, hollow(d, inside))
    if full_of:
        _liquid(d, x, y, r * (0.97 - wall * 1.6), full_of)
    else:
        d.circle(
            x - r * 0.02,
            y - r * 0.02,
            r * floor,
            d.radial((0, light(inside, 0.16)), (0.8, thin(inside, 0.7)), (1, thin(dark(inside, 0.25), 0.35))),
        )
        _spiral(d, x, y, r * floor, 3)
        if glaze.specks:
            d.circle(x, y, hole, specks(d, glaze.specks, 34, 1.9), ' opacity=".6"')
    d.path(
        _arc(x, y, r * (1 - wall / 2), 140, 300),
        "none",
        f' stroke="{thin(CREAM, 0.5)}" stroke-width="{num(max(r * wall * 0.3, 1.5))}" stroke-linecap="round"',
    )
    d.path(
        _arc(x, y, hole * 0.97, 10, 75),
        "none",
        f' stroke="{thin("#ffffff", 0.2 + glaze.shine * 0.6)}" stroke-width="{num(max(r * 0.03, 2))}" stroke-linecap="round"',
    )


def plate_above(d: Drawing, x: float, y: float, r: float, glaze: Glaze, *, edge: float = 0.05) -> None:
    """Draw a flat plate with a low edge."""
    d.stamp(x, y, r / 150, lambda: _plate_above(d, 0, 0, 150, glaze, edge))


def _plate_above(d: Drawing, x: float, y: float, r: float, glaze: Glaze, edge: float) -> None:
    shadow_above(d, x, y, r, 0.1)
    d.circle(x, y, r, lit(d, glaze.edge))
    d.circle(x, y, r * (1 - edge), hollow(d, glaze.colour))
    d.circle(x, y, r * (0.9 - edge), lit(d, glaze.colour, 0.16))
    if glaze.specks:
        d.circle(x, y, r * (1 - edge), specks(d, glaze.specks, 34, 1.9), ' opacity=".55"')
    _spiral(d, x, y, r * 0.7, 4)
    d.path(
        _arc(x, y, r * (0.95 - edge), 20, 80),
        "none",
        f' stroke="{thin("#ffffff", 0.5)}" stroke-width="3" stroke-linecap="round"',
    )


def mug_above(
    d: Drawing, x: float, y: float, r: float, glaze: Glaze, angle: float = -30, *, full_of: str = "", belly: float = 0
) -> None:
    """Draw a mug with its handle pointing at an angle."""
    near, far = polar(x, y, r * 0.9, angle), polar(x, y, r * 1.5, angle)
    shift = r * 0.25
    d.line(
        f"M{run(near[0] + shift, near[1] + shift)}L{run(far[0] + shift, far[1] + shift)}",
        thin(INK, 0.4),
        r * 0.24,
        f' stroke-linecap="round"{d.blur(5)}',
    )
    shadow_above(d, x, y, r * (1 + belly), 0.4)
    handle(d, f"M{run(*near)}L{run(*far)}", glaze, r * 0.24)
    pot_above(d, x, y, r, glaze, full_of=full_of, belly=belly, shadow=0)


def teapot_above(
    d: Drawing,
    x: float,
    y: float,
    r: float,
    glaze: Glaze,
    angle: float = 155,
    *,
    kind: str = "hillside",
    lid: bool = True,
) -> None:
    """Draw a teapot from above, its spout pointing at the angle."""
    tip, root = polar(x, y, r * 1.62, angle), polar(x, y, r * 0.8, angle)
    turn = -90 if kind == "kyusu" else 180
    near, far = polar(x, y, r * 0.85, angle + turn), polar(x, y, r * (1.8 if kind == "kyusu" else 1.55), angle + turn)
    d.open(f'transform="translate({run(r * 0.25, r * 0.3)})"{d.blur(6)}')
    d.line(f"M{run(*root)}L{run(*tip)}M{run(*near)}L{run(*far)}", thin(INK, 0.4), r * 0.24)
    d.close()
    shadow_above(d, x, y, r, 0.35)
    side = math.radians(angle + 90)
    nx, ny = math.cos(side), math.sin(side)
    wide, slim = r * 0.26, r * 0.09
    d.path(
        f"M{run(root[0] + nx * wide, root[1] + ny * wide)}Q{run(*polar(x + nx * slim, y + ny * slim, r * 1.2, angle), tip[0] + nx * slim, tip[1] + ny * slim)}"
        f"L{run(tip[0] - nx * slim, tip[1] - ny * slim)}Q{run(*polar(x - nx * slim, y - ny * slim, r * 1.2, angle), root[0] - nx * wide, root[1] - ny * wide)}Z",
        lit(d, glaze.colour, 0.5),
    )
    d.ellipse(
        tip[0], tip[1], r * 0.07, r * 0.1, dark(glaze.colour, 0.75), f' transform="rotate({num(angle)} {run(*tip)})"'
    )
    if kind in ("hillside", "kyusu"):
        handle(d, f"M{run(*near)}L{run(*far)}", glaze, r * (0.26 if kind == "kyusu" else 0.19))
    d.circle(
        x,
        y,
        r,
        d.radial(
            (0, light(glaze.colour, 0.35)),
            (0.5, glaze.colour),
            (1, dark(glaze.deep or glaze.colour, 0.45)),
            at=(0.34, 0.3),
            r=0.72,
        ),
    )
    if glaze.specks:
        d.circle(x, y, r, specks(d, glaze.specks, 34, 1.9), ' opacity=".5"')
    _spiral(d, x, y, r * 0.94, 3, start=0.62)
    if lid:
        lid_above(d, x, y, r * 0.52, glaze)
    else:
        pot_above(d, x, y, r * 0.5, glaze, full_of="#7d7a3a", shadow=0)
    if kind in ("ferry", "kettle"):
        _hoop_above(d, x, y, r, angle, kind)


def lid_above(d: Drawing, x: float, y: float, r: float, glaze: Glaze, knob: str = "") -> None:
    """Draw a lid with its knob."""
    colour = knob or glaze.colour
    d.circle(x + r * 0.08, y + r * 0.1, r * 1.06, thin(INK, 0.4), d.blur(3))
    d.circle(
        x,
        y,
        r,
        d.radial(
            (0, light(glaze.colour, 0.4)),
            (0.55, glaze.colour),
            (1, dark(glaze.deep or glaze.colour, 0.3)),
            at=(0.34, 0.3),
            r=0.75,
        ),
    )
    _spiral(d, x, y, r * 0.8, 2)
    d.circle(x + r * 0.14, y + r * 0.17, r * 0.28, thin(INK, 0.4), d.blur(3))
    d.circle(
        x,
        y,
        r * 0.26,
        d.radial((0, light(colour, 0.6)), (0.6, colour), (1, dark(colour, 0.5)), at=(0.32, 0.28), r=0.75),
    )


def tray_above(d: Drawing, x: float, y: float, r: float, wood: str = WOOD) -> None:
    """Draw a round wooden tray."""
    shadow_above(d, x, y, r, 0.08)
    d.circle(x, y, r, lit(d, wood))
    d.circle(x, y, r * 0.94, hollow(d, wood))
    d.circle(x, y, r * 0.91, lit(d, wood, 0.2))
    rows = "".join(
        f"M{run(x - half, y + r * step)}h{num(2 * half)}"
        for step in (-0.62, -0.38, -0.14, 0.12, 0.36, 0.6)
        for half in (r * 0.9 * math.sqrt(1 - step * step),)
    )
    d.line(rows, thin(dark(wood, 0.6), 0.22), 1.4)


def leaf_heap(
    d: Drawing,
    x: float,
    y: float,
    rx: float,
    ry: float,
    colour: str,
    count: int = 70,
    *,
    size: float = 9,
    seed: int = 3,
) -> None:
    """Throw dry tea leaves down around a point, denser in its middle."""
    d.ellipse(
        x, y, rx * 0.9, ry * 0.9, d.radial((0.6, thin(dark(colour, 0.45), 0.85)), (1, thin(dark(colour, 0.5), 0)))
    )
    dice = scatter(seed)
    layers = ["", "", ""]
    for i in range(count):
        angle, far = next(dice) * 6.283, next(dice) ** 0.7
        lx, ly = x + math.cos(angle) * rx * far, y + math.sin(angle) * ry * far
        turn, bend = next(dice) * 6.283, next(dice) * 4 - 2
        dx, dy = math.cos(turn) * size, math.sin(turn) * size * 0.7
        layers[i % 3] += f"M{run(lx, ly)}q{run(dx / 2 + bend, dy / 2 - bend, dx, dy)}"
    for path, shade in zip(layers, (dark(colour, 0.5), colour, light(colour, 0.25)), strict=True):
        d.line(path, shade, size * 0.28, ' stroke-linecap="round"')


def _liquid(d: Drawing, x: float, y: float, r: float, colour: str) -> None:
    d.circle(x, y, r, dark(colour, 0.55))
    d.circle(
        x + r * 0.05,
        y + r * 0.06,
        r * 0.94,
        d.radial((0, light(colour, 0.1)), (0.7, colour), (1, dark(colour, 0.3)), at=(0.6, 0.62), r=0.7),
    )
    d.path(
        _arc(x, y, r * 0.82, 195, 262),
        "none",
        f' stroke="{thin(CREAM, 0.4)}" stroke-width="{num(r * 0.07)}" stroke-linecap="round"',
    )
    d.path(
        _arc(x, y, r * 0.9, 15, 60),
        "none",
        f' stroke="{thin(light(colour, 0.6), 0.5)}" stroke-width="{num(r * 0.04)}" stroke-linecap="round"',
    )


def _spiral(d: Drawing, x: float, y: float, r: float, turns: int, *, start: float = 0.2) -> None:
    path = ""
    for i in range(turns):
        radius = r * (start + (1 - start) * i / turns)
        path += _arc(x, y, radius, 40 * i, 40 * i + 300)
    d.line(path, thin(INK, 0.09), 2)
    d.line(path, thin(CREAM, 0.22), 1.5, ' transform="translate(1.5 2)"')


def _arc(x: float, y: float, r: float, begin: float, end: float) -> str:
    return f"M{run(*polar(x, y, r, begin))}A{run(r, r)} 0 {int(end - begin > 180)} 1 {run(*polar(x, y, r, end))}"


def _hoop_above(d: Drawing, x: float, y: float, r: float, angle: float, kind: str) -> None:
    one, other = polar(x, y, r * 0.78, angle), polar(x, y, r * 0.78, angle + 180)
    bar = (
        Glaze("#b98547", "#d9b47c", shine=0.2, deep="#7a4f26")
        if kind == "ferry"
        else Glaze("#4a4644", "#5d5954", shine=0.3)
    )
    line = f"M{run(*one)}L{run(*other)}"
    d.line(line, thin(INK, 0.4), r * 0.13, f' transform="translate({run(r * 0.2, r * 0.24)})"{d.blur(4)}')
    handle(d, line, bar, r * 0.13)
    if kind == "ferry":
        d.line(line, thin("#6b4420", 0.5), r * 0.13, ' stroke-dasharray="2 6"')
    else:
        grip = f"M{run(*polar(x, y, r * 0.4, angle))}L{run(*polar(x, y, r * 0.4, angle + 180))}"
        handle(d, grip, Glaze(WOOD, WOOD, shine=0.25, deep="#7d5638"), r * 0.2)
