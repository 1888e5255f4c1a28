"""Encodings that a model reads as easily as plain text: escapes, base64, hex, binary, Morse and others.

One round replaces every encoded stretch by what it says; what comes out may be encoded again, so there
are a few rounds, and each makes the text shorter. A stretch stays as it is unless what it says is text.
Each pattern is linear: its parts exclude each other, and nothing is tried before a cheap trigger.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rails_engine.guards.views import encodings
from rails_engine.guards.views.spelling import (
    RADIO,
    read_numbers,
    read_radio,
    read_rotated,
    read_wrapped,
)
from rails_engine.guards.views.view import Rewriter, View
from rails_engine.guards.vocabulary import vocabulary
from rails_engine.patterns import PatternSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAX_ROUNDS = 3
#: A stretch that is read as a whole; longer ones are cut.
MAX_STRETCH = 20_000

_ESCAPES = re.compile(
    r"(?:%[0-9a-fA-F]{2}){1,400}|&#?[0-9a-zA-Z]{2,8};"
    r"|(?:\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}){1,400}"
    r"|(?:=[0-9A-F]{2}){3,400}|(?:\\[0-3][0-7]{2}){3,400}"
    r"|(?:U\+[0-9a-fA-F]{4,6}[ ,]{0,2}){3,400}"
)
_ESCAPE_BEGINS = re.compile(r"[%&=\\]|U\+")
_BREAKS = re.compile(r"\\[nrt](?=\W|[A-Za-z])")
_BEHIND_BREAK = re.compile(r"\\[nrt]([A-Za-z]{2,24})")
_BASE64 = re.compile(r"={0,2}[A-Za-z0-9+/_-]{12,20000}(?:\r?\n[A-Za-z0-9+/_-]{4,2000}){0,500}={0,2}")
_BASE64_BLOCKS = re.compile(r"(?:[A-Za-z0-9+/_-]{4,76} ){3,2000}[A-Za-z0-9+/_-]{2,76}={0,2}")
_BASE64_WORDS = re.compile(r"(?:[A-Za-z0-9+/_-]{2,60}={0,2}[ ,]{1,2}){2,2000}[A-Za-z0-9+/_-]{2,60}={0,2}")
_BASE32 = re.compile(r"[A-Z2-7]{16,20000}={0,6}")
_SMALL_BASE32 = re.compile(r"[a-z2-7]{16,20000}={0,6}")
_HEX = re.compile(
    r"(?:0[xX])?[0-9a-fA-F]{12,20000}|(?:[0-9a-fA-F]{4} ){3,2000}[0-9a-fA-F]{2,4}"
    r"|(?:(?:0[xX])?[0-9a-fA-F]{2}[ :,-]{1,2}){5,5000}(?:0[xX])?[0-9a-fA-F]{2}"
)
_BITS = re.compile(r"[01]{7,8}(?:[ ,]{0,2}[01]{7,8}){3,2500}")
_CODES = re.compile(r"\d{2,3}(?:[ ,;]{1,2}\d{2,3}){5,5000}")
_SIGN = f"[{encodings.MORSE_SIGNS}]"
_MORSE = re.compile(rf"{_SIGN}{{1,6}}(?:[ /|]{{1,3}}{_SIGN}{{1,6}}){{5,5000}}")
_RADIO = re.compile(rf"(?:\b(?:{RADIO})\b[^\w]{{0,4}}){{4,2000}}", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d.])\d{1,2}(?:[-. ,/|]{1,3}\d{1,2}(?!\d)){7,2000}")
#: A byte of text in hexadecimal; a letter by its number; a byte as a decimal or octal number.
_HEX_BYTE = "(?:[2-7][0-9a-f]|[cd][0-9a-f][89ab][0-9a-f]|e[0-9a-f][89ab][0-9a-f][89ab][0-9a-f])"
_PLACE = "(?:1[0-9]|2[0-6]|0?[0-9])"
_GAP = r"[-. ,/|]{1,3}"
_CODE = "(?:3[2-9]|[4-9][0-9]|[012][0-9]{2})"
_CHARACTERS = re.compile(r"(?:chr\(\d{1,7}\)[ +.&|,]{0,5}){4,4000}", re.IGNORECASE)
_LEAST_BASE64 = 12
_ONE_DIGIT_IN = 16
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{12,20000}={0,2}")
#: Marks of a page or a program within a word, and where two quoted pieces of one are put together.
_MARKS = (
    r"(?:<!--[^>]{0,80}-->"
    r"|</?(?:b|i|u|s|a|em|strong|span|font|small|sub|sup|wbr|mark)(?:\s[^<>]{0,60})?/?>){1,20}"
)
_SEAMS = re.compile(
    rf"(?<=\w){_MARKS}|{_MARKS}(?=\w)|(?<=\w)/\*[^*\n]{{0,80}}\*/(?=\w)"
    r"|['\"]\s{0,3}(?:\+|\.\.?|&|\|\|)\s{0,3}['\"]|\n[0-9a-f]{8}:? (?=\S)"
)
_COMMANDS = re.compile(r"\\[a-zA-Z]{2,12}\{([^{}\\\n]{1,80})\}")
_UTF_7 = re.compile(r"\+[A-Za-z0-9/]{3,400}-")


_BASE85 = re.compile(r"[!-~]{20,20000}")
#: A word of small letters once they are rotated; one of capitals.
_TO_ROTATED = r"[:-@][2-K]{1,20}(?:\s|$)|[2-K][:-@](?:\s|$)|[{-~][p-~!-+]{1,20}(?:\s|$)"
_AS_ROTATED = dict.fromkeys(
    [*range(ord("2"), ord("K") + 1), *range(ord("p"), ord("~") + 1), *range(ord("!"), ord("+") + 1)]
)
_MOSTLY_ROTATED = 0.7
_ROTATED = re.compile(r"[!-~]{1,60}(?:\s{1,2}[!-~]{1,60}){1,4000}")
_WRAPPED = re.compile(r"(?m)^(?:[^\n]{3,80}\n){3,2000}[^\n]{1,80}")
_HUMPS = re.compile(r"\b[A-Za-z]?[a-z]{0,20}(?:[AI]?[A-Z][a-z]{1,20}){5,500}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[AI])(?=[A-Z][a-z])")


def _anything(_text: str, _long: Sequence[str]) -> bool:
    return True


class _Reader(NamedTuple):
    """All triggers are looked for in one pass; then a reader's own look may refuse."""

    trigger: str
    stretches: Callable[[str], Iterator[re.Match[str]]]
    read: Callable[[str], str | None]
    #: Gets the text and its long words, each once.
    may_be: Callable[[str, Sequence[str]], bool] = _anything


def _is_behind_break(text: str, _long: Sequence[str]) -> bool:
    """Whether the letter of an escaped line end is read as part of a word that matters."""
    keys = vocabulary().keys
    return any(word.lower() in keys for word in _BEHIND_BREAK.findall(text))


def _find_escapes(text: str) -> Iterator[re.Match[str]]:
    """All escapes. To look for what they begin with is much cheaper than to try them all everywhere."""
    at = 0
    while begun := _ESCAPE_BEGINS.search(text, at):
        found = _ESCAPES.match(text, begun.start())
        if found:
            yield found
        at = found.end() if found else begun.start() + 1


def _may_be_base64(_text: str, long: Sequence[str]) -> bool:
    """Whether a long word reads as base64. In that, letters of either case stand together."""
    return any(
        encodings.read_base64(run) is not None
        for run in _BASE64_RUN.findall("\n".join(long))
        if not (run.islower() or run.isupper())
    )


def _may_be_base64_words(text: str, _long: Sequence[str]) -> bool:
    """Whether a padded word is base64."""
    padded = (word for word in text.replace(",", " ").split() if word[-1] == "=")
    return any(encodings.read_base64_words(word) is not None for word in padded)


def _may_be_small_base32(_text: str, long: Sequence[str]) -> bool:
    """Whether a long word has digits all over, as base32 has in small letters."""
    return any(
        sum(map(word.count, "234567")) * _ONE_DIGIT_IN > len(word) and word.rstrip("=").isalnum()
        for word in long
        if word.islower()
    )


def _may_be_base85(_text: str, long: Sequence[str]) -> bool:
    """Whether a long word begins as text does in base85."""
    return any(
        encodings.may_be_base85(run) and encodings.read_base85(run)
        for run in _BASE85.findall("\n".join(long))
    )


def _may_be_rotated(text: str, _long: Sequence[str]) -> bool:
    """Whether nearly all characters are what letters are once they are rotated."""
    signs = "".join(text.split())
    return len(signs.translate(_AS_ROTATED)) <= (1 - _MOSTLY_ROTATED) * len(signs)


def _may_be_wrapped(text: str, _long: Sequence[str]) -> bool:
    """Whether three lines in a row are of one length."""
    sizes = list(map(len, text.split("\n")))
    return any(one == two == three > 1 for one, two, three in zip(sizes, sizes[1:], sizes[2:], strict=False))


def _part(stretch: str) -> str:
    return _HUMP.sub(" ", stretch)


def _break(_escape: str) -> str:
    return " "


def _uncover(command: str) -> str:
    return command[command.find("{") + 1 : -1]


def _close(_seam: str) -> str:
    return ""


#: The trigger, the pattern of a stretch, how a stretch is read; for some, a look at the text before.
_READERS: tuple[_Reader, ...] = tuple(
    _Reader(*parts)
    for parts in (
        (
            r"%[0-9a-fA-F]{2}|&#?[0-9a-zA-Z]{2,8};|\\[uUx0-3]|(?:=[0-9A-F]{2}){3}|U\+[0-9a-fA-F]{4}",
            _find_escapes,
            encodings.read_escapes,
        ),
        (r"\\[nrt][A-Za-z]{2}", _BREAKS.finditer, _break, _is_behind_break),
        (
            (
                rf"(?i)(?:{_HEX_BYTE}){{6}}|(?:(?:0x)?{_HEX_BYTE}[ :,-]{{1,2}}){{5}}|(?:[2-7][0-9a-f]00){{4}}"
                rf"|(?:(?:{_HEX_BYTE}){{2}} ){{3}}"
            ),
            _HEX.finditer,
            encodings.read_hex,
        ),
        (r"[A-Z2-7]{16}", _BASE32.finditer, encodings.read_base32),
        (r"[a-z2-7]{16}", _SMALL_BASE32.finditer, encodings.read_base32, _may_be_small_base32),
        (r"[A-Za-z0-9+/_-]{12}", _BASE64.finditer, encodings.read_base64, _may_be_base64),
        (
            r"[A-Za-z0-9+/_-]={1,2}[ ,]+[A-Za-z0-9+/_-]",
            _BASE64_WORDS.finditer,
            encodings.read_base64_words,
            _may_be_base64_words,
        ),
        (
            "|".join(
                rf"(?:[A-Za-z0-9+/_-]{{{size}}} ){{{times}}}"
                for size, times in ((4, 5), (8, 3), (12, 2), (16, 2))
            ),
            _BASE64_BLOCKS.finditer,
            encodings.read_base64_blocks,
        ),
        (r"(?i)chr\(\d{1,7}\)[ +.&|,]{0,5}chr\(", _CHARACTERS.finditer, encodings.read_characters),
        (rf"(?i)\b(?:{RADIO})\W{{1,4}}(?:{RADIO})\b", _RADIO.finditer, read_radio),
        (
            rf"\b(?:{_PLACE}(?:{_GAP}{_PLACE}){{7}}|[1-5][1-5](?:{_GAP}[1-5][1-5]){{7}})\b",
            _NUMBERS.finditer,
            read_numbers,
        ),
        (
            (
                r"\w/\*[^*\n]{0,80}\*/\w|\w(?:</?(?:b|i|u|s|a|em|strong|span|font|small|sub|sup|wbr|mark)\b[^<>]{0,64}>|<!--[^>]{0,80}-->)+\w"
                r"|['\"]\s{0,3}(?:\+|\.\.?|&|\|\|)\s{0,3}['\"]|\n[0-9a-f]{8}:? \S"
            ),
            _SEAMS.finditer,
            _close,
        ),
        (r"\\[a-zA-Z]{2,12}\{[^{}\\\n]{1,80}\}", _COMMANDS.finditer, _uncover),
        (r"\+A[C-H][A-Za-z0-9/]{2,}-", _UTF_7.finditer, encodings.read_utf_7),
        (r"(?:[AI]?[A-Z][a-z]{1,20}){5}", _HUMPS.finditer, _part),
        (r"[!-~]{20}", _BASE85.finditer, encodings.read_base85, _may_be_base85),
        (
            _TO_ROTATED,
            _ROTATED.finditer,
            read_rotated,
            _may_be_rotated,
        ),
        (r"\w\n\w", _WRAPPED.finditer, read_wrapped, _may_be_wrapped),
        (r"[01]{7}[ ,]{0,2}[01]{7}", _BITS.finditer, encodings.read_bits),
        (rf"{_CODE}(?:[ ,;]{{1,2}}{_CODE}){{5}}", _CODES.finditer, encodings.read_codes),
        (rf"{_SIGN}[ /|]{{1,3}}{_SIGN}{{1,6}}[ /|]{{1,3}}{_SIGN}", _MORSE.finditer, encodings.read_morse),
    )
)
#: Readers of what hides nothing: names of programs look like that, and so do pages.
_OPEN = (_part, _close, _uncover, read_wrapped)


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
    triggered = _triggers().matching(text)
    if not triggered:
        return []
    long = list(dict.fromkeys([chunk for chunk in text.split() if len(chunk) >= _LEAST_BASE64]))
    for index in triggered:
        _, stretches, read, may_be = _READERS[index]
        for match in stretches(text) if may_be(text, long) else ():
            said = read(match[0])
            if said is not None and match[0]:
                found.append((*match.span(), said, read))
    return found


@cache
def _triggers() -> PatternSet:
    return PatternSet([reader.trigger for reader in _READERS])
