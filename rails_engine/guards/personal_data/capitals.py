"""Runs of capitalised words, of which names, places and organisations are made. Judges nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.recogniser import words

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Small words inside a name.
PARTICLES = words(
    "de da di do du dos das del della der den la le van von vom zu zum zur af av bin ibn bint al el ul "
    "ben ter "
    "ten y e"
)
#: The last letter of the blocks in which capitals are told from small letters here: Latin, Greek, Cyrillic.
_LAST = 0x052F
#: Letters of these, with marks that stand by themselves. Scripts without capitals have no names here.
LETTER = "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u0373\u0376-\u052f\u1e00-\u1eff]"
#: The same as RE2 writes it.
RE2_LETTER = (
    r"[A-Za-z\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{24f}\x{300}-\x{373}\x{376}-\x{52f}\x{1e00}-\x{1eff}]"
)
_LATIN_MORE = range(0x1E00, 0x1F00)
_MAX_WORDS = 8
_FOLDED = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\u0131": "i",
        "\u2019": "'",
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a run."""

    start: int
    end: int
    text: str
    #: In small letters without accents, as the lists have it.
    plain: str


def fold(word: str) -> str:
    """Small letters without accents."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(
        c for c in unicodedata.normalize("NFKD", word.translate(_FOLDED)) if not unicodedata.combining(c)
    )


@cache
def _run_pattern() -> re.Pattern[str]:
    """Bounded repetitions of classes that share no character with what may follow them: linear."""
    capitals = "".join(chr(c) for c in (*range(_LAST), *_LATIN_MORE) if chr(c).isupper())
    word = rf"[{capitals}]{LETTER}*(?:['\u2019\-]{LETTER}+)*\.?"
    particles = "|".join(sorted(PARTICLES))
    return re.compile(rf"{word}(?:[ \xa0](?:(?:{particles})[ \xa0]){{0,2}}{word}){{0,{_MAX_WORDS - 1}}}")


_WORD = re.compile(rf"{LETTER}+(?:['\u2019\-]{LETTER}+)*\.?")


def runs(text: str, start: int, boring: frozenset[str] = frozenset()) -> Iterator[list[Word]]:
    """The runs, each as its words. A full stop ends a run, save after an initial or a title.

    Runs of one word are left out where it is a boring one, as the first of most sentences is.
    """
    for found in _run_pattern().finditer(text, start):
        if found[0].lower() in boring:
            continue
        before = text[found.start() - 1 : found.start()]
        if before.isalnum() or before in ("_", "@", "#", "/", "\\", "$", "<"):
            continue
        if text[found.end() : found.end() + 1] in ("_", "("):
            continue
        run: list[Word] = []
        for match in _WORD.finditer(text, found.start(), found.end()):
            word = match[0]
            end = match.end()
            if word.endswith("."):
                more = run or end < found.end()
                if (len(word) == 2 and more) or word.lower() in TITLES:  # noqa: PLR2004 - an initial
                    run.append(Word(match.start(), end, word, fold(word)))
                    continue
                word, end = word[:-1], end - 1
                run.append(Word(match.start(), end, word, fold(word)))
                yield run
                run = []
                continue
            run.append(Word(match.start(), end, word, fold(word)))
        if run:
            yield run


TITLES = words(
    "mr. mrs. ms. miss dr. prof. sir mr mrs ms dr prof herr frau mme mlle m. señor señora sr. sra. sr sra "
    "mx. mx professor doctor captain judge rev. rev hon. capt. capt lt. sgt. gen. madam"
)
