"""Where things stand or lie: a wall and a table, a board, a cloth, a stone; and the light that falls on them."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.seed.draw.drawing import Drawing, Point, num, run, scatter, smooth
from sandbox.seed.draw.glazes import CREAM, INK, dark, light, thin

WALLS = {
    "sand": "#e6d8c2",
    "sage": "#cdd3bf",
    "rose": "#e2c6b4",
    "blue": "#bccacb",
    "clay": "#cf9d7f",
    "dusk": "#8b8a92",
    "straw": "#e4cf9f",
    "night": "#4b4644",
    "plum": "#b39aa0",
    "moss": "#a3a88a",
}
TABLES = {
    "oak": "#cda677",
    "walnut": "#7b5740",
    "linen": "#e3d8c4",
    "stone": "#a9a49b",
    "slate": "#575654",
    "pale": "#e2cda9",
}


def room(
    d: Drawing,
    wall: str = "sand",
    table: str = "oak",
    *,
    horizon: float = 0.66,
    light_from: str = "window",
    seed: int = 1,
) -> None:
    """Lay a wall and a table down, with the light of a window on the wall."""
    w, h = d.width, d.height
    edge, paint, wood = h * horizon, WALLS[wall], TABLES[table]
    d.rect(0, 0, w, edge, d.linear((0, light(paint, 0.45)), (0.5, paint), (1, dark(paint, 0.24)), to=(1, 0.7)))
    fall = {"window": _panes, "slant": _slant, "arch": _arch, "branch": _branch}.get(light_from)
    if fall:
        fall(d, w, edge, paint)
    d.rect(0, edge, w, h - edge, d.linear((0, light(wood, 0.28)), (0.5, wood), (1, dark(wood, 0.34)), to=(1, 0.8)))
    if table in ("oak", "walnut", "pale"):
        grain(d, 0, edge, w, h - edge, wood, seed)
    d.rect(0, edge - h * 0.06, w, h * 0.06, d.linear((0, thin(INK, 0)), (1, thin(INK, 0.14)), to=(0, 1)))
    d.rect(0, edge - 1, w, 2, dark(wood, 0.4), ' opacity=".6"')
    d.rect(0, edge + 1, w, 2, thin(CREAM, 0.5))
    vignette(d)


def vignette(d: Drawing) -> None:
    """Lay the light of the upper left corner over everything that is there."""
    d.rect(
        0,
        0,
        d.width,
        d.height,
        d.radial(
            (0, thin("#fff3d8", 0.45)), (0.45, thin("#fff3d8", 0.06)), (1, thin(INK, 0.24)), at=(0.12, 0.06), r=1.2
        ),
    )


def grain(d: Drawing, x: float, y: float, w: float, h: float, wood: str, seed: int) -> None:
    """Draw the grain of a table top that runs away from the eye."""
    dice, dark_lines, pale_lines = scatter(seed + 11), "", ""
    for i in range(9):
        at = y + h * ((i + 0.6) / 9) ** 1.3
        start, length = x + next(dice) * w * 0.6, w * (0.2 + next(dice) * 0.6)
        mark = f"M{run(start, at)}q{run(length / 2, (next(dice) - 0.5) * 8, length, 0)}"
        if i % 3:
            dark_lines += mark
        else:
            pale_lines += mark
    d.line(dark_lines, thin(dark(wood, 0.5), 0.3), 1.2)
    d.line(pale_lines, thin(CREAM, 0.4), 1.3)
    d.line(f"M{run(x, y + h * 0.56)}h{num(w)}", thin(dark(wood, 0.6), 0.35), 1.5)


def _panes(d: Drawing, w: float, edge: float, paint: str) -> None:
    path = ""
    for col in (0, 1):
        for row in (0, 1):
            x, y = w * (0.54 + 0.19 * col - 0.03 * row), edge * (0.1 + 0.4 * row + 0.05 * col)
            path += f"M{run(x, y)}l{run(w * 0.16, edge * 0.045)} {run(-w * 0.028, edge * 0.34)} {run(-w * 0.16, -edge * 0.045)}z"
    d.path(path, thin(CREAM, 0.42), d.blur(5))


def _slant(d: Drawing, w: float, edge: float, paint: str) -> None:
    path = "".join(
        f"M{run(w * x, 0)}h{num(w * b)}L{run(w * (x + b - 0.3), edge)}h{num(-w * b)}z"
        for x, b in ((0.5, 0.1), (0.66, 0.14), (0.86, 0.05))
    )
    d.path(path, thin(CREAM, 0.36), d.blur(6))


def _arch(d: Drawing, w: float, edge: float, paint: str) -> None:
    d.path(
        f"M{run(w * 0.56, edge)}V{num(edge * 0.4)}a{run(w * 0.15, w * 0.17)} 0 0 1 {run(w * 0.3, 0)}V{num(edge)}z",
        thin(CREAM, 0.38),
        d.blur(7),
    )


def _branch(d: Drawing, w: float, edge: float, paint: str) -> None:
    d.open(f'opacity=".3"{d.blur(4)}')
    leaves(
        d,
        [(w * 1.02, edge * 0.02), (w * 0.86, edge * 0.22), (w * 0.6, edge * 0.44)],
        10,
        w * 0.07,
        dark(paint, 0.6),
        flat=True,
    )
    leaves(
        d,
        [(w * 1.02, edge * 0.36), (w * 0.9, edge * 0.46), (w * 0.72, edge * 0.58)],
        7,
        w * 0.055,
        dark(paint, 0.6),
        flat=True,
    )
    d.close()


def leaves(
    d: Drawing,
    stem: Sequence[Point],
    count: int,
    length: float,
    colour: str,
    *,
    flat: bool = False,
    stalk: float = 2.5,
    veins: bool = True,
) -> None:
    """Draw a twig along the points with leaves on both sides; `flat` for its shadow."""
    d.line(smooth(stem), dark(colour, 0.35), stalk, ' stroke-linecap="round"')
    near, far, middle = "", "", ""
    for i in range(count):
        share = (i + 0.8) / count * (len(stem) - 1)
        k = min(int(share), len(stem) - 2)
        t = share - k
        x = stem[k][0] + (stem[k + 1][0] - stem[k][0]) * t
        y = stem[k][1] + (stem[k + 1][1] - stem[k][1]) * t
        dx, dy = stem[k + 1][0] - stem[k][0], stem[k + 1][1] - stem[k][1]
        span = (dx * dx + dy * dy) ** 0.5 or 1
        ux, uy = dx / span, dy / span
        side = 1 if i % 2 else -1
        size = length * (1 - 0.4 * share / len(stem))
        vx, vy = ux * 0.72 - uy * side * 0.7, uy * 0.72 + ux * side * 0.7
        nx, ny = -vy * size * 0.26, vx * size * 0.26
        leaf = f"M{run(x, y)}q{run(vx * size * 0.5 + nx, vy * size * 0.5 + ny, vx * size, vy * size)}q{run(-vx * size * 0.5 - nx, -vy * size * 0.5 - ny, -vx * size, -vy * size)}z"
        if side > 0:
            near += leaf
        else:
            far += leaf
        middle += f"M{run(x, y)}l{run(vx * size * 0.85, vy * size * 0.85)}"
    d.path(far, colour if flat else light(colour, 0.22))
    d.path(near, colour if flat else dark(colour, 0.12))
    if veins and not flat:
        d.line(middle, thin(CREAM, 0.35), 1)


def cloth(d: Drawing, corners: Sequence[Point], stripe: str, colour: str = "#efe7d8") -> None:
    """Lay a striped linen cloth: its corners are near left, far left, far right, near right."""
    (ax, ay), (bx, by), (cx, cy), (ex, ey) = corners
    edge = f"M{run(ax, ay)}L{run(bx, by)} {run(cx, cy)} {run(ex, ey)}Q{run((ax + ex) / 2, (ay + ey) / 2 + 5, ax, ay)}Z"
    d.path(edge, thin(INK, 0.4), f' transform="translate(5 7)"{d.blur(4)}')
    d.path(edge, d.linear((0, light(colour, 0.5)), (0.6, colour), (1, dark(colour, 0.22)), to=(1, 0.5)))

    def along(t: float) -> str:
        return f"M{run(ax + (ex - ax) * t, ay + (ey - ay) * t + 2)}L{run(bx + (cx - bx) * t, by + (cy - by) * t)}"

    d.line(along(0.07) + along(0.91), stripe, 6, ' opacity=".8"')
    d.line(along(0.105) + along(0.945), stripe, 2, ' opacity=".8"')
    weave = ""
    for i in range(1, 7):
        t = i / 7
        weave += f"M{run(ax + (bx - ax) * t, ay + (by - ay) * t)}L{run(ex + (cx - ex) * t, ey + (cy - ey) * t)}"
    d.line(weave, thin(dark(colour, 0.5), 0.16), 1)
    d.line(
        f"M{run(ax, ay + 6)}Q{run((ax + ex) / 2, (ay + ey) / 2 + 11, ex, ey + 6)}",
        colour,
        9,
        ' stroke-dasharray="1.5 7"',
    )


def boards(d: Drawing, wood: str = "#c69a68", *, seed: int = 1, seams: tuple[float, ...] = (0.3, 0.72)) -> None:
    """Lay a wooden table down as seen from above."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, d.linear((0, light(wood, 0.3)), (0.5, wood), (1, dark(wood, 0.3)), to=(1, 1)))
    dice, lines = scatter(seed + 5), ""
    for i in range(16):
        y = h * (i + next(dice)) / 16
        x, length = next(dice) * w * 0.7 - 20, w * (0.25 + 0.6 * next(dice))
        lines += f"M{run(x, y)}c{run(length * 0.3, 5 - 10 * next(dice), length * 0.6, 6 - 12 * next(dice), length, 0)}"
    d.line(lines, thin(dark(wood, 0.55), 0.28), 1.5)
    knot = (w * (0.15 + 0.7 * next(dice)), h * (0.1 + 0.1 * next(dice)))
    d.line(
        "".join(
            f"M{run(knot[0] - 12 * k, knot[1])}a{run(12 * k, 4 * k)} 0 1 0 {run(24 * k, 0)}a{run(12 * k, 4 * k)} 0 1 0 {run(-24 * k, 0)}"
            for k in (1, 2, 3)
        ),
        thin(dark(wood, 0.5), 0.25),
        1.5,
    )
    d.line("".join(f"M0 {num(h * at)}h{w}" for at in seams), thin(dark(wood, 0.7), 0.5), 2.5)
    d.line("".join(f"M0 {num(h * at + 2)}h{w}" for at in seams), thin(CREAM, 0.4), 1.2)
    vignette(d)


def plain(d: Drawing, colour: str, *, weave: bool = False) -> None:
    """Lay plaster, slate or linen down as seen from above."""
    w, h = d.width, d.height
    d.rect(0, 0, w, h, d.linear((0, light(colour, 0.35)), (0.5, colour), (1, dark(colour, 0.26)), to=(1, 1)))
    if weave:
        thread = thin(dark(colour, 0.5), 0.13)
        mark = f'<pattern id="@" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 1h4M3 4h3M1 0v3M4 3v3" stroke="{thread}"/></pattern>'
        d.rect(0, 0, w, h, d.paint(mark))
    vignette(d)


def window_above(d: Drawing, opacity: float = 0.4) -> None:
    """Let the light of a window fall across a table seen from above."""
    w, h = d.width, d.height
    path = ""
    for x, y in ((-0.1, 0.08), (0.27, -0.06), (0.06, 0.5), (0.43, 0.36)):
        path += f"M{run(w * x, h * y)}l{run(w * 0.32, -h * 0.12)} {run(w * 0.13, h * 0.36)} {run(-w * 0.32, h * 0.12)}z"
    d.path(path, thin("#fff3d6", opacity), d.blur(7))
