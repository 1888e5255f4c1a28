"""A value out of the conversation, as text and never as code."""

from __future__ import annotations

import pytest

from rails_engine.dialog.value import find_value
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot

FLOWS = """
define user give amount
  "thirty"

define flow transfer
  user give amount
  # the amount
  $amount = ...
"""
PROMPT = "prompts: [{task: generate_value, content: '{{ var_name }}|{{ instructions }}|{{ examples }}', stop: [';']}]"


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("30", "30"),
        ('"30 euros"', "30 euros"),
        ("'30'", "30"),
        ("30;", "30"),
        ('"a"; # why', '"a"; # why'),
        ("\n30\nmore", "30"),
        ("[1, 2]", "[1, 2]"),
        ("__import__('os')", "__import__('os')"),
        ("", ""),
        ('"', '"'),
    ],
)
def test_the_first_line_is_the_value(answer: str, value: str) -> None:
    bot = Bot(colang=FLOWS, generate_value=answer)
    scope = TurnRun(bot.engine.parts, bot.turn("hi")).scope
    assert find_value(scope, bot.engine.parts.dialogue, "the amount", "amount") == value


def test_the_model_is_told_what_is_wanted_and_shown_how_it_was_done() -> None:
    bot = Bot(PROMPT, FLOWS, generate_value="x")
    scope = TurnRun(bot.engine.parts, bot.turn("hi")).scope
    find_value(scope, bot.engine.parts.dialogue, "the amount", "amount")
    name, instructions, examples = bot.sent("generate_value")[0]["content"].split("|")
    assert (name, instructions) == ("amount", "the amount")
    assert "$amount = ..." in examples
    assert bot.requests("generate_value")[0].params == {"temperature": 0.001, "stop": [";"]}


def test_without_a_name_it_is_a_value_all_the_same() -> None:
    bot = Bot(PROMPT, FLOWS, generate_value="x")
    scope = TurnRun(bot.engine.parts, bot.turn("hi")).scope
    assert find_value(scope, bot.engine.parts.dialogue, None, None) == "x"
    assert bot.sent("generate_value")[0]["content"] == "value||"
