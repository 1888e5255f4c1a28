"""What a caller may bring along: variables and events, but no switches of the engine's own."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.pipeline.admission import admitted, are_events, context_in, is_event
from tests.talking import REFUSAL, Bot, assistant, user


def test_variables_of_the_engine_are_not_the_callers_to_set() -> None:
    given = {"name": "Ada", "skip_output_rails": True, "retrieved_for": "x", "_last_bot_prompt": "y"}
    assert admitted(given) == {"name": "Ada"}
    assert admitted({"name": "Ada"}) == {"name": "Ada"}


def test_context_messages_set_variables_the_later_ones_win() -> None:
    messages = [
        {"role": "context", "content": {"a": 1, "b": 1}},
        user("a"),
        {"role": "context", "content": {"b": 2, "skip_output_rails": True}},
        {"role": "context", "content": "no table"},
        assistant("b"),
    ]
    assert context_in(messages) == {"a": 1, "b": 2}


@pytest.mark.parametrize("value", [None, "x", 3, [], {}, {"type": 3}, ["type"]])
def test_what_is_no_event(value: Any) -> None:
    assert not is_event(value)
    assert not are_events([{"type": "x"}, value])


def test_what_is_one() -> None:
    assert is_event({"type": "x"})
    assert are_events([{"type": "x"}, {"type": "y", "more": 1}])
    assert are_events([])


@pytest.mark.parametrize("by", ["context", "message", "state"])
def test_nobody_switches_output_rails_off_from_outside(by: str) -> None:
    flows = """
define user ask
  "what is it"

define flow
  user ask
  bot tell

define subflow look
  bot refuse to respond
  stop
"""
    yaml = "rails: {dialog: {user_messages: {embeddings_only: true}}, output: {flows: [look]}}"
    bot = Bot(yaml, flows, generate_bot_message='"something"')
    switch = {"skip_output_rails": True}
    messages: list[Any] = [user("what is it")]
    how: dict[str, Any] = {}
    if by == "context":
        how["context"] = switch
    elif by == "message":
        messages.insert(0, {"role": "context", "content": switch})
    else:
        how["state"] = {"events": [{"type": "ContextUpdate", "data": switch}]}
    assert bot.say(*messages, **how).content == REFUSAL
