r"""Words written with signs that look like their letters: ``1gn0r3``, ``|\/|4k3``, ``in4mation``.

Says how a word may read; which of the readings is one, the vocabulary knows.
"""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import TYPE_CHECKING

from rails_engine.guards.views.choice import choose
from rails_engine.guards.views.common import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.guards.vocabulary import Vocabulary

_SIGNS = "034567892@$+€£1!|"
_LETTERS = str.maketrans(_SIGNS, "oeasgtbgzasteciii")
LEET = frozenset(_SIGNS)
#: The signs that stand for one of two letters; the table says the first.
_TWOFOLD = {"1": "l", "!": "l", "|": "l", "9": "q"}
_MOST_TWOFOLD = 4
#: Letters that are drawn with several signs, the longest first.
_DRAWN = (
    *(("|\\/|", "m"), ("/\\/\\", "m"), ("\\/\\/", "w"), ("|\\|", "n"), ("|-|", "h"), ("|_|", "u")),
    *(("|<", "k"), ("/\\", "a"), ("\\/", "v"), ("|)", "d"), ("|3", "b"), ("#", "h")),
)
#: Digits that are said instead of a part of a word.
_SAID = (("4", "for"), ("2", "to"), ("8", "ate"))
#: A word of letters and leet; so many of them, and one in so many words, and lone digits are leet as well.
_MIXED = re.compile(r"[a-z][0-9@$!+]+[a-z]|^[0-9@$!+]+[a-z]{2}|[a-z]{2}[0-9@$+]+$")
_LEAST_MIXED, _SHARE, _LONGEST_LONE = 3, 6, 4
_ALONE = frozenset({"i", "a"})
_CHUNK = re.compile(r"\S{1,400}")
_SIGNED = re.compile(r"[a-z][^a-z\s.,;:?\"'()-]|[^a-z\s.,;:?\"'()-][a-z]|^\d\d?$")
#: The part of a text's words that have a sign, and of its letters that must be in known words then.
_ENOUGH_SIGNED, _ENOUGH_READ = 0.5, 0.6
#: What stands before and after digits that are said.
_BEFORE_2 = (
    "how want wants need needs have has going like try trying way ways able used where what ready easy"
)
_AFTER_2 = "be do make get kill hurt steal hack buy build find use the my your a me him her them"
_BEFORE_4 = "instructions recipe guide tips steps plan method script code looking waiting"
_AFTER_4 = "me you u my your the a free sale him her us them how real someone making"
#: Digit to what it says, and what stands before or after it then.
_SPOKEN = {
    "2": ("to", frozenset(_BEFORE_2.split()), frozenset(_AFTER_2.split())),
    "4": ("for", frozenset(_BEFORE_4.split()), frozenset(_AFTER_4.split())),
}


def unleet(bare: str) -> tuple[str, ...]:
    """All readings of a word in leet; signs of two readings are read both ways as far as there are few."""
    drawn = undrawn(bare)
    places = [index for index, sign in enumerate(drawn) if sign in _TWOFOLD][:_MOST_TWOFOLD]
    plain = drawn.translate(_LETTERS)
    readings = []
    for choice in product((False, True), repeat=len(places)):
        letters = list(plain)
        for place, other in zip(places, choice, strict=True):
            if other:
                letters[place] = _TWOFOLD[drawn[place]]
        readings.append("".join(letters))
    return (*readings, *(bare.replace(digit, said) for digit, said in _SAID if digit in bare))


def undrawn(text: str) -> str:
    """The text with the letters that are drawn with several signs."""
    if "|" in text or "\\" in text or "#" in text:
        for signs, letter in _DRAWN:
            text = text.replace(signs, letter)
    return text


def leet_words(tokens: Sequence[str], known: frozenset[str]) -> dict[int, str]:
    """What tokens say by their place, where many are in leet: lone digits and signs are words there."""
    mixed = sum(map(bool, map(_MIXED.search, tokens)))
    if mixed < _LEAST_MIXED or mixed * _SHARE < len(tokens):
        return {}
    found = {}
    for index, token in enumerate(tokens):
        if token and len(token) <= _LONGEST_LONE and LEET.issuperset(token):
            likely = [
                said for said in unleet(token) if said in _ALONE or (len(said) > 1 and said in common())
            ]
            if likely:
                found[index] = likely[0]
        elif token not in known and not LEET.isdisjoint(token):
            said = next((reading for reading in unleet(token) if reading in known), None)
            if said is not None:
                found[index] = said
    return found


def read_leet(text: str, words: Vocabulary) -> list[tuple[int, int, str]]:
    """The words of a text most of which are in leet: where each stands and what it is."""
    chunks = [(found.span(), found[0]) for found in _CHUNK.finditer(text)]
    signed = sum(bool(_SIGNED.search(undrawn(chunk))) for _, chunk in chunks)
    if signed < max(_LEAST_MIXED, _ENOUGH_SIGNED * len(chunks)):
        return []
    found: list[tuple[int, int, Sequence[str]]] = []
    total = read = 0
    for (start, _), chunk in chunks:
        offset, core, options = _meanings(chunk, words.words)
        found.append((start + offset, start + offset + len(core), options or unleet(core)[:1]))
        total += len(core)
        read += len(core) if options else 0
    if read < _ENOUGH_READ * total:
        return []
    said = choose([options for _, _, options in found], words)
    return [(start, end, word) for (start, end, _), word in zip(found, said, strict=True)]


def _meanings(chunk: str, known: frozenset[str]) -> tuple[int, str, Sequence[str]]:
    """Where a chunk's word begins, the word as it is written, and the words that it may be."""
    core = ""
    for edges in ("\"'()[]{}<>*`~,.?;:", "\"'()[]{}<>*`~,.?;:!|"):
        core = chunk.strip(edges)
        options = [
            said
            for said in unleet(core.replace("'", ""))
            if said in known and (len(said) > 1 or said in _ALONE)
        ]
        if options:
            return chunk.find(core), core, options
    return chunk.find(core), core, ()


def said_digits(tokens: Sequence[str]) -> dict[int, str]:
    """Lone digits that are said: ``how 2 do``, ``4 you``."""
    if "2" not in tokens and "4" not in tokens:
        return {}
    found = {}
    for index, (here, after) in enumerate(pairwise((*tokens, ""))):
        if here in _SPOKEN and after.isalpha():
            said, before, behind = _SPOKEN[here]
            if after in behind or (index and tokens[index - 1] in before):
                found[index] = said
    return found
