"""Texts in which each word was changed in the same way: letters moved, swapped, doubled, parted by others.

Which way it was is found by trying all of them on a few words that nobody knows; then the whole stretch is
read so. Also the few ways of moving all letters of a text, and texts that were cut into equal parts.
"""

from __future__ import annotations

import re
from collections import Counter
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
#: Words that tell, how many of them are tried, and the part that must become known ones.
_SHORTEST, _TRIED, _LEAST, _ENOUGH = 4, 5, 2, 0.6
#: So many letters may stand before the first vowel.
_MOST_MOVED = 4
#: Of a text whose letters were moved so many are looked at, and so much of them must be in words.
_SAMPLE, _PLAIN = 80, 0.6
#: Parts of so many letters; so many of them must be equal.
_PARTS, _EQUAL, _LEAST_PARTS = range(2, 9), 0.7, 4


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


_CHANGES: tuple[Callable[[str], str], ...] = (
    *(_swap, _last_first, _first_last, _swap_ends, _part, _un_ubbi, _un_oppish),
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


def likely_change(strange: Sequence[str], known: frozenset[str]) -> Callable[[str], str] | None:
    """The way back that makes known words of most of these unknown ones."""
    some = [word for word in strange if len(word) >= _SHORTEST and word not in known]
    some = some[:: -(-len(some) // _TRIED) or 1]
    least = max(_LEAST, _ENOUGH * len(some))
    if len(some) < _LEAST:
        return None
    first = some[: len(some) - int(least) + 1]
    for change in (*_CHANGES, _from_pig_latin(known)):
        if known.isdisjoint(map(change, first)):
            continue
        if sum(map(known.__contains__, map(change, some))) >= least:
            return change
    return None


def read_changed(text: str, change: Callable[[str], str], known: frozenset[str]) -> str:
    """All words of a text by this way back. A short word may have been left as it was: then it is known."""

    def back(found: re.Match[str]) -> str:
        chunk = found[0]
        letters = _NO_LETTERS.sub("", chunk)
        if len(letters) <= 1 or (letters in known and len(letters) < _SHORTEST):
            return chunk
        said = change(letters)
        if said not in known and (letters in known or len(letters) < _SHORTEST):
            return chunk
        return said if chunk[-1].isalnum() else said + chunk[-1]

    return _CHUNK.sub(back, text)


def _pairs(text: str) -> str:
    return "".join(map(add, text[1::2], text[::2])) + (text[-1] if len(text) % 2 else "")


def _fence(text: str) -> str:
    """Letters that were written in turn on two lines."""
    middle = -(-len(text) // 2)
    upper, lower = text[:middle], text[middle:]
    return "".join(map(add, upper, lower)) + (upper[-1] if len(upper) > len(lower) else "")


def read_moved(text: str, words: Vocabulary) -> str | None:
    """The text with its letters, blanks among them, back at their places; or its equal parts put together."""
    known = words.words
    if plainness(_pairs(text[:_SAMPLE]), known) >= _PLAIN:
        return _pairs(text)
    said = _fence(text)
    if plainness(said[:_SAMPLE], known) >= _PLAIN:
        return said
    sizes = Counter([len(_NO_LETTERS.sub("", chunk)) for chunk in text.split()])
    size, count = sizes.most_common(1)[0] if sizes else (0, 0)
    if size in _PARTS and count >= max(_LEAST_PARTS, _EQUAL * sizes.total()):
        return cut_words(_NO_LETTERS.sub("", text), known)
    return None
