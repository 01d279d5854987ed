"""The pictures of teas, their jar and scoop, tools, aprons, and what is delivered as a download."""

from __future__ import annotations

from sandbox.seed.draw.above import hollow, leaf_heap, lit, pot_above, shadow_above
from sandbox.seed.draw.drawing import Drawing, polar, run, smooth
from sandbox.seed.draw.glazes import (
    CELADON,
    CHALK,
    CREAM,
    DAMSON,
    GOLDEN,
    GREEN_TEA,
    HARBOUR,
    INK,
    LEAF,
    MATCHA,
    NIGHT,
    OATMEAL,
    RAW,
    SEA,
    TEA,
    TENMOKU,
    WET_CLAY,
    WHITE,
    WOOD,
    Glaze,
    dark,
    light,
    thin,
)
from sandbox.seed.draw.grounds import boards, cloth, plain, room, window_above
from sandbox.seed.draw.motifs import (
    citrus,
    daisy,
    pouch,
    rib,
    scoop,
    spoon,
    sprig,
    steam,
    tea_leaves,
    tin,
    tool,
)
from sandbox.seed.draw.pots import Shape, cast_shadow, pot, specks
from sandbox.seed.draw.sheets import picture
from sandbox.seed.draw.ware import CADDY, CYLINDER, DEEP_BOWL, JAR, SAUCER, SMALL_CUP

BLACK_LEAF, GREEN_LEAF = "#4a3324", "#5d7440"
TILES = (
    "#e9e2d3",
    "#a3bb9f",
    "#43291f",
    "#7d5a68",
    "#5f7b90",
    "#7f9f90",
    "#d8c6a5",
    "#838659",
    "#34465a",
    "#b7c9cf",
    "#a4553a",
    "#c9953f",
)


@picture("boathouse-breakfast-1")
def _(d: Drawing) -> None:
    room(d, "blue", "walnut", light_from="window")
    pouch(d, 285, 500, 1.5, "#b58a5c", "#f1e8d6", "leaf")
    tea_leaves(d, 450, 545, 80, BLACK_LEAF)


@picture("boathouse-breakfast-2")
def _(d: Drawing) -> None:
    boards(d, "#c69a68", seed=3)
    window_above(d)
    pot_above(d, 280, 310, 175, NIGHT, wall=0.05)
    leaf_heap(d, 280, 315, 128, 122, BLACK_LEAF, 190, size=15)
    spoon(d, 340, 330, 280, 30, flat=0.8)
    leaf_heap(d, 480, 130, 60, 40, BLACK_LEAF, 24, size=16, seed=9)


@picture("boathouse-breakfast-3")
def _(d: Drawing) -> None:
    room(d, "straw", "oak", light_from="window", horizon=0.6)
    _cup(d, NIGHT, "#8a3d18")
    pouch(d, 490, 440, 0.72, "#b58a5c", "#f1e8d6", "leaf")


def _cup(d: Drawing, glaze: Glaze, tea: str) -> None:
    pot(d, SAUCER, CHALK, 265, 525, 1.7, rings=0)
    pot(d, SMALL_CUP, glaze, 265, 510, 2.1, full_of=tea, level=0.35, bare=6)
    steam(d, 265, 315, 130)


@picture("quiet-quay-earl-grey-1")
def _(d: Drawing) -> None:
    room(d, "rose", "oak", light_from="arch")
    pouch(d, 285, 500, 1.5, "#c9b79a", "#b9cdd6", "citrus")
    tea_leaves(d, 430, 555, 70, BLACK_LEAF, 5)
    citrus(d, 500, 520, 46, 0.45)


@picture("quiet-quay-earl-grey-2")
def _(d: Drawing) -> None:
    room(d, "sage", "linen", light_from="window", horizon=0.6)
    _cup(d, CHALK, TEA)
    citrus(d, 395, 520, 40, 0.42)


@picture("quiet-quay-earl-grey-3")
def _(d: Drawing) -> None:
    plain(d, "#5f6f78")
    window_above(d, 0.22)
    pot_above(d, 260, 300, 160, WHITE, wall=0.05)
    leaf_heap(d, 260, 305, 112, 108, BLACK_LEAF, 170, size=15, seed=4)
    for x, y, r in ((470, 160, 62), (500, 420, 50)):
        citrus(d, x, y, r)


@picture("mint-and-verbena-1")
def _(d: Drawing) -> None:
    room(d, "rose", "oak", light_from="branch")
    tin(d, 270, 505, 1.5, "#d5d0c6", "#a9bb93", "leaf")
    sprig(d, 410, 545, 150, -14)


@picture("mint-and-verbena-2")
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", light_from="slant", horizon=0.6)
    _cup(d, CHALK, "#b9b96a")
    for x, y, a in ((250, 368, 10), (290, 376, 160)):
        d.open(f'transform="translate({x} {y}) rotate({a}) scale(1 .5)"')
        d.path("M0 0q20-18 44 0q-24 18-44 0z", LEAF)
        d.close()
    sprig(d, 410, 560, 140, -20)


@picture("mint-and-verbena-3")
def _(d: Drawing) -> None:
    plain(d, "#d3c6ae", weave=True)
    window_above(d)
    pot_above(d, 250, 300, 130, CELADON, full_of="#b9b96a")
    sprig(d, 200, 300, 80, -30, count=5, size=0.4)
    sprig(d, 400, 480, 190, -60)
    sprig(d, 440, 220, 130, 30, count=7)


@picture("spring-sencha-1")
def _(d: Drawing) -> None:
    room(d, "clay", "pale", light_from="window")
    tin(d, 275, 505, 1.5, "#d5d0c6", "#5f7a45", "needle")
    tea_leaves(d, 450, 550, 75, GREEN_LEAF)


@picture("spring-sencha-2")
def _(d: Drawing) -> None:
    room(d, "plum", "oak", light_from="branch", horizon=0.58)
    cloth(d, [(30, 575), (100, 410), (520, 400), (590, 565)], "#8f9a5a", "#d8c88f")
    pot(d, SMALL_CUP, CELADON, 215, 500, 1.55, full_of=GREEN_TEA, level=0.35)
    pot(d, SMALL_CUP, CELADON, 400, 535, 1.55, full_of=GREEN_TEA, level=0.35)
    steam(d, 215, 370, 110)


@picture("spring-sencha-3")
def _(d: Drawing) -> None:
    boards(d, "#8a6347", seed=5)
    window_above(d, 0.25)
    pot_above(d, 300, 290, 170, CHALK, wall=0.05)
    leaf_heap(d, 300, 295, 122, 116, GREEN_LEAF, 180, size=15, seed=6)
    scoop(d, 280, 380, 280, 36, 18)


@picture("stone-milled-matcha-1")
def _(d: Drawing) -> None:
    room(d, "sage", "walnut", light_from="arch")
    tin(d, 265, 495, 1.2, "#4a4543", "#e6ddc4", "ring")
    _powder(d, 450, 545, 90)


@picture("stone-milled-matcha-2")
def _(d: Drawing) -> None:
    plain(d, "#4f4d4b")
    window_above(d, 0.22)
    pot_above(d, 270, 310, 170, TENMOKU, wall=0.05)
    d.circle(
        276,
        318,
        112,
        d.radial((0, light(MATCHA, 0.3)), (0.6, MATCHA), (1, dark(MATCHA, 0.45)), at=(0.36, 0.32), r=0.75),
    )
    d.path("M200 300q60-60 130-20q-50 10-60 50q-40-40-70-30z", thin(light(MATCHA, 0.5), 0.5), d.blur(5))
    scoop(d, 300, 330, 290, 32, 20)


@picture("stone-milled-matcha-3")
def _(d: Drawing) -> None:
    room(d, "straw", "oak", light_from="branch", horizon=0.6)
    pot(d, DEEP_BOWL, DAMSON, 285, 520, 1.6, full_of=MATCHA, level=0.2, bare=8)
    d.line("M180 380q60-20 110 0t100 0M210 396q60-14 140 2", thin("#d6e08f", 0.6), 4, ' stroke-linecap="round"')
    scoop(d, 440, 560, 140, -16, 9)


def _powder(d: Drawing, x: float, y: float, w: float) -> None:
    d.ellipse(x + 10, y + 4, w * 1.05, w * 0.2, thin(INK, 0.4), d.blur(5))
    heap = smooth(
        [
            (x - w, y),
            (x - w * 0.5, y - w * 0.3),
            (x - w * 0.1, y - w * 0.62),
            (x + w * 0.2, y - w * 0.5),
            (x + w * 0.6, y - w * 0.2),
            (x + w, y),
        ]
    )
    d.path(
        f"{heap}Q{run(x, y + w * 0.24, x - w, y)}Z",
        d.linear((0, light(MATCHA, 0.35)), (0.4, MATCHA), (1, dark(MATCHA, 0.45)), to=(1, 0.5)),
    )


@picture("chamomile-and-apple-1")
def _(d: Drawing) -> None:
    room(d, "blue", "oak", light_from="slant")
    tin(d, 265, 505, 1.5, "#d5d0c6", "#d9b24f", "flower")
    for x, y, r in ((440, 545, 26), (490, 520, 22), (500, 565, 26), (390, 570, 20)):
        daisy(d, x, y, r, 0.6)


@picture("chamomile-and-apple-2")
def _(d: Drawing) -> None:
    room(d, "rose", "linen", light_from="window", horizon=0.6)
    _cup(d, CHALK, GOLDEN)
    daisy(d, 270, 372, 24, 0.5)
    d.open('transform="translate(490 500)"')
    d.ellipse(10, 52, 62, 12, thin(INK, 0.4), d.blur(4))
    d.path("M0-46C36-66 70-34 60 6C54 40 26 58 0 50C-26 58-54 40-60 6C-70-34-36-66 0-46Z", "#a83a2c")
    d.path("M0-38C30-54 58-28 50 6C46 34 22 48 0 42C-22 48-46 34-50 6C-58-28-30-54 0-38Z", lit(d, "#f3e4bd", 0.2))
    d.path("M0-10c12 6 12 26 0 34c-12-8-12-28 0-34z", "#b98547")
    d.line("M0-42q2-16 12-24", "#5a3f28", 4)
    d.close()


@picture("chamomile-and-apple-3")
def _(d: Drawing) -> None:
    plain(d, "#8d9a8b")
    window_above(d, 0.3)
    pot_above(d, 280, 300, 160, WHITE, wall=0.05)
    for i in range(14):
        x, y = polar(280, 300, 28 + 80 * (i % 3) / 2.4, i * 51)
        daisy(d, x, y, 27)
    for x, y in ((480, 170), (120, 500), (500, 450)):
        daisy(d, x, y, 26)


@picture("lidded-tea-caddy-1")
def _(d: Drawing) -> None:
    room(d, "rose", "oak", light_from="window")
    _caddy(d, 300, 505, 1.75)
    _wooden_lid(d, 300, 505 - 158 * 1.75, 1.75)


@picture("lidded-tea-caddy-2")
def _(d: Drawing) -> None:
    room(d, "straw", "walnut", light_from="arch", horizon=0.62)
    _caddy(d, 235, 500, 1.45)
    d.ellipse(452, 520, 74, 14, thin(INK, 0.45), d.blur(4))
    d.circle(440, 450, 72, dark(WOOD, 0.45), ' transform="translate(9 3)"')
    d.circle(440, 450, 72, lit(d, WOOD, 0.3))
    d.line(
        "".join(f"M{440 - k} 450a{k} {k} 0 1 0 {2 * k} 0a{k} {k} 0 1 0 {-2 * k} 0" for k in (16, 34, 52)),
        thin(dark(WOOD, 0.5), 0.3),
        2,
    )
    tea_leaves(d, 340, 560, 90, BLACK_LEAF)


@picture("lidded-tea-caddy-3")
def _(d: Drawing) -> None:
    plain(d, "#c2ab8a", weave=True)
    window_above(d)
    pot_above(d, 250, 270, 100, SEA, belly=0.55, wall=0.1)
    leaf_heap(d, 252, 274, 66, 64, BLACK_LEAF, 110, size=13)
    shadow_above(d, 460, 450, 88, 0.12)
    d.circle(460, 450, 88, lit(d, WOOD, 0.3))
    d.line(
        "".join(f"M{460 - k} 450a{k} {k} 0 1 0 {2 * k} 0a{k} {k} 0 1 0 {-2 * k} 0" for k in (18, 38, 58, 74)),
        thin(dark(WOOD, 0.5), 0.3),
        2,
    )


def _caddy(d: Drawing, x: float, y: float, s: float) -> None:
    pot(d, CADDY, SEA, x, y, s, bare=56, drips=(0, 20, 6, 30, 0, 14, 24, 0))


def _wooden_lid(d: Drawing, x: float, y: float, s: float) -> None:
    pot(
        d,
        Shape(((62, 0), (64, 3), (64, 22), (61, 27)), 0.2, 0),
        Glaze(WOOD, WOOD, shine=0.1),
        x,
        y,
        s,
        shadow=False,
        lidded=True,
        rings=0,
    )
    d.ellipse(x, y - 27 * s, 61 * s, 12.2 * s, lit(d, light(WOOD, 0.2), 0.25))
    d.ellipse(x, y - 27 * s, 34 * s, 6.4 * s, "none", f' stroke="{thin(dark(WOOD, 0.5), 0.3)}" stroke-width="2"')


@picture("bamboo-tea-scoop-1")
def _(d: Drawing) -> None:
    plain(d, "#8a8f86")
    window_above(d, 0.25)
    cloth(d, [(70, 540), (90, 90), (510, 70), (530, 520)], "#a4553a")
    scoop(d, 150, 420, 400, -38, 24)
    leaf_heap(d, 170, 470, 56, 30, GREEN_LEAF, 60, size=13)


@picture("bamboo-tea-scoop-2")
def _(d: Drawing) -> None:
    room(d, "clay", "oak", light_from="branch")
    pot(d, SMALL_CUP, SEA, 290, 500, 2)
    scoop(d, 120, 352, 380, -3, 17)
    tea_leaves(d, 450, 540, 75, GREEN_LEAF)


@picture("bamboo-tea-scoop-3")
def _(d: Drawing) -> None:
    boards(d, "#7b5740", seed=8)
    window_above(d, 0.22)
    pot_above(d, 390, 220, 120, WHITE, wall=0.06)
    leaf_heap(d, 390, 224, 84, 80, GREEN_LEAF, 130, size=14)
    scoop(d, 330, 270, 330, 118, 26)


@picture("trimming-tools-1")
def _(d: Drawing) -> None:
    boards(d, "#b98a5c", seed=4)
    window_above(d)
    cloth(d, [(60, 570), (75, 60), (530, 50), (545, 560)], "#a4553a", "#d8ccb2")
    for i, head in enumerate(("loop", "square", "pear", "needle", "knife")):
        tool(d, 130 + i * 84, 235 + (i % 2) * 14, 300, -90, head)
    d.path("M72 400h466l5 150-480 8z", d.linear((0, light("#c9bb9c", 0.3)), (1, dark("#c9bb9c", 0.2)), to=(1, 0.6)))
    d.line("M72 402h466M172 402v152M256 402v152M340 402v152M424 402v152", thin(INK, 0.35), 2, ' stroke-dasharray="7 5"')


@picture("trimming-tools-2")
def _(d: Drawing) -> None:
    room(d, "sage", "walnut", light_from="window", horizon=0.7)
    for x, y, angle, head in (
        (262, 190, -102, "loop"),
        (306, 150, -90, "pear"),
        (352, 190, -76, "square"),
        (330, 230, -84, "knife"),
    ):
        tool(d, x, y, 330, angle, head)
    pot(d, JAR, OATMEAL, 300, 535, 1.75, bare=38, drips=(0, 14, 0, 20, 6, 0))
    d.ellipse(300, 290, 98, 20, "none", f' stroke="{light(OATMEAL.edge, 0.2)}" stroke-width="0"')


@picture("trimming-tools-3")
def _(d: Drawing) -> None:
    plain(d, "#77736d")
    window_above(d, 0.2)
    _wheel_above(d, 270, 320, 240)
    shadow_above(d, 270, 320, 140, 0.3)
    d.circle(270, 320, 140, lit(d, WET_CLAY, 0.5))
    d.circle(270, 320, 84, lit(d, light(WET_CLAY, 0.12), 0.3))
    d.circle(270, 320, 66, hollow(d, WET_CLAY))
    d.line(
        "M372 250c40-60 100-20 70 20s-70-10-30-40M395 300c70-20 90 40 50 50",
        light(WET_CLAY, 0.3),
        9,
        ' stroke-linecap="round"',
    )
    tool(d, 410, 235, 300, 150, "loop")


def _wheel_above(d: Drawing, x: float, y: float, r: float) -> None:
    shadow_above(d, x, y, r, 0.08)
    d.circle(x, y, r, lit(d, "#b9b6ae"))
    for share in (0.96, 0.8, 0.64, 0.48):
        d.circle(x, y, r * share, "none", f' stroke="{thin(INK, 0.2)}" stroke-width="2"')
    d.line(
        f"M{run(*polar(x, y, r * 0.86, 200))}A{run(r * 0.86, r * 0.86)} 0 0 1 {run(*polar(x, y, r * 0.86, 280))}",
        thin("#ffffff", 0.5),
        10,
        ' stroke-linecap="round"',
    )


@picture("pear-wood-ribs-1")
def _(d: Drawing) -> None:
    plain(d, "#cdbfa2", weave=True)
    window_above(d)
    rib(d, 190, 190, 1.5, -12, "kidney")
    rib(d, 215, 420, 1.5, 8, "moon")
    rib(d, 440, 300, 1.5, 6, "straight")


@picture("pear-wood-ribs-2")
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", light_from="arch", horizon=0.62)
    pot(d, DEEP_BOWL, RAW, 250, 490, 1.6)
    rib(d, 465, 440, 1.05, 14, "straight")
    d.open('transform="translate(0 250) scale(1 .55)"')
    rib(d, 330, 530, 1, -6, "kidney")
    d.close()


@picture("pear-wood-ribs-3")
def _(d: Drawing) -> None:
    boards(d, "#8a6347", seed=10)
    window_above(d, 0.25)
    pot_above(d, 260, 290, 190, RAW, wall=0.05)
    rib(d, 350, 370, 1.35, 130, "kidney")


for _cloth, _name, _wall in (
    ("#d9cbb0", "undyed", "sage"),
    ("#a9593a", "rust", "sand"),
    ("#3a4a66", "indigo", "straw"),
):

    @picture(f"studio-apron-{_name}")
    def _(d: Drawing, colour: str = _cloth, wall: str = _wall) -> None:
        room(d, wall, "oak", light_from="window", horizon=0.94)
        _apron(d, colour)


def _apron(d: Drawing, colour: str) -> None:
    d.rect(90, 62, 420, 22, lit(d, WOOD, 0.3))
    d.rect(90, 84, 420, 16, d.linear((0, thin(INK, 0.3)), (1, thin(INK, 0)), to=(0, 1)))
    body = d.outline(
        "M232 178Q300 200 368 178Q376 236 440 262Q452 400 450 528L318 534L308 420L298 420L288 534L152 528Q150 400 162 262Q226 236 232 178Z"
    )
    d.use(body, f'fill="{thin(INK, 0.45)}" transform="translate(16 16)"{d.blur(9)}')
    d.line("M238 182Q250 110 300 74Q350 110 362 182", dark(colour, 0.4), 14)
    d.line("M236 180Q248 108 298 74Q348 108 360 180", light(colour, 0.1), 9)
    d.line("M162 266Q120 330 132 430M440 266Q486 330 470 440", dark(colour, 0.25), 10)
    d.use(body, f'fill="{d.linear((0, light(colour, 0.25)), (0.5, colour), (1, dark(colour, 0.38)), to=(1, 0.4))}"')
    d.open(d.clip(body).strip())
    d.path(
        "M190 260Q180 400 196 540H220Q206 400 220 250ZM360 240Q350 400 362 540H384Q376 400 388 250ZM270 200Q262 330 268 540H282Q276 330 286 200Z",
        thin(INK, 0.16),
        d.blur(5),
    )
    d.path(
        "M228 250Q214 400 226 540H250Q240 400 254 240ZM404 270Q400 400 408 540H420Q416 400 424 270Z",
        thin(CREAM, 0.2),
        d.blur(5),
    )
    d.close()
    stitch = thin(light(colour, 0.6), 0.6)
    for pocket in ("M188 340h84v84h-84z", "M332 340h54v78h-54z"):
        d.path(pocket, thin(INK, 0.3), f' transform="translate(3 5)"{d.blur(3)}')
        d.path(pocket, lit(d, colour, 0.25))
        d.line(pocket, stitch, 1.6, ' stroke-dasharray="5 3"')
    d.line("M240 188Q300 206 360 188M160 518L280 524M326 524L442 518", stitch, 1.6, ' stroke-dasharray="5 3"')
    for x in (240, 360):
        d.circle(x, 184, 6, "#d9b25a")
    d.circle(300, 73, 14, lit(d, light(WOOD, 0.3), 0.5))


@picture("studio-apron-folded")
def _(d: Drawing) -> None:
    room(d, "rose", "oak", light_from="slant", horizon=0.7)
    d.open('transform="translate(290 500)"')
    cast_shadow(d, 190, 160)
    for i, colour in enumerate(("#3a4a66", "#a9593a", "#d9cbb0")):
        y, w = -i * 62, 190 - i * 8
        fold = f"M{-w} {y}Q{-w - 24} {y - 32} {-w} {y - 62}H{w - 12}Q{w + 22} {y - 50} {w + 4} {y - 30}Q{w + 18} {y - 12} {w - 6} {y}Z"
        d.path(
            fold, d.linear((0, light(colour, 0.2)), (0.3, light(colour, 0.08)), (0.7, colour), (1, dark(colour, 0.45)))
        )
        d.path(fold, d.linear((0, thin(CREAM, 0.3)), (0.3, thin(CREAM, 0)), (1, thin(INK, 0.4)), to=(0, 1)))
        d.line(
            f"M{-w + 4} {y - 22}Q0 {y - 14} {w} {y - 30}M{-w + 2} {y - 42}Q0 {y - 36} {w - 4} {y - 44}",
            thin(INK, 0.25),
            2,
        )
    d.line("M120-186Q150-170 146-120T160-40", "#e9dcc0", 9, ' stroke-linecap="round"')
    d.close()


@picture("studio-apron-pocket")
def _(d: Drawing) -> None:
    plain(d, "#3a4a66", weave=True)
    d.path("M110 210h370v430H110z", thin(INK, 0.5), f' transform="translate(10 14)"{d.blur(8)}')
    for x, y, head in ((215, 105, "loop"), (300, 85, "pear")):
        tool(d, x, y, 330, -88, head)
    d.path("M330 250Q340 130 400 110Q460 130 470 250z", lit(d, "#efe7d8", 0.3))
    d.line("M372 122Q364 180 360 250M420 120Q430 180 436 250", thin(INK, 0.15), 6)
    d.path("M110 210h370v430H110z", lit(d, "#42536f", 0.3))
    d.line("M120 222h350M120 236h350M122 222v400M468 222v400", thin("#d9cbb0", 0.7), 2.4, ' stroke-dasharray="9 6"')
    for x in (124, 466):
        d.circle(x, 229, 9, lit(d, "#c9953f"))


@picture("twelve-glazes-1")
def _(d: Drawing) -> None:
    room(d, "sand", "oak", light_from="window", horizon=0.74)
    d.ellipse(320, 512, 190, 22, thin(INK, 0.5), d.blur(6))
    d.path(
        "M140 96Q140 80 156 80H424Q440 80 440 96V500Q440 516 424 516H156Q140 516 140 500Z",
        d.linear((0, "#4a4543"), (1, "#231f1e"), to=(1, 1)),
    )
    d.path("M156 98H424V498H156z", d.linear((0, "#fffaf0"), (1, "#e6dac4"), to=(1, 1)))
    d.path("M176 120h120v14H176zM176 144h80v8h-80z", "#8d6f58")
    for i, colour in enumerate(TILES):
        x, y = 202 + i % 4 * 58, 206 + i // 4 * 70
        d.circle(x + 3, y + 4, 25, thin(INK, 0.3), d.blur(2))
        d.circle(x, y, 25, lit(d, colour, 0.3))
        d.circle(x - 7, y - 8, 7, thin("#ffffff", 0.4))
    d.path("M176 408h228v6H176zM176 428h228v6H176zM176 448h150v6H176z", "#c9b79a")
    d.path("M156 98H290L156 400z", thin("#ffffff", 0.25))
    pot(d, SMALL_CUP, SEA, 510, 545, 0.9)


@picture("twelve-glazes-2")
def _(d: Drawing) -> None:
    plain(d, "#c9a06e")
    window_above(d)
    for i, colour in enumerate(TILES):
        x, y = 92 + i % 4 * 112, 60 + i // 4 * 178
        _tile(d, x, y, 82, 128, colour)


def _tile(d: Drawing, x: float, y: float, w: float, h: float, colour: str) -> None:
    d.rect(x + 6, y + 9, w, h, thin(INK, 0.45), d.blur(4))
    d.rect(x, y, w, h, lit(d, "#b98a66", 0.3))
    d.path(
        f"M{run(x, y + h)}V{run(y + h * 0.34)}q{run(w * 0.2, h * 0.1, w * 0.4, 0)}t{run(w * 0.35, h * 0.03)}t{run(w * 0.25, -h * 0.04)}V{run(y + h)}z",
        lit(d, colour, 0.3),
    )
    d.rect(x + w * 0.12, y + h * 0.5, w * 0.12, h * 0.36, thin("#ffffff", 0.35))
    d.circle(x + w / 2, y + h * 0.13, w * 0.07, dark("#b98a66", 0.75))


@picture("twelve-glazes-3")
def _(d: Drawing) -> None:
    boards(d, "#8a6347", seed=13)
    window_above(d, 0.25)
    for x, y, colour in ((180, 190, SEA), (420, 210, CHALK), (290, 430, HARBOUR)):
        pot_above(d, x, y, 112, Glaze("#e6dfd2", "#f1ebe0", shine=0.3), full_of=colour.colour, wall=0.06)
    spoon(d, 440, 230, 190, 48)
    _tile(d, 470, 420, 70, 108, "#7f9f90")


@picture("first-cylinders-1")
def _(d: Drawing) -> None:
    room(d, "blue", "pale", light_from="arch", horizon=0.7)
    d.ellipse(310, 520, 270, 24, thin(INK, 0.45), d.blur(6))
    d.path("M110 130q0-14 14-14h352q14 0 14 14V440H110z", "#2b2726")
    d.path("M124 132h352v296H124z", d.linear((0, "#e9dcc6"), (1, "#b39c80"), to=(1, 1)))
    d.rect(124, 352, 352, 76, d.linear((0, "#8a6a50"), (1, "#5d4433"), to=(1, 0)))
    d.ellipse(300, 392, 140, 26, lit(d, "#b9b6ae"))
    pot(d, CYLINDER, RAW, 300, 388, 0.98, shadow=False, rings=8)
    d.circle(300, 270, 42, thin("#fffaf0", 0.88))
    d.path("M287 248l38 22-38 22z", "#96452a")
    d.path("M80 440h440l34 64q2 14-12 14H58q-14 0-12-14z", d.linear((0, "#d9d5cc"), (1, "#8f8a82"), to=(1, 0.3)))
    d.path("M112 452h376l12 24H100z", "#4a4543")
    d.path("M240 486h120l6 20H234z", "#a9a49b")


@picture("first-cylinders-2")
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", light_from="slant", horizon=0.58)
    d.ellipse(300, 525, 235, 52, thin(INK, 0.5), d.blur(6))
    d.ellipse(285, 512, 215, 46, "#77736d")
    d.ellipse(285, 500, 215, 46, lit(d, "#c4c0b8"))
    d.ellipse(285, 500, 170, 36, "none", f' stroke="{thin(INK, 0.2)}" stroke-width="2"')
    pot(d, CYLINDER, RAW, 285, 500, 1.7, rings=9)
    pot(
        d,
        Shape(((30, 0), (40, 6), (58, 40)), 0.28, 0.06),
        Glaze("#e6dfd2", "#f1ebe0", shine=0.3),
        510,
        560,
        1.1,
        full_of="#b7b0a2",
        level=0.2,
    )


@picture("first-cylinders-3")
def _(d: Drawing) -> None:
    plain(d, "#84776b")
    window_above(d, 0.22)
    _wheel_above(d, 280, 300, 250)
    pot_above(d, 280, 300, 110, RAW, wall=0.13, floor=0.7)
    d.ellipse(500, 500, 62, 46, thin(INK, 0.4), f' transform="translate(8 10)"{d.blur(5)}')
    d.ellipse(500, 500, 62, 46, specks(d, "#9a7a2c", 40, 3))
    d.ellipse(500, 500, 62, 46, lit(d, "#e2bf69", 0.3))
    d.ellipse(500, 500, 60, 44, specks(d, "#a8823a", 40, 2.6))
