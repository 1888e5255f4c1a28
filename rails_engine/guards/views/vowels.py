"""Texts whose vowels are gone, or are all the same sign, or are other vowels: ``gnr ll rls``, ``#gn#r#``.

A text is read so as a whole, since what a word was is told from the words around it. Ordinary texts are
refused by a look at how many vowels they have.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rails_engine.guards.views.choice import by_consonants, choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.guards.vocabulary import Vocabulary

    #: Where a word stands, and what it may be.
    _Found = tuple[int, int, Sequence[str]]
    _Said = tuple[int, int, str]

_NO_VOWELS, _TO_STARS = str.maketrans("", "", "aeiou"), str.maketrans("aeiou", "*****")
#: For one vowel there are so many of the commonest consonants at least; in English there is hardly one. Of so
#: many characters one is such a consonant: there are fewer in tables and in other scripts.
_SCARCE, _LETTERS = 2.5, 10
#: If of so many characters one is among the three commonest vowels, there are plenty.
_PLENTY = 7
#: The part of the vowels that are the same if one stands for all.
_ALONE = 0.95
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
#: Letters beside digits or signs are leet, and no words.
_LEET = re.compile(r"[a-z][0-9@$|!\\]|[0-9$|!\\][a-z]")
_APOSTROPHES = re.compile("['\u2019]")
_SIGN = re.compile(r"(?<=[a-z])([^a-z\s])(?=\1?[a-z])")
#: So many words and this part of them must read as known ones; and how often a sign stands within words.
_LEAST, _ENOUGH, _LEAST_SIGNS = 3, 0.7, 3
#: The part of all words that must have been without vowels.
_ENOUGH_OF_ALL = 0.25
#: The part of the words that may be one letter.
_MOST_SINGLE = 0.5
#: The part of the words that nobody knows if one vowel stands for all.
_STRANGE = 0.3


def lacks_vowels(text: str) -> bool:
    """Whether a text has letters, and too few vowels for a language that has some, or only one."""
    e, a, o = map(text.count, "eao")
    if (e + a + o) * _PLENTY > len(text) and max(e, a, o) < _ALONE * (e + a + o):
        return False
    counts = e, a, o, text.count("i"), text.count("u")
    letters = sum(map(text.count, "tnsrdhlc"))
    scarce = sum(counts) * _SCARCE < letters or max(counts) >= _ALONE * sum(counts)
    return scarce and len(text) <= letters * _LETTERS > 0


def read_vowels(text: str, words: Vocabulary) -> tuple[list[_Said], list[_Said]]:
    """The words of a stretch with their vowels: where each stands, and what it is; then the worst ones."""
    sign = _likely_sign(text) or _only_vowel(text, words)
    found = _bare(text, words) if sign is None else _signed(text, sign, words)
    options = [some for _, _, some in found]
    usual, worst = choose(options, words), choose(options, words, worst=True)
    return (
        [(start, end, word) for (start, end, _), word in zip(found, usual, strict=True)],
        [(start, end, word) for (start, end, _), word in zip(found, worst, strict=True)],
    )


def _likely_sign(text: str) -> str | None:
    """The sign that stands within words, if there is one that does so often."""
    signs = Counter(_SIGN.findall(text))
    for apostrophe in "'\u2019":
        del signs[apostrophe]
    sign, count = max(signs.items(), key=lambda item: item[1], default=("", 0))
    return sign if count >= _LEAST_SIGNS and count * 2 > signs.total() else None


def _only_vowel(text: str, words: Vocabulary) -> str | None:
    """The vowel that stands for all, if that makes some words unknown."""
    counts = {vowel: text.count(vowel) for vowel in "aeiou"}
    vowel = max(counts, key=counts.__getitem__)
    chunks = _WORD.findall(text)
    strange = sum(chunk not in words.words for chunk in chunks)
    if counts[vowel] < max(_LEAST_SIGNS, _ALONE * sum(counts.values())):
        return None
    return vowel if strange >= max(_LEAST, _STRANGE * len(chunks)) else None


def _bare(text: str, words: Vocabulary) -> list[_Found]:
    table, known = by_consonants(words), words.words
    found: list[_Found] = []
    read = strange = 0
    matches = list(_WORD.finditer(text))
    if sum(match.end() - match.start() == 1 for match in matches) > _MOST_SINGLE * len(matches):
        return []  # letters that stand apart are put together elsewhere
    for match in matches:
        word = _APOSTROPHES.sub("", match[0])
        if not word.isascii():
            continue
        left = word.translate(_NO_VOWELS)
        options: Sequence[str] = (word,)
        if word not in known or left == word:
            likely = [other for other in table.get(left) if _lost(word, other, left)] if left else ()
            options = likely or options
            unknown = len(word) > 1 and word not in known
            strange += unknown
            read += unknown and bool(likely)
        found.append((*match.span(), options))
    least = max(_LEAST, _ENOUGH * (strange + len(_LEET.findall(text))), _ENOUGH_OF_ALL * len(found))
    return found if read >= least else []


def _lost(form: str, word: str, left: str) -> bool:
    """Whether the form is the word without its vowels, but for those at its ends."""
    if form == left:
        return True
    first = word[0] + word[1:].translate(_NO_VOWELS)
    return form in {first, left + word[-1], first + word[-1]}


def _signed(text: str, sign: str, words: Vocabulary) -> list[_Found]:
    table = by_consonants(words)
    mark = re.escape(sign)
    found: list[_Found] = []
    read = total = 0
    for match in re.finditer(rf"(?:[a-z]|{mark})+(?:'(?:[a-z]|{mark})+)*", text):
        form = match[0].replace("'", "")
        total += 1
        masked = form.translate(_TO_STARS).replace(sign, "*")
        likely: Sequence[str] = ("a", "i") if masked == "*" else ()
        likely = likely or [
            known for known in table.get(masked.replace("*", "")) if known.translate(_TO_STARS) == masked
        ]
        read += bool(likely)
        found.append((*match.span(), likely or (form,)))
    return found if read >= max(_LEAST, _ENOUGH * total) else []
