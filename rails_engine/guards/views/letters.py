"""One spelling for characters that look alike or are styled: plain letters of lower case.

One character at a time: what is folded here needs no neighbour to be understood.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rails_engine.guards.views.lookalikes import lookalikes

_NOTHING = frozenset({"Cf", "Mn", "Me", "Co", "Cn", "Cs"})
#: Letters without a shape, though Unicode does not call them so.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u00ad")
_REGIONAL_A, _REGIONAL_Z = 0x1F1E6, 0x1F1FF
#: Where enclosed letters begin that NFKC leaves alone: outlined, filled, squared.
_ENCLOSED = (0x1F130, 0x1F150, 0x1F170)
_LETTERS = 26
_HANGUL = range(0xAC00, 0xD7A4)


@lru_cache(maxsize=4096)
def fold_character(char: str) -> str:
    """One character as plain lower-case letters; empty if it has no shape."""
    if char in _BLANKS:
        return ""
    plain = lookalikes().get(char)
    if plain is not None:
        return plain
    category = unicodedata.category(char)
    if category in _NOTHING:
        return ""
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    code = ord(char)
    if _REGIONAL_A <= code <= _REGIONAL_Z:
        return chr(code - _REGIONAL_A + ord("a"))
    for first in _ENCLOSED:
        if first <= code < first + _LETTERS:
            return chr(code - first + ord("a"))
    if code in _HANGUL:
        return char
    parts = unicodedata.normalize("NFKD", char)
    table = lookalikes()
    kept = (table.get(part, part) for part in parts if unicodedata.category(part) not in _NOTHING)
    return "".join(table.get(part, part) for part in "".join(kept).lower())
