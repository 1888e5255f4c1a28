"""What a configuration knows of Colang before it is parsed: how it names a rail, and which Colang it has.

A rail is named as a flow with parameters, such as ``check input $model=small``.
"""

from __future__ import annotations

import re
from typing import Any

from rails_engine.colang.lexer import Kind
from rails_engine.colang.lines import Phrase, read_lines
from rails_engine.colang.literals import CONSTANTS, read_literal, read_number
from rails_engine.colang.parameters import is_bare_text, parse_call
from rails_engine.colang.source import Source
from rails_engine.colang.triggers import read_name

_DEFINE = re.compile(r"^[^\S\r\n]*def(ine)?\s", re.MULTILINE)
_COLANG_2 = re.compile(
    r"^(flow\s+\S|@\w+|import\s+(core|llm|guardrails|timing|avatars|nemoguardrails)\b"
    r"|(match|await|activate|send|start|global)\s+\S)",
    re.MULTILINE,
)


def is_colang_2(text: str) -> bool:
    """Whether a text is Colang 2: it has no ``define``, and lines that only Colang 2 knows."""
    return _DEFINE.search(text) is None and _COLANG_2.search(text) is not None


def split_rail_reference(text: str) -> tuple[str, dict[str, Any]]:
    """The flow's name (blanks collapsed) and its parameters.

    ``name $k=v``, ``name $k="v w"`` and ``name(k=v, k2="x")``, any number of parameters, separated by
    blanks or commas. A value that is a Python literal becomes that value; other values stay text.
    """
    source = Source(text, "")
    lines = read_lines(source)
    if not lines:
        Phrase(source, ()).fail("the name of a flow is missing")
    if len(lines) > 1:
        lines[1].phrase.fail("a flow and its parameters stand on one line")
    name, pairs = parse_call(lines[0].phrase, "a flow")
    return read_name(name, "a flow"), {key: _value(phrase) for key, phrase in pairs}


def _value(phrase: Phrase) -> Any:
    text = phrase.text()
    first = phrase.tokens[0]
    if len(phrase) == 1 and first.kind is Kind.WORD:
        if text in {"True", "False", "None"}:
            return CONSTANTS[text]
        number = read_number(text)
        return text if number is None else number
    if is_bare_text(text) or first.kind is Kind.WORD:
        return text
    return read_literal(phrase)
