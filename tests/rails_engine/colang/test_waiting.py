"""Texts that are given with a name define it; the statement says one text as it is, never a choice."""

from __future__ import annotations

from rails_engine.colang import nodes
from rails_engine.colang.parser import parse


def flow_and_messages(body: str) -> tuple[nodes.DefineFlow, list[nodes.Definition]]:
    flow, *others = parse(f"define flow x\n{body}", "x.co").definitions
    assert isinstance(flow, nodes.DefineFlow)
    return flow, others


def bot_of(flow: nodes.DefineFlow) -> nodes.Bot:
    bot = flow.body[0]
    assert isinstance(bot, nodes.Bot)
    return bot


def test_one_text_is_said_and_defined() -> None:
    flow, (message,) = flow_and_messages('  bot greet "Hi"')
    assert bot_of(flow).text == "Hi"
    assert isinstance(message, nodes.DefineBot)
    assert (message.name, message.texts) == ("greet", ("Hi",))
    assert message.at.line == 2


def test_several_texts_are_left_to_the_definition() -> None:
    flow, (message,) = flow_and_messages('  bot greet "Hi"\n    "Hello"')
    assert bot_of(flow).text is None
    assert isinstance(message, nodes.DefineBot)
    assert message.texts == ("Hi", "Hello")


def test_a_literal_defines_nothing() -> None:
    flow, messages = flow_and_messages('  # softly\n  bot "Hi $name"')
    assert (bot_of(flow).intents, bot_of(flow).text, messages) == ((), "Hi $name", [])
    assert bot_of(flow).instructions == "softly"


def test_examples_of_an_intent_are_defined_with_placeholders() -> None:
    _, (message,) = flow_and_messages('  user introduce "I am $name"')
    assert isinstance(message, nodes.DefineUser)
    assert message.examples == ("I am {name}",)
