"""The words of a bot message: the configuration's, in turn, or a model's."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.colang.wishes import Say
from rails_engine.dialog.bot_message import bot_examples, worded_message, written_message
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot, reply

FLOWS = """
define user greet
  "hello"

define bot greet back
  "Hello, $name."
  "Hi, {{ name | upper }}."

define bot say goodbye
  "Bye."
"""


def scope_of(bot: Bot) -> Any:
    return TurnRun(bot.engine.parts, bot.turn("hello", context={"name": "Ada"})).scope


def written(wish: Say, spoken: int = 0) -> str | None:
    bot = Bot(colang=FLOWS)
    return written_message(scope_of(bot), bot.engine.parts.dialogue, wish, spoken)


@pytest.mark.parametrize(("spoken", "text"), [(0, "Hello, Ada."), (1, "Hi, ADA."), (2, "Hello, Ada.")])
def test_of_several_variants_each_has_its_turn(spoken: int, text: str) -> None:
    assert written(Say("greet back", "f"), spoken) == text


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        (Say("say goodbye", "f"), "Bye."),
        (Say("anything", "f", template="So, $name"), "So, Ada"),
        (Say("greet back", "f", value="$name stays"), "$name stays"),
        (Say("greet back", "f", value=""), ""),
        (Say("nobody wrote this", "f"), None),
    ],
)
def test_what_the_configuration_says_is_filled_in_and_a_variable_is_not(wish: Say, text: str | None) -> None:
    assert written(wish) == text


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ('  "It is fine."', "It is fine."),
        ('Bot message: "It is fine."', "It is fine."),
        ('"First.\nSecond."\nuser "more"', "First.\nSecond."),
        ("", "I'm not sure what to say."),
        ('""', "I'm not sure what to say."),
    ],
)
def test_a_models_words_are_taken_out_of_their_form(answer: str, text: str) -> None:
    bot = Bot(colang=FLOWS, generate_bot_message=answer)
    assert worded_message(scope_of(bot), bot.engine.parts.dialogue, Say("be kind", "f"))[0] == text


def test_its_reply_and_its_prompt_are_kept() -> None:
    given = reply('"x"', model="m-2")
    bot = Bot(colang=FLOWS, generate_bot_message=given)
    scope = scope_of(bot)
    assert worded_message(scope, bot.engine.parts.dialogue, Say("be kind", "f"))[1] is given
    assert scope.context["_last_bot_prompt"] == bot.sent("generate_bot_message")


def test_examples_show_the_first_variant_the_likest_last() -> None:
    hits = Bot(colang=FLOWS).engine.parts.dialogue.bot_index.search("say goodbye", max_results=2)
    assert bot_examples(hits[:1]) == 'bot say goodbye\n  "Bye."'
    assert bot_examples(hits).endswith('bot say goodbye\n  "Bye."')
    assert bot_examples([]) == ""
