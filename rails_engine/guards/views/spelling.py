"""Letters by their number (1 for a) or place in a square, by radio words, rotated; words that lines cut.

Each reader gets a stretch that its pattern in ``decoding.py`` has cut out. Numbers are everywhere, so those
count only if what they spell is made of known words.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from rails_engine.guards.views.ciphers import plainness
from rails_engine.guards.views.encodings import SQUARE
from rails_engine.guards.views.segments import cut_words
from rails_engine.guards.vocabulary import vocabulary

RADIO = (
    "alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett|juliet|kilo|lima|mike|november|oscar|papa"
    "|quebec|romeo|sierra|tango|uniform|victor|whiskey|whisky|xray|x-ray|yankee|zulu"
)
_RADIO_WORD = re.compile(RADIO, re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}")
_LETTERS = 26
_ENOUGH = 0.6
_SAMPLE = 400
#: So much more of the letters must stand in words.
_LEAST_GAIN = 0.15
_FIRST, _LAST = ord("!"), ord("~")
_PRINTABLE = _LAST - _FIRST + 1
_ROTATED = {
    code: _FIRST + (code - _FIRST + _PRINTABLE // 2) % _PRINTABLE for code in range(_FIRST, _LAST + 1)
}


def read_radio(stretch: str) -> str:
    """The letters that radio words stand for; what is more than a blank between them parts words."""
    return _join(
        [(found[0][0].lower(), found.start(), found.end()) for found in _RADIO_WORD.finditer(stretch)],
        stretch,
    )


def read_numbers(stretch: str) -> str | None:
    """The letters that numbers stand for, if these are words: from 1 or 0 on, or as places in a square."""
    places = [(found[0], found.start(), found.end()) for found in _NUMBER.finditer(stretch)]
    numbers = [int(digits) for digits, _, _ in places]
    first = 1 if min(numbers) else 0
    if max(numbers) < _LETTERS + first:
        letters = [chr(ord("a") + number - first) for number in numbers]
    else:
        letters = [SQUARE.get(divmod(number, 10), "") for number in numbers]
    if not all(letters):
        return None
    said = _join(
        [(letter, start, end) for letter, (_, start, end) in zip(letters, places, strict=True)], stretch
    )
    known = vocabulary().words
    if " " not in said:
        said = cut_words(said, known, vocabulary().levels) or said
    return said if plainness(said, known) >= _ENOUGH else None


def read_rotated(stretch: str) -> str | None:
    """All printable characters moved by half of their number (rot47), if that makes words."""
    said = stretch.translate(_ROTATED)
    return said if plainness(said[:_SAMPLE].lower(), vocabulary().words) >= _ENOUGH else None


def read_wrapped(stretch: str) -> str | None:
    """Lines of one length, put together where that makes more of them words."""
    lines = stretch.split("\n")
    if len({len(line) for line in lines[:-1]}) > 1:
        return None
    known, joined = vocabulary().words, "".join(lines)
    gain = plainness(joined[:_SAMPLE].lower(), known) - plainness(" ".join(lines)[:_SAMPLE].lower(), known)
    return joined if gain >= _LEAST_GAIN else None


def _join(letters: list[tuple[str, int, int]], stretch: str) -> str:
    """Letters as words: the sign that stands most often between them joins, all others part."""
    gaps = [stretch[one[2] : two[1]] for one, two in pairwise(letters)]
    counts = Counter(gaps)
    usual = min(counts, key=lambda gap: (-counts[gap], len(gap)), default="")
    return "".join(
        letter if gap == usual else f"{letter} "
        for (letter, _, _), gap in zip(letters, [*gaps, usual], strict=True)
    )
