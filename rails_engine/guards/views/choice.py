"""Which of the words that a form may stand for is meant: the commoner one, and the one that follows usually.

Forms are what is left of words: their consonants, or these with signs where vowels stood. It knows how common
words are and which pairs of words the classifiers know; no more of grammar.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rails_engine.guards.classifier import shipped_model, speaking_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.guards.vocabulary import Vocabulary

_VOWELS = b"aeiou"
#: The commonest words of a form are looked at, no more.
_MOST = 8
#: What a step of commonness counts, and a pair of words that the classifiers know.
_COMMON, _PAIR = 1.4, 2.5


@lru_cache(maxsize=2)
def by_consonants(words: Vocabulary) -> Mapping[str, Sequence[str]]:
    """Consonants to the words that have them, the commonest first."""
    ranked = sorted(words.words, key=lambda word: (-words.levels.get(word, 0), len(word), word))
    bare = "\n".join(ranked).encode().translate(None, _VOWELS).decode().split("\n")
    found: dict[str, list[str]] = {}
    for word, left in zip(ranked, bare, strict=True):
        found.setdefault(left, []).append(word)
    return found


def choose(options: Sequence[Sequence[str]], words: Vocabulary, *, worst: bool = False) -> list[str]:
    """One of each, so that all are common and go well together.

    With ``worst``, words that speak for an attack come before others that are as common.
    """
    pairs, worth = shipped_model().neighbours, _speaking() if worst else {}
    best: dict[str, float] = {"": 0.0}
    back: list[dict[str, str]] = []
    for offered in options:
        reached: dict[str, float] = {}
        came: dict[str, str] = {}
        for word in offered[:_MOST]:
            paired = {last: value + _PAIR * ((last, word) in pairs) for last, value in best.items()}
            came[word] = before = max(paired, key=paired.__getitem__)
            reached[word] = paired[before] + _COMMON * (words.levels.get(word, 0) + worth.get(word, 0))
        best = reached
        back.append(came)
    chosen: list[str] = []
    last = max(best, key=best.__getitem__)
    for came in reversed(back):
        chosen.append(last)
        last = came[last]
    return chosen[::-1]


@cache
def _speaking() -> Mapping[str, float]:
    return speaking_words(shipped_model())
