"""What stands and lies around the ware: steam, spoons, fruit, tins, pouches, boxes, tools. Light comes from the left."""

from __future__ import annotations

import math

from sandbox.seed.draw.above import lit
from sandbox.seed.draw.drawing import Drawing, closed, num, num2, polar, run, scatter
from sandbox.seed.draw.glazes import CREAM, INK, LEAF, WOOD, Glaze, dark, light, thin
from sandbox.seed.draw.grounds import leaves
from sandbox.seed.draw.pots import Shape, body_path, cast_shadow, handle, pot, side_light

BAMBOO = "#c9a566"


def steam(d: Drawing, x: float, y: float, h: float) -> None:
    """Let steam rise from (x, y)."""
    path = ""
    for shift, size in ((-0.16, 0.8), (0, 1), (0.17, 0.72)):
        sx, sh = x + shift * h, h * size
        path += f"M{run(sx, y)}c{run(-h * 0.16, -sh * 0.3, h * 0.16, -sh * 0.5, 0, -sh)}"
    d.line(
        path,
        d.linear((0, thin("#ffffff", 0)), (0.5, thin("#ffffff", 0.6)), (1, thin("#ffffff", 0.15)), to=(0, 1)),
        h * 0.06,
        f' stroke-linecap="round"{d.blur(2.5)}',
    )


def spoon(d: Drawing, x: float, y: float, length: float, angle: float, wood: str = WOOD, *, flat: float = 0.6) -> None:
    """Lay a wooden spoon down, its bowl at (x, y)."""
    d.open(f'transform="translate({run(x, y)}) rotate({num(angle)})"')
    r = length * 0.13
    d.path(
        f"M{run(0, -r * 0.4)}L{run(length, -r * 0.2)}v{num(r * 0.5)}L{run(0, r * 0.6)}z",
        thin(INK, 0.4),
        f' transform="translate(4 7)"{d.blur(3)}',
    )
    handle(d, f"M{run(r * 0.9, 0)}L{run(length, 0)}", Glaze(wood, wood, shine=0.3), r * 0.5)
    d.ellipse(0, 0, r * 1.3, r * flat * 1.3, lit(d, wood, 0.45))
    d.ellipse(
        -r * 0.05,
        r * 0.05,
        r * 1.02,
        r * flat * 0.95,
        d.linear((0, dark(wood, 0.5)), (1, light(wood, 0.15)), to=(0.7, 1)),
    )
    d.close()


def scoop(d: Drawing, x: float, y: float, length: float, angle: float, wide: float = 16) -> None:
    """Lay a slim bamboo scoop down, its bent tip at (x, y)."""
    d.open(f'transform="translate({run(x, y)}) rotate({num(angle)})"')
    body = f"M{run(0, -wide * 0.3)}Q{run(-wide, -wide * 0.9, wide * 1.6, -wide * 0.75)}L{run(length, -wide * 0.3)}q{run(6, wide * 0.3, 0, wide * 0.6)}L{run(wide * 1.6, wide * 0.75)}Q{run(-wide, wide * 0.9, 0, -wide * 0.3)}z"
    d.path(body, thin(INK, 0.45), f' transform="translate(5 9)"{d.blur(3)}')
    d.path(body, d.linear((0, light(BAMBOO, 0.35)), (0.5, BAMBOO), (1, dark(BAMBOO, 0.45)), to=(0, 1)))
    d.ellipse(wide * 0.9, 0, wide * 0.9, wide * 0.45, thin(dark(BAMBOO, 0.6), 0.35))
    d.line(f"M{run(length * 0.46, -wide * 0.62)}q4 {num(wide * 0.6)} 0 {num(wide * 1.2)}", dark(BAMBOO, 0.5), 2.5)
    d.line(f"M{run(wide * 2, -wide * 0.4)}L{run(length, -wide * 0.15)}", thin(CREAM, 0.6), 2)
    d.close()


def whisk(d: Drawing, x: float, y: float, s: float) -> None:
    """Stand a bamboo whisk on its head."""
    d.open(f'transform="translate({run(x, y)}) scale({num(s)})"')
    cast_shadow(d, 34, 90)
    tines = "".join(f"M{run(i * 2.4, -62)}C{run(i * 2.6, -44, i * 7.4, -30, i * 5.4, 0)}" for i in range(-6, 7))
    d.line(tines, dark(BAMBOO, 0.25), 3)
    d.line(tines, light(BAMBOO, 0.3), 1.4)
    d.path(
        "M-15-58l-3-70q18-8 36 0l-3 70q-15 6-30 0z",
        d.linear((0, light(BAMBOO, 0.4)), (0.35, BAMBOO), (1, dark(BAMBOO, 0.5))),
    )
    d.ellipse(0, -129, 18, 5, light(BAMBOO, 0.3))
    d.line("M-15-59q15 6 30 0", INK, 4)
    d.close()


def tin(d: Drawing, x: float, y: float, s: float, metal: str, band: str, mark: str) -> None:
    """Stand a round tea tin with a paper band; `mark` is drawn on its label: leaf, needle, ring or flower."""
    shape = Shape(((86, 0), (90, 3), (90, 60), (90, 150)), 0.19, 0)
    glaze = Glaze(metal, metal, shine=0.2)
    pot(d, shape, glaze, x, y, s, lidded=True, rings=0)
    d.open(f'transform="translate({run(x, y)}) scale({num(s)})"')
    wrap = "M-90-112A90 17 0 0 0 90-112V-34A90 17 0 0 1-90-34Z"
    d.path(wrap, band)
    d.path(
        wrap,
        d.linear(
            (0, thin(INK, 0.25)),
            (0.28, thin(CREAM, 0.3)),
            (0.55, thin(INK, 0.06)),
            (0.95, thin(INK, 0.55)),
            (1, thin(INK, 0.4)),
        ),
    )
    d.line("M-90-106A90 17 0 0 0 90-106M-90-40A90 17 0 0 0 90-40", thin(CREAM, 0.6), 1.6)
    d.open('transform="translate(-14 -58)"')
    label(d, mark, light(band, 0.75) if sum(int(band[i : i + 2], 16) for i in (1, 3, 5)) < 480 else dark(band, 0.55))
    d.close(2)
    pot(d, Shape(((91, 0), (93, 3), (93, 30)), 0.19, 0), glaze, x, y - 146 * s, s, shadow=False, lidded=True, rings=0)
    top = light(metal, 0.3)
    d.ellipse(
        x,
        y - 176 * s,
        93 * s,
        17.5 * s,
        d.linear((0, light(top, 0.5)), (0.5, metal), (1, dark(metal, 0.3)), to=(1, 0.4)),
    )
    d.ellipse(
        x,
        y - 175 * s,
        84 * s,
        15 * s,
        d.linear((0, dark(metal, 0.12)), (0.6, light(metal, 0.35)), (1, metal), to=(1, 0.4)),
    )


def label(d: Drawing, mark: str, colour: str) -> None:
    """Draw the small mark of a label around the origin."""
    if mark == "leaf":
        d.path(
            "M0 18C-26 2-18-18 0-30C18-18 26 2 0 18ZM-6 20C-34 22-38 4-36-6C-20-6-8 6-6 20ZM6 20C34 22 38 4 36-6C20-6 8 6 6 20Z",
            colour,
        )
    elif mark == "needle":
        d.line(
            "M0 22V-28M0 14q-4-22-18-30M0 14q4-22 18-30M0 22q-14-12-28-14M0 22q14-12 28-14",
            colour,
            4,
            ' stroke-linecap="round"',
        )
    elif mark == "ring":
        d.line("M14-20A24 24 0 1 0 22 6", colour, 6, ' stroke-linecap="round"')
    elif mark == "flower":
        d.line(
            "".join(f"M0 0L{run(*polar(0, 0, 22, a))}" for a in range(0, 360, 30)), colour, 6, ' stroke-linecap="round"'
        )
        d.circle(0, 0, 9, "#d99a2b")
    else:
        d.circle(0, 0, 22, "none", f' stroke="{colour}" stroke-width="4"')
        d.line("".join(f"M0 0L{run(*polar(0, 0, 18, a))}" for a in range(0, 360, 60)), colour, 3)


def pouch(d: Drawing, x: float, y: float, s: float, paper: str, card: str, mark: str) -> None:
    """Stand a paper pouch of tea tied with twine."""
    d.open(f'transform="translate({run(x, y)}) scale({num(s)})"')
    cast_shadow(d, 86, 190)
    body = d.outline("M-84-4Q-90-120-76-222L76-222Q92-110 84-4Q0 14-84-4Z")
    d.use(body, f'fill="{paper}"')
    d.use(
        body,
        f'fill="{d.linear((0, thin(CREAM, 0.3)), (0.3, thin(CREAM, 0.12)), (0.34, thin(INK, 0.05)), (0.72, thin(INK, 0.1)), (0.76, thin(INK, 0.34)), (1, thin(INK, 0.5)))}"',
    )
    d.path(
        "M-76-222L-74-262Q0-270 74-262L76-222Q0-212-76-222Z",
        d.linear((0, light(paper, 0.35)), (0.5, paper), (1, dark(paper, 0.4))),
    )
    d.line("M-40-210Q-52-120-46-6M52-214Q60-150 56-40M-70-60L-30-4", thin(INK, 0.14), 2)
    d.line("M-58-205Q-66-150-62-90", thin(CREAM, 0.4), 3)
    d.path("M-44-164h88l2 112h-92z", thin(INK, 0.25), f' transform="translate(3 4)"{d.blur(2)}')
    d.path("M-44-164h88l2 112h-92z", d.linear((0, light(card, 0.5)), (1, dark(card, 0.1)), to=(1, 0.6)))
    d.line("M-37-157h74l2 98h-78z", thin(INK, 0.3), 1.2)
    d.open('transform="translate(0 -108)"')
    label(d, mark, dark(card, 0.6) if mark == "citrus" else LEAF)
    d.close()
    d.line(
        "M-77-222Q0-212 77-222M-77-217Q0-207 77-217M0-214q-34-24-40-2q8 16 40 2q34-26 42-4q-8 18-42 4l-16 30M0-214l20 28",
        "#efe2c6",
        3,
        ' stroke-linecap="round"',
    )
    d.close()


def tea_leaves(d: Drawing, x: float, y: float, w: float, colour: str, seed: int = 2) -> None:
    """Spill a little loose tea on the table."""
    dice, paths = scatter(seed), ["", ""]
    d.ellipse(x, y + 3, w, w * 0.18, thin(INK, 0.3), d.blur(3))
    for i in range(46):
        turn, far = next(dice) * 6.283, next(dice)
        lx, ly = x + math.cos(turn) * w * far, y + math.sin(turn) * w * 0.2 * far - (1 - far) * w * 0.14
        paths[i % 2] += f"M{run(lx, ly)}q{run(4, next(dice) * 8 - 5, 10, next(dice) * 6 - 3)}"
    d.line(paths[0], dark(colour, 0.4), 3.4, ' stroke-linecap="round"')
    d.line(paths[1], light(colour, 0.15), 2.6, ' stroke-linecap="round"')


def round_fruit(d: Drawing, x: float, y: float, r: float, colour: str, *, shadow: bool = True) -> None:
    """Lay a berry, a tomato or an apple down."""
    if shadow:
        d.ellipse(x + r * 0.4, y + r * 0.5, r * 1.1, r * 0.75, thin(INK, 0.4), d.blur(3))
    d.circle(
        x,
        y,
        r,
        d.radial(
            (0, light(colour, 0.6)),
            (0.35, light(colour, 0.12)),
            (0.75, colour),
            (1, dark(colour, 0.5)),
            at=(0.34, 0.3),
            r=0.75,
        ),
    )


def pear(d: Drawing, x: float, y: float, s: float, colour: str, angle: float) -> None:
    """Lay a pear down."""
    d.open(f'transform="translate({run(x, y)}) rotate({num(angle)}) scale({num(s)})"')
    d.path(
        "M0 0C-44 2-52-44-30-66C-18-80-18-104 0-104C18-104 18-80 30-66C52-44 44 2 0 0Z",
        d.radial((0, light(colour, 0.5)), (0.5, colour), (1, dark(colour, 0.5)), at=(0.34, 0.5), r=0.7),
    )
    d.line("M1-104q0-14 8-22", "#5a3f28", 4, ' stroke-linecap="round"')
    d.close()


def citrus(d: Drawing, x: float, y: float, r: float, flat: float = 1) -> None:
    """Lay a slice of orange down."""
    d.open(f'transform="translate({run(x, y)}) scale(1 {num(flat)})"')
    d.circle(r * 0.1, r * 0.14, r, thin(INK, 0.35), d.blur(3))
    d.circle(0, 0, r, "#d97a1f")
    d.circle(0, 0, r * 0.9, "#f7e2b4")
    d.circle(0, 0, r * 0.82, lit(d, "#eb9a34", 0.2))
    d.line("".join(f"M0 0L{run(*polar(0, 0, r * 0.84, a))}" for a in range(10, 370, 40)), "#f7e2b4", r * 0.07)
    d.close()


def daisy(d: Drawing, x: float, y: float, r: float, flat: float = 1) -> None:
    """Lay a chamomile flower down."""
    d.open(f'transform="translate({run(x, y)}) scale(1 {num(flat)})"')
    d.circle(r * 0.16, r * 0.2, r * 0.9, thin(INK, 0.3), d.blur(2.5))
    d.line(
        "".join(f"M0 0L{run(*polar(0, 0, r * 0.84, a))}" for a in range(0, 360, 36)),
        "#fbf6ea",
        r * 0.34,
        ' stroke-linecap="round"',
    )
    d.circle(0, 0, r * 0.36, d.radial((0, "#f4c653"), (1, "#b9791f"), at=(0.4, 0.35), r=0.7))
    d.close()


def fig(d: Drawing, x: float, y: float, r: float, angle: float) -> None:
    """Lay half a fig down."""
    d.open(f'transform="translate({run(x, y)}) rotate({num(angle)})"')
    drop = closed(
        [
            (0, -r * 1.35),
            (r * 0.5, -r * 0.6),
            (r, r * 0.2),
            (r * 0.6, r * 0.85),
            (0, r),
            (-r * 0.6, r * 0.85),
            (-r, r * 0.2),
            (-r * 0.5, -r * 0.6),
        ]
    )
    shape = d.outline(drop)
    d.use(shape, f'fill="{thin(INK, 0.4)}" transform="translate(5 6)"{d.blur(3)}')
    d.use(shape, 'fill="#54304a"')
    d.use(shape, 'fill="#efe0c4" transform="scale(.88)"')
    d.use(
        shape,
        f'fill="{d.radial((0, "#8c2f3c"), (0.6, "#c8646a"), (1, "#e2a79a"))}" transform="translate(0 3) scale(.7)"',
    )
    dice = scatter(5)
    seeds = "".join(
        f"M{run(*polar(0, r * 0.15, r * (0.2 + 0.35 * next(dice)), next(dice) * 360))}h0" for _ in range(22)
    )
    d.line(seeds, "#f3d9a8", 3, ' stroke-linecap="round"')
    d.close()


def sprig(
    d: Drawing, x: float, y: float, length: float, angle: float, colour: str = LEAF, count: int = 9, size: float = 0.24
) -> None:
    """Lay a sprig of leaves down."""
    d.open(f'transform="translate({run(x, y)}) rotate({num(angle)})"')
    d.line(
        f"M0 0Q{run(length * 0.5, -length * 0.1, length, 0)}",
        thin(INK, 0.35),
        length * 0.16,
        f' transform="translate(5 8)"{d.blur(4)}',
    )
    leaves(d, [(0, 0), (length * 0.5, -length * 0.07), (length, 0)], count, length * size, colour)
    d.close()


def tool(d: Drawing, x: float, y: float, length: float, angle: float, head: str) -> None:
    """Lay a trimming tool down, its handle from (x, y) on; the head is loop, square, pear, needle or knife."""
    heads = {
        "loop": "M0-2C40-50 86-38 86 0S40 50 0 2",
        "square": "M0-3L28-30H74V30H28L0 3",
        "pear": "M0-2C20-10 50-40 84 0C50 40 20 10 0 2",
        "needle": "M0 0H90",
    }
    s = length / 300
    d.open(f'transform="translate({run(x, y)}) rotate({num(angle)}) scale({num2(s)})"')
    d.path("M-4-12L-190-10Q-206 0-190 12L-4 12z", thin(INK, 0.45), f' transform="translate(6 10)"{d.blur(4)}')
    if head == "knife":
        d.path("M-6-13Q50-24 96 2Q50 16-6 13z", d.linear((0, light(WOOD, 0.4)), (1, dark(WOOD, 0.4)), to=(0, 1)))
    else:
        for colour, width in ((dark("#8b8d8e", 0.4), 9), ("#c9cbc9", 5), ("#f4f2ea", 1.6)):
            d.line(heads[head], colour, width, ' stroke-linejoin="round"')
        d.path("M-12-9L14-6V6L-12 9z", d.linear((0, "#e9cf94"), (1, "#8a6a35"), to=(0, 1)))
    d.path(
        "M-10-13Q-90-19-188-11Q-206 0-188 11Q-90 19-10 13z",
        d.linear((0, light(WOOD, 0.5)), (0.4, WOOD), (1, dark(WOOD, 0.5)), to=(0, 1)),
    )
    d.line("M-20-7Q-90-11-180-6", thin(CREAM, 0.6), 2.5)
    d.close()


def rib(d: Drawing, x: float, y: float, s: float, angle: float, kind: str) -> None:
    """Lay a throwing rib down: kidney, moon or straight."""
    shapes = {
        "kidney": [(-70, 10), (-60, -34), (0, -56), (60, -34), (70, 10), (44, 22), (0, 2), (-44, 22)],
        "moon": [(-74, 26), (-62, -18), (0, -52), (62, -18), (74, 26), (0, 32)],
    }
    wood = "#b9764a"
    path = "M-40-70L40-70V44L22 52V70L-40 70Z" if kind == "straight" else closed(shapes[kind])
    d.open(f'transform="translate({run(x, y)}) rotate({num(angle)}) scale({num(s)})"')
    shape = d.outline(path)
    d.use(shape, f'fill="{thin(INK, 0.5)}" transform="translate(5 7)"{d.blur(3)}')
    d.use(shape, f'fill="{dark(wood, 0.35)}" transform="translate(1.5 3)"')
    d.use(shape, f'fill="{lit(d, wood, 0.3)}"')
    d.open(d.clip(shape).strip())
    d.line(
        "".join(f"M-80 {i}q60 {8 - i % 11} 160 {i % 7 - 2}" for i in range(-66, 70, 13)),
        thin(dark(wood, 0.5), 0.3),
        1.6,
    )
    d.close()
    d.circle(0, -22, 7, dark(wood, 0.7))
    d.line("M-5-18a7 7 0 0 0 11 0", thin(CREAM, 0.6), 1.5)
    d.close()


def branch(
    d: Drawing, x: float, y: float, h: float, lean: float = 0.2, colour: str = LEAF, count: int = 12, veins: bool = True
) -> None:
    """Stand a leafy branch in the mouth of a vase."""
    leaves(
        d,
        [(x, y), (x + h * lean * 0.2, y - h * 0.4), (x + h * lean, y - h)],
        count,
        h * 0.2,
        colour,
        stalk=3,
        veins=veins,
    )


def tray(d: Drawing, x: float, y: float, rx: float, wood: str = WOOD, flat: float = 0.26) -> None:
    """Lay a wooden tray on the table, seen from the front."""
    ry = rx * flat
    d.ellipse(x + rx * 0.08, y + ry * 0.22, rx * 1.02, ry * 1.05, thin(INK, 0.45), d.blur(6))
    d.ellipse(x, y + rx * 0.05, rx, ry, dark(wood, 0.45))
    d.ellipse(x, y, rx, ry, d.linear((0, light(wood, 0.5)), (0.5, wood), (1, dark(wood, 0.4))))
    d.ellipse(
        x,
        y + 2,
        rx * 0.95,
        ry * 0.9,
        d.linear((0, dark(wood, 0.45)), (0.5, dark(wood, 0.1)), (1, light(wood, 0.25)), to=(0.4, 1)),
    )
    d.ellipse(x, y + rx * 0.025, rx * 0.93, ry * 0.88, lit(d, wood, 0.25))
    rows = "".join(
        f"M{run(x - half, y + rx * 0.025 + ry * 0.88 * at)}h{num(2 * half)}"
        for at in (-0.6, -0.2, 0.2, 0.6)
        for half in (rx * 0.92 * math.sqrt(1 - at * at),)
    )
    d.line(rows, thin(dark(wood, 0.5), 0.25), 1.3)


def shelf(d: Drawing, y: float, wood: str = WOOD) -> None:
    """Put a shelf board on the wall; things stand at y."""
    d.rect(0, y + 18, d.width, 40, d.linear((0, thin(INK, 0.35)), (1, thin(INK, 0)), to=(0, 1)))
    d.rect(0, y - 12, d.width, 16, d.linear((0, light(wood, 0.35)), (1, wood)))
    d.rect(0, y + 4, d.width, 17, d.linear((0, wood), (1, dark(wood, 0.45))))


LITTLE = {
    "cup": (((15, 0), (22, 8), (25, 24), (26, 40)), 0.2),
    "bowl": (((12, 0), (14, 4), (28, 18), (36, 30)), 0.2),
    "vase": (((14, 0), (25, 18), (24, 34), (12, 54), (8, 72), (11, 80)), 0.2),
    "jar": (((18, 0), (28, 14), (29, 34), (20, 50), (17, 54)), 0.2),
    "tall": (((17, 0), (20, 8), (20, 40), (22, 66)), 0.2),
}


def little(d: Drawing, kind: str, x: float, y: float, s: float, colour: str, *, dipped: str = "") -> None:
    """Stand a small pot in the distance: silhouette, light and rim only."""
    points, tilt = LITTLE[kind]
    body = d.outline(body_path(points, tilt))
    mouth, top = points[-1]

    def shade() -> None:
        side_light(d, body, 0.2)
        d.ellipse(0, -top, mouth, mouth * tilt, thin(CREAM, 0.4))
        d.ellipse(0, -top + 1, mouth * 0.86, mouth * tilt * 0.74, thin(INK, 0.6))

    d.open(f'transform="translate({run(x, y)}) scale({num2(s)})"')
    d.use(body, f'fill="{INK}" opacity=".3" transform="matrix(1 0 -.4 .1 4 1)"')
    d.use(body, f'fill="{colour}"')
    if dipped:
        d.open(d.clip(body).strip())
        d.path(f"M-40-99H40V{num(-top * 0.4)}q-10 8-20 0t-20 2-20-2-20 0z", dipped)
        d.close()
    d.stamp(0, 0, 1, shade)
    d.close()


def wheel(d: Drawing, x: float, y: float, r: float) -> None:
    """Draw the head of a potter's wheel in its splash pan, seen from the front; its top is at y."""
    d.stamp(x, y, r / 150, lambda: _wheel(d, 0, 0, 150))


def _wheel(d: Drawing, x: float, y: float, r: float) -> None:
    d.ellipse(x + r * 0.1, y + r * 0.52, r * 1.3, r * 0.3, thin(INK, 0.5), d.blur(7))
    pan = Shape(((102, 0), (112, 4), (128, 40)), 0.25, 0.04)
    pot(d, pan, Glaze("#8fa0a3", "#c9d0cc", shine=0.2), x, y + r * 0.46, r / 100, shadow=False, rings=0)
    d.ellipse(x, y + r * 0.06, r * 0.86, r * 0.22, "#55524e")
    d.ellipse(x, y, r * 0.86, r * 0.22, d.linear((0, "#f0ece2"), (0.5, "#bdb9b0"), (1, "#77736d")))
    d.line(
        "".join(
            f"M{run(x - r * k, y)}a{run(r * k, r * k * 0.255)} 0 1 0 {run(2 * r * k, 0)}a{run(r * k, r * k * 0.255)} 0 1 0 {run(-2 * r * k, 0)}"
            for k in (0.74, 0.6)
        ),
        thin(INK, 0.2),
        1.5,
    )


def hand(d: Drawing, x: float, y: float, s: float, skin: str, sleeve: str, *, right: bool) -> None:
    """Lay a hand against a pot: fingers at (x, y), the arm coming in from the side."""
    d.open(f'transform="translate({run(x, y)}) scale({num2(-s if right else s)} {num2(s)})"')
    d.path(
        "M-120 66Q-210 90-330 150L-330 40Q-210 10-128 4z",
        d.linear((0, light(sleeve, 0.1)), (1, dark(sleeve, 0.35)), to=(0, 1)),
    )
    arm = d.outline(
        "M-150 12Q-90-6-60-22Q-34-44-14-46Q2-46-2-34Q4-30 6-18Q10-8 8 2Q12 14 4 22Q4 38-12 42Q-34 58-64 58Q-100 62-146 76Q-160 40-150 12Z"
    )
    d.use(arm, f'fill="{thin(INK, 0.3)}" transform="translate(4 8)"{d.blur(4)}')
    d.use(arm, f'fill="{d.linear((0, light(skin, 0.25)), (0.5, skin), (1, dark(skin, 0.35)), to=(0.2, 1))}"')
    d.line(
        "M-44-16Q-18-30-3-33M-42 2Q-14-10 5-14M-40 20Q-12 10 7 6M-44 36Q-20 34 2 24",
        thin(dark(skin, 0.6), 0.5),
        2.2,
        ' stroke-linecap="round"',
    )
    d.line("M-60-18Q-36-38-16-41", thin(CREAM, 0.5), 3, ' stroke-linecap="round"')
    d.path("M-152 10q-10 34 4 68l-14 6q-18-40-4-78z", light(sleeve, 0.2))
    d.close()
