"""A sheet of SVG: numbers written short, definitions shared, marks in the order they are laid down. No motifs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

Point = tuple[float, float]
Stop = tuple[float, str]


def num(value: float) -> str:
    """Return a number as short as a drawing allows: whole above five, one decimal below."""
    text = f"{value:.0f}" if abs(value) >= 5 else f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def run(*values: float) -> str:
    """Return numbers one after the other, with a space only where one is needed."""
    text = ""
    for value in values:
        part = num(value)
        text += part if not text or part[0] == "-" else f" {part}"
    return text


def smooth(points: Sequence[Point], *, start: str = "M") -> str:
    """Return a path through the points, rounded at each (`start` is M for a new path, L to go on with one)."""
    parts = [f"{start}{run(*points[0])}C"]
    for i in range(len(points) - 1):
        before, here, there, after = (
            points[max(i - 1, 0)],
            points[i],
            points[i + 1],
            points[min(i + 2, len(points) - 1)],
        )
        near = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        far = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        if i:
            parts.append("" if near[0] < 0 else " ")
        parts.append(run(*near, *far, *there))
    return "".join(parts)


def closed(points: Sequence[Point]) -> str:
    """Return a rounded outline through the points."""
    ring = [points[-1], *points, points[0], points[1]]
    whole = [f"M{run(*points[0])}C"]
    for i in range(1, len(ring) - 2):
        before, here, there, after = ring[i - 1], ring[i], ring[i + 1], ring[i + 2]
        near = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        far = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        if i > 1:
            whole.append("" if near[0] < 0 else " ")
        whole.append(run(*near, *far, *there))
    return "".join(whole) + "Z"


def scatter(seed: int) -> Iterator[float]:
    """Yield numbers from 0 to 1 that look thrown down, the same for the same seed on every machine."""
    state = seed * 2654435761 % 2147483647 or 1
    while True:
        state = state * 48271 % 2147483647
        yield state / 2147483647


def polar(cx: float, cy: float, radius: float, degrees: float) -> Point:
    """Return the point at an angle; 0 is to the right, 90 downwards."""
    angle = math.radians(degrees)
    return cx + radius * math.cos(angle), cy + radius * math.sin(angle)


class Drawing:
    """One picture while it is drawn."""

    def __init__(self, width: int, height: int, pixels: int = 1200) -> None:
        self.width, self.height, self.pixels = width, height, pixels
        self._defs: dict[str, str] = {}
        self._marks: list[str] = []

    def define(self, markup: str) -> str:
        """Return the id of a definition; the same markup (with `@` for its id) is written once."""
        if markup not in self._defs:
            self._defs[markup] = _name(len(self._defs))
        return self._defs[markup]

    def paint(self, markup: str) -> str:
        """Return what a mark is filled with: the definition by its id."""
        return f"url(#{self.define(markup)})"

    def linear(self, *stops: Stop, to: Point = (1, 0), of: Point = (0, 0)) -> str:
        """Return a paint that runs across whatever it fills; colours may carry an alpha (#rrggbbaa)."""
        where = "".join(
            f' {name}="{num2(value)}"'
            for name, value, usual in (("x1", of[0], 0), ("y1", of[1], 0), ("x2", to[0], 1), ("y2", to[1], 0))
            if value != usual
        )
        return self.paint(f'<linearGradient id="@"{where}>{_stops(stops)}</linearGradient>')

    def radial(self, *stops: Stop, at: Point = (0.5, 0.5), r: float = 0.5) -> str:
        """Return a paint that spreads from a point of whatever it fills."""
        where = f' cx="{num2(at[0])}" cy="{num2(at[1])}" r="{num2(r)}"' if (at, r) != ((0.5, 0.5), 0.5) else ""
        return self.paint(f'<radialGradient id="@"{where}>{_stops(stops)}</radialGradient>')

    def blur(self, amount: float) -> str:
        """Return the attribute that softens a mark."""
        frame = 'x="-40%" y="-40%" width="180%" height="180%" color-interpolation-filters="sRGB"'
        name = self.define(f'<filter id="@" {frame}><feGaussianBlur stdDeviation="{num(amount)}"/></filter>')
        return f' filter="url(#{name})"'

    def clip(self, path_id: str) -> str:
        """Return the attribute that keeps marks inside a defined path."""
        name = self.define(f'<clipPath id="@"><use href="#{path_id}"/></clipPath>')
        return f' clip-path="url(#{name})"'

    def outline(self, path: str) -> str:
        """Return the id of a path that is used more than once."""
        return self.define(f'<path id="@" d="{path}"/>')

    def add(self, *marks: str) -> None:
        """Lay marks on top of what is there."""
        self._marks.extend(marks)

    def path(self, d: str, fill: str = "none", more: str = "") -> None:
        """Lay one filled path down."""
        self.add(f'<path d="{d}" fill="{fill}"{more}/>')

    def line(self, d: str, colour: str, width: float, more: str = "") -> None:
        """Lay one stroke down."""
        self.add(f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{num(width)}"{more}/>')

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str, more: str = "") -> None:
        """Lay an ellipse down."""
        self.add(f'<ellipse cx="{num(cx)}" cy="{num(cy)}" rx="{num(rx)}" ry="{num(ry)}" fill="{fill}"{more}/>')

    def circle(self, cx: float, cy: float, r: float, fill: str, more: str = "") -> None:
        """Lay a circle down."""
        self.add(f'<circle cx="{num(cx)}" cy="{num(cy)}" r="{num(r)}" fill="{fill}"{more}/>')

    def rect(self, x: float, y: float, w: float, h: float, fill: str, more: str = "") -> None:
        """Lay a rectangle down."""
        self.add(f'<path d="M{run(x, y)}h{num(w)}v{num(h)}H{num(x)}z" fill="{fill}"{more}/>')

    def use(self, name: str, more: str) -> None:
        """Lay a defined path down again."""
        self.add(f'<use href="#{name}" {more}/>')

    def stamp(self, x: float, y: float, scale: float, draw: Callable[[], None]) -> None:
        """Lay down at (x, y) what `draw` draws around the origin; things drawn alike are written once."""
        before, self._marks = self._marks, []
        draw()
        inner, self._marks = "".join(self._marks), before
        name = self.define(f'<g id="@">{inner}</g>')
        size = f" scale({num2(scale)})" if abs(scale - 1) > 0.004 else ""
        self.use(name, f'transform="translate({run(x, y)}){size}"')

    def open(self, more: str) -> None:
        """Begin a group."""
        self.add(f"<g {more}>")

    def close(self, count: int = 1) -> None:
        """End groups."""
        self.add("</g>" * count)

    def svg(self) -> str:
        """Return the file."""
        defs = "".join(markup.replace('"@"', f'"{name}"', 1) for markup, name in self._defs.items())
        defs, marks = self._shared(defs, "".join(self._marks))
        size = f'width="{self.pixels}" height="{self.pixels * self.height // self.width}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {self.width} {self.height}" fill="none">'
        body = f"<defs>{defs}</defs>{marks}".replace(' fill="none"', "")  # the sheet says it for all of them
        whole = f"{head}{body}</svg>\n"
        return re.sub(r'((?:translate|rotate)\([^")]*\))', lambda found: re.sub(r"(?<=\d)-", " -", found[0]), whole)

    def _shared(self, defs: str, marks: str) -> tuple[str, str]:
        """Write every long path that is laid down twice only once, among the definitions."""
        seen = Counter(re.findall(r'<path d="([^"]{40,})"', defs + marks))
        for path in [path for path, count in seen.items() if count > 1]:
            name = _name(len(self._defs))
            self._defs[name] = name
            once, again = f'<path d="{path}"', f'<use href="#{name}"'
            defs = defs.replace(once, again) + f'<path id="{name}" d="{path}"/>'
            marks = marks.replace(once, again)
        return defs, marks

    def write(self, path: Path) -> None:
        """Write the file."""
        path.write_text(self.svg(), encoding="utf-8")


def num2(value: float) -> str:
    """Return a share of one, with two decimals."""
    return f"{value:.3f}".rstrip("0").rstrip(".").replace("0.", ".", 1) or "0"


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(f'<stop offset="{num2(at)}" stop-color="{colour}"/>' for at, colour in stops)


def _name(index: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[index] if index < 26 else letters[index // 26 - 1] + letters[index % 26]
