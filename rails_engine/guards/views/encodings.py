"""How one encoded stretch is read: what it says, or None if that is no text.

Each reader gets a stretch that its pattern in ``decoding.py`` has cut out, and is linear in it.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import string

MIN_TEXT = 4
#: Shorter stretches could be text from behind by accident.
_LEAST_BACKWARDS = 24
#: Whole groups of five.
_PROBE = 25
_LONGEST_CHARACTER = 4
#: What groups of four bytes begin with in base85 if the first of them is a letter, a blank or a sign.
_FIRST_IN_85 = frozenset(string.ascii_uppercase + "abcde")
_FIRST_IN_ASCII85 = frozenset(map(chr, range(ord("+"), ord("I") + 1)))
#: A number to the base of 58; longer ones would take too long.
_IN_BASE58 = re.compile("[1-9A-HJ-NP-Za-km-z]{24,4000}")
_BASE58 = {
    sign: place for place, sign in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
#: So many of its digits are put together before the large number is touched.
_AT_ONCE = 10
_CODE_POINT = re.compile(r"(?:\\u\{|\\[uUx]|U\+)([0-9a-fA-F]+)")
_OCTAL = re.compile(r"\\?([0-3]?[0-7]{2})")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_NUMBER = re.compile(r"\d{1,7}")
#: What is encoded once more, in digits.
_DIGITS = re.compile(r"[0-9a-fA-F %,\\x]{12,}")
_TO_STANDARD = str.maketrans("-_", "+/")
_SURROGATES = range(0xD800, 0xE000)
_LAST_CHARACTER, _LAST_BYTE = 0x10FFFF, 0xFF
#: Dots and dashes as they are typed: the bullet, the dashes and the minus among them.
MORSE_SIGNS = ".\\-\u2022\u2013\u2014\u2212"
_MORSE_DASHES = re.compile("[\u2013\u2014\u2212]")
_MORSE_LETTERS = dict(
    zip(
        re.findall(
            r"\S+",
            ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
            ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.",
        ),
        "abcdefghijklmnopqrstuvwxyz0123456789",
        strict=True,
    )
)
#: The alphabet without k in a square; rows and columns begin with 1.
SQUARE = {(at // 5 + 1, at % 5 + 1): letter for at, letter in enumerate("abcdefghijlmnopqrstuvwxyz")}


def read_escapes(stretch: str) -> str | None:
    """Percent signs, entities of HTML, escapes of strings, quoted-printable."""
    mark = stretch[0]
    if mark == "&":
        said = html.unescape(stretch)
        return said if said != stretch else None
    if mark in "%=":
        return as_text(bytes.fromhex(stretch.replace(mark, "")), least=1)
    if stretch[1].isdigit():
        return as_text(bytes(int(code, 8) for code in _OCTAL.findall(stretch)))
    said = "".join(_character(int(code, 16)) for code in _CODE_POINT.findall(stretch))
    return said or None


def _character(code: int) -> str:
    return "" if code in _SURROGATES or code > _LAST_CHARACTER else chr(code)


def read_base64(stretch: str) -> str | None:
    """Base64 in either alphabet, padded or not; over several lines, line by line, from behind; base58."""
    lines = stretch.split()
    whole = "".join(lines)
    said = _base64(whole)
    if said is None and len(whole) >= _LEAST_BACKWARDS:
        said = _base64(whole[::-1].lstrip("="))
    if said is None and len(lines) == 1:
        return _base58(whole)
    if said is not None:
        return said
    read = [_base64(line) for line in lines]
    return "\n".join(one or line for one, line in zip(read, lines, strict=True)) if any(read) else None


def read_base64_words(stretch: str) -> str | None:
    """Words each of which is base64."""
    said = [None if len(word) % 4 else _base64(word, least=1) for word in re.split(r"[ ,]+", stretch)]
    return " ".join(map(str, said)) if all(said) else None


def read_base64_blocks(stretch: str) -> str | None:
    """Base64 that blanks cut into equal blocks. Letters of either case stand together in it."""
    blocks = stretch.split(" ")
    size = len(blocks[0])
    if size % 4 or any(len(block) != size for block in blocks[:-1]) or len(blocks[-1]) > size:
        return None
    whole = "".join(blocks)
    return None if whole.islower() or whole.isupper() else _base64(whole)


def read_characters(stretch: str) -> str | None:
    """Characters by their numbers, as programs put them together."""
    said = "".join(_character(int(code)) for code in _NUMBER.findall(stretch))
    return said if len(said) >= MIN_TEXT and _is_readable(said) else None


def _base64(stretch: str, *, least: int = MIN_TEXT) -> str | None:
    body = stretch.rstrip("=").translate(_TO_STANDARD)
    body = body[: len(body) - (len(body) % 4 == 1)]
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4))
    except (binascii.Error, ValueError):
        return None
    return as_text(data, least=least)


def _base58(stretch: str) -> str | None:
    """The number that the signs write, as bytes."""
    if not _IN_BASE58.fullmatch(stretch):
        return None
    number = 0
    for at in range(0, len(stretch), _AT_ONCE):
        part = stretch[at : at + _AT_ONCE]
        few = 0
        for sign in part:
            few = few * len(_BASE58) + _BASE58[sign]
        number = number * len(_BASE58) ** len(part) + few
    return as_text(number.to_bytes(number.bit_length() // 8 + 1, "big").lstrip(b"\0"))


def read_base85(stretch: str) -> str | None:
    """Base85 in either alphabet. Its beginning is tried first, since addresses and code look alike."""
    body = stretch.removeprefix("<~").removesuffix("~>")
    for decode in (base64.b85decode, base64.a85decode):
        try:
            said = as_text(decode(body)) if _begins_as_text(decode(body[:_PROBE])) else None
            if said is not None:
                return said
        except ValueError:
            continue
    return None


def may_be_base85(stretch: str) -> bool:
    """Whether each group of the beginning starts as one of plain text does, in either alphabet."""
    firsts = frozenset(stretch.removeprefix("<~")[:_PROBE:5])
    return firsts <= _FIRST_IN_85 or firsts <= _FIRST_IN_ASCII85


def _begins_as_text(data: bytes) -> bool:
    """Whether bytes look like text, of whose last character some may be missing."""
    text = data.decode("utf-8", "ignore")
    return len(data) - len(text.encode()) < _LONGEST_CHARACTER and text.replace("\n", "").isprintable()


def read_base32(stretch: str) -> str | None:
    """Base32."""
    body = stretch.rstrip("=").upper()
    try:
        return as_text(base64.b32decode(body + "=" * (-len(body) % 8)))
    except (binascii.Error, ValueError):
        return None


def read_hex(stretch: str) -> str | None:
    """Bytes in hexadecimal, with or without what separates them."""
    digits = re.sub(r"0[xX]|[^0-9a-fA-F]", "", stretch)
    even = digits[: len(digits) // 2 * 2]
    return as_text(bytes.fromhex(even)) or as_text(bytes.fromhex(even[::-1]))


def read_utf_7(stretch: str) -> str | None:
    """A word of UTF-7: base64 of two bytes a letter."""
    body = stretch[1:-1]
    try:
        said = base64.b64decode(body + "=" * (-len(body) % 4)).decode("utf-16-be")
    except ValueError:
        return None
    return said if said.isalpha() else None


def read_bits(stretch: str) -> str | None:
    """Bytes of eight bits, or of seven."""
    digits = re.sub(r"[^01]", "", stretch)
    for width in (8, 7):
        if len(digits) % width == 0:
            said = as_text(bytes(int(digits[i : i + width], 2) for i in range(0, len(digits), width)))
            if said is not None:
                return said
    return None


def read_codes(stretch: str) -> str | None:
    """Bytes as decimal numbers, or as octal ones."""
    numbers = [int(n) for n in re.split(r"[ ,;]+", stretch)]
    said = as_text(bytes(numbers)) if max(numbers) <= _LAST_BYTE else None
    if said is None and all(_OCTAL.fullmatch(digits) for digits in re.split(r"[ ,;]+", stretch)):
        said = as_text(bytes(int(digits, 8) for digits in re.split(r"[ ,;]+", stretch)))
    return said


def read_morse(stretch: str) -> str | None:
    """Morse: blanks between letters, slashes or wider blanks between words."""
    plain = _MORSE_DASHES.sub("-", stretch.replace("\u2022", "."))
    if "-" not in plain:
        return _taps(plain)
    words = [
        "".join(_MORSE_LETTERS.get(sign, "") for sign in word.split())
        for word in re.split(r" *[/|] *| {2,}", plain)
    ]
    said = " ".join(words)
    return said if len(said) >= MIN_TEXT and "." in plain else None


def _taps(stretch: str) -> str | None:
    """Taps, which prisoners' walls let through: a row and a column of the alphabet without its k."""
    words = []
    for word in re.split(r" *[/|] *", stretch):
        taps = list(map(len, word.split()))
        places = [SQUARE.get((row, column)) for row, column in zip(taps[::2], taps[1::2], strict=False)]
        if len(taps) % 2 or not all(places):
            return None
        words.append("".join(map(str, places)))
    said = " ".join(words)
    return said if len(said) >= MIN_TEXT else None


def _is_readable(text: str) -> bool:
    return all(char.isprintable() or char in "\n\r\t" for char in text)


def as_text(data: bytes, *, least: int = MIN_TEXT) -> str | None:
    """Bytes as text, if that is what they are."""
    wide = len(data) > 1 and not data[1] and len(data) % 2 == 0
    try:
        text = data.decode("utf-16-le" if wide else "utf-8")
    except UnicodeDecodeError:
        return None
    if len(text) < least or not _is_readable(text):
        return None
    if least > 1 and text.isascii() and not (_LETTERS.search(text) or _DIGITS.fullmatch(text)):
        return None
    return text
