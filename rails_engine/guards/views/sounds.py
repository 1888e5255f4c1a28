"""English in the letters of Cyrillic, by their sound: what looks like Russian and says English words.

The first words tell: in Russian they are no English ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.views.ciphers import plainness
from rails_engine.guards.views.view import Piece, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.guards.vocabulary import Vocabulary

_FIRST, _LAST = "\u0430", "\u044f"
#: In the order of Unicode; the hard and the soft sign have none.
_SOUNDS = "a b v g d e zh z i j k l m n o p r s t u f h c ch sh shch - y - e yu ya".replace("-", "")
_TO_LATIN = str.maketrans(
    dict(zip(map(chr, range(ord(_FIRST), ord(_LAST) + 1)), _SOUNDS.split(" "), strict=True))
    | {"\u0451": "yo", "\u0456": "i", "\u0457": "yi", "\u0454": "ye", "\u0491": "g"}
)
#: So many letters are looked at first; this part of them is Cyrillic, and this part in English words then.
_SAMPLE, _MOSTLY, _ENOUGH = 160, 0.8, 0.5
_WORD = re.compile(r"[^\W\d_]+")


def sounded(original: View, words: Vocabulary) -> View | None:
    """The text in Latin letters, if that makes English of it."""
    text = original.text
    if text.isascii():
        return None
    begin = text[:_SAMPLE].lower()
    cyrillic = sum(_FIRST <= char <= _LAST for char in begin)
    if cyrillic < _MOSTLY * sum(map(str.isalpha, begin)) or not cyrillic:
        return None
    if plainness(begin.translate(_TO_LATIN), words.words) < _ENOUGH:
        return None
    said = [char.lower().translate(_TO_LATIN) for char in text]
    for found in _WORD.finditer(text):
        _choose_w(said, found.start(), found.end(), words.words)
    return View("".join(said), "sounded", original, lambda: _pieces(said))


def _choose_w(said: list[str], start: int, end: int, known: frozenset[str]) -> None:
    """Have a word say ``with`` where it says ``vith``."""
    word = "".join(said[start:end])
    if "v" in word and word not in known and word.replace("v", "w") in known:
        said[start:end] = [part.replace("v", "w") for part in said[start:end]]


def _pieces(said: Sequence[str]) -> list[Piece]:
    """Which character each part is of."""
    pieces, at = [], 0
    for index, part in enumerate(said):
        if part:
            pieces.append(Piece(at, index, index + 1, exact=len(part) == 1))
            at += len(part)
    return pieces
