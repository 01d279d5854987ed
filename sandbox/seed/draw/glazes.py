"""The colours: glazes as the seed's swatches have them, clays, woods, and how to mix them. One palette for all pictures."""

from __future__ import annotations

from dataclasses import dataclass

INK = "#2a1a16"
CREAM = "#fff6e6"
CLAY = "#b98a66"
DARK_CLAY = "#8a6248"
RED_CLAY = "#a4553a"
WET_CLAY = "#a8806a"
WOOD = "#c69a68"
DARK_WOOD = "#7d5638"
LEAF = "#6f8a58"
GOLD = "#d9a441"
TEA = "#a4541c"
GREEN_TEA = "#b9b34e"
MATCHA = "#869f42"
COFFEE = "#3a2015"
GOLDEN = "#dca63a"


@dataclass(frozen=True)
class Glaze:
    """What a pot looks like: its colour, the edge where it breaks, specks, the inside, and how much it shines."""

    colour: str
    edge: str
    specks: str = ""
    inside: str = ""
    shine: float = 0.5
    deep: str = ""


CHALK = Glaze("#e9e2d3", "#c2a684", specks="#6b5442", shine=0.16)
CELADON = Glaze("#a3bb9f", "#cdd8bd", shine=0.6, deep="#6f8f78")
TENMOKU = Glaze("#43291f", "#a4582c", inside="#3a231b", shine=0.55, deep="#21130f")
DAMSON = Glaze("#7d5a68", "#b08a8a", shine=0.4, deep="#553746")
OATMEAL = Glaze("#d8c6a5", "#a8825a", specks="#7d5c3c", shine=0.3, deep="#b99f76")
MOSS = Glaze("#838659", "#b3a26a", specks="#4c4c2c", shine=0.4, deep="#5d6340")
NIGHT = Glaze("#34465a", "#8a7c68", specks="#1d2936", shine=0.5, deep="#222f40")
SEA = Glaze("#7f9f90", "#b9c4ac", shine=0.55, deep="#4f786e")
HARBOUR = Glaze("#5f7b90", "#c3b9a6", specks="#2c3d4f", shine=0.5, deep="#3b566e")
PALE_BLUE = Glaze("#b7c9cf", "#d9cfbb", specks="#7e8f98", shine=0.5, deep="#8aa3af")
WHITE = Glaze("#eeeae0", "#b58f6c", specks="#8a7462", shine=0.35)
CREAM_IRON = Glaze("#85583f", "#d9c4a2", inside="#e8dcc2", shine=0.12, deep="#6b432f")
SHINO = Glaze("#ece3d6", "#cf9568", shine=0.3, deep="#dccdbd")
BUTTER = Glaze("#ece0c4", "#c9ab7c", shine=0.5, deep="#d6c49d")
GREY_GREEN = Glaze("#8b9c8c", "#b9a98c", specks="#4f5b50", shine=0.5, deep="#5c7466")
RED = Glaze(RED_CLAY, "#c07a58", inside="#6f3524", shine=0.06, deep="#8a432c")
IRON = Glaze("#3d3b3a", "#5d5954", inside="#242221", shine=0.22, deep="#2a2827")
BARE = Glaze("#b98a66", "#cda37e", specks="#6e4a32", shine=0.0)
RAW = Glaze(WET_CLAY, "#c4a08a", shine=0.2, deep="#8d6653")


def mix(one: str, other: str, share: float) -> str:
    """Return a colour with that share of the other in it."""
    parts = (round(int(one[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def dark(colour: str, share: float) -> str:
    """Return the colour in shade."""
    return mix(colour, INK, share)


def light(colour: str, share: float) -> str:
    """Return the colour in the light of the window."""
    return mix(colour, CREAM, share)


def thin(colour: str, opacity: float) -> str:
    """Return the colour with an alpha."""
    return f"{colour}{round(opacity * 255):02x}"
