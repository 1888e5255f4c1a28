"""Whole texts. The language itself is in cases/colang/parse, run by test_parse_cases.py."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.colang import nodes
from rails_engine.colang.definitions import KINDS
from rails_engine.colang.parser import parse, parse_flow_body
from rails_engine.colang.statements import STATEMENTS
from rails_engine.errors import ColangSyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = [
    *KINDS, *STATEMENTS, "define", "import", "to", "or", "says", "extension", "event", "...", "$x", "$y", "$x.a", "name",
    "1", '"text"', '"""', "'s'", "# c", "\\", "=", "+=", "==", "(", ")", "[", "]", "{", "}", ",", ":", "\n", "\n", "\n",
    "\n  ", "\n    ", "\n\t", " ", " ", " ", '"', "\r\n", "with", "as", "value",
]  # fmt: skip
PROGRAMS = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.lists(
    st.sampled_from(WORDS), max_size=40
).map("".join)


def refusal(read: Callable[[], object]) -> ColangSyntaxError | None:
    try:
        read()
    except ColangSyntaxError as error:
        return error
    return None


@given(st.one_of(st.text(max_size=80), PROGRAMS))
def test_any_text_is_a_file_or_refused_with_a_place(text: str) -> None:
    error = refusal(lambda: parse(text, "x.co"))
    assert error is None or (error.file == "x.co" and error.line and error.column)


@given(st.one_of(st.text(max_size=80), PROGRAMS))
def test_any_text_is_a_body_or_refused_with_a_place(text: str) -> None:
    error = refusal(lambda: parse_flow_body(text, "x.co"))
    assert error is None or (error.line and error.column)


@given(PROGRAMS)
def test_a_flow_with_any_body_is_parsed_or_refused(text: str) -> None:
    error = refusal(lambda: parse("define flow x\n  " + text.replace("\n", "\n  "), "x.co"))
    assert error is None or (error.line and error.column)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * depth + "if $x" for depth in range(3000)),
        "$x = " + "(" * 50_000,
        "$x = " + "(" * 50_000 + ")" * 50_000,
        "execute f(a=" + "[" * 50_000,
        "meta {" + '"a": {' * 20_000,
        "user a" + " or user a" * 20_000,
        "if $x\n  stop\n" + "else if $x\n  stop\n" * 5_000,
        "bot x " + '"a" b ' * 20_000,
        "do f " + "$a=1 " * 10_000,
        "execute f(" + "a=1," * 10_000,
        "user a or" + "\n" * 100_000,
        "# c\n" * 50_000,
        "$x = " + "a," * 20_000,
    ],
)
def test_hostile_texts_end_in_bounded_time_and_depth(text: str) -> None:
    started = time.perf_counter()
    refusal(lambda: parse_flow_body(text, "x.co"))
    refusal(lambda: parse("define flow y\n  " + text, "x.co"))
    assert time.perf_counter() - started < 10


def test_every_node_knows_its_place() -> None:
    file = parse("define flow x\n  user a\n  bot b  # c\n", "x.co")
    (flow,) = file.definitions
    assert isinstance(flow, nodes.DefineFlow)
    assert flow.at == nodes.Position("x.co", 1, 1, "define flow x")
    assert flow.body[1].at == nodes.Position("x.co", 3, 3, "  bot b  # c")


def test_the_source_of_a_flow_is_its_body_as_written() -> None:
    text = (
        "define flow x  # why\n\n  # note\n  user a\n    \n  if $x\n    bot b  # c\n\ndefine bot b\n  'x'\n"
    )
    (flow, *_) = parse(text.replace("'", '"'), "x.co").definitions
    assert isinstance(flow, nodes.DefineFlow)
    assert flow.source == "# note\nuser a\n\nif $x\n  bot b  # c"


def test_an_anonymous_flow_has_the_same_name_wherever_it_stands() -> None:
    first, second = (
        parse(text, name).definitions[0].name
        for text, name in [("define flow\n  user a\n", "a.co"), ("\n\n  define flow\n      user a", "b.co")]
    )
    assert first == second


def test_a_choice_of_texts_keeps_its_first_where_no_definition_can_hold_it() -> None:
    (bot,) = parse_flow_body('bot x\n  "one"\n  "two"', "<model>")
    assert isinstance(bot, nodes.Bot)
    assert bot.text == "one"


def test_a_body_may_be_indented() -> None:
    assert len(parse_flow_body("   user a\n   bot b\n", "<model>")) == 2


def test_both_spellings_of_a_line_end_parse_alike() -> None:
    text = 'define bot x\n  "a\n   b"\ndefine flow y\n  bot x\n'
    unix, windows = parse(text, "x.co"), parse(text.replace("\n", "\r\n"), "x.co")
    assert [d.name for d in unix.definitions] == [d.name for d in windows.definitions]
    assert unix.definitions[0] == windows.definitions[0]
