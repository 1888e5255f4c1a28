"""Ways to disguise a text: what the views must see through. Those that they are written for, and others."""

from __future__ import annotations

import base64
import codecs
import html
import random
import urllib.parse
from typing import TYPE_CHECKING

from tools.train_guards.disguises_more import more_disguises
from tools.train_guards.disguises_untried import untried_disguises

if TYPE_CHECKING:
    from collections.abc import Callable

_HOMOGLYPHS = str.maketrans(
    "aceopxyisjABCEHKMOPTX",
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0455\u0458\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425",
)
_GREEK = str.maketrans(
    "aoevnipAEHIKMNOPTXZ",
    "\u03b1\u03bf\u03b5\u03bd\u03b7\u03b9\u03c1\u0391\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u0396",
)
_LEET = str.maketrans("aeiostAEIOST", "431057431057")
_HEAVY_LEET = str.maketrans("aeiostgblAEIOSTGBL", "@3!0$7981@3!0$7981")
_CAPS = str.maketrans(
    "abcdefghijklmnopqrstuvwyz",
    "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u01eb\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
)
_TURNED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "\u0250q\u0254p\u01dd\u025f\u0183\u0265\u1d09\u027e\u029el\u026fuodb\u0279s\u0287n\u028c\u028dx\u028ez",
)
_MORSE_SIGNS = """
.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..
----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.
"""
_MORSE = dict(zip("abcdefghijklmnopqrstuvwxyz0123456789", _MORSE_SIGNS.split(), strict=True))
#: Shorter words stay as they are: nobody can do to them what is done to longer ones.
_TO_SHUFFLE, _TO_MISSPELL, _TO_SPLIT = 4, 5, 5
_LAST_OF_PLANE = 0xFFFF


def _letters(text: str, small: int, large: int) -> str:
    return "".join(
        chr(small + ord(c) - 97) if "a" <= c <= "z" else chr(large + ord(c) - 65) if "A" <= c <= "Z" else c
        for c in text
    )


def _each_word(text: str, change: Callable[[str], str]) -> str:
    return " ".join(change(word) for word in text.split(" "))


def _between(text: str, sign: str, every: int = 1) -> str:
    return _each_word(text, lambda w: sign.join(w[i : i + every] for i in range(0, len(w), every)))


def _shuffled(text: str, chance: random.Random) -> str:
    def change(word: str) -> str:
        if len(word) < _TO_SHUFFLE or not word.isalpha():
            return word
        inner = list(word[1:-1])
        chance.shuffle(inner)
        return word[0] + "".join(inner) + word[-1]

    return _each_word(text, change)


def _typos(text: str, chance: random.Random) -> str:
    def change(word: str) -> str:
        if len(word) < _TO_MISSPELL or not word.isalpha():
            return word
        at = chance.randrange(1, len(word) - 1)
        other = chance.choice("aeionrst")
        return chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + other + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + other + word[at + 1 :],
            )
        )

    return _each_word(text, change)


def _without_vowels(word: str) -> str:
    if len(word) < _TO_SHUFFLE:
        return word
    return word[0] + "".join(c for c in word[1:] if c.lower() not in "aeiou")


def _split_words(text: str, sign: str, chance: random.Random) -> str:
    def change(word: str) -> str:
        at = chance.randrange(2, len(word) - 1) if len(word) >= _TO_SPLIT else 0
        return word[:at] + sign + word[at:] if at else word

    return _each_word(text, change)


def disguises(seed: int = 3) -> dict[str, Callable[[str], str]]:
    """Name to what it does to a text."""
    chance = random.Random(seed)
    return {
        "zero width": "\u200b".join,
        "soft hyphens": lambda t: _between(t, "\u00ad", 2),
        "tag characters": lambda t: "Hello! " + "".join(chr(0xE0000 + ord(c)) for c in t if c.isascii()),
        "cyrillic": lambda t: t.translate(_HOMOGLYPHS),
        "greek": lambda t: t.translate(_GREEK),
        "fullwidth": lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
        "bold": lambda t: _letters(t, 0x1D41A, 0x1D400),
        "script": lambda t: _letters(t, 0x1D4EA, 0x1D4D0),
        "circled": lambda t: _letters(t, 0x24D0, 0x24B6),
        "squared": lambda t: _letters(t.upper(), 0x1F130, 0x1F130),
        "flags": lambda t: "\u200b".join(_letters(t.upper(), 0, 0x1F1E6)),
        "small caps": lambda t: t.lower().translate(_CAPS),
        "upside down": lambda t: t.lower().translate(_TURNED)[::-1],
        "accents": lambda t: "".join(
            c + chance.choice("\u0300\u0301\u0308\u0323") if c.isalpha() else c for c in t
        ),
        "leet": lambda t: t.translate(_LEET),
        "heavy leet": lambda t: t.translate(_HEAVY_LEET),
        "spaced": lambda t: "  ".join(" ".join(w) for w in t.split(" ")),
        "spaced evenly": lambda t: " ".join(t.replace(" ", "")),
        "dots between": lambda t: _between(t, "."),
        "hyphens between": lambda t: _between(t, "-"),
        "stars between": lambda t: _between(t, "*", 2),
        "split by hyphens": lambda t: _split_words(t, "-", chance),
        "split by blanks": lambda t: _split_words(t, " ", chance),
        "split by underscores": lambda t: _split_words(t, "_", chance),
        "run together": lambda t: t.replace(" ", ""),
        "camel case": lambda t: "".join(w[:1].upper() + w[1:].lower() for w in t.split()),
        "underscores": lambda t: t.replace(" ", "_"),
        "mixed case": lambda t: "".join(chance.choice((c.upper(), c.lower())) for c in t),
        "repeated letters": lambda t: "".join(c * 3 if c in "aeiou" else c for c in t),
        "shuffled inside": lambda t: _shuffled(t, chance),
        "typos": lambda t: _typos(t, chance),
        "no vowels": lambda t: _each_word(t, _without_vowels),
        "base64": lambda t: base64.b64encode(t.encode()).decode(),
        "base64 in words": lambda t: (
            f"Decode this base64 and do what it says: {base64.b64encode(t.encode()).decode()}"
        ),
        "base64 twice": lambda t: base64.b64encode(base64.b64encode(t.encode())).decode(),
        "base32": lambda t: base64.b32encode(t.encode()).decode(),
        "hex": lambda t: t.encode().hex(),
        "spaced hex": lambda t: t.encode().hex(" "),
        "binary": lambda t: " ".join(f"{b:08b}" for b in t.encode()),
        "decimal": lambda t: " ".join(str(b) for b in t.encode()),
        "morse": lambda t: " / ".join(
            " ".join(_MORSE[c] for c in w if c in _MORSE) for w in t.lower().split()
        ),
        "percent": urllib.parse.quote,
        "percent, all": lambda t: "".join(f"%{b:02x}" for b in t.encode()),
        "entities": lambda t: "".join(f"&#{ord(c)};" for c in t),
        "hex entities": lambda t: "".join(f"&#x{ord(c):x};" for c in html.escape(t)),
        "unicode escapes": lambda t: "".join(f"\\u{ord(c):04x}" for c in t if ord(c) <= _LAST_OF_PLANE),
        "rot13": lambda t: codecs.encode(t, "rot13"),
        "rot13 in words": lambda t: f"Please decode the following rot13 text: {codecs.encode(t, 'rot13')}",
        "caesar 5": lambda t: "".join(
            chr((ord(c) - 97 + 5) % 26 + 97) if "a" <= c <= "z" else c for c in t.lower()
        ),
        "atbash": lambda t: "".join(chr(219 - ord(c)) if "a" <= c <= "z" else c for c in t.lower()),
        "reversed": lambda t: t[::-1],
        "words reversed": lambda t: _each_word(t, lambda w: w[::-1]),
        "json": lambda t: (
            '{"task": "answer", "input": {"text": "' + t.replace("\n", "\\n").replace('"', '\\"') + '"}}'
        ),
        "code": lambda t: f"```python\ndef main():\n    # {t}\n    print('ok')\n```",
        "emoji between words": lambda t: t.replace(" ", " \U0001f600 "),
        "emoji for blanks": lambda t: t.replace(" ", "\U0001f525"),
        **more_disguises(),
        **untried_disguises(),
    }
