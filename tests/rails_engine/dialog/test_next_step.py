"""What the bot does next where no flow says it."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.colang import nodes
from rails_engine.dialog.next_step import FALLBACK, MAX_LINES, find_next_step, flow_examples
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot

FLOWS = """
define user greet
  "hello"

define flow greeting
  user greet
  bot greet back
  bot offer help

define flow prices
  user ask price
  bot tell price

define subflow hidden
  bot say nothing
"""


def step(answer: Any, *, multi: bool = False, yaml: str = "") -> Any:
    bot = Bot(
        f"enable_multi_step_generation: {str(multi).lower()}\n{yaml}", FLOWS, generate_next_steps=answer
    )
    scope = TurnRun(bot.engine.parts, bot.turn("hi")).scope
    return find_next_step(scope, bot.engine.parts.dialogue, "ask price"), bot


@pytest.mark.parametrize(
    ("answer", "intent"),
    [
        ("bot tell price", "tell price"),
        ("  Bot tell price", "tell price"),
        ('bot tell price\n  "3 euros"', "tell price"),
        ('bot tell price "3 euros"', "tell price"),
        ("bot tell price, then more", "tell price"),
        ("execute something", FALLBACK),
        ("I would tell the price.", FALLBACK),
        ('bot "3 euros"', FALLBACK),
        ("", FALLBACK),
    ],
)
def test_the_first_line_of_the_model_names_it(answer: str, intent: str) -> None:
    assert step(answer)[0].intent == intent


def test_the_model_is_shown_like_flows_each_once_and_whole() -> None:
    prompt = "prompts: [{task: generate_next_steps, content: '{{ examples }}'}]"
    _, bot = step("bot x", yaml=prompt)
    shown = bot.sent("generate_next_steps")[0]["content"]
    assert shown.endswith("user ask price\nbot tell price")
    assert shown.count("bot greet back") <= 1
    assert "say nothing" not in shown
    assert flow_examples(bot.engine.parts.dialogue, "greet").endswith("bot offer help")


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("bot tell price\nbot offer help", 2),
        ("bot tell price\n$x = )\nbot offer help", 1),
        ("bot tell price\ndo nothing known", 1),
        ("bot tell price\ndo hidden", 2),
        ("$x = )", 0),
        ("\n".join(["bot tell price"] * (MAX_LINES + 30)), MAX_LINES),
    ],
)
def test_several_steps_are_the_longest_beginning_that_is_a_flow(answer: str, count: int) -> None:
    found, _ = step(answer, multi=True)
    assert len(found.statements) == count
    assert all(isinstance(s, nodes.Bot | nodes.Do) for s in found.statements)
    if not count:
        assert found.intent == FALLBACK
