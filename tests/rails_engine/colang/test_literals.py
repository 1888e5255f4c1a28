"""Values that are written out."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.colang.lines import Phrase, read_lines
from rails_engine.colang.literals import read_literal
from rails_engine.colang.source import Source
from rails_engine.errors import ColangSyntaxError


def phrase_of(text: str) -> Phrase:
    return read_lines(Source(text, "x.co"))[0].phrase


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-2.5", -2.5),
        ("1e3", 1000.0),
        ("True", True),
        ("false", False),
        ("null", None),
        ('"a"', "a"),
        ("'a b'", "a b"),
        (r'"a\n\"b\" \d"', 'a\n"b" \\d'),
        ("[]", []),
        ("[1, [2, 3], ]", [1, [2, 3]]),
        ("(1, 2)", (1, 2)),
        ("{}", {}),
        ('{"a": 1, 2: {"b": [true]}}', {"a": 1, 2: {"b": [True]}}),
    ],
)
def test_literals_in_the_spelling_of_json_and_python(text: str, value: Any) -> None:
    read = read_literal(phrase_of(text))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("abc", 1, "'abc' is not a value"),
        ("1_0", 1, "is not a value"),
        ("nan", 1, "is not a value"),
        ("1 2", 3, "unexpected '2' after a value"),
        ("[1, x]", 5, "'x' is not a value"),
        ("[1 2]", 4, "needs ','"),
        ("[1", 3, "never closed"),
        ("[1}", 3, "never closed"),
        ('{"a" 1}', 6, "':' is missing"),
        ("{[1]: 2}", 2, "a key is a text or a number"),
        ('{"a": }', 7, "is not a value"),
        ("[" * 30, 21, "nested deeper"),
        ("9" * 5000, 1, "is not a value"),
    ],
)
def test_anything_else_is_refused_where_it_goes_wrong(text: str, column: int, message: str) -> None:
    with pytest.raises(ColangSyntaxError) as caught:
        read_literal(phrase_of(text))
    assert caught.value.column == column
    assert message in caught.value.message
