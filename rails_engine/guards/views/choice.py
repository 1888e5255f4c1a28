"""Which of the words that a form may stand for is meant: the commoner one, and the one that follows usually.

Forms are what is left of words: their consonants, or these with signs where vowels stood. It knows how common
words are and which pairs of words the classifiers know; no more of grammar.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from rails_engine.guards.classifier import shipped_model, speaks_for_attacks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.guards.vocabulary import Vocabulary

_VOWELS = b"aeiou"
_NO_VOWELS = str.maketrans("", "", "aeiou")
#: The commonest words of a form are looked at, no more.
_MOST = 8
#: What a step of commonness counts, and a pair of words that the classifiers know.
_COMMON, _PAIR = 1.4, 2.5


class ByConsonants:
    """Words by their consonants. A list in that order takes a tenth of the memory of a table."""

    def __init__(self, words: Vocabulary) -> None:
        ranked = sorted(words.words, key=lambda word: (-words.levels.get(word, 0), len(word), word))
        bare = "\n".join(ranked).encode().translate(None, _VOWELS).decode().split("\n")
        self._ranked = [word for _, _, word in sorted(zip(bare, range(len(bare)), ranked, strict=True))]

    def get(self, consonants: str) -> Sequence[str]:
        """The words that have these, the commonest first."""
        ranked = self._ranked
        start = end = bisect_left(ranked, consonants, key=_consonants)
        while end < len(ranked) and _consonants(ranked[end]) == consonants:
            end += 1
        return ranked[start:end]


def _consonants(word: str) -> str:
    return word.translate(_NO_VOWELS)


@lru_cache(maxsize=2)
def by_consonants(words: Vocabulary) -> ByConsonants:
    """Those of a vocabulary, put in order once."""
    return ByConsonants(words)


def choose(options: Sequence[Sequence[str]], words: Vocabulary, *, worst: bool = False) -> list[str]:
    """One of each, so that all are common and go well together.

    With ``worst``, words that speak for an attack come before others that are as common.
    """
    model = shipped_model()
    pairs, levels = model.neighbours, words.levels
    best: dict[str, float] = {"": 0.0}
    back: list[dict[str, str]] = []
    for offered in options:
        reached: dict[str, float] = {}
        came: dict[str, str] = {}
        for word in offered[:_MOST]:
            paired = {last: value + _PAIR * ((last, word) in pairs) for last, value in best.items()}
            came[word] = before = max(paired, key=paired.__getitem__)
            worth = levels.get(word, 0) + (speaks_for_attacks(model, word) if worst else 0)
            reached[word] = paired[before] + _COMMON * worth
        best = reached
        back.append(came)
    chosen: list[str] = []
    last = max(best, key=best.__getitem__)
    for came in reversed(back):
        chosen.append(last)
        last = came[last]
    return chosen[::-1]
