"""The wide pictures of events, services and plans."""

from __future__ import annotations

from sandbox.seed.draw.above import lit, plate_above, pot_above, shadow_above
from sandbox.seed.draw.drawing import Drawing, polar, run, scatter
from sandbox.seed.draw.glazes import (
    CELADON,
    CHALK,
    CREAM,
    GOLD,
    GOLDEN,
    GREEN_TEA,
    HARBOUR,
    INK,
    MATCHA,
    MOSS,
    NIGHT,
    RAW,
    RED,
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
from sandbox.seed.draw.grounds import boards, plain, room, vignette, window_above
from sandbox.seed.draw.motifs import (
    branch,
    hand,
    little,
    round_fruit,
    shelf,
    spoon,
    sprig,
    steam,
    tin,
    tool,
    tray,
    wheel,
    whisk,
)
from sandbox.seed.draw.pots import Shape, cast_shadow, handle, pot
from sandbox.seed.draw.sheets import picture
from sandbox.seed.draw.ware import CYLINDER, DEEP_BOWL, MOON_JAR, OPEN_BOWL, SMALL_CUP, TEA_BOWL, teapot

W, H = 720, 480
PLASTER = Glaze("#e6dfd2", "#f1ebe0", shine=0.2)


@picture("event-wheel", W, H)
def _(d: Drawing) -> None:
    room(d, "clay", "walnut", light_from="slant", horizon=0.72)
    wheel(d, 350, 345, 170)
    pot(d, DEEP_BOWL, RAW, 350, 347, 1.3, rings=7, shadow=False)
    pot(d, SMALL_CUP, PLASTER, 655, 452, 0.9, full_of="#b7a898", level=0.25)
    little(d, "vase", 80, 380, 1.6, SEA.colour)


@picture("event-course", W, H)
def _(d: Drawing) -> None:
    room(d, "sage", "oak", horizon=2, light_from="window")
    shelf(d, 400, "#7d5638")
    for x, s in ((60, 0.5), (150, 0.72), (250, 0.95)):
        pot(d, CYLINDER, RAW, x, 400, s, rings=3)
    pot(d, TEA_BOWL, RAW, 372, 400, 0.85, rings=3)
    teapot(d, "hillside", SEA, 572, 400, 0.72)


@picture("event-kiln", W, H)
def _(d: Drawing) -> None:
    room(d, "sand", "walnut", horizon=0.86, light_from="none")
    d.path("M170 60h330v370H170z", d.linear((0, "#a9a297"), (1, "#5d5853")))
    d.path("M200 90h270v310H200z", "#6d4a34")
    d.path("M212 102h246v286H212z", d.radial((0, "#ffd489"), (0.6, "#e8903f"), (1, "#9a4a20"), at=(0.5, 0.55), r=0.75))
    for y, row in (
        (195, (("cup", "#a4553a"), ("bowl", "#e9e2d3"), ("cup", "#7f9f90"))),
        (288, (("jar", "#e9e2d3"), ("bowl", "#838659"), ("tall", "#5f7b90"))),
        (380, (("bowl", "#34465a"), ("jar", "#a4553a"), ("cup", "#d8c6a5"))),
    ):
        for x, (kind, colour) in zip((265, 335, 408), row, strict=True):
            little(d, kind, x, y, 1.05, colour)
        d.path(f"M212 {y}h246v9H212z", "#5a3420")
    d.path("M500 60l120 26v330l-120 14z", d.linear((0, "#8f887e"), (1, "#5a5550")))
    d.path("M516 84l90 20v290l-90 12z", d.linear((0, "#e8b779"), (1, "#a9855f")))
    d.line("M516 180l90 8M516 290l90-4M560 94v308", thin("#5a3420", 0.4), 2)
    d.path("M212 400h246l90 80H120z", d.linear((0, thin("#ffb85a", 0.5)), (1, thin("#ffb85a", 0)), to=(0, 1)))
    little(d, "cup", 90, 455, 1.7, "#7d5a68")
    little(d, "bowl", 650, 458, 1.6, "#a3bb9f")


@picture("event-open-studio", W, H)
def _(d: Drawing) -> None:
    room(d, "straw", "oak", horizon=0.8, light_from="none")
    d.path("M230 40h250v345H230z", "#e9e0cc")
    d.path("M250 58h210v326H250z", d.linear((0, "#cfe0df"), (0.55, "#e9ead0"), (1, "#b7c49a"), to=(0, 1)))
    d.path("M250 300q60-50 120-14t90-20v118H250z", "#9dae7c")
    d.path("M330 384q20-60 40-84q20 30 60 84z", "#e6d3ac")
    d.path("M480 40l96 34v352l-96-41z", d.linear((0, "#5f7f76"), (1, "#3f5a54")))
    d.line("M498 78l62 22v120l-62-22zM498 226l62 24v120l-62-26z", thin(CREAM, 0.4), 3)
    d.circle(492, 240, 6, GOLD)
    d.path("M250 384h210l120 96H140z", thin("#fff3d6", 0.5), d.blur(5))
    for y, row in ((150, ("jar", "cup", "vase")), (250, ("bowl", "cup", "tall"))):
        d.rect(30, y, 170, 10, lit(d, WOOD, 0.4))
        for i, kind in enumerate(row):
            little(d, kind, 62 + i * 54, y, 0.9, ("#5f7b90", "#a4553a", "#e9e2d3", "#838659")[(i + y) % 4])
    branch(d, 640, 350, 140, 0.2)
    little(d, "jar", 640, 450, 2, "#7f9f90", dipped="#e9e2d3")


@picture("event-tasting", W, H)
def _(d: Drawing) -> None:
    room(d, "blue", "oak", light_from="window", horizon=0.58)
    teapot(d, "kyusu", RED, 350, 330, 0.95)
    for i, (glaze, tea) in enumerate(
        ((PLASTER, GREEN_TEA), (SEA, "#cdb04a"), (PLASTER, GOLDEN), (SEA, TEA), (PLASTER, "#7a3418"))
    ):
        pot(d, SMALL_CUP, glaze, 96 + i * 132, 440 - (i % 2) * 8, 0.98, full_of=tea, level=0.3, rings=0)
    steam(d, 96, 360, 90)


@picture("event-talk", W, H)
def _(d: Drawing) -> None:
    room(d, "dusk", "walnut", light_from="none", horizon=0.74)
    d.ellipse(360, 430, 250, 20, thin(INK, 0.5), d.blur(6))
    d.path("M170 70q0-12 12-12h356q12 0 12 12V378H170z", "#2b2726")
    d.path("M184 74h352v290H184z", d.linear((0, "#ecdcc2"), (1, "#b89f80"), to=(1, 1)))
    d.rect(184, 300, 352, 64, d.linear((0, "#c69a68"), (1, "#8a6347")))
    teapot(d, "hillside", SEA, 356, 330, 0.76)
    d.path("M130 378h460l26 50q2 10-10 10H114q-12 0-10-10z", d.linear((0, "#d9d5cc"), (1, "#8f8a82"), to=(1, 0.3)))
    d.path("M166 388h388l10 20H156z", "#4a4543")
    pot(d, SMALL_CUP, CHALK, 650, 448, 1, full_of=TEA)
    steam(d, 650, 365, 90)


@picture("event-supper", W, H)
def _(d: Drawing) -> None:
    boards(d, "#7b5740", seed=5)
    window_above(d, 0.22)
    d.path("M-10 190h740v110h-740z", lit(d, "#e6dcc8", 0.2))
    d.line("M0 204h720M0 286h720", "#5f7b90", 5, ' opacity=".7"')
    for x, y, glaze in (
        (140, 110, WHITE),
        (370, 90, MOSS),
        (590, 120, WHITE),
        (150, 390, NIGHT),
        (380, 400, WHITE),
        (600, 380, NIGHT),
    ):
        plate_above(d, x, y, 82, glaze)
    pot_above(d, 250, 240, 62, CELADON, full_of=GREEN_TEA)
    pot_above(d, 480, 245, 52, CHALK)
    for x, y in ((470, 235), (494, 240), (478, 258)):
        round_fruit(d, x, y, 15, "#c2402a")


@picture("event-glaze", W, H)
def _(d: Drawing) -> None:
    room(d, "rose", "oak", light_from="none", horizon=0.62)
    d.line("M30 60Q360 130 690 50", dark(WOOD, 0.4), 3)
    for i, colour in enumerate(
        ("#7f9f90", "#e9e2d3", "#a4553a", "#838659", "#5f7b90", "#43291f", "#7d5a68", "#c9953f", "#34465a")
    ):
        x = 74 + i * 68
        y = 74 + 24 * (1 - ((x - 360) / 330) ** 2)
        d.rect(x + 5, y + 7, 40, 62, thin(INK, 0.3), d.blur(3))
        d.rect(x, y, 40, 62, "#b98a66")
        d.path(f"M{run(x, y + 62)}v-34q10 8 20 0t20 0v34z", lit(d, colour, 0.25))
        d.circle(x + 20, y + 9, 3, INK)
    for x, y, colour in ((145, 430, "#7f9f90"), (370, 445, "#b5653f"), (590, 430, "#4f6a86")):
        pot(d, OPEN_BOWL, PLASTER, x, y, 0.92, full_of=colour, level=0.16, rings=3)
    spoon(d, 610, 338, 150, -38)


@picture("event-moonjar", W, H)
def _(d: Drawing) -> None:
    room(d, "dusk", "walnut", light_from="arch", horizon=0.78)
    d.circle(360, 220, 210, d.radial((0, thin("#fff6e0", 0.45)), (1, thin("#fff6e0", 0))))
    pot(d, MOON_JAR, Glaze("#efebe2", "#ddd3c3", shine=0.35, deep="#d3cbbd"), 360, 430, 1.5, rings=2)
    pot(d, SMALL_CUP, TENMOKU, 130, 440, 1.15, full_of=MATCHA, level=0.3)
    whisk(d, 600, 440, 0.8)


@picture("event-hands", W, H)
def _(d: Drawing) -> None:
    boards(d, "#a87c55", seed=2)
    d.circle(330, 200, 380, d.radial((0, thin("#ffe2a8", 0.6)), (1, thin("#ffe2a8", 0))))
    for x, y, r, wall in ((150, 130, 70, 0.18), (560, 330, 76, 0.16), (120, 350, 52, 0.2)):
        pot_above(d, x, y, r, RAW, wall=wall, floor=0.7)
    coil = "".join(
        f"M{run(360 - k, 220)}a{k} {k} 0 1 1 {run(2 * k, 0)}a{k} {k} 0 1 1 {run(-2 * k, 0)}" for k in (18, 42, 66)
    )
    shadow_above(d, 360, 220, 76, 0.14)
    d.line(coil, dark(WET_CLAY, 0.35), 24)
    d.line(coil, WET_CLAY, 20, ' transform="translate(-1 -2)"')
    d.line(coil, thin(light(WET_CLAY, 0.5), 0.6), 5, ' transform="translate(-4 -6)"')
    handle(d, "M430 240Q520 300 470 400Q430 440 330 410", RAW, 22)
    for x, y, rx in ((540, 110, 74), (270, 400, 58)):
        d.ellipse(x + 10, y + 14, rx, rx * 0.72, thin(INK, 0.4), d.blur(6))
        d.ellipse(
            x,
            y,
            rx,
            rx * 0.72,
            d.radial((0, light(WET_CLAY, 0.4)), (0.6, WET_CLAY), (1, dark(WET_CLAY, 0.4)), at=(0.36, 0.3), r=0.75),
        )
    tool(d, 680, 200, 210, 130, "knife")
    vignette(d)


@picture("event-raku", W, H)
def _(d: Drawing) -> None:
    d.rect(0, 0, W, 330, d.linear((0, "#41384a"), (0.55, "#8a5b58"), (1, "#d98a5a"), to=(0, 1)))
    d.path("M0 300q90-60 190-20t170-30 190 20 170-24v90H0z", "#3a3038")
    d.rect(0, 326, W, 154, d.linear((0, "#54423a"), (1, "#2a201d"), to=(0, 1)))
    d.circle(470, 240, 230, d.radial((0, thin("#ffb45a", 0.6)), (1, thin("#ff8a3a", 0))))
    d.path(
        "M400 290Q380 210 430 170Q424 130 460 90Q462 140 490 160Q500 130 496 110Q540 160 530 210Q556 230 540 290Z",
        d.linear((0, "#e8602c"), (0.6, "#f5a13f"), (1, "#ffdf8a"), to=(0, 1)),
        d.blur(3),
    )
    d.path(
        "M432 290Q424 230 460 190Q470 160 470 150Q500 200 506 230Q520 250 512 290Z",
        d.linear((0, "#ffcf6a"), (1, "#fff3c4"), to=(0, 1)),
        d.blur(3),
    )
    pot(
        d,
        Shape(((104, 0), (112, 4), (128, 96)), 0.2, 0.05),
        Glaze("#8f887e", "#c9c1b3", inside="#3a2018", shine=0.1),
        470,
        400,
        0.95,
        rings=4,
    )
    d.circle(200, 350, 130, d.radial((0, thin("#ff9a45", 0.65)), (1, thin("#ff8a3a", 0))))
    pot(
        d,
        Shape(((36, 0), (44, 6), (70, 50), (66, 90), (42, 116), (38, 130)), 0.2),
        Glaze("#f0813a", "#ffd08a", inside="#ffcf7a", shine=0.2, deep="#d2551f"),
        200,
        420,
        1.05,
        rings=0,
    )
    dice = scatter(4)
    d.line(
        "".join(f"M{run(380 + next(dice) * 200, 20 + next(dice) * 210)}h0" for _ in range(34)),
        "#ffd58a",
        3,
        ' stroke-linecap="round"',
    )
    d.line("M450 90C420 50 500 30 470-10M510 110C540 70 480 50 520 0", thin("#d9cfc6", 0.3), 22, d.blur(9))


@picture("event-azulejo", W, H)
def _(d: Drawing) -> None:
    d.rect(0, 0, W, H, "#efe6d2")
    tile = (
        '<pattern id="@" width="96" height="96" patternUnits="userSpaceOnUse"><path d="M0 0h96v96H0z" fill="#f6f1e4"/>'
        '<path d="M48 8C62 26 70 34 88 48C70 62 62 70 48 88C34 70 26 62 8 48C26 34 34 26 48 8Z" fill="none" stroke="#3a62a0" stroke-width="6"/>'
        '<path d="M0 22Q22 22 22 0M74 0Q74 22 96 22M0 74Q22 74 22 96M74 96Q74 74 96 74" fill="none" stroke="#d9a441" stroke-width="6"/>'
        '<circle cx="48" cy="48" r="15" fill="#7fa3cf"/><path d="M48 36l4 8 8 4-8 4-4 8-4-8-8-4 8-4z" fill="#24477f"/>'
        '<path d="M0 0h22Q22 22 0 22ZM96 0V22Q74 22 74 0ZM0 96V74Q22 74 22 96ZM96 96H74Q74 74 96 74Z" fill="#3a62a0"/>'
        '<path d="M0 0v96h96" fill="none" stroke="#8f8a7a" stroke-opacity=".5" stroke-width="2.5"/></pattern>'
    )
    d.rect(0, 0, W, 336, d.paint(tile))
    for x, y, petals in ((384, 192, 2), (480, 240 - 48, 1), (288, 192, 0)):
        d.path(f"M{x} {y}h96v96h-96z", lit(d, "#f8f4ea", 0.12))
        d.line(
            f"M{x + 48} {y + 8}C{x + 62} {y + 26} {x + 70} {y + 34} {x + 88} {y + 48}",
            "#3a62a0",
            6 if petals else 2,
            "" if petals else ' stroke-dasharray="3 5"',
        )
        d.line(
            f"M{x + 88} {y + 48}C{x + 70} {y + 62} {x + 62} {y + 70} {x + 48} {y + 88}C{x + 34} {y + 70} {x + 26} {y + 62} {x + 8} {y + 48}C{x + 26} {y + 34} {x + 34} {y + 26} {x + 48} {y + 8}",
            thin("#3a62a0", 0.6),
            2,
            ' stroke-dasharray="3 5"',
        )
    d.rect(0, 336, W, 144, d.linear((0, "#dcb98a"), (1, "#94694a"), to=(1, 0.6)))
    d.rect(0, 336, W, 10, thin(INK, 0.25), d.blur(4))
    pot(d, SMALL_CUP, PLASTER, 150, 440, 1.25, full_of="#3a62a0", level=0.2)
    pot(d, SMALL_CUP, PLASTER, 590, 450, 1.15, full_of=GOLD, level=0.2)
    d.line("M260 432L420 400", thin(INK, 0.4), 8, f' transform="translate(4 10)"{d.blur(3)}')
    handle(d, "M290 424L470 388", Glaze("#8a5b3a", "#8a5b3a", shine=0.3), 9)
    d.path("M292 416q-34 6-60 22q36 4 62-10z", "#3a62a0")
    d.path("M288 415l14-3 3 15-14 3z", "#d9d5cc")
    vignette(d)


@picture("event-kintsugi", W, H)
def _(d: Drawing) -> None:
    room(d, "plum", "walnut", light_from="window", horizon=0.7)
    pot(d, OPEN_BOWL, HARBOUR, 350, 420, 1.75, rings=3)
    d.open('transform="translate(350 420)"')
    seam = "M-150-116L-104-84-118-52-72-26M-104-84L-40-88 0-48-26-8M-40-88L-56-104M0-48L70-64 100-42 66-16M70-64L94-104M100-42L136-70"
    d.line(seam, thin(INK, 0.35), 7, ' transform="translate(1 3)"')
    d.line(seam, "#c98f2c", 5.5, ' stroke-linejoin="round"')
    d.line(seam, "#f7dc92", 1.8, ' transform="translate(-1 -1)"')
    d.close()
    pot(d, SMALL_CUP, PLASTER, 90, 430, 0.9, full_of=GOLD, level=0.2)
    for x, y, turn in ((600, 425, 10), (655, 440, 60)):
        d.open(f'transform="translate({x} {y}) rotate({turn})"')
        d.path("M-34 6L-12-26 30-16 22 14z", thin(INK, 0.45), f' transform="translate(5 7)"{d.blur(3)}')
        d.path("M-34 6L-12-26 30-16 22 14z", lit(d, SEA.colour, 0.3))
        d.line("M-34 6L22 14", "#d9b48c", 4)
        d.close()


@picture("event-picnic", W, H)
def _(d: Drawing) -> None:
    d.rect(0, 0, W, H, d.linear((0, "#a9ba7d"), (0.5, "#8fa566"), (1, "#5f7a48"), to=(1, 1)))
    dice = scatter(6)
    d.line("".join(f"M{run(next(dice) * W, next(dice) * H)}q2-9 6-13" for _ in range(40)), thin("#dfe6b0", 0.6), 2)
    d.path("M110 30L640 10 690 440 70 470z", thin(INK, 0.4), f' transform="translate(8 12)"{d.blur(7)}')
    blanket = d.outline("M110 30L640 10 690 440 70 470z")
    d.use(blanket, f'fill="{lit(d, "#f2e8d5", 0.15)}"')
    d.open(d.clip(blanket).strip())
    check = '<pattern id="@" width="88" height="88" patternUnits="userSpaceOnUse" patternTransform="rotate(-3)"><path d="M0 0h44v88H0zM0 0h88v44H0z" fill="#b5573a" opacity=".26"/></pattern>'
    d.rect(0, 0, W, H, d.paint(check))
    d.close()
    plate_above(d, 250, 180, 96, MOSS)
    plate_above(d, 480, 140, 84, WHITE)
    plate_above(d, 440, 340, 100, Glaze("#5f7b90", "#c3b9a6"))
    for x, y, r, colour in (
        (228, 168, 26, "#c2402a"),
        (268, 196, 26, "#c2402a"),
        (262, 150, 24, "#d98a2b"),
        (420, 322, 22, "#5b3550"),
        (456, 330, 22, "#5b3550"),
        (436, 362, 22, "#5b3550"),
    ):
        round_fruit(d, x, y, r, colour)
    d.ellipse(480, 140, 46, 28, lit(d, "#c98a4a", 0.4), ' transform="rotate(-24 480 140)"')
    d.line("M456 138l14 20M472 130l14 20M488 122l14 20", thin("#f3dcae", 0.8), 4, ' stroke-linecap="round"')
    pot_above(d, 200, 350, 56, CHALK, full_of=TEA)
    pot_above(d, 590, 270, 50, CELADON, full_of=GREEN_TEA)
    vignette(d)


@picture("event-night", W, H)
def _(d: Drawing) -> None:
    d.rect(0, 0, W, 350, d.linear((0, "#1f2738"), (1, "#4a4a5f"), to=(0, 1)))
    dice = scatter(9)
    d.line(
        "".join(f"M{run(next(dice) * W, next(dice) * 220)}h0" for _ in range(46)),
        "#f3e8cc",
        2.4,
        ' stroke-linecap="round" opacity=".8"',
    )
    d.circle(590, 90, 90, d.radial((0, thin("#fff3cf", 0.35)), (1, thin("#fff3cf", 0))))
    d.path("M600 56a36 36 0 1 0 22 62a44 44 0 0 1-22-62z", "#f5ead0")
    d.path("M0 330q120-46 260-14t240-26 220 20v80H0z", "#22242e")
    d.rect(0, 350, W, 130, d.linear((0, "#3a3230"), (1, "#1f1a1a"), to=(0, 1)))
    d.path("M388 60h50v170h-50z", d.linear((0, "#9a6a52"), (1, "#523529")))
    dome = d.outline("M190 400V260Q190 140 320 140Q450 140 450 260V400Z")
    d.use(dome, f'fill="{d.linear((0, "#a8735a"), (0.5, "#855741"), (1, "#4a2f26"))}"')
    d.open(d.clip(dome).strip())
    rows = "".join(f"M180 {y}h290" for y in range(170, 400, 26)) + "".join(
        f"M{x + (y // 26 % 2) * 24} {y}v26" for y in range(170, 400, 26) for x in range(190, 450, 48)
    )
    d.line(rows, thin("#2a1a16", 0.35), 2.5)
    d.close()
    d.path("M262 400V320q0-54 58-54t58 54V400z", "#2a1a16")
    d.path(
        "M274 400V322q0-44 46-44t46 44V400z",
        d.radial((0, "#fff0b8"), (0.5, "#ffb648"), (1, "#d9622a"), at=(0.5, 0.7), r=0.7),
    )
    d.path("M274 400h92l120 80H170z", d.linear((0, thin("#ffb85a", 0.6)), (1, thin("#ffb85a", 0)), to=(0, 1)))
    d.line("M412 60C380 20 440 10 420-20", thin("#c9bfb8", 0.4), 20, d.blur(8))
    pot(d, SMALL_CUP, CHALK, 560, 440, 0.95, full_of=TEA)
    pot(d, SMALL_CUP, SEA, 650, 452, 0.95, full_of=TEA)
    steam(d, 560, 360, 90)
    d.path("M40 444q70-46 150-10q20 20-10 26Q90 470 40 444z", d.linear((0, "#8f5a66"), (1, "#4d2f3c")))


@picture("service-wheel", W, H)
def _(d: Drawing) -> None:
    room(d, "blue", "walnut", light_from="window", horizon=0.74)
    wheel(d, 360, 380, 190)
    pot(d, TEA_BOWL, RAW, 360, 384, 1.5, rings=7, shadow=False)
    hand(d, 244, 290, 0.95, "#c98f6c", "#e6dcc8", right=False)
    hand(d, 476, 290, 0.95, "#c98f6c", "#e6dcc8", right=True)


@picture("service-tasting", W, H)
def _(d: Drawing) -> None:
    room(d, "sage", "pale", light_from="window", horizon=0.58)
    tray(d, 350, 385, 290, flat=0.24)
    teapot(d, "hillside", CELADON, 320, 370, 0.98)
    pot(d, SMALL_CUP, PLASTER, 480, 400, 0.9, full_of=GREEN_TEA, level=0.35)
    pot(d, SMALL_CUP, PLASTER, 570, 380, 0.9, full_of=GREEN_TEA, level=0.35)
    steam(d, 480, 330, 90)


@picture("service-glaze", W, H)
def _(d: Drawing) -> None:
    plain(d, "#cdb795")
    window_above(d, 0.4)
    colours = (
        "#efe9dc",
        "#b7c9cf",
        "#7f9f90",
        "#5f7b90",
        "#34465a",
        "#d8c6a5",
        "#a3bb9f",
        "#838659",
        "#7d5a68",
        "#c9953f",
        "#a4553a",
        "#43291f",
    )
    for i, colour in enumerate(colours):
        x, y = 50 + i % 6 * 84, 60 + i // 6 * 140
        d.rect(x + 6, y + 9, 62, 106, thin(INK, 0.4), d.blur(4))
        d.rect(x, y, 62, 106, lit(d, "#b98a66", 0.25))
        d.path(f"M{x} {y + 106}v-70q16 12 31 2t31-4v72z", lit(d, colour, 0.3))
        d.circle(x + 31, y + 14, 5, INK)
    d.open('transform="translate(300 395) rotate(-4)"')
    d.path("M-190-42h300v90h-300z", thin(INK, 0.35), f' transform="translate(7 9)"{d.blur(5)}')
    d.path("M-190-42h300v90h-300z", lit(d, "#f6efe0", 0.1))
    d.line("M-170-18h180M-170 4h240M-170 26h120", thin(INK, 0.3), 3)
    d.close()
    pot_above(d, 620, 130, 66, SEA, wall=0.1)
    pot_above(d, 610, 340, 78, PLASTER, full_of="#5f7b90", wall=0.07)


@picture("service-studio", W, H)
def _(d: Drawing) -> None:
    room(d, "straw", "walnut", light_from="none", horizon=0.74)
    for x in (70, 410):
        d.path(f"M{x} 40h230v180h-230z", "#efe6d2")
        d.path(
            f"M{x + 12} 52h98v156h-98zM{x + 120} 52h98v156h-98z",
            d.linear((0, "#cfe0df"), (0.6, "#eceed6"), (1, "#aebc90"), to=(0, 1)),
        )
        d.rect(x - 8, 220, 246, 10, lit(d, WOOD, 0.3))
    d.rect(40, 290, 640, 10, lit(d, WOOD, 0.4))
    for i, (kind, colour) in enumerate(
        (
            ("jar", "#a4553a"),
            ("cup", "#e9e2d3"),
            ("jar", "#5f7b90"),
            ("cup", "#b98a66"),
            ("jar", "#7f9f90"),
            ("cup", "#b98a66"),
            ("cup", "#838659"),
            ("jar", "#e9e2d3"),
        )
    ):
        little(d, kind, 84 + i * 80, 290, 0.8, colour)
    for x, shape, s in ((130, TEA_BOWL, 0.66), (360, CYLINDER, 0.5), (590, DEEP_BOWL, 0.62)):
        wheel(d, x, 418, 84)
        pot(d, shape, RAW, x, 420, s, shadow=False, rings=2)


@picture("service-table", W, H)
def _(d: Drawing) -> None:
    plain(d, "#8f8579")
    shadow_above(d, 360, 240, 225, 0.12)
    d.circle(360, 240, 225, lit(d, WOOD))
    d.circle(360, 240, 217, lit(d, light(WOOD, 0.12), 0.25))
    d.line("M150 190H570M140 250H580M160 310H560", thin(dark(WOOD, 0.6), 0.3), 2)
    for i in range(6):
        x, y = polar(360, 240, 150, i * 60 - 90)
        if i % 2:
            pot_above(d, x, y, 44, RAW, wall=0.2, floor=0.7)
        else:
            d.ellipse(x + 8, y + 10, 46, 38, thin(INK, 0.4), d.blur(5))
            d.ellipse(
                x,
                y,
                46,
                38,
                d.radial((0, light(WET_CLAY, 0.4)), (0.6, WET_CLAY), (1, dark(WET_CLAY, 0.4)), at=(0.36, 0.3), r=0.75),
            )
        sx, sy = polar(360, 240, 268, i * 60 - 60)
        d.circle(sx + 8, sy + 10, 42, thin(INK, 0.35), d.blur(5))
        d.circle(sx, sy, 42, lit(d, "#7d5638", 0.4))
    pot_above(d, 360, 240, 58, SEA, full_of="#a9b2ac")
    vignette(d)


@picture("service-course", W, H)
def _(d: Drawing) -> None:
    room(d, "clay", "oak", light_from="window", horizon=2)
    shelf(d, 400, "#7d5638")
    for x, s in ((64, 0.5), (160, 0.66), (264, 0.82), (378, 0.98), (500, 1.14)):
        pot(d, CYLINDER, RAW, x, 400, s, rings=3)
    pot(d, CYLINDER, SEA, 636, 400, 1.3, bare=34, drips=(0, 14, 0))


@picture("plan-open-studio", W, H)
def _(d: Drawing) -> None:
    room(d, "sage", "oak", light_from="window", horizon=2)
    shelf(d, 400, "#c69a68")
    pot(d, CYLINDER, RAW, 150, 400, 0.95, rings=6)
    pot(d, CYLINDER, RAW, 290, 400, 1.12, rings=7)
    pot(d, DEEP_BOWL, RAW, 480, 400, 0.95)
    d.circle(630, 120, 9, dark(WOOD, 0.3))
    d.line("M630 124q-4 40 2 70", "#e9dcc0", 4)
    d.open('transform="translate(632 196)"')
    d.circle(4, 6, 17, "none", f' stroke="{thin(INK, 0.4)}" stroke-width="7"{d.blur(2)}')
    d.line("M0 14a14 14 0 1 0-.1-28a14 14 0 1 0 .1 28V88M0 62h18M0 80h14", "#b98a36", 8)
    d.line("M-5 12V86", "#f0d48a", 2)
    d.close()


@picture("plan-tea-circle", W, H)
def _(d: Drawing) -> None:
    room(d, "rose", "walnut", light_from="branch", horizon=0.66)
    for x, band, mark in (
        (116, "#a9bb93", "leaf"),
        (280, "#d9b24f", "flower"),
        (444, "#b5653f", "ring"),
        (608, "#5f7b90", "needle"),
    ):
        tin(d, x, 420, 0.78, "#d5d0c6", band, mark)


@picture("plan-studio-friends", W, H)
def _(d: Drawing) -> None:
    plain(d, "#a8705a")
    window_above(d, 0.3)
    d.open('transform="translate(330 240) rotate(-7)"')
    d.path("M-210-130h400v260h-400z", thin(INK, 0.4), f' transform="translate(10 14)"{d.blur(8)}')
    d.path("M-210-130h400v260h-400z", lit(d, "#f3ead8", 0.14))
    d.path("M-210-130L-10 30L190-130z", lit(d, "#e6d8bd", 0.12))
    d.line("M-210-130L-10 30L190-130", thin(INK, 0.25), 3)
    d.circle(-8, 34, 36, thin(INK, 0.4), f' transform="translate(3 5)"{d.blur(3)}')
    d.circle(-10, 30, 36, lit(d, "#a4402c", 0.4))
    d.circle(-10, 30, 27, lit(d, "#b8523a", 0.3))
    d.line("M-20 20h20v14q0 8-6 8h-8q-6 0-6-8zM0 25q8 0 8 6t-8 6", thin("#f3d9c4", 0.8), 3)
    d.close()
    sprig(d, 470, 400, 170, -34)
    pot_above(d, 620, 140, 58, SEA, full_of=TEA)


@picture("plan-kiln-hands", W, H)
def _(d: Drawing) -> None:
    room(d, "clay", "walnut", light_from="slant", horizon=0.74)
    d.open('transform="translate(270 420)"')
    cast_shadow(d, 120, 190)
    for dx, turn in ((-70, -6), (70, 7)):
        glove = d.outline("M-52 0Q-60-90-52-140Q-50-230-6-236Q40-236 44-150L58-168Q86-186 90-156Q84-110 46-84L44 0Z")
        d.open(f'transform="translate({dx} 0) rotate({turn})"')
        d.use(glove, f'fill="{d.linear((0, light("#b5884f", 0.25)), (0.4, "#b5884f"), (1, dark("#b5884f", 0.5)))}"')
        d.path("M-54-40Q0-26 46-40V0H-52z", dark("#a4553a", 0.1))
        d.line("M-46-52Q0-38 42-52M-30-70V-180M10-70V-190", thin(CREAM, 0.4), 2.4, ' stroke-dasharray="6 5"')
        d.close()
    d.close()
    pot(d, TEA_BOWL, TENMOKU, 540, 430, 1.05)
