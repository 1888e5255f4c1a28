"""A plot as SVG: a row for each case, a dot for each server, on a logarithmic scale.

Dots, because bars on such a scale have no zero to begin at. It knows no figures of its own and no
library; what it draws can be read in light and in dark.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, LEFT, RIGHT = 860, 250, 30
TOP, ROW, BOTTOM = 78, 26, 34
#: Told apart with any sight of colours (Okabe and Ito); the first one is ours and larger.
COLOURS = ("#d55e00", "#0072b2", "#56b4e9", "#009e73", "#cc79a7")
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 14px; font-weight: 600 }
.grid { stroke: #d1d9e0; stroke-width: 1 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .grid { stroke: #3d444d } }
"""


def ticks(smallest: float, largest: float) -> list[float]:
    """1, 2 and 5 times powers of ten, from at most the smallest value to at least the largest."""
    steps = [
        factor * 10.0**power
        for power in range(math.floor(math.log10(smallest)) - 1, math.ceil(math.log10(largest)) + 1)
        for factor in (1, 2, 5)
    ]
    first = max(step for step in steps if step <= smallest)
    last = min((step for step in steps if step >= largest), default=steps[-1])
    return [step for step in steps if first <= step <= last]


def draw(title: str, rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> str:
    """``rows``: a label, and a value for each series; None where there is none."""
    values = [value for _, series in rows for value in series.values() if value]
    if not values:
        raise ValueError("there is nothing to draw")
    marks = ticks(min(values), max(values))
    low, high = math.log10(marks[0]), math.log10(marks[-1])
    span = (high - low) or 1.0

    def across(value: float) -> float:
        return LEFT + (math.log10(value) - low) / span * (WIDTH - LEFT - RIGHT)

    bottom = TOP + ROW * len(rows)
    names = list(dict.fromkeys(name for _, series in rows for name in series))
    colours = dict(zip(names, COLOURS, strict=False))
    parts = [_text(10, 24, title, "title"), *_legend(names, colours)]
    for mark in marks:
        parts.append(_line(across(mark), TOP - 8, across(mark), bottom))
        parts.append(_text(across(mark), bottom + 18, f"{mark:g}", anchor="middle"))
    for number, (label, series) in enumerate(rows):
        middle = TOP + ROW * number + ROW / 2
        parts.append(_text(LEFT - 14, middle + 4, label, anchor="end"))
        parts.append(_line(LEFT, middle, WIDTH - RIGHT, middle))
        # Ours last, over the others.
        for name in reversed(names):
            value = series.get(name)
            if value:
                radius = 6.5 if name == names[0] else 5
                parts.append(
                    _dot(across(value), middle, colours[name], radius, f"{label}, {name}: {value:.2f}")
                )
    height = bottom + BOTTOM
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
    body = "\n".join(parts)
    return f"{head}\n<title>{escape(title)}</title>\n<style>{STYLE}</style>\n{body}\n</svg>\n"


def _legend(names: Sequence[str], colours: Mapping[str, str]) -> list[str]:
    parts, x = [], 16.0
    for name in names:
        parts.append(_dot(x, 46, colours[name], 5, name))
        parts.append(_text(x + 11, 50, name))
        x += 34 + 7 * len(name)
    return parts


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="grid" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _dot(x: float, y: float, colour: str, radius: float, title: str) -> str:
    named = f"<title>{escape(title)}</title>"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}">{named}</circle>'
