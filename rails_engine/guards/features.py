"""What the classifiers see of a text: words, pairs of words, and what words stand for.

One pass serves every classifier. A text is read in windows, so that an attack is found wherever it
stands and each word of a long text costs what it costs in a short one. Nothing here knows a weight.
Parts of words are no features: on sources that were left out of training they did harm, and what they
were for, misspelt words, is mended before (``views/``).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING

from rails_engine.guards.weightfiles import read_bytes
from rails_engine.patterns import PatternSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Words in a window, and from one window's beginning to the next.
WINDOW = 96
STEP = 72
#: The same for passages; texts of no more words than this have none.
PASSAGE, PASSAGE_STEP, LONG = 24, 12, 48
#: Up to how many words apart two concepts make a pair.
REACH = 5
#: Scripts that are written without blanks: each character is a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f"
_LONGEST = 24
_ASCII_TOKEN = re.compile(r"[a-z0-9]{1,24}")
#: To cut ASCII at everything that is in no word is faster than to look for words: four times, as bytes eight.
_TO_BLANKS = bytes(code if re.match(_ASCII_TOKEN, chr(code)) else ord(" ") for code in range(256))
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]{{1,24}}")
_REPEATED = re.compile(r"([a-z])\1\1+")
#: What keeps a text from being cut at blanks alone: letters that are drawn out, and words that are too long.
_DRAWN_OUT, _TOO_LONG = 0, 1


@cache
def _unusual() -> PatternSet:
    """One pass of RE2 (8 microseconds for 4,000 characters) where looking for each letter took 90."""
    drawn_out = "|".join(3 * letter for letter in ascii_lowercase)
    return PatternSet([drawn_out, f"[a-z0-9]{{{_LONGEST + 1}}}"])


def tokens_of(text: str) -> list[str]:
    """The words of a folded text. Apostrophes join (``don't`` is one word), drawn-out letters are one."""
    if "'" in text or "\u2019" in text:
        text = text.replace("'", "").replace("\u2019", "")
    unusual = _unusual().matching(text)
    if _DRAWN_OUT in unusual:
        text = _REPEATED.sub(r"\1", text)
    if not text.isascii():
        return _TOKEN.findall(text)
    if _TOO_LONG in unusual:
        return _ASCII_TOKEN.findall(text)
    return text.encode().translate(_TO_BLANKS).decode().split()


def window_starts(count: int) -> range:
    """Where the windows of so many words begin; those of a short text are one."""
    return range(0, max(count - (WINDOW - STEP), 1), STEP)


def passage_starts(count: int) -> list[int]:
    """Where the passages of a longer text begin that has so many words; the last one ends where it ends."""
    return [] if count <= LONG else [*range(0, count - PASSAGE, PASSAGE_STEP), count - PASSAGE]


def windows(tokens: Sequence[str]) -> Iterator[Sequence[str]]:
    """A text's words in overlapping stretches."""
    for start in window_starts(len(tokens)):
        yield tokens[start : start + WINDOW]


def features_of(
    window: Sequence[str], classes: Mapping[str, Sequence[str]], *, first: bool = True
) -> set[str]:
    """All features of a window. ``first`` says that the text begins with it."""
    found = word_features(window, first=first)
    _add_shapes(window, classes, found)
    return found


def word_features(window: Sequence[str], *, first: bool) -> set[str]:
    """Its words and pairs of words, and how a text begins."""
    found = set(window)
    found.update(map(" ".join, pairwise(window)))
    if first:
        found.update(beginnings(window))
    return found


def beginnings(tokens: Sequence[str]) -> list[str]:
    """How a text begins that has these words."""
    return ["^" + " ".join(tokens[:count]) for count in range(1, min(len(tokens), 2) + 1)]


def _add_shapes(window: Sequence[str], classes: Mapping[str, Sequence[str]], found: set[str]) -> None:
    """What the words stand for, and what stands before what. Classes are in capitals, words are not."""
    recent: list[tuple[int, str]] = []
    oldest = 0
    for index, token in enumerate(window):
        mine = classes.get(token)
        if mine is None:
            continue
        while oldest < len(recent) and index - recent[oldest][0] > REACH:
            oldest += 1
        before = [concept for _, concept in recent[oldest:]]
        for concept in mine:
            found.add(concept)
            found.update([f"{earlier}>{concept}" for earlier in before])
            recent.append((index, concept))


def damping(window: Sequence[str]) -> float:
    """What the sum of a window's weights is multiplied with: many words are no evidence by themselves."""
    return float((len(set(window)) + 6) ** -0.5)


@cache
def concept_classes() -> Mapping[str, tuple[str, ...]]:
    """The shipped classes, by word. Read when a text first needs them."""
    table: dict[str, tuple[str, ...]] = {}
    for line in read_bytes("concepts").decode().splitlines():
        name, *words = line.split(" ")
        for word in words:
            table[word] = (*table.get(word, ()), name)
    return table
