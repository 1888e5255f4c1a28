"""The words that texts are made of, and how they may be misspelt.

Knows words only, no meanings. It is what tells a disguised word from a name, and which word it was.
The list is a weight file (made by tools/train_guards) and is read when a text first needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rails_engine.guards.weightfiles import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VOWELS = str.maketrans("", "", "aeiou")
#: Shorter words have too many neighbours to be told apart.
_LEAST_FOR_SHUFFLE = 4
_LEAST_FOR_SKELETON = 3
_LEAST_FOR_EDIT = 6
_MOST_LETTERS = 24


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Known words. ``keys`` are the ones that matter to a verdict: more is done to mend them."""

    words: frozenset[str]
    keys: frozenset[str]
    #: First letter, the sorted inner ones, last letter.
    shuffled: Mapping[str, str]
    #: Words without their vowels, or with the one that they begin with.
    skeletons: Mapping[str, str]
    #: Each word without one of its letters.
    shortened: Mapping[str, str]

    def mend(self, token: str) -> str | None:
        """The word that a token was before it was misspelt, if that is plain enough."""
        size = len(token)
        if size >= _LEAST_FOR_SHUFFLE:
            found = self.shuffled.get(_signature(token))
            if found is not None:
                return found
        found = self.skeletons.get(token)
        if found is not None:
            return found
        if size < _LEAST_FOR_EDIT - 1:
            return None
        found = self.shortened.get(token)
        if found is not None:
            return found
        words = self.words
        for index in range(min(size, _MOST_LETTERS)):
            shorter = token[:index] + token[index + 1 :]
            found = shorter if shorter in words else self.shortened.get(shorter)
            if found is not None and len(found) >= _LEAST_FOR_EDIT - 1:
                return found
        return None


def _signature(word: str) -> str:
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


def make_vocabulary(words: Iterable[str], keys: Iterable[str]) -> Vocabulary:
    """A vocabulary of these words; ``keys`` are added to them, and come first where words are alike."""
    important = sorted(keys)
    known = frozenset(words).union(important)
    shuffled: dict[str, str] = {}
    skeletons: dict[str, str] = {}
    shortened: dict[str, str] = {}
    for word in (*important, *sorted(known)):
        if len(word) >= _LEAST_FOR_SHUFFLE:
            shuffled.setdefault(_signature(word), word)
    for word in important:
        for bones in (word.translate(_VOWELS), word[0] + word[1:].translate(_VOWELS)):
            if len(bones) >= _LEAST_FOR_SKELETON and bones != word and bones not in known:
                skeletons.setdefault(bones, word)
        if len(word) >= _LEAST_FOR_EDIT:
            for index in range(1, len(word)):
                shorter = word[:index] + word[index + 1 :]
                if shorter not in known:
                    shortened.setdefault(shorter, word)
    return Vocabulary(known, frozenset(important), shuffled, skeletons, shortened)


@cache
def vocabulary() -> Vocabulary:
    """The shipped one."""
    lines = read_lines("words")
    return make_vocabulary((w for w in lines if w[0] != "+"), (w[1:] for w in lines if w[0] == "+"))
