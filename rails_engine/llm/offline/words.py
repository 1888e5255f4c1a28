"""Words, likeness and sentences: all that the offline model knows of language."""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_LITTLE = frozenset(
    word
    for line in (
        "a about am an and any are as at be been but by can could did do does for from get give had has have",
        "he her him his how i if in is it its just know let like many me more much my no not of on one or",
        "our out please say she should so some such tell than that the their them there these they this",
        "those to up us was we were what when where which who whom whose why will with would yes you your",
    )
    for word in line.split()
)


def words_of(text: str) -> list[str]:
    """The words in lower case."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {_stem(word) for word in words_of(text) if word not in _LITTLE}


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004 - what is left is a word
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word


def likeness(one: str, other: str) -> float:
    """How alike two short texts are, 0 to 1: by their words and by their runs of three letters."""
    by_words = _overlap(Counter(words_of(one)), Counter(words_of(other)))
    return (by_words + _overlap(_runs(one), _runs(other))) / 2


def coverage(part: str, whole: str) -> float:
    """Which share of one text's meaning stands in the other; 1 for a text that has none."""
    wanted = content_words(part)
    return len(wanted & content_words(whole)) / len(wanted) if wanted else 1.0


def sentences_of(text: str) -> list[str]:
    """The sentences and lines, without marks of lists and headings."""
    return [cut for sentence in _SENTENCE_END.split(text) if (cut := sentence.strip(" \t-*#>\"'"))]


def best_sentence(question: str, text: str) -> str | None:
    """The sentence that most of a question's words stand in, if that is at least half of them."""
    wanted = content_words(question)
    best, most = None, 0.0
    for sentence in sentences_of(text):
        found = content_words(sentence)
        score = len(wanted & found) - len(found) / 1000
        if score > most and sentence[-1] != "?":
            best, most = sentence, score
    return best if wanted and most >= max(0.9, len(wanted) / 2 - 0.1) else None


def _runs(text: str) -> Counter[str]:
    padded = f" {' '.join(words_of(text))} "
    return Counter(padded[i : i + 3] for i in range(len(padded) - 2))


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    if not one or not other:
        return 0.0
    product = sum(count * other[item] for item, count in one.items())
    return product / sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
