"""The pictures of bowls, plates, serving ware and vases."""

from __future__ import annotations

from sandbox.seed.draw.above import hollow, lid_above, lit, plate_above, pot_above, shadow_above
from sandbox.seed.draw.drawing import Drawing, polar, run, scatter
from sandbox.seed.draw.glazes import (
    BUTTER,
    CELADON,
    CHALK,
    CREAM,
    CREAM_IRON,
    DAMSON,
    HARBOUR,
    INK,
    MOSS,
    NIGHT,
    PALE_BLUE,
    RED,
    TENMOKU,
    WHITE,
    Glaze,
    dark,
    light,
    thin,
)
from sandbox.seed.draw.grounds import boards, cloth, plain, room, window_above
from sandbox.seed.draw.motifs import branch, fig, pear, round_fruit, spoon, sprig, steam
from sandbox.seed.draw.pots import Shape, handle, inside_of, pot, specks
from sandbox.seed.draw.sheets import picture
from sandbox.seed.draw.ware import DEEP_BOWL, JUG, NOODLE_BOWL, OPEN_BOWL, PLATE, SMALL_CUP, VASE

BELL = Shape(((74, 0), (76, 6), (72, 46), (52, 74), (20, 86), (1, 88)), 0.2)
BERRY, BLUEBERRY, TOMATO = "#a83246", "#3f4a72", "#c2402a"


@picture("nesting-bowl-1")
def _(d: Drawing) -> None:
    room(d, "sage", "oak", light_from="window")
    pot(d, OPEN_BOWL, CREAM_IRON, 300, 480, 1.85)


@picture("nesting-bowl-2")
def _(d: Drawing) -> None:
    room(d, "straw", "walnut", light_from="arch")
    pot(d, OPEN_BOWL, CREAM_IRON, 300, 490, 1.75)
    outer = inside_of(d, OPEN_BOWL, 300, 490, 1.75)
    d.open(outer.strip())
    pot(d, OPEN_BOWL, CREAM_IRON, 300, 442, 1.38, shadow=False)
    d.open(inside_of(d, OPEN_BOWL, 300, 442, 1.38).strip())
    pot(d, OPEN_BOWL, CREAM_IRON, 300, 398, 1.02, shadow=False)
    d.close(2)


@picture("nesting-bowl-3")
def _(d: Drawing) -> None:
    room(d, "blue", "oak", light_from="branch", horizon=0.6)
    cloth(d, [(30, 585), (100, 430), (500, 420), (580, 575)], "#a4553a")
    pot(d, OPEN_BOWL, CREAM_IRON, 300, 520, 1.75)
    d.open(inside_of(d, OPEN_BOWL, 300, 520, 1.75).strip())
    for x, y, angle, colour in ((240, 400, -24, "#a9a24a"), (372, 404, 22, "#c2a24a"), (305, 412, -4, "#9aa04f")):
        d.ellipse(x + 16, y - 4, 62, 20, thin(INK, 0.4), d.blur(5))
        pear(d, x, y, 1.25, colour, angle)
    d.close()


@picture("nesting-bowl-4")
def _(d: Drawing) -> None:
    boards(d, "#8a6347", seed=2)
    window_above(d, 0.25)
    pot_above(d, 290, 310, 220, CREAM_IRON, wall=0.05, floor=0.4)
    pot_above(d, 290, 310, 158, CREAM_IRON, wall=0.06, floor=0.4, shadow=0.1)
    pot_above(d, 290, 310, 104, CREAM_IRON, wall=0.07, floor=0.5, shadow=0.1)


@picture("supper-plate-1")
def _(d: Drawing) -> None:
    room(d, "clay", "walnut", light_from="slant", horizon=0.72)
    _leaning(d, 305, 300, 205, WHITE)


@picture("supper-plate-2")
def _(d: Drawing) -> None:
    boards(d, "#b98a5c", seed=9)
    window_above(d)
    cloth(d, [(400, 620), (360, -20), (560, -20), (620, 620)], "#5f7b90")
    plate_above(d, 280, 310, 205, WHITE)
    fig(d, 250, 280, 46, -30)
    fig(d, 335, 335, 46, 40)
    sprig(d, 190, 400, 130, -8, count=7)


@picture("supper-plate-3")
def _(d: Drawing) -> None:
    room(d, "sage", "oak", light_from="branch")
    for i in range(4):
        pot(d, PLATE, WHITE, 300, 520 - i * 27, 1.75, shadow=not i, bare=9, rings=0)
    pot(d, SMALL_CUP, CHALK, 300, 412, 1.15)


for _glaze, _name, _wall, _table, _light in (
    (WHITE, "white", "dusk", "oak", "window"),
    (NIGHT, "ink", "straw", "pale", "arch"),
    (MOSS, "moss", "rose", "walnut", "branch"),
):

    @picture(f"side-plate-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, wall, table, light_from=fall, horizon=0.7)
        _leaning(d, 300, 322, 160, glaze)


@picture("side-plate-stack")
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", light_from="slant")
    for i, glaze in enumerate((MOSS, WHITE, NIGHT, WHITE)):
        pot(d, PLATE, glaze, 300, 510 - i * 24, 1.45, shadow=not i, bare=8, rings=0)
    fig(d, 300, 402, 34, 0)


@picture("side-plate-above")
def _(d: Drawing) -> None:
    plain(d, "#c8b496", weave=True)
    window_above(d)
    plate_above(d, 210, 210, 140, MOSS)
    plate_above(d, 370, 370, 160, NIGHT)
    d.path("M330 400l90-70 40 66z", thin(INK, 0.5), f' transform="translate(8 12)"{d.blur(4)}')
    d.path("M330 400l90-70 40 66z", lit(d, "#d9a860", 0.2))
    d.path("M330 400l130-4-2 20-124 6z", lit(d, "#8c5a30", 0.2))
    d.line("M346 392l74-56M362 394l60-46", thin(CREAM, 0.5), 3)


def _leaning(d: Drawing, x: float, y: float, r: float, glaze: Glaze) -> None:
    d.ellipse(x + r * 0.16, y + r * 1.0, r * 0.8, r * 0.1, thin(INK, 0.6), d.blur(5))
    d.circle(x + r * 0.14, y + r * 0.08, r, thin(INK, 0.4), d.blur(9))
    d.circle(x + r * 0.03, y + r * 0.01, r, dark(glaze.edge, 0.4))
    d.circle(x, y, r, lit(d, glaze.edge))
    d.circle(x, y, r * 0.93, hollow(d, glaze.colour))
    d.circle(x, y, r * 0.84, lit(d, glaze.colour, 0.2))
    d.circle(x, y, r * 0.93, specks(d, glaze.specks, 34, 1.9), ' opacity=".55"')
    for share in (0.25, 0.5, 0.72):
        d.circle(x, y, r * share, "none", f' stroke="{thin(INK, 0.08)}" stroke-width="2"')
    start, end = polar(x, y, r * 0.965, 150), polar(x, y, r * 0.965, 290)
    d.line(
        f"M{run(*start)}A{run(r * 0.965, r * 0.965)} 0 0 1 {run(*end)}",
        thin(CREAM, 0.6),
        r * 0.02,
        ' stroke-linecap="round"',
    )


for _glaze, _name, _wall, _table, _light in (
    (CELADON, "celadon", "rose", "oak", "window"),
    (CHALK, "chalk", "moss", "walnut", "slant"),
    (TENMOKU, "tenmoku", "sand", "oak", "arch"),
    (DAMSON, "damson", "straw", "pale", "branch"),
):

    @picture(f"breakfast-bowl-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, wall, table, light_from=fall)
        pot(d, DEEP_BOWL, glaze, 300, 485, 1.95, bare=8)


@picture("breakfast-bowl-table")
def _(d: Drawing) -> None:
    room(d, "blue", "oak", light_from="window", horizon=0.58)
    cloth(d, [(30, 585), (100, 410), (500, 400), (580, 575)], "#5f7b90")
    pot(d, DEEP_BOWL, CHALK, 280, 520, 1.6, bare=8, full_of="#e3cfa6", level=0.12)
    for x, y, r, colour in (
        (250, 368, 13, BLUEBERRY),
        (274, 376, 14, BLUEBERRY),
        (236, 384, 13, BLUEBERRY),
        (262, 390, 13, BLUEBERRY),
        (322, 374, 14, BERRY),
        (346, 382, 14, BERRY),
        (330, 392, 14, BERRY),
    ):
        round_fruit(d, x, y, r, colour)
    spoon(d, 455, 535, 140, -10)
    steam(d, 280, 350, 90)


@picture("breakfast-bowl-above")
def _(d: Drawing) -> None:
    plain(d, "#b9a98d", weave=True)
    window_above(d)
    pot_above(d, 275, 310, 180, CELADON, full_of="#e6d6b4", wall=0.06)
    for i, (dx, dy) in enumerate(((-50, -70), (-14, -84), (-80, -40), (-40, -34), (-4, -50), (-70, -4), (-30, 2))):
        round_fruit(d, 275 + dx, 310 + dy, 18, BLUEBERRY if i % 3 else BERRY)
    d.line(
        "M310 330a14 14 0 1 1 26 8a30 30 0 1 1-48-22a46 46 0 1 1 70 46",
        thin("#c98a2a", 0.75),
        7,
        ' stroke-linecap="round"',
    )
    d.line("M308 326a14 14 0 1 1 26 8", thin("#fff0c4", 0.7), 2, ' stroke-linecap="round"')
    spoon(d, 500, 250, 230, 76, flat=0.75)


@picture("noodle-bowl-tenmoku")
def _(d: Drawing) -> None:
    room(d, "straw", "oak", light_from="slant")
    pot(d, NOODLE_BOWL, TENMOKU, 290, 525, 1.85, bare=10)
    _chopsticks(d)


@picture("noodle-bowl-celadon")
def _(d: Drawing) -> None:
    room(d, "rose", "walnut", light_from="window")
    pot(d, NOODLE_BOWL, CELADON, 290, 525, 1.85, bare=10)
    _chopsticks(d)


def _chopsticks(d: Drawing) -> None:
    stick = Glaze("#b98547", "#b98547", shine=0.3, deep="#7a4f26")
    for shift in (0, 20):
        d.line(f"M60 {268 + shift}L560 {300 + shift}", thin(INK, 0.4), 7, f' transform="translate(3 12)"{d.blur(3)}')
        handle(d, f"M50 {232 + shift}L575 {292 + shift * 0.6:.0f}", stick, 9)


@picture("noodle-bowl-soup")
def _(d: Drawing) -> None:
    room(d, "sage", "linen", light_from="branch", horizon=0.6)
    pot(d, NOODLE_BOWL, TENMOKU, 300, 535, 1.75, bare=10, full_of="#b5682a", level=0.1)
    d.open(inside_of(d, NOODLE_BOWL, 300, 535, 1.75).strip())
    d.line(
        "M150 312q60-30 110 6t120-14M170 330q70-26 130 8t110-20M200 346q70-20 110 4t80-18",
        "#ecd093",
        7,
        ' stroke-linecap="round"',
    )
    d.ellipse(235, 300, 40, 22, "#f5efe2")
    d.ellipse(238, 301, 20, 12, d.radial((0, "#f4b63f"), (1, "#d98a1f")))
    for x, y in ((330, 300), (352, 314), (372, 298), (400, 312), (310, 322), (290, 300)):
        d.ellipse(x, y, 11, 6, "none", ' stroke="#6f9a4a" stroke-width="4"')
    d.close()
    _chopsticks(d)
    steam(d, 330, 280, 130)


@picture("noodle-bowl-above")
def _(d: Drawing) -> None:
    boards(d, "#7b5740", seed=7)
    window_above(d, 0.22)
    pot_above(d, 270, 310, 190, TENMOKU, full_of="#b5682a", wall=0.05)
    noodles = "".join(f"M{run(130 + i * 6, 330 + i * 12)}q70-50 130-6t130-20" for i in range(7))
    d.line(noodles, "#c9a05a", 11, ' stroke-linecap="round"')
    d.line(noodles, "#f0d79c", 7, ' stroke-linecap="round"')
    d.circle(345, 240, 48, "#f5efe2")
    d.circle(348, 243, 25, d.radial((0, "#f6c255"), (1, "#d98a1f"), at=(0.4, 0.4)))
    dice = scatter(8)
    for _ in range(12):
        d.circle(170 + next(dice) * 110, 200 + next(dice) * 90, 10, "none", ' stroke="#7fa653" stroke-width="5"')
    stick = Glaze("#b98547", "#b98547", shine=0.3, deep="#7a4f26")
    for x in (500, 526):
        d.line(f"M{x + 12} 70L{x - 18} 540", thin(INK, 0.4), 9, d.blur(4))
        handle(d, f"M{x} 60L{x - 30} 530", stick, 10)


def _platter(d: Drawing, x: float, y: float, rx: float, ry: float, angle: float) -> None:
    d.open(f'transform="translate({run(x, y)}) rotate({angle})"')
    d.ellipse(12, 16, rx, ry, thin(INK, 0.45), d.blur(7))
    d.ellipse(0, 0, rx, ry, lit(d, WHITE.edge))
    inner = d.outline(
        f"M{run(-rx * 0.96, 0)}a{run(rx * 0.96, ry * 0.92)} 0 1 0 {run(rx * 1.92, 0)}a{run(rx * 0.96, ry * 0.92)} 0 1 0 {run(-rx * 1.92, 0)}z"
    )
    d.use(inner, f'fill="{hollow(d, WHITE.colour)}"')
    d.ellipse(0, 0, rx * 0.88, ry * 0.8, lit(d, WHITE.colour, 0.18))
    d.open(d.clip(inner).strip())
    d.path(
        f"M{run(rx * 0.42, -ry)}q{run(-rx * 0.1, ry * 0.5, 0, ry)}t{run(-rx * 0.02, ry)}H{run(rx)}V{run(-ry)}z",
        d.linear((0, light(NIGHT.colour, 0.25)), (1, dark(NIGHT.colour, 0.2)), to=(1, 1)),
    )
    d.rect(-rx, -ry, 2 * rx, 2 * ry, specks(d, WHITE.specks, 34, 1.9), ' opacity=".55"')
    d.close()
    d.line(
        f"M{run(-rx * 0.97, 0)}A{run(rx * 0.97, ry * 0.94)} 0 0 1 {run(0, -ry * 0.94)}",
        thin(CREAM, 0.7),
        3,
        ' stroke-linecap="round"',
    )
    d.close()


@picture("long-platter-1")
def _(d: Drawing) -> None:
    boards(d, "#b98a5c", seed=12)
    window_above(d)
    _platter(d, 300, 300, 255, 110, -28)


@picture("long-platter-2")
def _(d: Drawing) -> None:
    plain(d, "#6f6d68")
    window_above(d, 0.25)
    _platter(d, 300, 300, 262, 128, -12)
    for i in range(4):
        x, y = 130 + i * 48, 330 - i * 10
        d.ellipse(x + 8, y + 12, 36, 54, thin(INK, 0.4), d.blur(4))
        d.ellipse(x, y, 36, 54, "#a9703a", f' transform="rotate(14 {x} {y})"')
        d.ellipse(x - 1, y - 1, 30, 47, lit(d, "#efd9ad", 0.2), f' transform="rotate(14 {x} {y})"')
    for x, y in ((345, 262), (392, 290), (352, 318), (405, 240)):
        round_fruit(d, x, y, 27, TOMATO)
    sprig(d, 320, 380, 110, -26, count=7, size=0.3)


@picture("long-platter-3")
def _(d: Drawing) -> None:
    room(d, "clay", "pale", light_from="window", horizon=0.58)
    pot(d, Shape(((120, 0), (130, 4), (196, 10), (206, 24)), 0.3, 0.03), WHITE, 300, 505, 1.25, bare=8, rings=0)
    for x, y, angle, colour in ((220, 474, -30, "#a9a24a"), (300, 486, 4, "#c2a24a")):
        pear(d, x, y, 0.95, colour, angle)
    for x, y in ((380, 470), (410, 486), (360, 494)):
        round_fruit(d, x, y, 22, "#5b3550")


@picture("covered-butter-dish-1")
def _(d: Drawing) -> None:
    room(d, "rose", "oak", light_from="window")
    pot(d, PLATE, BUTTER, 300, 500, 1.55, rings=0, bare=5)
    _bell(d, 300, 472, 1.75)


@picture("covered-butter-dish-2")
def _(d: Drawing) -> None:
    room(d, "straw", "walnut", light_from="slant", horizon=0.58)
    _bell(d, 440, 440, 1.2, shadow=True)
    pot(d, PLATE, BUTTER, 240, 520, 1.5, rings=0, bare=5)
    d.path("M160 485h150l40-34H204z", "#f6e6a4")
    d.path("M160 485h150v-50H160z", "#f0d67c", ' transform="translate(0 0)"')
    d.path("M160 435h150l40-32H204z", d.linear((0, "#fdf3c4"), (1, "#efd983")))
    d.path("M310 435l40-32v48l-40 34z", "#c9a548")
    spoon(d, 440, 560, 130, -8)


@picture("covered-butter-dish-3")
def _(d: Drawing) -> None:
    plain(d, "#a9b0a4")
    window_above(d, 0.35)
    plate_above(d, 290, 300, 205, BUTTER)
    shadow_above(d, 290, 300, 130, 0.4)
    d.circle(
        290,
        300,
        130,
        d.radial(
            (0, light(BUTTER.colour, 0.5)), (0.6, BUTTER.colour), (1, dark(BUTTER.colour, 0.4)), at=(0.34, 0.3), r=0.75
        ),
    )
    lid_above(d, 290, 300, 62, BUTTER)
    sprig(d, 470, 500, 120, -60, count=7)


def _bell(d: Drawing, x: float, y: float, s: float, *, shadow: bool = False) -> None:
    pot(d, BELL, BUTTER, x, y, s, shadow=shadow, lidded=True, rings=3)
    knob = Shape(((7, 0), (7, 5), (17, 16), (14, 30), (1, 35)), 0.2)
    pot(d, knob, BUTTER, x, y - 86 * s, s, shadow=False, lidded=True, rings=0)


def _jug(d: Drawing, x: float, y: float, s: float) -> None:
    d.open(f'transform="translate({run(x, y)})"')
    handle(
        d, f"M{run(46 * s, -196 * s)}C{run(130 * s, -230 * s, 140 * s, -110 * s, 72 * s, -72 * s)}", PALE_BLUE, 18 * s
    )
    d.close()
    pot(d, JUG, PALE_BLUE, x, y, s, bare=30, drips=(0, 8, 0, 12, 0))
    top = y - 214 * s
    d.path(
        f"M{run(x - 40 * s, top + 4 * s)}Q{run(x - 84 * s, top - 20 * s, x - 76 * s, top - 10 * s)}Q{run(x - 66 * s, top + 40 * s, x - 46 * s, top + 66 * s)}Q{run(x - 40 * s, top + 30 * s, x - 30 * s, top + 9 * s)}Z",
        d.linear((0, light(PALE_BLUE.colour, 0.4)), (1, dark(PALE_BLUE.colour, 0.1)), to=(0.6, 1)),
    )
    d.line(
        f"M{run(x - 77 * s, top - 12 * s)}Q{run(x - 60 * s, top + 4 * s, x - 38 * s, top + 6 * s)}",
        PALE_BLUE.edge,
        3 * s,
        ' stroke-linecap="round"',
    )


@picture("pouring-jug-1")
def _(d: Drawing) -> None:
    room(d, "clay", "oak", light_from="arch")
    _jug(d, 295, 515, 1.7)


@picture("pouring-jug-2")
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", light_from="branch", horizon=0.62)
    branch(d, 225, 330, 260, -0.2)
    branch(d, 235, 330, 290, 0.3)
    _jug(d, 225, 530, 1.15)
    _jug(d, 450, 545, 0.75)


@picture("pouring-jug-3")
def _(d: Drawing) -> None:
    boards(d, "#c69a68", seed=14)
    window_above(d)
    d.line("M380 230L500 150", thin(INK, 0.35), 30, f' transform="translate(24 30)"{d.blur(6)}')
    handle(d, "M380 235L490 160", PALE_BLUE, 30)
    shadow_above(d, 290, 300, 150, 0.45)
    d.circle(290, 300, 150, lit(d, PALE_BLUE.colour, 0.5))
    d.path("M196 306Q160 350 130 400Q190 390 262 384z", lit(d, PALE_BLUE.edge, 0.2))
    pot_above(d, 290, 300, 100, PALE_BLUE, full_of="#f2ead8", shadow=0)
    d.path("M214 330Q180 360 150 388Q200 376 250 366z", "#f2ead8")


for _glaze, _name, _wall, _table, _light in (
    (CHALK, "chalk", "clay", "oak", "window"),
    (HARBOUR, "harbour", "straw", "walnut", "arch"),
    (RED, "red", "blue", "pale", "slant"),
):

    @picture(f"stem-vase-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, wall, table, light_from=fall, horizon=0.7)
        branch(d, 300, 200, 165, {"clay": -0.35, "straw": 0.4, "blue": 0.25}[wall])
        pot(d, VASE, glaze, 300, 545, 1.42)


@picture("stem-vase-trio")
def _(d: Drawing) -> None:
    room(d, "sage", "walnut", light_from="branch", horizon=0.7)
    branch(d, 150, 220, 170, -0.2)
    branch(d, 450, 210, 180, 0.3)
    pot(d, VASE, HARBOUR, 150, 500, 1.12)
    pot(d, VASE, RED, 450, 500, 1.12)
    pot(d, VASE, CHALK, 300, 545, 1.12)


@picture("stem-vase-above")
def _(d: Drawing) -> None:
    plain(d, "#bfa58c", weave=True)
    window_above(d)
    d.line("M330 300Q430 240 560 330", thin(INK, 0.3), 26, f' transform="translate(20 50)"{d.blur(9)}')
    pot_above(d, 270, 310, 44, CHALK, belly=2, wall=0.22)
    d.circle(270, 310, 30, "#2a1a16")
    sprig(d, 268, 308, 290, -38, count=13, size=0.2)
