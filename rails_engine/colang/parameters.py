"""Parameters of actions, events and flows: what is behind a name, in brackets or as ``$name=value``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.colang.lexer import Kind
from rails_engine.colang.lines import CLOSING, OPENING
from rails_engine.colang.nodes import Expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.colang.lines import Phrase
    from rails_engine.colang.nodes import Params

_NAME = re.compile(r"\$?([^\W\d]\w*)\Z")
#: Words that stand for themselves: no variable, string, bracket or operator in them.
_BARE_TEXT = re.compile(r"[^\W\d][\w.:/@-]*(\s+[\w.:/@-]+)*\Z")
_SPEAKS_PYTHON = re.compile(r"(True|False|None|not)\b")


def identifier(word: str) -> str | None:
    """The name in ``name`` or ``$name``, if it is one."""
    match = _NAME.match(word)
    return match[1] if match else None


def split_top(phrase: Phrase, sign: str) -> Iterator[Phrase]:
    """The parts between the signs that stand outside of brackets; a last empty part is left out."""
    depth = start = 0
    for index, token in enumerate(phrase.tokens):
        if token.kind is not Kind.OPERATOR:
            continue
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.text == sign and depth == 0:
            yield phrase[start:index]
            start = index + 1
    if start < len(phrase):
        yield phrase[start:]


def parse_call(phrase: Phrase, what: str) -> tuple[Phrase, list[tuple[str, Phrase]]]:
    """A name and its parameters.

    ::

        call:       NAME ["(" [parameter ("," parameter)* [","]] ")"]
                  | NAME ["with"] "$" KEY "=" value ([","] "$" KEY "=" value)*
        parameter:  KEY "=" value | value

    A value without a key gets ``$1``, ``$2``, … after its place.
    """
    phrase.check_brackets()
    opening = next((i for i in range(len(phrase)) if phrase.sign(i) == "("), len(phrase))
    first = next((i for i in range(1, opening) if starts_assignment(phrase, i)), None)
    name_end = opening if first is None else first
    if name_end > 1 and first is not None and phrase.word(name_end - 1) == "with":
        name_end -= 1
    name = phrase[:name_end]
    if not name:
        phrase.fail(f"the name of {what} is missing")
    if first is not None:
        return name, list(split_assignments(phrase[first:]))
    if opening == len(phrase):
        return name, []
    index = _closing(phrase, opening) + 1
    if index < len(phrase):
        phrase.fail(f"unexpected {phrase.tokens[index].text!r} behind the parameters", index)
    return name, list(_named(phrase[opening + 1 : -1]))


def starts_assignment(phrase: Phrase, index: int) -> bool:
    """Whether ``$key =`` stands here."""
    return phrase.word(index).startswith("$") and phrase.sign(index + 1) == "="


def split_assignments(phrase: Phrase) -> Iterator[tuple[str, Phrase]]:
    """The ``$key=value`` pairs of a phrase that begins with one, by blanks or commas."""
    starts: list[int] = []
    depth = 0
    for index, token in enumerate(phrase.tokens):
        if token.kind is Kind.OPERATOR:
            depth += (token.text in OPENING) - (token.text in CLOSING)
        elif depth == 0 and (starts_assignment(phrase, index) or _is_next_key(phrase, index)):
            starts.append(index)
    for start, end in zip(starts, [*starts[1:], len(phrase)], strict=True):
        stop = end - 1 if end > start and phrase.sign(end - 1) == "," else end
        yield _key(phrase, start), _value(phrase, start + 2, stop)


def _is_next_key(phrase: Phrase, index: int) -> bool:
    return index > 0 and phrase.sign(index - 1) == "," and phrase.sign(index + 1) == "="


def read_params(pairs: list[tuple[str, Phrase]]) -> Params:
    """The pairs with their values as expressions; words that can only be text become texts."""
    return tuple((key, _expression(value)) for key, value in pairs)


def is_bare_text(text: str) -> bool:
    """Whether it is plain words, which a value may be without quotation marks."""
    return _BARE_TEXT.match(text) is not None and _SPEAKS_PYTHON.match(text) is None


def _expression(value: Phrase) -> Expression:
    text = value.text()
    if is_bare_text(text):
        return Expression(repr(text), value.at())
    return value.expression()


def _named(phrase: Phrase) -> Iterator[tuple[str, Phrase]]:
    position = 0
    seen: set[str] = set()
    for part in split_top(phrase, ","):
        if not part:
            part.fail("a parameter is missing before ','")
        if part.sign(1) == "=":
            key, value = _key(part, 0), _value(part, 2, len(part))
        else:
            position += 1
            key, value = f"${position}", part
        if key in seen:
            part.fail(f"the parameter {key!r} is given twice")
        seen.add(key)
        yield key, value


def _key(phrase: Phrase, index: int) -> str:
    name = identifier(phrase.word(index))
    if name is None:
        phrase.fail(f"{phrase.tokens[index].text!r} is not a name for a parameter", index)
    return name


def _value(phrase: Phrase, start: int, stop: int) -> Phrase:
    value = phrase[start:stop]
    if not value:
        phrase.fail(f"{phrase.tokens[start - 2].text!r} has no value", start)
    return value


def _closing(phrase: Phrase, opening: int) -> int:
    depth = 0
    for index in range(opening, len(phrase)):
        sign = phrase.sign(index)
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth == 0:
            return index
    return len(phrase) - 1
