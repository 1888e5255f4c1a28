"""Parameters in brackets and behind a name."""

from __future__ import annotations

import ast

import pytest

from rails_engine.colang.lines import Phrase, read_lines
from rails_engine.colang.parameters import identifier, is_bare_text, parse_call, read_params, split_top
from rails_engine.colang.source import Source
from rails_engine.errors import ColangSyntaxError


def phrase_of(text: str) -> Phrase:
    return read_lines(Source(text, "x.co"))[0].phrase


def call(text: str) -> tuple[str, dict[str, str]]:
    name, pairs = parse_call(phrase_of(text), "an action")
    return name.text(), {key: value.source for key, value in read_params(pairs)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(a=1, b=$c)", ("f", {"a": "1", "b": "$c"})),
        ("f(a=(1, 2), b={'x': [3]})", ("f", {"a": "(1, 2)", "b": "{'x': [3]}"})),
        ("f $a=1 $b=2", ("f", {"a": "1", "b": "2"})),
        ("f $a=g(x=1, y=2), $b=3,", ("f", {"a": "g(x=1, y=2)", "b": "3"})),
        ("f $a=$b + 1 $c=2", ("f", {"a": "$b + 1", "c": "2"})),
        ('f("a", k=2, 3)', ("f", {"$1": '"a"', "k": "2", "$2": "3"})),
        ("f(a=$b == 2)", ("f", {"a": "$b == 2"})),
    ],
)
def test_a_name_and_its_parameters(text: str, expected: tuple[str, dict[str, str]]) -> None:
    assert call(text) == expected


def test_a_value_knows_its_place() -> None:
    _, pairs = parse_call(phrase_of("f(a=1, bb=$c)"), "an action")
    assert [value.at.column for _, value in read_params(pairs)] == [5, 11]


@pytest.mark.parametrize("text", ["fast", "two words", "a.b-c", "meta/llama", "weather in Paris", "true"])
def test_plain_words_are_texts(text: str) -> None:
    assert is_bare_text(text)
    assert ast.literal_eval(call(f"f(a={text})")[1]["a"]) == text


@pytest.mark.parametrize(
    "text", ["True", "None", "not $x", "1", "-1", "$x", '"a"', "len($x)", "a[0]", "1 + 2", "..."]
)
def test_everything_else_is_an_expression(text: str) -> None:
    assert call(f"f(a={text})")[1]["a"] == text


def test_splitting_leaves_brackets_whole() -> None:
    assert [part.text() for part in split_top(phrase_of("a(b, c), d, [e, f],"), ",")] == [
        "a(b, c)",
        "d",
        "[e, f]",
    ]


@pytest.mark.parametrize(
    ("word", "name"), [("$a", "a"), ("a_1", "a_1"), ("a.b", None), ("1a", None), ("$", None)]
)
def test_what_is_a_name(word: str, name: str | None) -> None:
    assert identifier(word) == name


def test_a_bracket_without_partner_is_refused_before_anything_else() -> None:
    with pytest.raises(ColangSyntaxError, match="closes nothing"):
        call("f(a=[1)] and more")
