"""The intent of what the user said: by likeness where that is enough, else by a model."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.dialog.user_intent import find_user_intent, intents_of, user_examples
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot

FLOWS = """
define user greet
  "hello there"
  "good morning to you"

define user ask price
  "how much does it cost"

define flow
  user greet
  bot greet back
"""
PROMPT = """
prompts:
  - task: generate_user_intent
    content: "{{ examples }}\\n--\\n{{ potential_user_intents }}\\n--\\n{{ user_input }}"
"""


def found(text: str, answer: Any = None, user_messages: str = "{}", yaml: str = "") -> tuple[str, Bot]:
    bot = Bot(
        f"rails: {{dialog: {{user_messages: {user_messages}}}}}\n{yaml}", FLOWS, generate_user_intent=answer
    )
    scope = TurnRun(bot.engine.parts, bot.turn(text)).scope
    return find_user_intent(scope, bot.engine.parts.dialogue, text), bot


@pytest.mark.parametrize(
    ("answer", "intent"),
    [
        ("greet", "greet"),
        ("  user greet\nbot greet back", "greet"),
        ("\n\nask price", "ask price"),
        ("something new", "something new"),
        ("", "unknown message"),
        ('"hello"', "unknown message"),
    ],
)
def test_the_first_line_of_the_model_names_it(answer: str, intent: str) -> None:
    assert found("whatever", answer)[0] == intent


def test_the_model_is_shown_like_examples_the_likest_last() -> None:
    _, bot = found("how much does this cost", "ask price", yaml=PROMPT)
    examples, intents, text = bot.sent("generate_user_intent")[0]["content"].split("\n--\n")
    assert examples.endswith('user "how much does it cost"\n  ask price')
    assert intents.startswith("ask price")
    assert text == "how much does this cost"


def test_it_is_asked_with_as_little_chance_as_possible() -> None:
    _, bot = found("x", "greet")
    assert bot.requests("generate_user_intent")[0].params["temperature"] == 0.001


@pytest.mark.parametrize(
    ("text", "settings", "intent"),
    [
        ("Hello there!", "{embeddings_only: true}", "greet"),
        ("hello there you", "{embeddings_only: true, embeddings_only_similarity_threshold: 0.4}", "greet"),
        ("how much does that cost", "{embeddings_only: true}", "ask price"),
        (
            "zzz",
            "{embeddings_only: true, embeddings_only_similarity_threshold: 0.8, embeddings_only_fallback_intent: other}",
            "other",
        ),
    ],
)
def test_by_likeness_no_model_is_asked(text: str, settings: str, intent: str) -> None:
    assert found(text, AssertionError("asked"), settings)[0] == intent


def test_without_a_fallback_the_model_has_the_last_word() -> None:
    settings = "{embeddings_only: true, embeddings_only_similarity_threshold: 0.8}"
    assert found("zzz", "ask price", settings)[0] == "ask price"


def test_examples_and_intents_in_the_form_that_prompts_show() -> None:
    hits = Bot(colang=FLOWS).engine.parts.dialogue.user_index.search("hello there", max_results=3)
    assert user_examples(hits[:1]) == 'user "hello there"\n  greet'
    assert intents_of(hits).split(", ")[0] == "greet"
    assert len(intents_of(hits).split(", ")) == 2
    assert (user_examples([]), intents_of([])) == ("", "")
