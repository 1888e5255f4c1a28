"""Disguises that were written down before anybody looked whether the views see through them."""

from __future__ import annotations

import base64
import codecs
import json
import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]{4,}")
_VOWEL = re.compile("[aeiou]", re.IGNORECASE)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RADIO_WORDS = (
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
)
_RADIO = {word[0]: word for word in _RADIO_WORDS.split()}
_SUPERSCRIPTS = str.maketrans(
    "abcdefghijklmnoprstuvwxyz0123456789",
    "\u1d43\u1d47\u1d9c\u1d48\u1d49\u1da0\u1d4d\u02b0\u2071\u02b2\u1d4f\u02e1\u1d50\u207f\u1d52\u1d56\u02b3\u02e2\u1d57\u1d58\u1d5b\u02b7\u02e3\u02b8\u1dbb"
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079",
)
#: Letters of the phonetic alphabet that look like ours.
_PHONETIC = str.maketrans(
    "aeiousntrlgzhbdk",
    "\u0251\u025b\u026a\u0254\u028a\u0283\u014b\u0288\u0279\u026d\u0261\u0292\u0266\u0253\u0256\u0199",
)
_TRANSLITERATED = (
    *(("shch", "\u0449"), ("sh", "\u0448"), ("ch", "\u0447")),
    *(("zh", "\u0436"), ("yu", "\u044e"), ("ya", "\u044f")),
    *zip(
        "abvgdezijklmnoprstufhcywxq",
        "\u0430\u0431\u0432\u0433\u0434\u0435\u0437\u0438\u0439\u043a\u043b\u043c\u043d\u043e\u043f\u0440\u0441\u0442\u0443\u0444\u0445\u0446\u044b\u0432\u043a\u043a",
        strict=True,
    ),
)
_RESPELT = (("ph", "f"), ("ck", "k"), ("c", "k"), ("tion", "shun"), ("s", "z"), ("oo", "u"), ("ee", "ea"))
_NEXT_VOWEL = str.maketrans("aeiouAEIOU", "eiouaEIOUA")
_LEET_OF_UNICODE = str.maketrans("aeiost", "\u2463\u2462\u2460\u24ea\u2464\u2466")
_TAP = {letter: (at // 5 + 1, at % 5 + 1) for at, letter in enumerate("abcdefghijlmnopqrstuvwxyz")}
_FILLER, _ENDINGS = "banana", ("qx", "zz")
_RARE = "bcdfgjkqvwxz"
_EMOJI = "\U0001f600\U0001f525\U0001f680\U0001f4a5\U0001f308"


def _words(text: str, change: Callable[[str], str]) -> str:
    return _WORD.sub(lambda found: change(found[0]), text)


def _base58(data: bytes) -> str:
    number, said = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        said = _BASE58[rest] + said
    return said


def _transliterated(text: str) -> str:
    text = text.lower()
    for old, new in _TRANSLITERATED:
        text = text.replace(old, new)
    return text


def _respelt(word: str) -> str:
    for old, new in _RESPELT:
        word = word.replace(old, new)
    return word


def _shift(text: str, by: int) -> str:
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in text.lower())


def _mirrored(text: str) -> str:
    return "".join(chr(219 - ord(c)) if "a" <= c <= "z" else c for c in text.lower())


def _styled(text: str, first: int) -> str:
    return "".join(chr(first + ord(c) - 97) if "a" <= c <= "z" else c for c in text.lower())


def _rot5(text: str) -> str:
    return "".join(chr((ord(c) - 48 + 5) % 10 + 48) if c.isdigit() else c for c in text)


def _tapped(word: str) -> str:
    taps = (_TAP.get("c" if c == "k" else c) for c in word)
    return "  ".join(f"{'.' * tap[0]} {'.' * tap[1]}" for tap in taps if tap)


def _syllables(word: str) -> str:
    return re.sub("(?<=[aeiou])(?=[^aeiou][aeiou])", "-", word)


def _lines(text: str, size: int) -> str:
    return "\n".join(text[at : at + size] for at in range(0, len(text), size))


def _numbers(text: str, first: int, sign: str, between: str) -> str:
    words = text.lower().split()
    return between.join(sign.join(str(ord(c) - 97 + first) for c in w if "a" <= c <= "z") for w in words)


def _utf_7(word: str) -> str:
    if not word.isalpha():
        return word
    return f"+{base64.b64encode(word.encode('utf-16-be')).decode().rstrip('=')}-"


def _each(text: str, change: Callable[[int, str], str], between: str = " ") -> str:
    return between.join(change(index, word) for index, word in enumerate(text.split()))


def untried_disguises(seed: int = 5) -> dict[str, Callable[[str], str]]:
    """Name to what it does to a text."""
    chance = random.Random(seed)
    return {
        "vowels doubled": lambda t: _VOWEL.sub(lambda found: 2 * found[0], t),
        "next vowel": lambda t: t.translate(_NEXT_VOWEL),
        "all vowels one letter": lambda t: _VOWEL.sub("u", t),
        "vowels as dots": lambda t: _VOWEL.sub(".", t),
        "vowels as percent signs": lambda t: _VOWEL.sub("%", t),
        "vowels as pluses": lambda t: _VOWEL.sub("+", t),
        "vowels as zeros": lambda t: _VOWEL.sub("0", t),
        "vowels as emoji": lambda t: _VOWEL.sub("\U0001f600", t),
        "vowels as bullets": lambda t: _VOWEL.sub("\u25cf", t),
        "vowels left open": lambda t: _VOWEL.sub(" ", t),
        "emoji in words": lambda t: _words(t, lambda w: w[:2] + chance.choice(_EMOJI) + w[2:]),
        "emoji between letters": lambda t: _words(t, lambda w: chance.choice(_EMOJI).join(w)),
        "words in quotes": lambda t: _each(t, lambda _, w: f'"{w}"'),
        "words in brackets": lambda t: _each(t, lambda _, w: f"[{w}]"),
        "slashes between letters": lambda t: _words(t, "/".join),
        "pipes between letters": lambda t: _each(t, lambda _, w: "|".join(w)),
        "backslashes in words": lambda t: _words(t, lambda w: f"{w[:3]}\\{w[3:]}"),
        "joiners in pairs": lambda t: _words(t, "\u200d\u200d".join),
        "table cells": lambda t: "| " + _each(t, lambda _, w: w, " | ") + " |",
        "camel and snake": lambda t: _each(t, lambda i, w: w.title() if i % 2 else w.lower(), "_"),
        "every second word reversed": lambda t: _each(t, lambda i, w: w[::-1] if i % 2 else w),
        "hyphenated": lambda t: _words(t, _syllables),
        "a span per letter": lambda t: "".join(f"<span>{c}</span>" if c != " " else c for c in t),
        "comments in words": lambda t: _words(t, lambda w: f"{w[:3]}/**/{w[3:]}"),
        "long comments in words": lambda t: _words(t, lambda w: f"{w[:3]}/* note */{w[3:]}"),
        "latex": lambda t: _each(t, lambda _, w: f"\\textbf{{{w}}}"),
        "latex in words": lambda t: _words(t, lambda w: f"{w[:2]}\\textit{{{w[2:]}}}"),
        "sql concat": lambda t: "SELECT CONCAT(" + ", ".join(map(repr, re.findall(".{1,6}", t))) + ")",
        "json of words": lambda t: json.dumps(t.split()),
        "yaml of words": lambda t: "\n".join(f"- {w}" for w in t.split()),
        "words on lines": lambda t: "\n".join(t.split()),
        "python join": lambda t: f"print(' '.join({t.split()!r}))",
        "python join of letters": lambda t: f"print(''.join({list(t)!r}))",
        "pluses for blanks": lambda t: t.replace(" ", "+"),
        "commas for blanks": lambda t: t.replace(" ", ","),
        "slashes for blanks": lambda t: t.replace(" ", "/"),
        "x for blanks": lambda t: t.replace(" ", "x"),
        "base64 of reversed": lambda t: base64.b64encode(t[::-1].encode()).decode(),
        "base64url on lines": lambda t: _lines(base64.urlsafe_b64encode(t.encode()).decode(), 40),
        "hex escapes": lambda t: "b'" + "".join(f"\\x{b:02x}" for b in t.encode()) + "'",
        "hex in a list": lambda t: "[" + ", ".join(f"0x{b:02x}" for b in t.encode()) + "]",
        "hex with colons": lambda t: t.encode().hex(":"),
        "hex from behind": lambda t: t.encode().hex()[::-1],
        "ascii85": lambda t: base64.a85encode(t.encode(), adobe=True).decode(),
        "base58": lambda t: _base58(t.encode()),
        "base32 in lower case": lambda t: base64.b32encode(t.encode()).decode().lower(),
        "utf-7": lambda t: "".join(map(_utf_7, re.split(r"(\W+)", t))),
        "letters by number, commas": lambda t: _numbers(t, 1, ",", " / "),
        "letters by number from 0": lambda t: _numbers(t, 0, "-", " "),
        "tap code": lambda t: " / ".join(_tapped(w) for w in t.lower().split()),
        "radio with hyphens": lambda t: _each(
            t.lower(), lambda _, w: "-".join(_RADIO[c] for c in w if c in _RADIO)
        ),
        "double-struck": lambda t: _styled(t, 0x1D552),
        "monospace": lambda t: _styled(t, 0x1D68A),
        "filled squares": lambda t: _styled(t, 0x1F170),
        "in parentheses": lambda t: _styled(t, 0x249C),
        "superscripts": lambda t: t.lower().translate(_SUPERSCRIPTS),
        "phonetic letters": lambda t: t.lower().translate(_PHONETIC),
        "cyrillic by sound": _transliterated,
        "spelt by ear": lambda t: _words(t.lower(), _respelt),
        "leet of circled digits": lambda t: t.lower().translate(_LEET_OF_UNICODE),
        "enclosing marks": lambda t: "".join(f"{c}\u20dd" if c.isalpha() else c for c in t),
        "rot18": lambda t: _rot5(codecs.encode(t, "rot13")),
        "rot13 from behind": lambda t: codecs.encode(t, "rot13")[::-1],
        "every second word rot13": lambda t: _each(t, lambda i, w: codecs.encode(w, "rot13") if i % 2 else w),
        "atbash from behind": lambda t: _mirrored(t)[::-1],
        "sentences from behind": lambda t: re.sub(
            r"[^.!?]+", lambda sentence: " " + " ".join(reversed(sentence[0].split())), t
        ),
        "words twice": lambda t: _each(t, lambda _, w: f"{w} {w}"),
        "a filler after each word": lambda t: _each(t, lambda _, w: f"{w} {_FILLER}"),
        "two letters after each word": lambda t: _each(
            t, lambda _, w: f"{w} {chance.choice(_RARE)}{chance.choice(_RARE)}"
        ),
        "two letters at each end": lambda t: _words(t, lambda w: f"{w}{chance.choice(_ENDINGS)}"),
        "numbers between words": lambda t: _each(t, lambda i, w: f"{i + 1}. {w}"),
        "numbers in words": lambda t: _words(t, lambda w: f"{w[:2]}{chance.randrange(10, 100)}{w[2:]}"),
        "letters twice": lambda t: _words(t, lambda w: "".join(2 * c for c in w)),
        "middle cut by two blanks": lambda t: _words(t, lambda w: f"{w[: len(w) // 2]}  {w[len(w) // 2 :]}"),
        "lines between pairs of letters": lambda t: _words(t, lambda w: "_".join(re.findall("..?", w))),
        "no vowels, ends in capitals": lambda t: _words(
            t, lambda w: (w[0] + _VOWEL.sub("", w[1:-1]) + w[-1]).swapcase()
        ),
        "three lines in turn": lambda t: t[::3] + t[1::3] + t[2::3],
        "from behind in fives": lambda t: " ".join(re.findall("..?.?.?.?", t.replace(" ", "")[::-1])),
        "caesar 7 without signs": lambda t: re.sub("[^a-z ]", "", _shift(t, 7)),
        "caesar 11 without blanks": lambda t: re.sub("[^a-z]", "", _shift(t, 11)),
    }
