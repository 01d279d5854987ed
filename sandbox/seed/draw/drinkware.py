"""The pictures of mugs, cups and teapots."""

from __future__ import annotations

from sandbox.seed.draw.above import (
    leaf_heap,
    lit,
    mug_above,
    pot_above,
    teapot_above,
    tray_above,
)
from sandbox.seed.draw.drawing import Drawing, run
from sandbox.seed.draw.glazes import (
    CELADON,
    CHALK,
    COFFEE,
    DAMSON,
    GREEN_TEA,
    GREY_GREEN,
    HARBOUR,
    INK,
    IRON,
    MATCHA,
    MOSS,
    NIGHT,
    OATMEAL,
    PALE_BLUE,
    RED,
    SEA,
    SHINO,
    TEA,
    TENMOKU,
    Glaze,
    dark,
    light,
    thin,
)
from sandbox.seed.draw.grounds import boards, cloth, plain, room, window_above
from sandbox.seed.draw.motifs import scoop, shelf, spoon, sprig, steam, tray, whisk
from sandbox.seed.draw.pots import pot
from sandbox.seed.draw.sheets import picture
from sandbox.seed.draw.ware import (
    CANTEEN_MUG,
    HARBOUR_MUG,
    ORCHARD_MUG,
    SECONDS_MUG,
    SMALL_CUP,
    TEA_BOWL,
    WREN,
    YUNOMI,
    lid,
    mug,
    teapot,
)

DRIPS = (0, 16, 0, 8, 20, 0)
CLOTH = [(40, 585), (110, 415), (500, 400), (575, 570)]


@picture("harbour-mug-1")
def _(d: Drawing) -> None:
    room(d, "sand", "oak")
    mug(d, HARBOUR_MUG, HARBOUR, 275, 505, 1.75, bare=38, drips=DRIPS)


@picture("harbour-mug-2")
def _(d: Drawing) -> None:
    room(d, "rose", "walnut", light_from="branch", horizon=0.6)
    cloth(d, CLOTH, "#5f7b90")
    mug(d, HARBOUR_MUG, HARBOUR, 250, 505, 1.4, bare=38, drips=DRIPS, full_of=TEA)
    spoon(d, 400, 528, 170, -14)
    steam(d, 250, 262, 130)


@picture("harbour-mug-3")
def _(d: Drawing) -> None:
    room(d, "blue", "pale", light_from="arch", horizon=0.8)
    mug(d, HARBOUR_MUG, HARBOUR, 210, 610, 3.2, bare=42, drips=(0, 18, 0, 9, 22, 6, 0), rings=6)


@picture("harbour-mug-4")
def _(d: Drawing) -> None:
    boards(d, "#b98a5c")
    window_above(d)
    mug_above(d, 262, 318, 150, HARBOUR, -38, full_of=TEA)
    d.rect(455, 380, 150, 230, thin(INK, 0.35), f' transform="rotate(-12 500 480)"{d.blur(6)}')
    d.rect(450, 370, 150, 230, "#f2ead9", ' transform="rotate(-12 500 480)"')
    d.line("M478 410l100-20M482 432l100-20M487 455l70-14", thin(INK, 0.3), 3)


for _glaze, _name, _wall, _table, _light in (
    (CELADON, "celadon", "sand", "oak", "window"),
    (CHALK, "chalk", "clay", "pale", "arch"),
    (TENMOKU, "tenmoku", "straw", "oak", "slant"),
    (DAMSON, "damson", "sage", "pale", "branch"),
):

    @picture(f"orchard-mug-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, wall, table, light_from=fall)
        mug(d, ORCHARD_MUG, glaze, 270, 500, 1.9)


@picture("orchard-mug-shelf")
def _(d: Drawing) -> None:
    room(d, "blue", "oak", horizon=2, light_from="slant")
    for y, pair in ((275, (CELADON, CHALK)), (545, (TENMOKU, DAMSON))):
        shelf(d, y)
        for x, glaze in zip((140, 400), pair, strict=True):
            mug(d, ORCHARD_MUG, glaze, x, y, 1.22)


@picture("orchard-mug-above")
def _(d: Drawing) -> None:
    plain(d, "#cbb79a", weave=True)
    window_above(d)
    mug_above(d, 235, 225, 105, CELADON, -60, full_of=TEA, belly=0.22)
    mug_above(d, 375, 425, 105, DAMSON, 20, full_of=COFFEE, belly=0.22)
    sprig(d, 60, 500, 170, -24)


for _glaze, _name, _wall, _table, _light in (
    (OATMEAL, "oatmeal", "blue", "oak", "arch"),
    (MOSS, "moss", "sand", "walnut", "window"),
    (NIGHT, "ink", "rose", "pale", "branch"),
):

    @picture(f"hillside-teapot-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, wall, table, light_from=fall)
        teapot(d, "hillside", glaze, 292, 480, 1.5)

    @picture(f"canteen-mug-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, {"blue": "sage", "sand": "straw", "rose": "sand"}[wall], table, light_from=fall)
        mug(d, CANTEEN_MUG, glaze, 270, 500, 1.95, bare=24)


@picture("hillside-teapot-pour")
def _(d: Drawing) -> None:
    room(d, "clay", "pale", light_from="slant")
    pot(d, SMALL_CUP, CHALK, 150, 520, 1.3, full_of=TEA, level=0.5)
    d.line("M146 271C152 320 156 370 156 432", "#a4541c", 7, ' stroke-linecap="round" opacity=".9"')
    d.line("M144 276C150 324 154 370 154 429", "#e9a860", 2.2)
    d.ellipse(400, 520, 130, 20, thin(INK, 0.3), d.blur(9))
    d.open('transform="rotate(-27 360 330)"')
    teapot(d, "hillside", OATMEAL, 405, 330, 1.25, shadow=False)
    d.close()
    steam(d, 196, 420, 80)


@picture("hillside-teapot-above")
def _(d: Drawing) -> None:
    plain(d, "#8a8f86")
    window_above(d, 0.3)
    teapot_above(d, 335, 265, 138, OATMEAL, 150)
    pot_above(d, 160, 470, 62, CHALK, full_of=TEA)
    leaf_heap(d, 450, 500, 60, 34, "#4f3826")


@picture("canteen-mug-stack")
def _(d: Drawing) -> None:
    room(d, "moss", "oak", light_from="window")
    for y, glaze, turn in ((545, OATMEAL, 1), (402, MOSS, -1), (259, NIGHT, 1)):
        d.open(f'transform="translate(280 0) scale({turn} 1)"' if turn > 0 else 'transform="translate(280 0)"')
        mug(d, CANTEEN_MUG, glaze, 0, y, 1.14, bare=18, shadow=y == 545)
        d.close()


@picture("canteen-mug-above")
def _(d: Drawing) -> None:
    boards(d, "#7f5a40", seed=4)
    window_above(d, 0.25)
    mug_above(d, 190, 200, 96, MOSS, 200, full_of=COFFEE)
    mug_above(d, 400, 250, 96, OATMEAL, -30, full_of=TEA)
    mug_above(d, 270, 440, 96, NIGHT, 70, full_of="#c79a6b")


@picture("initials-mug-1")
def _(d: Drawing) -> None:
    room(d, "straw", "pale", light_from="branch")
    mug(d, ORCHARD_MUG, CELADON, 270, 500, 1.9)
    _seal(d, 292, 385, 30)


@picture("initials-mug-2")
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", light_from="slant", horizon=0.74)
    mug(d, ORCHARD_MUG, CELADON, 190, 570, 3)
    _seal(d, 235, 385, 58)
    for i, height in enumerate((92, 100, 88, 96)):
        x = 395 + i * 50
        d.ellipse(x + 16, 565, 34, 9, thin(INK, 0.4), d.blur(3))
        d.rect(
            x - 17,
            562 - height,
            34,
            height,
            d.linear((0, "#8a6626"), (0.3, "#f2d68c"), (0.55, "#c79a3f"), (1, "#6b4a1a")),
        )
        d.ellipse(x, 562 - height, 17, 6, "#efd797")
        d.line(f"M{run(x - 17, 574 - height)}h34", thin("#5a3d14", 0.6), 3)


@picture("initials-mug-3")
def _(d: Drawing) -> None:
    plain(d, "#b7a58b", weave=True)
    window_above(d)
    mug_above(d, 330, 280, 118, CELADON, -40, full_of=GREEN_TEA, belly=0.25)
    for i in range(4):
        x, y = 100 + i * 62, 480 + i * 14
        d.circle(x + 5, y + 8, 25, thin(INK, 0.45), d.blur(4))
        d.circle(x, y, 25, lit(d, "#c79a3f"))
        d.circle(x, y, 19, lit(d, "#e2bf69"))
        d.line(
            ("M-8 9L0-10 8 9M-5 2H5", "M-8-9V9M8-9V9M-8 0H8", "M-6-9V9H7", "M-8-9H8M0-9V9")[i],
            "#6b4a1a",
            3.5,
            f' transform="translate({x} {y})"',
        )


def _seal(d: Drawing, x: float, y: float, r: float) -> None:
    d.circle(x + r * 0.06, y + r * 0.1, r, thin(INK, 0.35), d.blur(2))
    d.circle(x, y, r, lit(d, "#a3bb9f", 0.4))
    d.circle(x, y, r * 0.8, d.linear((0, dark("#8dab8e", 0.3)), (1, light("#a3bb9f", 0.3)), of=(0.2, 0.1), to=(0.9, 1)))
    d.line(
        f"M{run(x - r * 0.3, y - r * 0.3)}q{run(r * 0.5, r * 0.3, 0, r * 0.65)}m{run(r * 0.5, -r * 0.65)}q{run(-r * 0.3, r * 0.3, r * 0.1, r * 0.6)}",
        thin(light("#a3bb9f", 0.7), 0.6),
        r * 0.08,
        ' stroke-linecap="round"',
    )


@picture("seconds-mug-1")
def _(d: Drawing) -> None:
    room(d, "rose", "oak", light_from="arch")
    d.open('transform="rotate(1.5 275 505)"')
    mug(d, SECONDS_MUG, GREY_GREEN, 275, 505, 1.85, bare=46, drips=(30, 10, 38, 0, 24, 8, 40))
    d.close()


@picture("seconds-mug-2")
def _(d: Drawing) -> None:
    room(d, "sage", "oak", horizon=2, light_from="slant")
    shelf(d, 470, "#7d5638")
    mug(d, HARBOUR_MUG, HARBOUR, 95, 470, 0.92, bare=34, drips=(0, 20, 0), rings=2)
    mug(d, ORCHARD_MUG, DAMSON, 280, 470, 0.95, rings=2)
    mug(d, CANTEEN_MUG, MOSS, 470, 470, 0.95, bare=20, rings=2)


@picture("seconds-mug-3")
def _(d: Drawing) -> None:
    boards(d, "#c69a68", seed=6)
    window_above(d)
    cloth(d, [(120, 560), (150, 130), (520, 160), (540, 530)], "#8b9c8c")
    mug_above(d, 320, 330, 120, GREY_GREEN, 205, full_of=COFFEE)


@picture("faceted-yunomi-1")
def _(d: Drawing) -> None:
    room(d, "clay", "oak", light_from="window")
    _yunomi(d, 300, 505, 2)


@picture("faceted-yunomi-2")
def _(d: Drawing) -> None:
    room(d, "sage", "linen", light_from="branch", horizon=0.6)
    tray(d, 300, 490, 245)
    _yunomi(d, 225, 475, 1.35, GREEN_TEA)
    _yunomi(d, 375, 510, 1.35, GREEN_TEA)
    steam(d, 225, 245, 100)


@picture("faceted-yunomi-3")
def _(d: Drawing) -> None:
    plain(d, "#6c6a64")
    window_above(d, 0.22)
    pot_above(d, 250, 250, 118, SHINO, full_of=GREEN_TEA, wall=0.09)
    pot_above(d, 430, 430, 84, SHINO, wall=0.1)
    sprig(d, 90, 500, 180, -30)


def _yunomi(d: Drawing, x: float, y: float, s: float, full_of: str = "") -> None:
    pot(d, YUNOMI, SHINO, x, y, s, full_of=full_of, rings=0, bare=8)
    d.open(f'transform="translate({run(x, y)}) scale({s:.2f})"')
    facets = "M-38 0Q-47-60-42-152M-14 4Q-18-60-16-148M14 4Q18-60 16-148M38 0Q47-60 42-152"
    d.line(facets, thin("#c77f4c", 0.75), 3.2)
    d.line(facets, thin("#ffffff", 0.5), 1.6, ' transform="translate(-3 0)"')
    d.close()


for _glaze, _name, _wall, _table, _light in (
    (CHALK, "chalk", "plum", "oak", "window"),
    (SEA, "sea", "sand", "walnut", "slant"),
    (TENMOKU, "tenmoku", "rose", "pale", "arch"),
):

    @picture(f"wren-espresso-cup-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, wall, table, light_from=fall)
        pot(d, WREN, glaze, 300, 485, 2.2, full_of=COFFEE, level=0.4)

    @picture(f"ferry-teapot-{_name}")
    def _(d: Drawing, glaze: Glaze = _glaze, wall: str = _wall, table: str = _table, fall: str = _light) -> None:
        room(d, {"plum": "blue", "sand": "straw", "rose": "sage"}[wall], table, light_from=fall)
        teapot(d, "ferry", glaze, 312, 505, 1.5)


@picture("wren-espresso-cup-set")
def _(d: Drawing) -> None:
    room(d, "straw", "oak", light_from="branch", horizon=0.6)
    tray(d, 300, 490, 255)
    pot(d, WREN, CHALK, 190, 470, 1.15)
    pot(d, WREN, SEA, 190, 366, 1.15, shadow=False)
    pot(d, WREN, TENMOKU, 420, 470, 1.15)
    pot(d, WREN, SEA, 305, 515, 1.15, full_of=COFFEE, level=0.4)
    steam(d, 305, 375, 100)


@picture("wren-espresso-cup-above")
def _(d: Drawing) -> None:
    plain(d, "#a8705a")
    window_above(d, 0.3)
    for x, y, glaze in ((200, 200, CHALK), (400, 230, SEA), (290, 410, TENMOKU)):
        pot_above(d, x, y, 84, glaze, full_of=COFFEE, wall=0.1)
        d.circle(
            x + 5,
            y + 6,
            52,
            d.radial((0, thin("#c98a4a", 0.75)), (0.7, thin("#8a5528", 0.55)), (1, thin("#3a2015", 0))),
        )
    spoon(d, 460, 430, 110, 30)


@picture("dusk-tea-bowl-1")
def _(d: Drawing) -> None:
    room(d, "dusk", "walnut", light_from="arch")
    pot(d, TEA_BOWL, DAMSON, 300, 500, 2, bare=30, drips=(0, 8, 0, 10, 0), second="#8b8a8c")


@picture("dusk-tea-bowl-2")
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", light_from="branch", horizon=0.6)
    cloth(d, CLOTH, "#7d5a68")
    pot(
        d,
        TEA_BOWL,
        DAMSON,
        250,
        500,
        1.45,
        bare=30,
        drips=(0, 8, 0, 10, 0),
        second="#8b8a8c",
        full_of=MATCHA,
        level=0.35,
    )
    whisk(d, 450, 515, 1)


@picture("dusk-tea-bowl-3")
def _(d: Drawing) -> None:
    plain(d, "#4f4a4b")
    window_above(d, 0.2)
    pot_above(d, 285, 300, 178, DAMSON, full_of=MATCHA, wall=0.06)
    d.line(
        "M200 270q80-60 170 10M190 330q90 70 200 10M240 220q50-20 100 0M230 390q60 24 120-6",
        thin("#d6e08f", 0.55),
        5,
        ' stroke-linecap="round"',
    )
    scoop(d, 480, 120, 300, 78, 15)


@picture("red-clay-kyusu-1")
def _(d: Drawing) -> None:
    room(d, "sage", "oak", light_from="window")
    teapot(d, "kyusu", RED, 272, 470, 1.6)


@picture("red-clay-kyusu-2")
def _(d: Drawing) -> None:
    room(d, "rose", "walnut", light_from="branch", horizon=0.58)
    cloth(d, [(30, 575), (100, 400), (520, 395), (590, 565)], "#8f9a5a", "#d8c88f")
    teapot(d, "kyusu", RED, 235, 455, 1.15, closed=False)
    d.ellipse(235, 357, 53, 11, dark("#6f3524", 0.6))
    d.line("M182 357a53 11 0 0 0 106 0", light("#c07a58", 0.2), 4)
    lid(d, RED, 265, 545, 1.05, shadow=True)
    pot(d, SMALL_CUP, CHALK, 430, 540, 1.15, full_of=GREEN_TEA, level=0.4)


@picture("red-clay-kyusu-3")
def _(d: Drawing) -> None:
    plain(d, "#c9b58f", weave=True)
    window_above(d)
    teapot_above(d, 270, 270, 128, RED, 190, kind="kyusu")
    pot_above(d, 440, 440, 66, CHALK, full_of=GREEN_TEA)
    leaf_heap(d, 170, 480, 60, 34, "#5f6f3a")


@picture("quayside-iron-kettle-1")
def _(d: Drawing) -> None:
    room(d, "clay", "oak", light_from="window")
    teapot(d, "kettle", IRON, 315, 505, 1.5)


@picture("quayside-iron-kettle-2")
def _(d: Drawing) -> None:
    room(d, "blue", "walnut", light_from="slant", horizon=0.6)
    d.ellipse(265, 497, 120, 20, dark("#c69a68", 0.1))
    teapot(d, "kettle", IRON, 265, 492, 1.1)
    pot(d, SMALL_CUP, CHALK, 430, 520, 1, full_of=TEA)
    pot(d, SMALL_CUP, CHALK, 520, 560, 1, full_of=TEA)
    steam(d, 78, 330, 110)


@picture("quayside-iron-kettle-3")
def _(d: Drawing) -> None:
    boards(d, "#9a6f4b", seed=3)
    window_above(d, 0.3)
    teapot_above(d, 330, 270, 145, IRON, 160, kind="kettle")
    pot_above(d, 150, 480, 62, CHALK, full_of=TEA)


@picture("ferry-teapot-table")
def _(d: Drawing) -> None:
    room(d, "rose", "pale", light_from="branch", horizon=0.6)
    teapot(d, "ferry", SEA, 250, 500, 1.15)
    pot(d, SMALL_CUP, CHALK, 465, 535, 1.25, full_of=TEA, level=0.35)
    steam(d, 465, 425, 100)


@picture("ferry-teapot-above")
def _(d: Drawing) -> None:
    plain(d, "#d8c7a8", weave=True)
    window_above(d)
    teapot_above(d, 320, 280, 145, SEA, 145, kind="ferry")
    pot_above(d, 470, 490, 60, CHALK, full_of=TEA)
    sprig(d, 70, 520, 170, -20)


@picture("tea-for-two-1")
def _(d: Drawing) -> None:
    room(d, "sand", "oak", light_from="arch", horizon=0.6)
    tray(d, 305, 485, 265)
    teapot(d, "hillside", PALE_BLUE, 265, 460, 1.08)
    pot(d, SMALL_CUP, PALE_BLUE, 455, 480, 0.95)
    pot(d, SMALL_CUP, PALE_BLUE, 385, 525, 0.95, full_of=TEA)


@picture("tea-for-two-2")
def _(d: Drawing) -> None:
    room(d, "rose", "walnut", light_from="window", horizon=0.6)
    d.open('transform="translate(245 500)"')
    d.path("M-165 10L165 12 320 0 260-40-100-20z", thin(INK, 0.5), d.blur(7))
    d.path("M-165-190H165L195-230H-120z", lit(d, "#e3cda6", 0.1))
    d.path("M-165-190H165V10H-165z", d.linear((0, "#e9d5b1"), (1, "#b9996c"), to=(1, 0.4)))
    d.path("M165-190L195-230V-22L165 10z", "#8d7048")
    d.path("M-30-190L0-230H46L24-190V10H-30z", d.linear((0, "#f4efe4"), (1, "#cdbfa6")))
    d.line("M-18-186V8M12-186V8M-12-192L16-229M18-192L40-229", "#7f97a6", 3)
    d.path(
        "M0-206C-90-270-120-230-84-200C-60-184-20-196 0-206C90-270 130-236 92-202C66-184 22-196 0-206L-56-130L-26-132L0-206L40-140L62-156z",
        d.linear((0, "#fbf7ee"), (0.6, "#e2d8c6"), (1, "#a99c86"), to=(1, 0.8)),
    )
    d.ellipse(0, -206, 18, 15, "#e9e0d0")
    d.close()
    pot(d, SMALL_CUP, PALE_BLUE, 490, 535, 1.2)


@picture("tea-for-two-3")
def _(d: Drawing) -> None:
    plain(d, "#7f8b86")
    window_above(d, 0.25)
    tray_above(d, 300, 300, 265)
    teapot_above(d, 265, 250, 104, PALE_BLUE, 165)
    pot_above(d, 235, 435, 58, PALE_BLUE, full_of=TEA)
    pot_above(d, 410, 400, 58, PALE_BLUE, full_of=TEA)
