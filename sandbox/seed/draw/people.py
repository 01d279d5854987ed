"""The portraits of members."""

from __future__ import annotations

from sandbox.seed.draw.drawing import Drawing
from sandbox.seed.draw.glazes import CREAM, dark, light, thin
from sandbox.seed.draw.grounds import room
from sandbox.seed.draw.sheets import picture


def _bust(d: Drawing, skin: str, cloth_colour: str, collar: str) -> None:
    d.path(
        "M60 620Q70 470 210 440L300 470 390 440Q530 470 540 620z",
        d.linear((0, light(cloth_colour, 0.25)), (0.5, cloth_colour), (1, dark(cloth_colour, 0.5))),
    )
    d.path(
        "M210 440Q300 520 390 440L410 452Q300 570 190 452z", d.linear((0, light(collar, 0.2)), (1, dark(collar, 0.3)))
    )
    d.path("M250 360V440Q300 500 350 440V360z", d.linear((0, dark(skin, 0.12)), (1, dark(skin, 0.4))))
    d.path(
        "M196 250Q196 130 300 130Q404 130 404 250Q404 330 366 380Q330 420 300 420Q270 420 234 380Q196 330 196 250z",
        d.linear((0, light(skin, 0.28)), (0.45, skin), (1, dark(skin, 0.34))),
    )
    d.line("M298 270Q288 310 296 322Q304 328 314 322", dark(skin, 0.35), 4, ' stroke-linecap="round"')
    d.line("M234 262q20 13 40 0M328 262q20 13 40 0", dark(skin, 0.75), 5, ' stroke-linecap="round"')
    d.line("M228 234q22-14 46-4M328 230q24-10 46 4", dark(skin, 0.6), 6, ' stroke-linecap="round"')
    d.line("M268 358q32 22 64 0", "#8f4638", 5, ' stroke-linecap="round"')
    d.circle(232, 318, 26, thin("#d9735a", 0.2), d.blur(6))
    d.circle(370, 318, 26, thin("#d9735a", 0.2), d.blur(6))


@picture("jane-portrait")
def _(d: Drawing) -> None:
    room(d, "sage", "oak", horizon=2, light_from="branch")
    hair = d.linear((0, "#8a5a3a"), (0.4, "#6b4229"), (1, "#3a2318"))
    d.path(
        "M176 250Q160 90 300 84Q440 90 424 250Q430 380 408 440Q390 470 350 450H250Q210 470 192 440Q170 380 176 250z",
        hair,
    )
    _bust(d, "#e0a984", "#f1e8d8", "#f6efe2")
    d.path(
        "M176 620V500Q190 480 216 470L236 560H364L384 470Q410 480 424 500V620z",
        d.linear((0, "#4f7189"), (0.5, "#3f5d74"), (1, "#22384a")),
    )
    d.path("M190 270Q190 180 250 160Q330 200 408 190Q420 230 412 300Q436 120 300 100Q164 120 190 270z", hair)
    d.line("M214 150Q250 112 310 112", thin(CREAM, 0.35), 6, ' stroke-linecap="round"')


@picture("bo-portrait")
def _(d: Drawing) -> None:
    room(d, "blue", "oak", horizon=2, light_from="window")
    _bust(d, "#a9704a", "#a8522f", "#f1e8d8")
    hair = d.linear((0, "#4a3228"), (1, "#1f1512"))
    d.path("M190 250Q176 110 300 100Q424 110 410 250Q404 190 372 170Q300 150 228 170Q196 190 190 250z", hair)
    d.path(
        "M198 280Q204 330 236 326Q262 336 300 330Q338 336 364 326Q396 330 402 280Q408 350 372 392Q336 432 300 432Q264 432 228 392Q192 350 198 280zM262 352Q300 372 338 352Q326 378 300 378Q274 378 262 352z",
        hair,
        ' fill-rule="evenodd" opacity=".94"',
    )
    d.line(
        "M216 262a36 34 0 1 0 72 0a36 34 0 1 0-72 0M312 262a36 34 0 1 0 72 0a36 34 0 1 0-72 0M288 256q12-8 24 0",
        "#2a1a16",
        5,
    )
    d.path("M226 246q14-14 34-10l-24 40q-14-12-10-30zM322 246q14-14 34-10l-24 40q-14-12-10-30z", thin("#ffffff", 0.25))
