"""Likeness by shared words and parts of words: no model, no download, no dependency.

Every text is a sparse vector of its words, word pairs and character n-grams, weighted by how rare they
are among the indexed texts; the ranking is the exact cosine, found through an inverted index. Good for
near-verbatim matches and for picking examples. It knows nothing about meaning: unrelated texts share
letters too, so no threshold tells topics apart.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from rails_engine.embeddings.vectors import DIGITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.embeddings.vectors import Ranked

#: Scripts without spaces between words: each character counts as a word.
_IDEOGRAPHS = "\u2e80-\u2fff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W{_IDEOGRAPHS}]+")
#: To cut ASCII at all that is in no word is five times as fast as to look for words, ten times as bytes.
_KEPT = frozenset(code for code in range(128) if chr(code).isalnum() or chr(code) == "_")
_TO_BLANKS = bytes(code if code in _KEPT else ord(" ") for code in range(256))
_GRAM = 3
#: Shorter words are compared whole: their parts are everywhere and tell nothing.
_SHORTEST = 4
_FEW = 1_000


def split_words(text: str) -> list[str]:
    """The words of a text in one spelling; of a text without any, whatever stands between blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = plain.encode().translate(_TO_BLANKS).decode().split() if plain.isascii() else _WORD.findall(plain)
    return words or plain.split()


def split_word(word: str) -> tuple[str, ...]:
    """The features of one word: itself and its n-grams, blanks marking its ends."""
    padded = f" {word} "
    if len(word) < _SHORTEST:
        return (padded,)
    return (padded, *[padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1)])


def _nth_largest(numbers: Sequence[float], count: int) -> float:
    """The last of so many largest numbers. A few are sorted as a whole in a tenth of the time."""
    if len(numbers) > _FEW:
        return heapq.nlargest(count, numbers)[-1]
    return sorted(numbers)[-min(count, len(numbers))]


class LexicalRanking:
    """Texts ranked by the cosine of their weighted features."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        self._words: dict[str, tuple[str, ...]] = {}
        counts = [self._count(split_words(text), learn=True) for text in texts]
        frequency = Counter(feature for count in counts for feature in count)
        self._unseen = math.log(1 + self._size) + 1
        weights = {feature: math.log((1 + self._size) / (1 + n)) + 1 for feature, n in frequency.items()}
        #: Feature → its weight squared, and the texts that have it with what it adds to their cosine.
        self._postings: dict[str, tuple[float, list[tuple[int, float]]]] = {
            feature: (weight * weight, []) for feature, weight in weights.items()
        }
        for at, count in enumerate(counts):
            vector = {feature: n * weights[feature] for feature, n in count.items()}
            norm = math.sqrt(math.fsum(x * x for x in vector.values()))
            for feature, x in vector.items():
                self._postings[feature][1].append((at, weights[feature] * x / norm))

    def rank(self, queries: Sequence[str], count: int) -> list[Ranked]:
        """See ``Ranking``."""
        return [self._rank_one(query, count) for query in queries]

    def _rank_one(self, query: str, count: int) -> Ranked:
        dots = [0.0] * self._size
        squares, unseen = 0.0, 0
        known = self._postings.get
        for feature, n in self._count(split_words(query)).items():
            found = known(feature)
            if found is None:
                unseen += n * n
                continue
            square, places = found
            squares += n * n * square
            for at, share in places:
                dots[at] += n * share
        squares += unseen * self._unseen**2
        return self._best(dots, math.sqrt(squares) or 1.0, count)

    def _best(self, dots: list[float], norm: float, count: int) -> Ranked:
        """Sort only what can be among the best; texts that share nothing follow in their order."""
        least = _nth_largest(dots, count) - norm * 10**-DIGITS
        keyed = [(-round(dot / norm, DIGITS), at) for at, dot in enumerate(dots) if dot and dot >= least]
        if least <= 0:
            nothing = (at for at, dot in enumerate(dots) if not dot)
            keyed += [(-0.0, at) for at in itertools.islice(nothing, count)]
        keyed.sort()
        return [(at, -negative) for negative, at in keyed[:count]]

    def _count(self, words: Sequence[str], *, learn: bool = False) -> Counter[str]:
        """How often each feature occurs. The parts of indexed words are kept, those of queries not."""
        known = self._words
        if learn:
            known.update((word, split_word(word)) for word in words if word not in known)
        features = [part for word in words for part in known.get(word) or split_word(word)]
        features += map(" {} {} ".format, words, words[1:])
        return Counter(features)
