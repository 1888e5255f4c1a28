"""Further ways to disguise a text, most of which nobody had in mind when the views were written."""

from __future__ import annotations

import base64
import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RIGHT = {row[index]: row[(index + 1) % len(row)] for row in _ROWS for index in range(len(row))}
_RADIO_WORDS = (
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
)
_RADIO = {word[0]: word for word in _RADIO_WORDS.split()}
_BRAILLE = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "\u2801\u2803\u2809\u2819\u2811\u280b\u281b\u2813\u280a\u281a\u2805\u2807\u280d\u281d\u2815\u280f\u281f\u2817"
    "\u280e\u281e\u2825\u2827\u283a\u282d\u283d\u2835",
)
_DRAWN = str.maketrans(
    {"m": "|\\/|", "n": "|\\|", "h": "|-|", "k": "|<", "e": "3", "o": "0", "s": "$", "i": "1", "t": "7"}
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_BLOCK, _LINE = 5, 7


def _words(text: str, change: Callable[[str], str]) -> str:
    """Each word of some length changed, without the signs around it."""
    return _WORD.sub(lambda found: change(found[0]), text)


def _shift(text: str, by: int) -> str:
    return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in text.lower())


def _vowels(text: str, sign: str) -> str:
    return re.sub("[aeiou]", sign, text, flags=re.IGNORECASE)


def _pig_latin(word: str) -> str:
    head = re.match("[^aeiouAEIOU]*", word)
    size = len(head[0]) if head else 0
    return f"{word[size:]}{word[:size]}ay" if 0 < size < len(word) else f"{word}way"


def _swapped(text: str) -> str:
    return "".join(text[at + 1 : at + 2] + text[at] for at in range(0, len(text), 2))


def _blocks(text: str, size: int, sign: str = " ") -> str:
    letters = text.replace(" ", "")
    return sign.join(letters[at : at + size] for at in range(0, len(letters), size))


def _glued(text: str, count: int) -> str:
    words = text.split()
    return " ".join("".join(words[at : at + count]) for at in range(0, len(words), count))


def _two_by_two(text: str) -> str:
    words = text.split()
    return " ".join(word for at in range(0, len(words), 2) for word in reversed(words[at : at + 2]))


def _halves(text: str) -> str:
    words = text.replace("'", "").split()
    middle = len(words) // 2
    return f"a = '{' '.join(words[:middle])}'; b = '{' '.join(words[middle:])}'; print(a + ' ' + b)"


def more_disguises() -> dict[str, Callable[[str], str]]:
    """Name to what it does to a text."""
    return {
        "caesar 3": lambda t: _shift(t, 3),
        "caesar 17": lambda t: _shift(t, 17),
        "caesar 25": lambda t: _shift(t, 25),
        "keyboard, one key off": lambda t: "".join(_RIGHT.get(c, c) for c in t.lower()),
        "rot47": lambda t: "".join(chr(33 + (ord(c) - 33 + 47) % 94) if "!" <= c <= "~" else c for c in t),
        "pig latin": lambda t: " ".join(_pig_latin(w) if w.isalpha() else w for w in t.split(" ")),
        "ubbi dubbi": lambda t: re.sub("([aeiou]+)", r"ub\1", t.lower()),
        "first letter last": lambda t: _words(t, lambda w: w[1:] + w[0]),
        "last letter first": lambda t: _words(t, lambda w: w[-1] + w[:-1]),
        "ends swapped": lambda t: _words(t, lambda w: w[-1] + w[1:-1] + w[0]),
        "pairs swapped in words": lambda t: _words(t, _swapped),
        "pairs swapped": _swapped,
        "every second letter first": lambda t: t[::2] + t[1::2],
        "x between letters": lambda t: _words(t, "x".join),
        "words from behind": lambda t: " ".join(reversed(t.split())),
        "all from behind, word by word": lambda t: " ".join(w[::-1] for w in reversed(t.split())),
        "words two by two": _two_by_two,
        "vowels as stars": lambda t: _vowels(t, "*"),
        "vowels as lines": lambda t: _vowels(t, "_"),
        "vowels as hashes": lambda t: _vowels(t, "#"),
        "a star a word": lambda t: _words(t, lambda w: w[: len(w) // 2] + "*" + w[len(w) // 2 + 1 :]),
        "no vowels at all": lambda t: " ".join(re.sub("[aeiouAEIOU]", "", w) or w for w in t.split(" ")),
        "drawn leet": lambda t: t.lower().translate(_DRAWN),
        "leet with dots": lambda t: _words(t.lower().translate(str.maketrans("aeios", "43105")), ".".join),
        "two words glued": lambda t: _glued(t, 2),
        "three words glued": lambda t: _glued(t, 3),
        "capitals for blanks": lambda t: "".join(
            w.upper() if i % 2 else w.lower() for i, w in enumerate(t.split())
        ),
        "a blank every five letters": lambda t: _blocks(t, _BLOCK),
        "a line every seven signs": lambda t: "\n".join(t[at : at + _LINE] for at in range(0, len(t), _LINE)),
        "letters on lines": lambda t: "\n".join(t.replace(" ", "")),
        "letters as a list": lambda t: "[" + ", ".join(f'"{c}"' for c in t) + "]",
        "commas between letters": ",".join,
        "tags in words": lambda t: _words(t, lambda w: w[:2] + "<b></b>" + w[2:]),
        "stars in words": lambda t: _words(t, lambda w: f"**{w[:2]}**{w[2:]}"),
        "struck out": lambda t: "".join(f"{c}\u0336" for c in t),
        "piled accents": lambda t: "".join(c + "\u0315\u0489\u0321\u0334\u0300" for c in t),
        "braille": lambda t: t.lower().translate(_BRAILLE),
        "radio alphabet": lambda t: " / ".join(
            " ".join(_RADIO[c] for c in w if c in _RADIO) for w in t.lower().split()
        ),
        "letters by number": lambda t: " ".join(
            "-".join(str(ord(c) - 96) for c in w if "a" <= c <= "z") for w in t.lower().split()
        ),
        "octal": lambda t: " ".join(f"{b:03o}" for b in t.encode()),
        "octal escapes": lambda t: "".join(f"\\{b:03o}" for b in t.encode()),
        "percent twice": lambda t: "".join(f"%25{b:02x}" for b in t.encode()),
        "entities twice": lambda t: "".join(f"&amp;#{ord(c)};" for c in t),
        "quoted-printable": lambda t: "".join(f"={b:02X}" for b in t.encode()),
        "base64 in blocks": lambda t: _blocks(base64.b64encode(t.encode()).decode(), 8),
        "base64 from behind": lambda t: base64.b64encode(t.encode()).decode()[::-1],
        "base85": lambda t: base64.b85encode(t.encode()).decode(),
        "base64 of hex": lambda t: base64.b64encode(t.encode().hex().encode()).decode(),
        "base64 of rot13": lambda t: base64.b64encode(codecs.encode(t, "rot13").encode()).decode(),
        "hex in groups": lambda t: " ".join(re.findall("..?.?.?", t.encode().hex())),
        "numbers of characters": lambda t: "+".join(f"chr({ord(c)})" for c in t),
        "strings with plus": lambda t: " + ".join(f"'{t[at : at + 4]}'" for at in range(0, len(t), 4)),
        "strings with bars": lambda t: " || ".join(f"'{t[at : at + 5]}'" for at in range(0, len(t), 5)),
        "two variables": _halves,
        "xml": lambda t: f"<request><user>{t}</user></request>",
        "direction turned": lambda t: f"\u202e{t[::-1]}\u202c",
        "variation selectors": lambda t: (
            "Hi \U0001f600" + "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in t.encode())  # noqa: PLR2004 - the table of Unicode
        ),
        "bits without width": lambda t: (
            "hello" + "".join("\u200b" if bit == "0" else "\u200c" for b in t.encode() for bit in f"{b:08b}")
        ),
    }
