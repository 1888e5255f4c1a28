"""Values that are written out: numbers, texts, lists, mappings. JSON's and Python's spelling both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine.colang.lexer import Kind, unquote
from rails_engine.colang.lines import CLOSING, OPENING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rails_engine.colang.lines import Phrase

CONSTANTS: dict[str, Any] = {
    "True": True,
    "False": False,
    "None": None,
    "true": True,
    "false": False,
    "null": None,
}
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z")
_INTEGER = re.compile(r"[+-]?\d+\Z")
_ESCAPE = re.compile(r"\\([\\'\"nt])")
_ESCAPED = {"n": "\n", "t": "\t"}
_MAX_DEPTH = 20
#: Python refuses to read longer integers from text.
_MAX_DIGITS = 4000


def read_literal(phrase: Phrase) -> Any:
    """The value of a whole phrase; complains where it is not a literal.

    ::

        literal: number | string | constant | "[" items "]" | "(" items ")" | "{" pairs "}"
        items:   [literal ("," literal)* [","]]
        pairs:   [literal ":" literal ("," literal ":" literal)* [","]]
    """
    value, end = _read(phrase, 0, 0)
    if end < len(phrase):
        phrase.fail(f"unexpected {phrase.tokens[end].text!r} after a value", end)
    return value


def read_number(word: str) -> int | float | None:
    """The number that a word spells, if it does."""
    if NUMBER.match(word) is None or len(word) > _MAX_DIGITS:
        return None
    return int(word) if _INTEGER.match(word) else float(word)


def _read(phrase: Phrase, index: int, depth: int) -> tuple[Any, int]:
    if index >= len(phrase):
        phrase.fail("a value is missing", index)
    token = phrase.tokens[index]
    if token.kind is Kind.STRING:
        return unescape(token.text, unquote(token)), index + 1
    if token.text in OPENING:
        if depth >= _MAX_DEPTH:
            phrase.fail(f"values are nested deeper than {_MAX_DEPTH}", index)
        if token.text == "{":
            return _read_mapping(phrase, index + 1, depth)
        return _read_items(phrase, index, depth, list if token.text == "[" else tuple)
    if token.text in CONSTANTS:
        return CONSTANTS[token.text], index + 1
    number = read_number(token.text)
    if number is None:
        phrase.fail(f"{token.text!r} is not a value", index, "Texts are written in double quotes.")
    return number, index + 1


def _read_items(phrase: Phrase, index: int, depth: int, kind: Callable[[list[Any]], Any]) -> tuple[Any, int]:
    close = OPENING[phrase.tokens[index].text]
    items: list[Any] = []
    index += 1
    while phrase.sign(index) != close:
        item, index = _read(phrase, index, depth + 1)
        items.append(item)
        index = _next_item(phrase, index, close)
    return kind(items), index + 1


def _read_mapping(phrase: Phrase, index: int, depth: int) -> tuple[dict[Any, Any], int]:
    pairs: dict[Any, Any] = {}
    while phrase.sign(index) != "}":
        at_key = index
        key, index = _read(phrase, index, depth + 1)
        if isinstance(key, (list, dict, tuple)):
            phrase.fail("a key is a text or a number", at_key)
        if phrase.sign(index) != ":":
            phrase.fail("':' is missing between a key and its value", index)
        pairs[key], index = _read(phrase, index + 1, depth + 1)
        index = _next_item(phrase, index, "}")
    return pairs, index + 1


def _next_item(phrase: Phrase, index: int, close: str) -> int:
    sign = phrase.sign(index)
    if sign == ",":
        return index + 1
    if sign != close:
        what = (
            "is never closed" if sign in CLOSING or index >= len(phrase) else "needs ',' between its values"
        )
        phrase.fail(f"what {CLOSING[close]!r} opens {what}", index)
    return index


def unescape(written: str, text: str) -> str:
    r"""A text with ``\n``, ``\t``, ``\\`` and quotes as Python reads them; other backslashes stay."""
    if "\\" not in text or written[:1] in "rR":
        return text
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)
