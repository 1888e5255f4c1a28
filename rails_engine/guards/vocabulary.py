"""The words that texts are made of, and how they may be misspelt.

Knows words only, no meanings. It is what tells a disguised word from a name, and which word it was.
The list is a weight file (made by tools/train_guards) and is read when a text first needs it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
#: So common a word that matters is told from one letter less if it is shorter by one.
_COMMON = 4
_MOST_LETTERS = 24
_DIGITS = "0123456789"
_NOT_OF_WORDS = f"+{_DIGITS}"


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
    #: How common the commoner ones are, in powers of four.
    levels: Mapping[str, int] = field(default_factory=dict)

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
        if size < _LEAST_FOR_EDIT - 2:
            return None
        found = self.shortened.get(token)
        if found is not None or size < _LEAST_FOR_EDIT - 1:
            return found
        words = self.words
        # The first letter is seldom the wrong one.
        for index in (*range(1, min(size, _MOST_LETTERS)), 0):
            shorter = token[:index] + token[index + 1 :]
            found = shorter if shorter in words else self.shortened.get(shorter)
            if found is not None and len(found) >= _LEAST_FOR_EDIT - 1 and not _is_other(token, found):
                return found
        return None


def _is_other(token: str, word: str) -> bool:
    """Whether a short word is another one rather than misspelt: it has the same letters but for a vowel."""
    return len(word) == len(token) < _LEAST_FOR_EDIT and token.translate(_VOWELS) == word.translate(_VOWELS)


def _signature(word: str) -> str:
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


def make_vocabulary(
    words: Iterable[str], keys: Iterable[str], levels: Mapping[str, int] | None = None
) -> Vocabulary:
    """A vocabulary of these words; ``keys`` are added to them, and come first where words are alike."""
    important = sorted(keys)
    known = frozenset(words).union(important)
    shuffled: dict[str, str] = {}
    skeletons: dict[str, str] = {}
    shortened: dict[str, str] = {}
    common = levels or {}
    for word in (*important, *sorted(known)):
        if len(word) >= _LEAST_FOR_SHUFFLE:
            shuffled.setdefault(_signature(word), word)
    for word in important:
        for bare in _without_vowels(word):
            if len(bare) >= _LEAST_FOR_SKELETON and bare != word and bare not in known:
                skeletons.setdefault(bare, word)
        if len(word) >= _LEAST_FOR_EDIT - (common.get(word, 0) >= _COMMON):
            for index in range(1, len(word)):
                shorter = word[:index] + word[index + 1 :]
                if shorter not in known:
                    shortened.setdefault(shorter, word)
    return Vocabulary(known, frozenset(important), shuffled, skeletons, shortened, common)


def _without_vowels(word: str) -> tuple[str, str]:
    """The word without any, and with the one that it begins with."""
    return word.translate(_VOWELS), word[0] + word[1:].translate(_VOWELS)


@cache
def vocabulary() -> Vocabulary:
    """The shipped one: a line a word, with a sign before it if it matters, and how common it is behind it."""
    words: list[str] = []
    keys: list[str] = []
    levels: dict[str, int] = {}
    for line in read_lines("words"):
        word = line.strip(_NOT_OF_WORDS)
        (keys if line[0] == "+" else words).append(word)
        if line[-1] in _DIGITS:
            levels[word] = int(line[-1])
    return make_vocabulary(words, keys, levels)
