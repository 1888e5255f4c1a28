"""Intent, next step and words in one answer, or none of them."""

from __future__ import annotations

import pytest

from rails_engine.dialog.single_call import Guess, guess_all
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot

FLOWS = """
define user greet
  "hello there"

define flow greeting
  user greet
  bot greet back
"""
PROMPT = """
prompts:
  - {task: generate_intent_steps_message, content: "{{ examples }}\\n--\\n{{ potential_user_intents }}"}
"""


def guess(answer: str, yaml: str = "") -> tuple[Guess | None, Bot]:
    bot = Bot(yaml, FLOWS, generate_intent_steps_message=answer)
    scope = TurnRun(
        bot.engine.parts, bot.turn("hello there", params={"temperature": 0.5, "stop": ["x"]})
    ).scope
    return guess_all(scope, bot.engine.parts.dialogue, "hello there"), bot


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('user greet\nbot greet back\n  "Hi."', Guess("greet", "greet back", "Hi.")),
        ('  greet\n\nbot greet back\n  "Hi,\nyou."\nuser x', Guess("greet", "greet back", "Hi,\nyou.")),
        ("greet\nbot greet back", Guess("greet", "greet back", "")),
        ('greet\nbot greet back "Hi."', Guess("greet", "greet back", "")),
        ("greet", None),
        ('greet\n"Hi."', None),
        ('"x"\nbot greet back', None),
        ('greet\nbot "x"', None),
        ("", None),
    ],
)
def test_two_lines_name_the_intents_and_the_rest_is_said(answer: str, expected: Guess | None) -> None:
    assert guess(answer)[0] == expected


def test_the_model_is_shown_examples_of_both() -> None:
    _, bot = guess("x", PROMPT)
    examples, intents = bot.sent("generate_intent_steps_message")[0]["content"].split("\n--\n")
    assert 'user "hello there"\n  greet' in examples
    assert "bot greet back" in examples
    assert intents == "greet"


def test_it_is_the_call_that_the_parameters_of_the_caller_are_for() -> None:
    _, bot = guess("x", PROMPT)
    assert bot.requests("generate_intent_steps_message")[0].params == {"temperature": 0.5}
