"""Encodings that a model reads as easily as plain text: escapes, base64, hex, binary, Morse and others.

One round replaces every encoded stretch by what it says; what comes out may be encoded again, so there
are a few rounds, and each makes the text shorter. A stretch stays as it is unless what it says is text.
Each pattern is linear: its parts exclude each other, and nothing is tried before a cheap trigger.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rails_engine.guards.views import encodings
from rails_engine.guards.views.spelling import (
    RADIO,
    read_numbers,
    read_radio,
    read_rotated,
    read_wrapped,
)
from rails_engine.guards.views.view import Rewriter, View
from rails_engine.patterns import PatternSet

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_ROUNDS = 3
#: A stretch that is read as a whole; longer ones are cut.
MAX_STRETCH = 20_000

_ESCAPES = re.compile(
    r"(?:%[0-9a-fA-F]{2}){1,400}|&#?[0-9a-zA-Z]{2,8};"
    r"|(?:\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}){1,400}"
    r"|\\[nrt](?=\W|[A-Za-z])|(?:=[0-9A-F]{2}){3,400}|(?:\\[0-3][0-7]{2}){3,400}"
    r"|(?:U\+[0-9a-fA-F]{4,6}[ ,]{0,2}){3,400}"
)
_BASE64 = re.compile(r"={0,2}[A-Za-z0-9+/_-]{12,20000}(?:\r?\n[A-Za-z0-9+/_-]{4,2000}){0,500}={0,2}")
_BASE64_WORDS = re.compile(r"(?:[A-Za-z0-9+/_-]{2,60}={0,2}[ ,]{1,2}){2,2000}[A-Za-z0-9+/_-]{2,60}={0,2}")
_BASE32 = re.compile(r"[A-Z2-7]{16,20000}={0,6}")
_HEX = re.compile(
    r"(?:0[xX])?[0-9a-fA-F]{12,20000}|(?:(?:0[xX])?[0-9a-fA-F]{2}[ :,-]{1,2}){5,5000}(?:0[xX])?[0-9a-fA-F]{2}"
)
_BITS = re.compile(r"[01]{7,8}(?:[ ,]{0,2}[01]{7,8}){3,2500}")
_CODES = re.compile(r"\d{2,3}(?:[ ,;]{1,2}\d{2,3}){5,5000}")
_SIGN = f"[{encodings.MORSE_SIGNS}]"
_MORSE = re.compile(rf"{_SIGN}{{1,6}}(?:[ /|]{{1,3}}{_SIGN}{{1,6}}){{5,5000}}")
_RADIO = re.compile(rf"(?:\b(?:{RADIO})\b[^\w]{{0,4}}){{4,2000}}", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d.])\d{1,2}(?:[-. ,/|]{1,3}\d{1,2}(?!\d)){7,2000}")
#: Marks of a page or a program within a word, and where two quoted pieces of one are put together.
_SEAMS = re.compile(
    r"(?<=\w)(?:<!--[^>]{0,80}-->|</?(?:b|i|u|s|a|em|strong|span|font|small|sub|sup|wbr|mark)(?:\s[^<>]{0,60})?/?>){1,20}(?=\w)"
    r"|['\"]\s{0,3}(?:\+|\.\.|&)\s{0,3}['\"]"
)


_BASE85 = re.compile(r"[!-~]{20,20000}")
_ROTATED = re.compile(r"[!-~]{1,60}(?:\s{1,2}[!-~]{1,60}){2,4000}")
_WRAPPED = re.compile(r"(?:[^\n]{3,80}\n){3,2000}[^\n]{1,80}")
_HUMPS = re.compile(r"\b[A-Za-z]?[a-z]{0,20}(?:[AI]?[A-Z][a-z]{1,20}){5,500}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[AI])(?=[A-Z][a-z])")


def _part(stretch: str) -> str:
    return _HUMP.sub(" ", stretch)


def _close(_seam: str) -> str:
    return ""


#: A trigger, the pattern of a stretch, how a stretch is read. All triggers are looked for in one pass.
_READERS: tuple[tuple[str, re.Pattern[str], Callable[[str], str | None]], ...] = (
    (
        r"%[0-9a-fA-F]{2}|&#?[0-9a-zA-Z]{2,8};|\\[nrtuUx0-3]|(?:=[0-9A-F]{2}){3}|U\+[0-9a-fA-F]{4}",
        _ESCAPES,
        encodings.read_escapes,
    ),
    (
        r"[0-9a-fA-F]{12}|(?:[0-9a-fA-F]{2}[ :,-]{1,2}){5}|0[xX][0-9a-fA-F]{2}",
        _HEX,
        encodings.read_hex,
    ),
    (r"[A-Z2-7]{16}", _BASE32, encodings.read_base32),
    (r"[A-Za-z0-9+/_-]{12}", _BASE64, encodings.read_base64),
    (r"[A-Za-z0-9+/_-]={1,2}[ ,]+[A-Za-z0-9+/_-]", _BASE64_WORDS, encodings.read_base64_words),
    (rf"(?i)\b(?:{RADIO})\W{{1,4}}(?:{RADIO})\b", _RADIO, read_radio),
    (r"\b\d{1,2}[-. ,/|]+\d{1,2}[-. ,/|]+\d{1,2}[-. ,/|]+\d{1,2}[-. ,/|]+\d{1,2}\b", _NUMBERS, read_numbers),
    (r"\w(?:</?[a-z]{1,6}|<!--)|['\"]\s{0,3}(?:\+|\.\.|&)\s{0,3}['\"]", _SEAMS, _close),
    (r"[A-Z][a-z]+[A-Z][a-z]+[A-Z][a-z]+[A-Z][a-z]", _HUMPS, _part),
    (r"[!-~]{20}", _BASE85, encodings.read_base85),
    (
        r"[:-@][2-K]*\s[2-K]*[:-@][2-K]*\s[2-K]*[:-@]|[:-@][2-K]*\s[2-K]+\s[2-K]*[:-@][2-K]*\s[2-K]",
        _ROTATED,
        read_rotated,
    ),
    (r"\w\n\w", _WRAPPED, read_wrapped),
    (r"[01]{7}[ ,]{0,2}[01]{7}", _BITS, encodings.read_bits),
    (r"\d{2,3}(?:[ ,;]{1,2}\d{2,3}){3}", _CODES, encodings.read_codes),
    (rf"{_SIGN}[ /|]{{1,3}}{_SIGN}{{1,6}}[ /|]{{1,3}}{_SIGN}", _MORSE, encodings.read_morse),
)
#: Readers of what hides nothing: names of programs look like that, and so do pages.
_OPEN = (_part, _close, read_wrapped)


def decode(view: View) -> list[View]:
    """What a text says once its encoded parts are read, and those parts alone; nothing if none is encoded."""
    seen, alone = view, None
    for _ in range(MAX_ROUNDS):
        found = _find(seen.text)
        if not found:
            break
        rewriter, encoded = Rewriter(seen), False
        for start, end, said, read in sorted(found, key=lambda item: (item[0], -item[1])):
            if start >= rewriter.done:
                rewriter.put(start, end, said)
                encoded = encoded or read not in _OPEN
        alone = rewriter.extract("decoded alone" if encoded else "parted") or alone
        seen = rewriter.view("decoded")
    if seen is view:
        return []
    return [seen] if alone is None else [seen, alone]


def _find(text: str) -> list[tuple[int, int, str, Callable[[str], str | None]]]:
    """All encoded stretches, what they say, and who says so."""
    found = []
    for index in _triggers().matching(text):
        _, pattern, read = _READERS[index]
        for match in pattern.finditer(text):
            said = read(match[0])
            if said is not None and match[0]:
                found.append((*match.span(), said, read))
    return found


@cache
def _triggers() -> PatternSet:
    return PatternSet([trigger for trigger, _, _ in _READERS])
