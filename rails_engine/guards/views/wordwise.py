"""Texts in which each word was changed in the same way: letters moved, swapped, doubled, parted by others.

Which way it was is found by trying all of them on a few words that nobody knows; then the whole stretch is
read so. Also the few ways of moving all letters of a text, and texts that were cut into equal parts.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, zip_longest
from operator import add
from typing import TYPE_CHECKING

from rails_engine.guards.views.ciphers import plainness
from rails_engine.guards.views.common import common
from rails_engine.guards.views.segments import cut_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rails_engine.guards.vocabulary import Vocabulary

_CHUNK = re.compile(r"\S{1,400}")
_NO_LETTERS = re.compile(r"[^a-z]+")
_UBBI = re.compile("ub(?=[aeiouy])")
_OPPISH = re.compile("([bcdfghjklmnpqrstvwxyz])op")
_SOFT = str.maketrans("zk", "sc")
_TWICE = re.compile(r"([aeiou])\1")
#: Shorter words are no longer told apart without two letters.
_LEAST_CUT = 6
#: What many words that nobody knows begin or end with.
_BEGINNINGS = frozenset(("un", "re", "de", "in", "im", "co", "ex", "up", "en", "bi", "on"))
_ENDINGS = frozenset(
    (
        "ed",
        "er",
        "es",
        "ly",
        "rs",
        "al",
        "en",
        "or",
        "ic",
        "ie",
        "ey",
        "th",
        "st",
        "ty",
        "ry",
        "an",
        "on",
        "in",
    )
)
#: Words that tell, how many of them are tried, and the part that must become known ones.
_SHORTEST, _TRIED, _LEAST, _ENOUGH = 4, 5, 2, 0.6
#: So many letters may stand before the first vowel.
_MOST_MOVED = 4
#: Of a text whose letters were moved so many are looked at, and so much of them must be in words.
_SAMPLE, _PLAIN, _PLAIN_PARTS = 80, 0.5, 0.45
_LINES = range(2, 5)
#: Parts of so many letters; so many of them must be equal.
_PARTS, _EQUAL, _LEAST_PARTS = range(2, 9), 0.7, 4
#: If there are fewer, all but the last one, and none of them is short.
_LEAST_EXACT, _SHORTEST_EXACT = 2, 4
_RUN = re.compile("[a-z]{4,}")


def _swap(word: str) -> str:
    """Pairs of letters the other way round."""
    swapped = "".join(map(add, word[1::2], word[::2]))
    return swapped if len(word) % 2 == 0 else swapped + word[-1]


def _last_first(word: str) -> str:
    return word[-1] + word[:-1]


def _first_last(word: str) -> str:
    return word[1:] + word[0]


def _swap_ends(word: str) -> str:
    return word[-1] + word[1:-1] + word[0]


def _part(word: str) -> str:
    """Every second letter, if those between are all the same."""
    return word[::2] if len(set(word[1::2])) == 1 else word


def _un_ubbi(word: str) -> str:
    return _UBBI.sub("", word)


def _un_oppish(word: str) -> str:
    return _OPPISH.sub(r"\1", word)


def _reverse(word: str) -> str:
    return word[::-1]


def _undouble(word: str) -> str:
    """Each vowel once that is there twice."""
    return _TWICE.sub(r"\1", word)


def _cut_end(word: str) -> str:
    """The word without two letters behind it that no word ends with."""
    return word if len(word) < _LEAST_CUT or word[-2:] in _ENDINGS else word[:-2]


def _cut_beginning(word: str) -> str:
    return word if len(word) < _LEAST_CUT or word[:2] in _BEGINNINGS else word[2:]


def _soften(word: str) -> str:
    """A word with the letters that sound like those in it."""
    return word.translate(_SOFT)


_CHANGES: tuple[Callable[[str], str], ...] = (
    *(_swap, _last_first, _first_last, _swap_ends, _part, _un_ubbi, _un_oppish, _undouble),
    *(_soften, _cut_end, _cut_beginning),
)


def _from_pig_latin(known: frozenset[str]) -> Callable[[str], str]:
    """What stood before the first vowel is at the end, and a syllable after it."""

    def change(word: str) -> str:
        if not word.endswith("ay"):
            return word
        if word.endswith("way") and word[:-3] in known:
            return word[:-3]
        body = word[:-2]
        back = [body[-size:] + body[:-size] for size in range(1, min(_MOST_MOVED, len(body)) + 1)]
        likely = [found for found in (*back, body) if found in known]
        return next((found for found in likely if found in common()), likely[0] if likely else body)

    return change


def likely_change(
    strange: Sequence[str], known: frozenset[str], *, among_others: bool = False
) -> Callable[[str], str] | None:
    """The way back that makes known words of most of these unknown ones.

    ``among_others``: other words are as they were, so that it is not the whole text that is reversed.
    """
    some = [word for word in strange if len(word) >= _SHORTEST and word not in known]
    some = some[:: -(-len(some) // _TRIED) or 1]
    least = max(_LEAST, _ENOUGH * len(some))
    if len(some) < _LEAST:
        return None
    first = some[: len(some) - int(least) + 1]
    changes = (*_CHANGES, _from_pig_latin(known))
    for change in (*changes, _reverse) if among_others else changes:
        if known.isdisjoint(map(change, first)):
            continue
        if sum(map(known.__contains__, map(change, some))) >= least:
            return change
    return None


def read_changed(
    text: str, change: Callable[[str], str], known: frozenset[str], *, partly: bool = False
) -> str:
    """All words of a text by this way back. A short word may have been left as it was: then it is known.

    ``partly``: so may any other word.
    """

    def back(found: re.Match[str]) -> str:
        chunk = found[0]
        letters = _NO_LETTERS.sub("", chunk)
        short = len(letters) < _SHORTEST
        if not letters or (letters in known and (partly or (short and change is not _undouble))):
            return chunk
        said = change(letters)
        if said not in known and (partly or short or letters in known):
            return chunk
        return said if chunk[-1].isalnum() else said + chunk[-1]

    return _CHUNK.sub(back, text)


def _pairs(text: str) -> str:
    return "".join(map(add, text[1::2], text[::2])) + (text[-1] if len(text) % 2 else "")


def _fence(text: str, count: int, most: int | None = None) -> str:
    """Letters that were written in turn on so many lines; of each line so many at most."""
    size, longer = divmod(len(text), count)
    starts = [line * size + min(line, longer) for line in range(count + 1)]
    lines = [text[start:end][:most] for start, end in pairwise(starts)]
    return "".join(map("".join, zip_longest(*lines, fillvalue="")))


def read_moved(text: str, words: Vocabulary) -> str | None:
    """The text with its letters, blanks among them, back at their places; or its equal parts put together."""
    known = words.words
    if plainness(_pairs(text[:_SAMPLE]), known) >= _PLAIN:
        return _pairs(text)
    for count in _LINES:
        if plainness(_fence(text, count, _SAMPLE // count), known) >= _PLAIN:
            return _fence(text, count)
    return None


def read_parts(text: str, words: Vocabulary) -> str | None:
    """What equal parts say that a text was cut into, forwards or from behind."""
    chunks = text.split()
    if not _are_parts([len(chunk) for chunk in chunks]) and not _are_parts(
        [len(_NO_LETTERS.sub("", chunk)) for chunk in chunks]
    ):
        return None
    whole = "".join(chunks)
    for joined in (whole, whole[::-1]):
        said = _RUN.sub(lambda run: cut_words(run[0], words.words, words.levels) or run[0], joined)
        if plainness(said, words.words) >= _PLAIN_PARTS:
            return said
    return None


def _are_parts(sizes: Sequence[int]) -> bool:
    """Whether most sizes are the same, or all but the last one if there are few."""
    size, count = Counter(sizes).most_common(1)[0] if sizes else (0, 0)
    if size not in _PARTS:
        return False
    return count >= max(_LEAST_PARTS, _EQUAL * len(sizes)) or (
        count >= _LEAST_EXACT == len(set(sizes[:-1])) + 1 and sizes[-1] <= size >= _SHORTEST_EXACT
    )
