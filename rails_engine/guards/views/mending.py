"""One unknown word: what it was meant to be. Leet, signs within it, drawn-out letters, words run together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rails_engine.guards.views.ciphers import read_run
from rails_engine.guards.views.leet import LEET, unleet
from rails_engine.guards.views.segments import cut_in_two, cut_words

if TYPE_CHECKING:
    from rails_engine.guards.vocabulary import Vocabulary

#: Signs at the edges of words that belong to the sentence.
EDGES = ".,!?;:\"'()[]{}<>*`~"
#: Parts of letters that are drawn with several signs.
_DRAWN = frozenset("\\#")
_LETTERS_OR_DIGITS = re.compile(r"[a-z]+|[^a-z]+")
_LEAST_SHUFFLED, _LEAST_NEAR = 4, 5
#: Spellings by ear, and what they stand for.
_SOUNDS = (("ph", "f"), ("z", "s"), ("kk", "ck"), ("x", "cks"), ("k", "c"), ("shun", "tion"))
_DIGITS_WITHIN = re.compile(r"(?<=[a-z])[0-9]+(?=[a-z])")
_WORD = re.compile(r"[^\W_]+")
_SIGNS = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_SHORTEST_GLUED, _SHORTEST_PAIR = 7, 5
_LONGEST_WORD = 28
#: A chunk of more parts is no word that was taken apart.
_MOST_PARTS = 24
#: Signs that cut a word into pieces no longer than this are meant to hide it.
_SHORT_PIECE = 3


@lru_cache(maxsize=8192)
def mend_word(bare: str, words: Vocabulary, *, spelling: bool = True) -> str | None:
    """What an unknown chunk was meant to be, if that is a known word or some.

    Without ``spelling`` only signs are read: leet and what stands between letters. Kept, since jargon recurs.
    """
    known = words.words
    plain = bare
    if len(bare) > _LONGEST_WORD:
        return (
            cut_words(bare, known, words.levels) or read_run(bare, words)
            if bare.isascii() and bare.isalpha()
            else _mend_signs(bare, words)
        )
    readings = () if (LEET.isdisjoint(bare) and _DRAWN.isdisjoint(bare)) or bare.isdigit() else unleet(bare)
    for plain in readings:
        if plain in known:
            return plain
    letters = bare if bare.isalpha() else _DIGITS_WITHIN.sub("", bare)
    if letters != bare and letters in known:
        return letters
    if readings:
        plain = readings[0]
    if not plain.isalpha():
        return _mend_signs(plain, words)
    return _undrawn(plain, known) or _mend_letters(plain, bare, readings, words, spelling=spelling)


def _undrawn(plain: str, known: frozenset[str]) -> str | None:
    """A word with some letters drawn out: each was one, or two; or all are there twice."""
    if len(plain) % 2 == 0 and plain[::2] == plain[1::2] and plain[::2] in known:
        return plain[::2]
    short = _REPEATED.sub(r"\1", plain)
    if short != plain:
        for drawn in (short, _REPEATED.sub(r"\1\1", plain)):
            if drawn in known:
                return drawn
    return None


def _mend_letters(
    plain: str, bare: str, readings: tuple[str, ...], words: Vocabulary, *, spelling: bool
) -> str | None:
    """A chunk of letters alone: misspelt, or words without blanks; what was leet is letters at the least."""
    if not plain.isascii() or not (spelling or readings):
        return None
    for reading in (_REPEATED.sub(r"\1", plain), *readings[1:]):
        mended = _is_near(reading, words) and (words.mend(reading) or _by_sound(reading, words.words))
        if mended:
            return mended
    mended = cut_in_two(plain, words) if len(plain) >= _SHORTEST_PAIR else None
    if mended is None and len(plain) >= _SHORTEST_GLUED:
        mended = cut_words(plain, words.words, words.levels)
    if mended is None and sum(sign in LEET for sign in bare) > 1 and sum(map(str.isalpha, bare)) > 1:
        mended = plain
    return mended


@lru_cache(maxsize=4096)
def nearest_key(word: str, words: Vocabulary) -> str | None:
    """A word that matters that this one may be when it is misspelt: less sure than mending, and cheaper."""
    keys, shortened = words.keys, words.shortened
    found = words.skeletons.get(word) or shortened.get(word) or words.shuffled.get(_order(word))
    if found is not None and found in keys:
        return found
    if len(word) % 2 == 0 and word[::2] == word[1::2] and word[::2] in keys:
        return word[::2]
    if len(word) < _LEAST_NEAR:
        return None
    shorter = [word[:index] + word[index + 1 :] for index in range(len(word))]
    if not keys.isdisjoint(shorter):
        return next(other for other in shorter if other in keys)
    if not shortened.keys().isdisjoint(shorter):
        found = next(shortened[other] for other in shorter if other in shortened)
        if words.mend(word) == found:
            return found
    return _by_sound(word, keys)


def _order(word: str) -> str:
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


def _is_near(word: str, words: Vocabulary) -> bool:
    """Whether any way to mend a misspelt word may lead to one: most words are near to none."""
    if _order(word) in words.shuffled or word in words.skeletons or word in words.shortened:
        return True
    shorter = [word[:index] + word[index + 1 :] for index in range(len(word))]
    tables = (words.words, words.shortened.keys())
    return not all(table.isdisjoint(shorter) for table in tables) or any(old in word for old, _ in _SOUNDS)


def _by_sound(word: str, known: frozenset[str]) -> str | None:
    """The word that is written as it sounds."""
    if len(word) < _LEAST_SHUFFLED:
        return None
    for old, new in _SOUNDS:
        if old in word:
            word = word.replace(old, new)
            if word in known:
                return word
    return None


def _mend_signs(plain: str, words: Vocabulary) -> str | None:
    """A word with signs in it, or words with signs for blanks."""
    known = words.words
    parts = _WORD.findall(plain)
    squeezed = "".join(parts)
    if squeezed in known:
        return squeezed
    if all(part in known for part in parts):
        return " ".join(parts)
    if squeezed.isascii() and squeezed.isalpha():
        if len(parts) > 1 and max(map(len, parts)) <= _SHORT_PIECE:
            return words.mend(squeezed) or cut_words(squeezed, known, words.levels) or squeezed
        mended = words.mend(squeezed) if len(parts) > 1 and len(squeezed) <= _LONGEST_WORD else None
        if mended is not None:
            return mended
    if len(parts) > _MOST_PARTS:
        return None
    said = [part if part in known else _mend_part(part, words) for part in parts]
    return " ".join(said) if said != parts else None


def _mend_part(part: str, words: Vocabulary) -> str:
    if not part.isascii() or not part.isalpha():
        pieces = _LETTERS_OR_DIGITS.findall(part) if len(part) >= _SHORTEST_GLUED else ()
        return (
            " ".join(
                (piece.isalpha() and cut_words(piece, words.words, words.levels)) or piece for piece in pieces
            )
            or part
        )
    glued = len(part) >= _SHORTEST_GLUED
    return words.mend(part) or (cut_words(part, words.words, words.levels) if glued else None) or part
