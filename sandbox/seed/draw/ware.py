"""The studio's own ware by name: outlines, handles, spouts and lids, as seen from the front."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.seed.draw.drawing import Drawing, Point, num, run, smooth
from sandbox.seed.draw.glazes import CREAM, INK, WOOD, Glaze, dark, light, thin
from sandbox.seed.draw.pots import Shape, cast_shadow, handle, pot

HARBOUR_MUG = Shape(((58, 0), (66, 5), (71, 20), (71, 90), (73, 165)), 0.22)
ORCHARD_MUG = Shape(((44, 0), (52, 3), (76, 26), (87, 64), (81, 104), (67, 136), (63, 152)), 0.22)
CANTEEN_MUG = Shape(((58, 0), (62, 14), (72, 22), (74, 60), (75, 128)), 0.22)
SECONDS_MUG = Shape(((56, 0), (64, 6), (69, 40), (66, 90), (70, 148)), 0.22)
YUNOMI = Shape(((46, 0), (50, 6), (60, 40), (62, 90), (57, 165)), 0.22, 0.08)
WREN = Shape(((40, 0), (48, 10), (57, 32), (50, 66), (58, 104)), 0.24, 0.08)
TEA_BOWL = Shape(((34, 0), (36, 12), (66, 20), (84, 46), (82, 84), (86, 118)), 0.22)
OPEN_BOWL = Shape(((32, 0), (34, 8), (50, 14), (92, 52), (118, 92)), 0.26, 0.05)
DEEP_BOWL = Shape(((40, 0), (42, 9), (66, 16), (96, 50), (106, 96)), 0.27, 0.05)
NOODLE_BOWL = Shape(((46, 0), (42, 14), (46, 34), (86, 62), (106, 106), (110, 138)), 0.27, 0.05)
SMALL_CUP = Shape(((32, 0), (34, 8), (50, 20), (58, 46), (59, 76)), 0.25, 0.08)
CADDY = Shape(((64, 0), (74, 8), (92, 50), (94, 96), (82, 136), (60, 152), (58, 160)), 0.2)
JUG = Shape(((46, 0), (56, 8), (78, 56), (74, 104), (48, 150), (46, 182), (54, 214)), 0.2)
VASE = Shape(((38, 0), (46, 6), (68, 52), (64, 92), (34, 142), (18, 182), (17, 226), (23, 244)), 0.2, 0.18)
MOON_JAR = Shape(((42, 0), (54, 8), (94, 44), (115, 98), (112, 150), (88, 202), (58, 228), (46, 236)), 0.2)
ROUND_POT = Shape(((50, 0), (62, 5), (97, 32), (110, 64), (101, 96), (76, 121), (46, 132)), 0.2)
DRUM_POT = Shape(((76, 0), (88, 8), (100, 40), (98, 96), (88, 118), (48, 130)), 0.2)
FLAT_POT = Shape(((54, 0), (66, 4), (96, 24), (104, 46), (92, 68), (50, 86)), 0.2)
KETTLE = Shape(((60, 0), (78, 6), (110, 34), (119, 66), (108, 98), (80, 123), (46, 134)), 0.2)
CYLINDER = Shape(((54, 0), (56, 8), (50, 90), (46, 180), (48, 222)), 0.22)
JAR = Shape(((52, 0), (60, 8), (64, 70), (60, 128), (64, 140)), 0.22)
LID = Shape(((50, 0), (51, 4), (44, 12), (24, 20), (5, 23), (1, 24)), 0.2)
KNOB = Shape(((5, 0), (5, 5), (11, 13), (9, 21), (1, 24)), 0.2)
SAUCER = Shape(((46, 0), (50, 3), (84, 9), (96, 14)), 0.24, 0.03)
PLATE = Shape(((74, 0), (82, 3), (126, 7), (132, 17)), 0.24, 0.03)


def mug(d: Drawing, shape: Shape, glaze: Glaze, x: float, y: float, s: float, **more: object) -> None:
    """Draw a mug: its handle to the right, then the pot."""
    high, low, out = (0.82, 0.36, 60.0) if shape is not CANTEEN_MUG else (0.84, 0.42, 50.0)
    radius, top = shape.outline[-2][0], shape.outline[-1][1]
    a, b = top * high * s, top * low * s
    r, w = radius * s - 8, out * s
    d.open(f'transform="translate({run(x, y)})"')
    ear(
        d,
        f"M{run(r, -a)}C{run(r + w * 0.7, -a - 24 * s, r + w * 1.4, -(a + b) / 2 - 14 * s, r + w * 1.06, -(a + b) / 2 + 16 * s)}S{run(r + w * 0.5, -b + 4 * s, r, -b)}",
        glaze,
        20 * s,
    )
    d.close()
    pot(d, shape, glaze, x, y, s, **more)  # type: ignore[arg-type]


def ear(d: Drawing, path: str, glaze: Glaze, width: float) -> None:
    """Draw a handle along a path."""
    handle(d, path, glaze, width)


def spout(d: Drawing, line: Sequence[Point], widths: Sequence[float], glaze: Glaze) -> None:
    """Draw a spout along a line from the body to its tip, narrowing by the widths."""
    upper, lower = [], []
    for i, (x, y) in enumerate(line):
        before, after = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        span = (dx * dx + dy * dy) ** 0.5
        nx, ny = -dy / span * widths[i] / 2, dx / span * widths[i] / 2
        upper.append((x + nx, y + ny))
        lower.append((x - nx, y - ny))
    back = smooth(list(reversed(lower)))
    body = f"{smooth(upper)}L{run(*lower[-1])}{back[back.index('C') :]}Z"
    shade = glaze.deep or dark(glaze.colour, 0.3)
    d.path(
        body,
        d.linear(
            (0, light(glaze.colour, 0.3)),
            (0.35, glaze.colour),
            (0.8, dark(shade, 0.3)),
            (1, dark(shade, 0.5)),
            of=(0.3, 0),
            to=(0.7, 1),
        ),
    )
    d.line(
        smooth([((u[0] * 3 + low[0]) / 4, (u[1] * 3 + low[1]) / 4) for u, low in zip(lower, upper, strict=True)]),
        thin(CREAM, 0.15 + glaze.shine * 0.5),
        3,
        ' stroke-linecap="round"',
    )
    (ux, uy), (lx, ly) = upper[-1], lower[-1]
    d.line(f"M{run(ux, uy)}L{run(lx, ly)}", light(glaze.edge, 0.25), 7, ' stroke-linecap="round"')
    d.line(f"M{run(ux, uy)}L{run(lx, ly)}", dark(glaze.colour, 0.75), 3.5, ' stroke-linecap="round"')


def lid(
    d: Drawing, glaze: Glaze, x: float, y: float, s: float, *, knob: Glaze | None = None, shadow: bool = False
) -> None:
    """Draw a lid with its knob."""
    pot(d, LID, glaze, x, y, s, shadow=shadow, lidded=True, rings=0)
    pot(d, KNOB, knob or glaze, x, y - 21 * s, s, shadow=False, lidded=True, rings=0)


def teapot(
    d: Drawing, kind: str, glaze: Glaze, x: float, y: float, s: float, *, shadow: bool = True, closed: bool = True
) -> None:
    """Draw a teapot: hillside (a looped handle), ferry (a rattan hoop), kyusu (a handle at the side) or kettle (iron, a wooden grip)."""
    shape = {"hillside": ROUND_POT, "ferry": DRUM_POT, "kyusu": FLAT_POT, "kettle": KETTLE}[kind]
    d.open(f'transform="translate({run(x, y)})"')
    if shadow:
        cast_shadow(d, shape.outline[1][0] * s * 1.25, shape.outline[-1][1] * s * 1.3)
    wide = 100 if kind == "kyusu" else 112
    base = 34 if kind == "kyusu" else 44
    if kind == "kyusu":
        line = [(-56, -base), (-112, -62), (-138, -92)]
        spout(d, [(px * s, py * s) for px, py in line], [30 * s, 26 * s, 15 * s], glaze)
        ear(d, f"M{run(82 * s, -54 * s)}L{run(176 * s, -84 * s)}", glaze, 26 * s)
        d.ellipse(
            181 * s,
            -86 * s,
            5 * s,
            12 * s,
            dark(glaze.colour, 0.55),
            f' transform="rotate(-16 {run(181 * s, -86 * s)})"',
        )
    else:
        line = [(-58, -base), (-wide - 14, -66), (-wide - 36, -104), (-wide - 62, -132)]
        spout(d, [(px * s, py * s) for px, py in line], [44 * s, 34 * s, 20 * s, 16 * s], glaze)
    if kind == "hillside":
        ear(
            d,
            f"M{run(84 * s, -106 * s)}C{run(130 * s, -168 * s, 196 * s, -132 * s, 170 * s, -78 * s)}S{run(126 * s, -40 * s, 98 * s, -44 * s)}",
            glaze,
            19 * s,
        )
    d.close()
    pot(d, shape, glaze, x, y, s, shadow=False, lidded=closed)
    top = y - shape.outline[-1][1] * s
    if closed:
        d.ellipse(x + 2, top + 4 * s, 54 * s, 12 * s, thin(INK, 0.45))
        knob = Glaze(WOOD, WOOD, shine=0.2) if kind == "kettle" else None
        lid(d, glaze, x, top + 5 * s, s, knob=knob)
    if kind in ("ferry", "kettle"):
        _hoop(d, kind, x, top + 8 * s, s)


def _hoop(d: Drawing, kind: str, x: float, y: float, s: float) -> None:
    cane = Glaze("#b98547", "#d9b47c", shine=0.2, deep="#7a4f26")
    iron = Glaze("#4a4644", "#5d5954", shine=0.25, deep="#2a2827")
    d.open(f'transform="translate({run(x, y)})"')
    path = f"M{run(-66 * s, 0)}C{run(-112 * s, -172 * s, 112 * s, -172 * s, 66 * s, 0)}"
    handle(d, path, cane if kind == "ferry" else iron, (12 if kind == "ferry" else 9) * s)
    if kind == "ferry":
        d.line(path, thin("#6b4420", 0.55), 12 * s, f' stroke-dasharray="2 {num(5 * s)}"')
        for side in (-1, 1):
            d.ellipse(side * 66 * s, 0, 9 * s, 9 * s, dark("#7f9f90", 0.6))
    else:
        handle(
            d,
            f"M{run(-36 * s, -118 * s)}Q{run(0, -140 * s, 36 * s, -118 * s)}",
            Glaze(WOOD, WOOD, shine=0.2, deep="#7d5638"),
            17 * s,
        )
    d.close()
