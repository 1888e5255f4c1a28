"""What a flow can wait for."""

from __future__ import annotations

import pytest

from rails_engine.colang.lines import Phrase, read_lines
from rails_engine.colang.nodes import AnyOf, Bot, Expression, User, WaitEvent
from rails_engine.colang.source import Source
from rails_engine.colang.triggers import combine, parse_flow_call, parse_triggers, read_name
from rails_engine.errors import ColangSyntaxError


def phrase_of(text: str) -> Phrase:
    return read_lines(Source(text, "x.co"))[0].phrase


def combined(text: str) -> User | Bot | WaitEvent | AnyOf:
    return combine(parse_triggers(phrase_of(text)))


def test_alternatives_of_one_kind_are_one_node() -> None:
    user = combined("user a or user b")
    assert isinstance(user, User)
    assert user.intents == ("a", "b")
    bot = combined("bot a or bot ...")
    assert isinstance(bot, Bot)
    assert (bot.intents, bot.any_intent) == ((), True)


def test_alternatives_of_several_kinds_are_any_of_them() -> None:
    node = combined("user a or event E or event F")
    assert isinstance(node, AnyOf)
    assert [type(trigger) for trigger in node.triggers] == [User, WaitEvent, WaitEvent]


def test_each_alternative_knows_its_place() -> None:
    assert [trigger.at.column for trigger in parse_triggers(phrase_of("user a or bot b"))] == [1, 11]


def test_a_name_of_several_words_may_hold_or() -> None:
    assert combined("user yes or no").intents == ("yes or no",)  # type: ignore[union-attr]


def test_a_computed_flow_name_is_an_expression() -> None:
    flow, pairs = parse_flow_call(phrase_of('$d.get("x")'))
    assert isinstance(flow, Expression)
    assert (flow.source, pairs) == ('$d.get("x")', [])
    flow, pairs = parse_flow_call(phrase_of("$d[0] $a=1"))
    assert isinstance(flow, Expression)
    assert flow.source == "$d[0]"
    assert [key for key, _ in pairs] == ["a"]


@pytest.mark.parametrize("text", ["a $b", 'a "b"', "a == b", "a or", "'a'"])
def test_what_no_name_can_be(text: str) -> None:
    with pytest.raises(ColangSyntaxError):
        read_name(phrase_of(text), "a thing")


@pytest.mark.parametrize("text", ["ask price/cost", "what's up", "step 2: go", "a (b)", "non-stop", "12"])
def test_what_a_name_can_be(text: str) -> None:
    assert read_name(phrase_of(text), "a thing") == text
