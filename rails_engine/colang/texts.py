"""Texts in double quotes: the examples of a user intent and the variants of a bot message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.colang.lexer import Kind, Token, unquote
from rails_engine.colang.lines import CLOSING, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rails_engine.colang.blocks import Block
    from rails_engine.colang.lines import Phrase

_VARIABLE = re.compile(r"\$([^\W\d]\w*)")
_CONDITIONS = {"if", "else", "elif"}


def is_text(token: Token) -> bool:
    """Whether it is a text in double quotes."""
    return token.kind is Kind.STRING and token.text.startswith('"')


def split_texts(phrase: Phrase) -> tuple[Phrase, tuple[str, ...]]:
    """What stands before the texts, and the texts.

    ::

        texts: TEXT+

    ``"He said "hi" to me"``, with words between its quotation marks, is one text.
    """
    tokens = phrase.tokens
    first = _first_text(phrase)
    if first == len(tokens):
        return phrase, ()
    texts = tokens[first:]
    if all(is_text(token) for token in texts):
        return phrase[:first], tuple(unquote(token) for token in texts)
    if not is_text(texts[-1]):
        phrase.fail(f"unexpected {texts[-1].text!r} behind a text", len(tokens) - 1)
    start = texts[0].start
    whole = texts[0]._replace(text=phrase.source.text[start : texts[-1].end])
    return phrase[:first], (unquote(whole),)


def _first_text(phrase: Phrase) -> int:
    """Where the first text outside of brackets is; texts in brackets are values."""
    depth = 0
    for index, token in enumerate(phrase.tokens):
        kind = token.kind
        if kind is Kind.OPERATOR:
            depth += (token.text in OPENING) - (token.text in CLOSING)
        elif kind is Kind.STRING and depth == 0 and is_text(token):
            return index
    return len(phrase)


def mark_placeholders(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Examples with ``$name`` written as ``{name}``: the place of something, not a value."""
    return tuple(_VARIABLE.sub(r"{\1}", text) if "$" in text else text for text in texts)


def read_texts(blocks: Iterable[Block], what: str, *, conditions: bool = False) -> tuple[str, ...]:
    """The texts on the lines of a block, whatever their indentation.

    ::

        block: texts | condition block

    With ``conditions``, lines that begin with ``if`` or ``else`` are passed over and what is below them
    counts like the rest: every variant may be chosen.
    """
    found: list[str] = []
    waiting = list(blocks)[::-1]
    while waiting:
        block = waiting.pop()
        if not (conditions and block.phrase.word() in _CONDITIONS):
            before, texts = split_texts(block.phrase)
            if before or not texts:
                block.phrase.fail(f"{what} is a text in double quotes")
            found.extend(texts)
        waiting.extend(reversed(block.children))
    return tuple(found)
