"""Where sentences and words of an answer end: for rails that count, cut or compare them.

Plain rules and no grammar: a mark that ends sentences with a blank after it, the marks of East Asian
scripts without one, and a line break. Abbreviations and initials are no ends. A place is told by what
stands before it and the one blank behind it, so that more text changes nothing about what came before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The full stop, exclamation and question mark of scripts that put no blank after them.
_WIDE_MARKS = "\u3002\uff01\uff1f"
_MARKS = ".!?\u2026"
_CLOSERS = "\"')\\]}*_`\u00bb\u201d\u2019"
_MAX_CLOSERS = 4
#: Where a sentence may have ended. One set of characters before all else: it is what ``re`` finds fast.
_CANDIDATE = re.compile(
    rf"[{_WIDE_MARKS}\r\n{_MARKS}]"
    rf"(?:(?<=[{_WIDE_MARKS}\r\n])|(?<=[{_MARKS}])[{_CLOSERS}]{{0,{_MAX_CLOSERS}}}(?=[^\S\r\n]))"
)
#: What may stand between words of plain text; there are more in other scripts.
BLANKS = " \n\t\r\f\v\x1c\x1d\x1e\x1f"
#: No abbreviation is longer.
_MAX_ABBREVIATION = 8
_ABBREVIATIONS = frozenset(
    {"approx", "ca", "cf", "dr", "e.g", "eg", "etc", "fig", "i.e", "ie", "inc", "jr", "ltd"}
    | {"mr", "mrs", "ms", "nr", "p.m", "a.m", "prof", "resp", "sr", "st", "vs"}
)


def sentence_ends(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """The offsets behind the last character of each sentence that ends in ``text[start:end]``."""
    stop = len(text) if end is None else end
    # The mark may stand before the start, and only the blank behind it in the range.
    for found in _CANDIDATE.finditer(text, max(0, start - _MAX_CLOSERS - 1), stop + 1):
        at, after = found.span()
        mark = text[at]
        if mark in _WIDE_MARKS:
            if start <= at < stop:
                yield at + 1
        elif mark in "\r\n":
            if start <= at and at and not text[at - 1].isspace():
                yield at
        elif start <= after and (mark != "." or not _is_short(text[max(0, at - _MAX_ABBREVIATION) : at])):
            yield after


def _is_short(before: str) -> bool:
    """Whether a full stop after this belongs to an abbreviation or an initial."""
    parts = before.split()
    word = parts[-1].lstrip("(\"'") if parts and not before[-1].isspace() else ""
    return (len(word) == 1 and word.isalpha()) or word.lower() in _ABBREVIATIONS


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text without the blanks around them; none of them is empty."""
    for line in text.splitlines():
        begin = 0
        for end in (*sentence_ends(line), len(line)):
            sentence = line[begin:end].strip()
            begin = end
            if sentence:
                yield sentence


def last_word_end(text: str, start: int, end: int) -> int | None:
    """The last place in ``text[start:end + 1]`` at which a blank follows a word."""
    blank = max(text.rfind(each, start, end + 1) for each in BLANKS)
    if blank < 0:
        return None
    at = len(text[:blank].rstrip())
    return at if at >= start and at > 0 else None


def words_at_most(text: str) -> int:
    """Not less than the words of a text, and cheaper than counting them."""
    return 1 + sum(map(text.count, BLANKS)) if text.isascii() else len(text.split())
