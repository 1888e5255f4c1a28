"""A text with what a reader found in it in the place of what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def replaced(text: str, found: Iterable[tuple[int, int, str]]) -> str:
    """``found``: where a stretch begins and ends, and what it says, in the order of the text."""
    at, parts = 0, []
    for start, end, said in found:
        parts += [text[at:start], said]
        at = end
    return "".join([*parts, text[at:]])
