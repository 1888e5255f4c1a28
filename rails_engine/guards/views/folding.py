"""The first view: lower case, no invisible characters, no styled letters. Each character by itself.

Plain ASCII costs one ``lower()``. What is hidden in characters without a shape (tags, variation
selectors) is read out as a view of its own: a reader sees nothing there, but a model does.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rails_engine.guards.views.encodings import read_bits
from rails_engine.guards.views.letters import fold_character
from rails_engine.guards.views.lookalikes import UPSIDE_DOWN, pictures, turn_over
from rails_engine.guards.views.view import Piece, View
from rails_engine.patterns import compile_pattern

if TYPE_CHECKING:
    from rails_engine.patterns import Pattern

#: Chinese and Korean characters are what they are: most texts in these languages are made of them alone.
_FOREIGN = re.compile("[^\x00-\x7f\u4e00-\u9fa5\uac00-\ud7a3]+")
_FOREIGN_PARTS = re.compile(f"({_FOREIGN.pattern})")
_UNSEEN = re.compile(
    "[\U000e0020-\U000e007e\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}|[\u200b-\u200f\u2060-\u2064\ufeff\u180e]{32,}"
)
_TAGS, _TAG_BASE = range(0xE0020, 0xE007F), 0xE0000
_SELECTORS, _MORE_SELECTORS = range(0xFE00, 0xFE10), 0xE0100 - 16
#: Two characters without a width are the digits of a number.
_TWO = 2
_OVERTURNED = frozenset(UPSIDE_DOWN)
_SOME_OVERTURNED = re.compile(f"[{''.join(UPSIDE_DOWN)}]")
#: So many different letters upside down, and it is no accident.
_ENOUGH_OVERTURNED = 3
#: So many characters that pass for letters, and such a part of all, and they are meant as letters.
_LEAST_DRAWN, _ENOUGH_DRAWN = 8, 0.85
#: The same for a look at the beginning.
_SAMPLE, _ENOUGH_BEGUN = 60, 0.5


def fold(original: View) -> View:
    """The view that all others begin with."""
    text = original.text
    if text.isascii():
        return View(text.lower(), "folded", original)
    parts = _FOREIGN_PARTS.split(text)
    runs = parts[1::2]
    folded = {run: "".join(map(fold_character, run)) for run in set(runs)}
    parts[1::2] = [folded[run] for run in runs]
    return View("".join(parts).lower(), "folded", original, lambda: _pieces(text))


def _pieces(text: str) -> list[Piece]:
    """Where each character of the folded text comes from."""
    pieces: list[Piece] = []
    at = done = 0
    for found in _FOREIGN.finditer(text):
        start, end = found.span()
        if start > done:
            pieces.append(Piece(at, done, start, exact=True))
            at += start - done
        for index in range(start, end):
            size = len(fold_character(text[index]).lower())
            if size:
                pieces.append(Piece(at, index, index + 1, exact=size == 1))
                at += size
        done = end
    if done < len(text):
        pieces.append(Piece(at, done, len(text), exact=True))
    return pieces


def unseen(original: View) -> View | None:
    """What stands in characters that nobody sees: tags are letters, variation selectors are bytes."""
    if original.text.isascii() or not _some_unseen().search(original.text):
        return None
    parts, pieces, at = [], [], 0
    for found in _UNSEEN.finditer(original.text):
        said = _spell_out(found[0])
        pieces.append(Piece(at, *found.span(), exact=False))
        parts.append(said)
        at += len(said)
    text = "".join(parts)
    return View(text.lower(), "unseen", original, lambda: pieces) if text.strip() else None


@cache
def _some_unseen() -> Pattern:
    return compile_pattern(_UNSEEN.pattern)


def _spell_out(run: str) -> str:
    widths = dict.fromkeys(run)
    if len(widths) == _TWO:
        one, two = widths
        return read_bits(run.translate({ord(one): "0", ord(two): "1"})) or (
            read_bits(run.translate({ord(one): "1", ord(two): "0"})) or ""
        )
    letters: list[str] = []
    data = bytearray()
    for char in run:
        code = ord(char)
        if code in _TAGS:
            letters.append(chr(code - _TAG_BASE))
        elif code in _SELECTORS:
            data.append(code - _SELECTORS.start)
        elif code > _TAG_BASE:
            data.append(code - _MORE_SELECTORS)
    said = data.decode("utf-8", "ignore")
    said = said.replace("\n", " ")
    return "".join(letters) + (said if said.isprintable() else "")


def overturned(original: View) -> View | None:
    """The text the right way up, if letters in it stand upside down."""
    text = original.text
    if text.isascii() or not _SOME_OVERTURNED.search(text):
        return None
    if len(_OVERTURNED.intersection(text)) < _ENOUGH_OVERTURNED:
        return None
    turned = fold(View(turn_over(text.lower()))).text
    size = len(text)
    return View(turned, "overturned", original, lambda: [Piece(0, 0, size, exact=False)])


def pictured(original: View) -> View | None:
    """The text in letters, if nearly all of it is made of characters that only look like some."""
    text = original.text
    if text.isascii():
        return None
    table = pictures()
    begin = list(filter(str.isalnum, text[:_SAMPLE]))
    if len(begin) * _ENOUGH_BEGUN > sum(map(table.__contains__, begin)):
        return None
    drawn = sum(map(table.__contains__, text))
    if drawn < _LEAST_DRAWN or drawn < _ENOUGH_DRAWN * sum(map(str.isalnum, text)):
        return None
    return View("".join(table.get(char, char) for char in text), "pictured", original)
