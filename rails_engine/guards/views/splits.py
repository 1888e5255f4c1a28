"""Words that blanks cut: put together where that leaves a stretch with fewer and commoner words.

All cuts of a stretch are weighed at once, so that a part that is a word as well is no obstacle (``bo dies``).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.guards.vocabulary import Vocabulary

_CHUNK = re.compile(r"\S+")
_BEGINNINGS, _ENDS = "\"'([{<*`~", ".,!?;:\"')]}>*`~"
#: What a word costs, and what one less that is commoner by a step; an unknown one; what is no word.
_WORD, _STEP, _UNKNOWN, _NO_WORD = 7.0, 1.4, 10.0, 2.0
#: What it costs to put parts together, and what less where the blank is wider than others are.
_JOIN, _WIDE = 1.0, 4.0
#: The part of the chunks that may be one letter.
_MOST_SINGLE = 0.5
_MOST_PARTS, _SHORTEST, _LONGEST = 4, 4, 18
#: So many words must have been cut, and one in so many of all chunks.
_LEAST, _SHARE = 2, 15


def read_split(text: str, words: Vocabulary) -> list[tuple[int, int, str]]:
    """The words of a stretch that were cut: where the parts of each stand, and what it is."""
    chunks = list(_CHUNK.finditer(text))
    bare = [chunk[0].lstrip(_BEGINNINGS).rstrip(_ENDS) for chunk in chunks]
    if sum(len(part) <= 1 for part in bare) > _MOST_SINGLE * len(bare):
        return []  # letters that stand apart are put together elsewhere
    gaps = [after.start() - before.end() for before, after in pairwise(chunks)]
    narrow = min(gaps, default=0)
    wide = [gap > narrow for gap in gaps]
    # Whether a sign parts a chunk from the next one.
    parted = [
        not here or not there or not before[0].endswith(here) or not after[0].startswith(there)
        for (before, here), (after, there) in pairwise(zip(chunks, bare, strict=True))
    ]
    best = [0.0]
    back: list[int] = []
    for end in range(1, len(bare) + 1):
        costs = {
            start: best[start] + cost
            for start in range(max(end - _MOST_PARTS, 0), end)
            if not any(parted[start : end - 1])
            and (cost := _cost(bare[start:end], wide[start : end - 1], words)) is not None
        }
        back.append(min(costs, key=costs.__getitem__))
        best.append(costs[back[-1]])
    found: list[tuple[int, int, str]] = []
    end = len(bare)
    while end:
        start = back[end - 1]
        if end - start > 1:
            whole = "".join(bare[start:end])
            begin = chunks[start].start() + chunks[start][0].find(bare[start])
            last = chunks[end - 1]
            found.append((begin, last.start() + last[0].find(bare[end - 1]) + len(bare[end - 1]), whole))
        end = start
    return found[::-1] if len(found) >= _LEAST and len(found) * _SHARE >= len(bare) else []


def _cost(parts: Sequence[str], wide: Sequence[bool], words: Vocabulary) -> float | None:
    """What it costs to read the parts as one word; None if they make none."""
    whole = "".join(parts).replace("'", "")
    known = whole in words.words
    if len(parts) == 1:
        if not whole.isalpha():
            return _NO_WORD
        return _WORD - _STEP * words.levels.get(whole, 0) if known else _UNKNOWN
    if not whole.isalpha() or not _SHORTEST <= len(whole) <= _LONGEST or not (known or all(wide)):
        return None
    cost = _WORD - _STEP * words.levels.get(whole, 0) if known else _UNKNOWN
    return cost + _JOIN - _WIDE * all(wide)
