"""Words that stand without blanks between them, cut apart by the vocabulary. Bounded: long runs are cut."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

from rails_engine.guards.views.common import common

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.guards.vocabulary import Vocabulary

MAX_RUN = 300
#: Of a long run so much is tried first: most are no words at all.
_PROBE = 40
_LONGEST_WORD = 16
#: What a letter costs that is in no word, and a word of so many letters.
_UNKNOWN = 5.0
_COSTS = tuple(6.0 - 1.2 * math.log(size + 1) if size > 1 else 6.0 for size in range(_LONGEST_WORD + 1))
#: What a word costs less that is among the commonest, and for each step of commonness.
_BONUS, _STEP = 0.5, 0.4
#: The part of the letters that must be in known words that are not short.
_ENOUGH = 0.62
_SHORTEST_COUNTED = 3
#: The same at a first look.
_ENOUGH_GREEDY = 0.4


def cut_words(
    run: str, known: frozenset[str], levels: Mapping[str, int] = MappingProxyType({})
) -> str | None:
    """The run as words with blanks, or None if it is not made of known words.

    ``levels``: how common they are.
    """
    if not looks_like_words(run[: 2 * _PROBE], known):
        return None
    if len(run) > 2 * _PROBE:
        middle = len(run) // 2
        if all(_cut(run[at : at + _PROBE], known, levels) is None for at in (0, middle)):
            return None
    if len(run) <= MAX_RUN:
        return _cut(run, known, levels)
    parts = [run[at : at + MAX_RUN] for at in range(0, len(run), MAX_RUN)]
    said = [_cut(part, known, levels) for part in parts]
    if not any(said):
        return None
    return " ".join(words or part for words, part in zip(said, parts, strict=True))


def cut_in_two(run: str, words: Vocabulary) -> str | None:
    """Two words without a blank between them, if one of them matters or both are common."""
    known, keys, usual = words.words, words.keys, common()
    if run[0] in "ai" and (run[1:] in keys or run[1:] in usual):
        return f"{run[0]} {run[1:]}"
    for at in range(len(run) - 2, 1, -1):
        one, two = run[:at], run[at:]
        if one in known and two in known and (one in keys or two in keys or (one in usual and two in usual)):
            return f"{one} {two}"
    return None


def looks_like_words(run: str, known: frozenset[str]) -> bool:
    """A greedy look: whether known words, each as long as can be, make up a good part of the run."""
    at, covered, size = 0, 0, len(run)
    while at < size:
        for end in range(min(at + _LONGEST_WORD, size), at + _SHORTEST_COUNTED - 1, -1):
            if run[at:end] in known:
                covered += end - at
                at = end
                break
        else:
            at += 1
    return covered >= _ENOUGH_GREEDY * size


def _cut(run: str, known: frozenset[str], levels: Mapping[str, int]) -> str | None:
    size, usual = len(run), common()
    best = [0.0] + [math.inf] * size
    back = [0] * (size + 1)
    for start in range(size):
        spent = best[start]
        if spent + _UNKNOWN < best[start + 1]:
            best[start + 1], back[start + 1] = spent + _UNKNOWN, start
        ends = range(start + 1, min(start + _LONGEST_WORD, size) + 1)
        for end in [end for end in ends if run[start:end] in known]:
            word = run[start:end]
            cost = spent + _COSTS[end - start] - _STEP * levels.get(word, 0) - _BONUS * (word in usual)
            if cost < best[end]:
                best[end], back[end] = cost, start
    words: list[str] = []
    end, covered, loose = size, 0, ""
    while end:
        part = run[back[end] : end]
        if part in known:
            words += [loose, part] if loose else [part]
            covered += len(part) if len(part) >= _SHORTEST_COUNTED or (part in usual and len(part) > 1) else 0
            loose = ""
        else:
            loose = part + loose
        end = back[end]
    if loose:
        words.append(loose)
    return " ".join(reversed(words)) if len(words) > 1 and covered >= _ENOUGH * size else None
