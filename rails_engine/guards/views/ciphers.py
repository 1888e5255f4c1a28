"""Simple ciphers over letters: Caesar's (rot13 among them), Atbash, reversed text and reversed words.

A table has how the commonest words look under each cipher. A text in which several of them stand is read
by that cipher, and what comes out must be made of known words; a text in none costs a look-up a word.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from rails_engine.guards.views.common import telling_words
from rails_engine.guards.views.segments import cut_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rails_engine.guards.vocabulary import Vocabulary

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
#: Rows of a keyboard, on which each finger may be one key off.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"[^\W_]+")
_REVERSED = 0
#: Those that are tried on the first words even if no common word shows: reversed, rot13, Atbash.
_USUAL, _PROBE = (_REVERSED, 13, 26), 6
#: Those that are tried on the text from behind.
_FROM_BEHIND = (13, 26)
#: A cipher each: none but the order of the letters, the shifts, Atbash, keyboards.
_TABLES = (
    {},
    *(str.maketrans(_ALPHABET, _ALPHABET[shift:] + _ALPHABET[:shift]) for shift in range(1, 26)),
    str.maketrans(_ALPHABET, _ALPHABET[::-1]),
    *(str.maketrans("".join(_ROWS), "".join(row[by:] + row[:by] for row in _ROWS)) for by in (1, -1)),
)
#: The vowels alone moved, each to one of the others.
_VOWELS = "aeiou"
_VOWEL_TABLES = {len(_TABLES) + by: str.maketrans(_VOWELS, _VOWELS[by:] + _VOWELS[:by]) for by in range(1, 5)}
#: All that are tried where nothing else tells; those of vowels and of keyboards alone.
_EVERY = {**{cipher: table for cipher, table in enumerate(_TABLES) if table}, **_VOWEL_TABLES}
_AMONG_NATURAL = {cipher: table for cipher, table in _EVERY.items() if not 0 < cipher < len(_ALPHABET)}
#: The part of the letters that are vowels in natural words, and how many letters tell.
_NATURAL, _SURE = 0.34, 40
#: How many words are tried first, and then; how many letters must be in known words then, how many of them
#: in one word, and which part of all.
_FIRST_TRIED, _MOST_TRIED, _LEAST_LETTERS, _LONG, _ENOUGH_OF_ALL = 4, 12, 8, 5, 0.4
#: The part of a run's words that must look like common ones, and how many of them at least if there are many.
_LEAST_PART, _LEAST, _MANY = 0.1, 2, 8
#: The part of the letters that must then be in known words of three letters and more.
_ENOUGH = 0.6
_SHORTEST_WORD = 3
_SAMPLE = 400
#: Letters that are frequent in English, and the shortest run whose letters tell anything.
_FREQUENT, _LEAST_RUN = "etaoinsrh", 24


@cache
def disguised_words() -> Mapping[str, tuple[int, ...]]:
    """How common words look, and under which ciphers."""
    found: dict[str, tuple[int, ...]] = {}
    #: There are few different ones, and thousands that are equal.
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    for cipher in range(len(_TABLES)):
        written = _written(cipher)
        for word in telling_words():
            if len(word) < _SHORTEST_WORD:
                continue
            hidden = word[::-1] if cipher == _REVERSED else word.translate(written)
            under = (*found.get(hidden, ()), cipher)
            found[hidden] = shared.setdefault(under, under)
    return found


def read_cipher(text: str, known: frozenset[str]) -> str | None:
    """What a folded text says if it is enciphered, else None."""
    words = _WORD.findall(text)
    get = disguised_words().get
    votes = Counter(cipher for word in words for cipher in get(word, ()))
    least = max(_LEAST if len(words) > _MANY else 1, _LEAST_PART * len(words))
    likely = [cipher for cipher, count in votes.most_common(2) if count >= least]
    start = " ".join(words[:_PROBE])
    likely += [c for c in _USUAL if c not in likely and plainness(_read(start, c), known) >= _ENOUGH]
    for cipher in likely:
        said = _read(text, cipher)
        if plainness(said[:_SAMPLE], known) >= _ENOUGH > plainness(text[:_SAMPLE], known):
            return said
    surely = likely_table(words, known)
    if surely is not None:
        return _read(text, surely)
    turned = text[::-1]
    tables = (_EVERY[cipher] for cipher in _FROM_BEHIND)
    read = (table for table in tables if plainness(turned[:_SAMPLE].translate(table), known) >= _ENOUGH)
    return next((turned.translate(table) for table in read), None)


def likely_table(words: Iterable[str], known: frozenset[str]) -> int | None:
    """The cipher under which many of some unknown words are known ones, a long one among them."""
    some = [word for word in dict.fromkeys(words) if len(word) >= _SHORTEST_WORD and word not in known]
    some = some[:: -(-len(some) // _MOST_TRIED) or 1]
    total = sum(map(len, some))
    if total < _LEAST_LETTERS:
        return None
    together = " ".join(some)
    longest = " ".join(sorted(some, key=len)[-_FIRST_TRIED:])
    best, most = None, max(_LEAST_LETTERS, _ENOUGH_OF_ALL * total) - 1
    # Natural words have vowels; so many moved letters seldom look so.
    natural = total >= _SURE and sum(map(together.count, _VOWELS)) > _NATURAL * total
    for cipher, table in (_AMONG_NATURAL if natural else _EVERY).items():
        if known.isdisjoint(longest.translate(table).split()):
            continue
        sizes = [len(word) for word in known.intersection(together.translate(table).split())]
        read = sum(sizes)
        if read > most and max(sizes) >= _LONG:
            best, most = cipher, read
    return best


def read_run(run: str, words: Vocabulary) -> str | None:
    """Words without blanks, under the shift or Atbash that makes most of their letters frequent ones."""
    if len(run) < _LEAST_RUN:
        return None
    counts = Counter(run[:_SAMPLE])
    best = max(
        range(len(_ALPHABET) + 1),
        key=lambda cipher: sum(counts[letter] for letter in _hidden(cipher)),
    )
    return cut_words(run.translate(_TABLES[best]), words.words, words.levels) if best else None


@cache
def _hidden(cipher: int) -> str:
    """How the frequent letters look under a cipher."""
    return _FREQUENT.translate(_written(cipher))


def _written(cipher: int) -> dict[int, int]:
    """How each letter looks under a cipher."""
    return {read: written for written, read in _TABLES[cipher].items()}


def moves_vowels(cipher: int) -> bool:
    """Whether a cipher leaves all letters but the vowels."""
    return cipher in _VOWEL_TABLES


def decipher(word: str, cipher: int) -> str:
    """A word by one of the tables."""
    return word.translate(_EVERY[cipher])


def _read(text: str, cipher: int) -> str:
    if cipher != _REVERSED:
        return text.translate(_EVERY[cipher])
    # Words reversed in place, or the text as a whole: both have the same words, so both are said.
    return f"{_WORD.sub(lambda found: found[0][::-1], text)} . {text[::-1]}"


def plainness(text: str, known: frozenset[str]) -> float:
    """The part of a text's letters that stand in known words."""
    total = hit = 0
    for word in _WORD.findall(text):
        total += len(word)
        if len(word) >= _SHORTEST_WORD and word in known:
            hit += len(word)
    return hit / total if total else 0.0
