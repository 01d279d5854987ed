"""The shop's own pictures: the first page, the studio, and one for each place where there is nothing to see yet."""

from __future__ import annotations

from sandbox.seed.draw.above import lit
from sandbox.seed.draw.drawing import Drawing
from sandbox.seed.draw.glazes import (
    CELADON,
    CHALK,
    CREAM,
    CREAM_IRON,
    GREEN_TEA,
    HARBOUR,
    INK,
    IRON,
    RAW,
    SEA,
    TEA,
    WOOD,
    Glaze,
    dark,
    light,
    thin,
)
from sandbox.seed.draw.grounds import cloth, room
from sandbox.seed.draw.motifs import branch, little, pear, shelf, sprig, steam, wheel
from sandbox.seed.draw.pots import Shape, cast_shadow, handle, inside_of, pot
from sandbox.seed.draw.sheets import picture
from sandbox.seed.draw.ware import HARBOUR_MUG, OPEN_BOWL, SMALL_CUP, TEA_BOWL, VASE, mug, teapot

SPOT = (480, 320)
BLOB = "M64 60C130 4 230 26 300 20C390 12 470 60 466 160C464 250 400 306 300 304C210 304 150 318 80 288C10 256 4 120 64 60Z"


def spot(d: Drawing, wall: str, table: str = "oak", *, horizon: float = 0.66, light_from: str = "window") -> None:
    """Begin a small picture without corners; it brings its own ground, so that it stands on light and dark pages alike."""
    d.open(d.clip(d.outline(BLOB)).strip())
    room(d, wall, table, horizon=horizon, light_from=light_from)


@picture("shop/hero", 800, 500)
def _(d: Drawing) -> None:
    room(d, "sand", "oak", horizon=0.66, light_from="window")
    branch(d, 706, 226, 170, -0.1, count=8, veins=False)
    branch(d, 710, 226, 150, 0.34, count=8, veins=False)
    pot(d, VASE, CHALK, 708, 404, 0.8, rings=0)
    teapot(d, "kettle", IRON, 585, 414, 0.86)
    cloth(d, [(410, 493), (438, 420), (640, 414), (664, 485)], "#96452a")
    mug(d, HARBOUR_MUG, HARBOUR, 490, 456, 0.72, bare=38, drips=(0, 14, 0, 16, 0), full_of=TEA, rings=3)
    pot(d, SMALL_CUP, CELADON, 598, 470, 0.8, full_of=GREEN_TEA, level=0.35, rings=2)
    pot(d, OPEN_BOWL, CREAM_IRON, 712, 474, 0.66, rings=2)
    d.open(inside_of(d, OPEN_BOWL, 712, 474, 0.66).strip())
    pear(d, 692, 430, 0.5, "#a9a24a", -24)
    pear(d, 732, 432, 0.5, "#c2a24a", 20)
    d.close()
    steam(d, 490, 330, 80)


@picture("shop/studio", 720, 480)
def _(d: Drawing) -> None:
    room(d, "sand", "oak", horizon=0.84, light_from="none")
    d.path("M40 50h210v210H40z", "#f2ead9")
    d.path(
        "M52 62h89v186h-89zM151 62h89v186h-89z", d.linear((0, "#cfe2e4"), (0.6, "#f0f0da"), (1, "#a9ba88"), to=(0, 1))
    )
    d.path("M52 210q50-30 89-6v44H52zM151 200q50-16 89 8v40h-89z", "#8fa571")
    d.rect(32, 260, 226, 11, lit(d, WOOD, 0.3))
    little(d, "vase", 76, 260, 0.6, "#7f9f90")
    d.path("M52 403L240 403 420 480H90z", thin("#fff0cc", 0.45), d.blur(7))
    d.rect(318, 30, 10, 340, lit(d, WOOD, 0.4))
    d.rect(560, 30, 10, 340, lit(d, WOOD, 0.4))
    rows = (
        (("jar", "#a4553a"), ("cup", "#e9e2d3"), ("vase", "#43291f"), ("bowl", "#b98a66"), ("cup", "#a3bb9f")),
        (("vase", "#e9e2d3"), ("cup", "#7d5a68"), ("jar", "#5f7b90"), ("tall", "#d8c6a5"), ("bowl", "#838659")),
        (("bowl", "#34465a"), ("jar", "#d8c6a5"), ("cup", "#7f9f90"), ("tall", "#a4553a"), ("cup", "#e9e2d3")),
    )
    for y, row in zip((118, 218, 318), rows, strict=True):
        for i, (kind, colour) in enumerate(row):
            little(d, kind, 354 + i * 46, y, 0.76, colour)
        d.rect(320, y, 248, 9, lit(d, WOOD, 0.4))
        d.rect(328, y + 9, 232, 12, d.linear((0, thin(INK, 0.3)), (1, thin(INK, 0)), to=(0, 1)))
    for x in (110, 270):
        d.line(f"M{x} 390L{x + (x - 190) * 0.14} 452", dark(WOOD, 0.45), 13, ' stroke-linecap="round"')
    wheel(d, 190, 350, 112)
    pot(d, TEA_BOWL, RAW, 190, 352, 0.78, rings=6, shadow=False)
    d.open('transform="translate(-26 0)"')
    pot(
        d,
        Shape(((88, 0), (88, 86), (88, 172)), 0.16, 0.04),
        Glaze("#a9a59c", "#d9d5ca", shine=0.2),
        640,
        446,
        0.98,
        rings=4,
        lidded=True,
    )
    pot(
        d,
        Shape(((91, 0), (92, 15), (91, 31), (86, 39)), 0.16, 0),
        Glaze("#b9b5ab", "#d9d5ca", shine=0.2),
        640,
        280,
        0.98,
        rings=0,
        lidded=True,
        shadow=False,
    )
    d.ellipse(640, 241, 82, 13, lit(d, "#cfcabf", 0.2))
    d.circle(600, 370, 12, "#5a4a40")
    d.circle(600, 370, 7, d.radial((0, "#fff0b8"), (1, "#e8802f")))
    d.path("M656 330h44v64h-44z", "#4a4543")
    d.path("M664 338h28v14h-28z", "#e8a45a")
    d.close()
    d.line("M372 400L360 452M436 400L448 452M404 402V458", dark(WOOD, 0.4), 8, ' stroke-linecap="round"')
    d.ellipse(404, 398, 44, 10, dark(WOOD, 0.4))
    d.ellipse(404, 392, 44, 10, lit(d, WOOD, 0.3))


@picture("shop/empty-cart", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "sage", "oak", light_from="branch")
    basket = Shape(((86, 0), (92, 4), (112, 86)), 0.2, 0.06)
    straw = Glaze("#c9a05f", "#dcbb80", inside="#9a743c", shine=0.0)
    d.open('transform="translate(232 268)"')
    handle(d, "M-98-70C-90-220 90-220 98-70", straw, 13)
    d.line("M-98-70C-90-220 90-220 98-70", thin("#6b4a20", 0.5), 13, ' stroke-dasharray="2 7"')
    d.close()
    pot(d, basket, straw, 232, 268, 1, rings=0)
    d.open('transform="translate(232 268)"')
    weave = '<pattern id="@" width="28" height="18" patternUnits="userSpaceOnUse"><path d="M1 4q6-5 12 0M15 13q6-5 12 0" fill="none" stroke="#6b4a20" stroke-width="2.4"/><path d="M1 7q6-5 12 0M15 16q6-5 12 0" fill="none" stroke="#f0d9a4" stroke-width="1.6"/></pattern>'
    d.path("M-111-80L-90 4Q0 30 90 4L111-80Q0-44-111-80Z", d.paint(weave), ' opacity=".75"')
    d.path(
        "M10-66Q60-80 96-84Q120-60 128-10Q100 4 84-4Q70-50 10-66Z", d.linear((0, "#f8f2e4"), (1, "#c9bda6"), to=(1, 1))
    )
    d.line("M62-78Q92-50 104-2M78-82Q108-52 120-8", "#96452a", 3, ' opacity=".8"')
    d.close(2)


@picture("shop/not-found", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "clay", "walnut", light_from="slant")
    mug(d, Shape(((44, 0), (52, 3), (76, 26), (87, 64), (81, 104), (67, 136), (63, 152)), 0.22), CHALK, 222, 276, 1.2)
    d.open('transform="translate(222 276)"')
    seam = "M-70-168L-44-120-70-76-40-30M-44-120L10-108 44-140M10-108L30-60 2-14M30-60L92-70"
    d.line(seam, thin(INK, 0.3), 6, ' transform="translate(1 2)"')
    d.line(seam, "#c98f2c", 4.5, ' stroke-linejoin="round"')
    d.line(seam, "#f7dc92", 1.5, ' transform="translate(-1 -1)"')
    d.close(2)


@picture("shop/no-results", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "blue", "oak", horizon=2, light_from="window")
    for y in (140, 262):
        shelf(d, y)
    for x, y, r in ((120, 134, 34), (210, 134, 28), (300, 134, 36), (150, 256, 36), (240, 256, 30)):
        d.ellipse(x, y, r, 4, "none", f' stroke="{thin(dark(WOOD, 0.4), 0.5)}" stroke-width="2" stroke-dasharray="5 4"')
    pot(d, SMALL_CUP, SEA, 352, 256, 0.85)
    d.close()


@picture("shop/no-orders", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "rose", "walnut", light_from="arch")
    d.open('transform="translate(230 272)"')
    d.path("M-116 2L116 6 220-6 180-34-60-20z", thin(INK, 0.5), d.blur(5))
    d.path("M-116-96L-80-124H148L116-96z", "#6d5233")
    d.path("M-116-96h232V4h-232z", d.linear((0, "#e3c799"), (1, "#b08d5c"), to=(1, 0.4)))
    d.path("M116-96l32-28v92L116 4z", "#8a6a42")
    d.path("M-116-96l-46 34 14 10 40-30zM-80-124l-34-34h220l42 34z", lit(d, "#d9b985", 0.2))
    d.path("M116-96l50 26 26-30-44-24z", lit(d, "#cfae78", 0.25))
    d.path("M-14-96h28V4h-28z", thin("#fff3d8", 0.35))
    d.close()
    d.circle(404, 262, 24, thin(INK, 0.35), f' transform="translate(5 6)"{d.blur(3)}')
    d.circle(404, 258, 24, lit(d, "#d9c6a0", 0.4))
    d.line(
        "M384 246q20 14 40 0M381 258q22 14 46 0M384 270q20 12 40 0M396 234q-8 24 2 48M412 234q10 24-2 48",
        thin("#6b4a20", 0.5),
        2,
    )
    d.close()


@picture("shop/no-bookings", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "straw", "oak", horizon=0.74, light_from="window")
    d.line("M122 200L112 280M258 200L268 280", dark(WOOD, 0.45), 12, ' stroke-linecap="round"')
    wheel(d, 190, 176, 96)
    d.open('transform="translate(-16 -10)"')
    d.line("M352 226L342 288M412 226L424 288M382 228V292", dark(WOOD, 0.4), 8, ' stroke-linecap="round"')
    d.ellipse(382, 222, 46, 11, dark(WOOD, 0.4))
    d.ellipse(382, 215, 46, 11, lit(d, WOOD, 0.3))
    d.path(
        "M350 214q30-12 60 0l14 34q-20 8-34 0l-6-22q-20-4-34-12z", d.linear((0, "#f5efe2"), (1, "#b9ab92"), to=(1, 1))
    )
    d.close(2)


@picture("shop/thank-you", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "sand", "oak", light_from="window")
    d.open('transform="translate(190 272)"')
    d.path("M-96 2L96 6 230-6 170-30-60-20z", thin(INK, 0.5), d.blur(5))
    d.path("M-96-110L-66-134H120L96-110z", lit(d, "#d9b985", 0.1))
    d.path("M-96-110h192V4h-192z", d.linear((0, "#dcbc88"), (1, "#a9844f"), to=(1, 0.4)))
    d.path("M96-110l24-24V-22L96 4z", "#84643c")
    d.line("M-8-110V4M-8-110l26-24M-96-52h192l24-22", "#f2e6cb", 4)
    d.line(
        "M-8-112q-40-30-48-6q4 16 48 6q40-32 50-8q-4 18-50 8l-18 28M-8-112l26 26",
        "#f2e6cb",
        4,
        ' stroke-linecap="round"',
    )
    d.close()
    sprig(d, 120, 168, 110, -16)
    pot(d, SMALL_CUP, SEA, 366, 278, 0.95, full_of=TEA, level=0.35)
    steam(d, 366, 196, 80)
    d.close()


@picture("shop/declined", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "plum", "pale", light_from="window")
    d.path(
        "M70 262Q110 236 180 244Q240 232 256 258Q300 270 262 284Q180 302 110 288Q60 284 70 262Z",
        d.linear((0, "#b9662c"), (1, "#7d3d1a")),
        ' opacity=".85"',
    )
    d.path("M100 262q50-16 110-8", "none", f' stroke="{thin(CREAM, 0.6)}" stroke-width="4" stroke-linecap="round"')
    d.ellipse(326, 272, 84, 12, thin(INK, 0.5), d.blur(5))
    d.open('transform="translate(362 220) rotate(-84)"')
    pot(d, SMALL_CUP, SEA, 0, 0, 1.35, shadow=False)
    d.close(2)


@picture("shop/slow", *SPOT)
def _(d: Drawing) -> None:
    spot(d, "dusk", "walnut", light_from="arch")
    teapot(d, "hillside", CELADON, 190, 264, 0.72)
    steam(d, 190, 138, 80)
    d.open('transform="translate(384 276)"')
    cast_shadow(d, 40, 120)
    glass = d.outline("M-32-124Q-34-92-5-64Q-34-36-32-6H32Q34-36 5-64Q34-92 32-124Z")
    d.use(glass, f'fill="{thin("#e9f1ee", 0.55)}"')
    d.path(
        "M-24-100Q-14-84-3-70H3Q14-84 24-100Q0-92-24-100ZM-28-8Q-18-34 0-38Q18-34 28-8Z",
        d.linear((0, "#e8c583"), (1, "#b5843c")),
    )
    d.line("M0-72V-34", "#d9ae62", 2.4)
    d.use(glass, f'fill="{d.linear((0, thin("#ffffff", 0.6)), (0.3, thin("#ffffff", 0)), (1, thin(INK, 0.3)))}"')
    for y in (-132, -8):
        d.path(f"M-42 {y}h84v11h-84z", d.linear((0, light(WOOD, 0.35)), (0.4, WOOD), (1, dark(WOOD, 0.5))))
    d.line("M-37-122V-8M37-122V-8", dark(WOOD, 0.2), 4)
    d.close(2)


@picture("shop/drip", 480, 40)
def _(d: Drawing) -> None:
    d.path(
        "M0 0H480V10C462 10 462 14 450 14S438 30 428 30 420 12 404 12 384 18 374 18 362 38 352 38 344 14 326 14 296 10 282 10 270 24 260 24 250 12 236 12 214 16 202 16 192 34 182 34 172 14 156 14 132 10 118 10 108 22 98 22 90 12 76 12 56 14 46 14 36 28 26 28 20 10 0 10Z",
        "#5f7b90",
    )
    d.path(
        "M430 8c4 0 4 8 2 14M354 8c5 0 5 12 2 20M184 8c5 0 5 10 2 16M28 6c4 0 4 8 2 12",
        "none",
        ' stroke="#fff6e6" stroke-opacity=".5" stroke-width="3" stroke-linecap="round"',
    )
