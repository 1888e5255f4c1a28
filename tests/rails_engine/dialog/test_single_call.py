"""Intent, next step and words in one call."""

from __future__ import annotations

import pytest

from rails_engine.dialog.single_call import Guess, guess_all
from tests.rails_engine.dialog.talk import Talk

SINGLE = "rails: {dialog: {single_call: {enabled: true}}}"


def guess(reply: str, text: str = "how much?") -> Guess | None:
    talk = Talk(reply)
    return guess_all(talk.scope, talk.dialogue, text)


@pytest.mark.parametrize(
    "reply",
    [
        'user ask price\nbot inform price\n  "It costs 2."',
        'ask price\nbot inform price\n"It costs 2."',
        '\n  ask price\n\nbot inform price\n\n  "It costs 2."\nuser say thanks',
        'User intent: ask price\nBot intent: inform price\nBot message: "It costs 2."',
        "ask price\nbot inform price\nIt costs 2.",
    ],
)
def test_two_lines_name_the_intents_and_the_rest_is_the_text(reply: str) -> None:
    assert guess(reply) == Guess("ask price", "inform price", "It costs 2.")


def test_the_text_may_be_missing() -> None:
    assert guess("ask price\nbot inform price") == Guess("ask price", "inform price", "")


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "ask price",
        "It costs 2 euros.\nAnything else?",
        'ask price\n"It costs 2."',
        'ask price\nbot "It costs 2."',
        '"how much?"\nbot inform price',
    ],
)
def test_another_form_is_no_guess(reply: str) -> None:
    assert guess(reply) is None


def test_examples_of_messages_and_of_flows_are_shown() -> None:
    talk = Talk("x", shown=True)
    guess_all(talk.scope, talk.dialogue, "what does bread cost today")
    examples, intents = talk.sent.split("|")
    messages, flows = examples[: examples.rindex('user "')], examples[examples.rindex('user "') :]
    assert "hello there" in messages
    assert flows.startswith('user "what does bread cost"\n  ask price')
    assert flows.endswith("user ask price\nbot inform price")
    assert intents.startswith("ask price")


def test_one_call_makes_the_turn_where_the_flow_takes_the_same_step() -> None:
    colang = 'define user ask price\n  "how much"\ndefine flow\n  user ask price\n  bot inform price\n'
    talk = Talk('ask price\nbot inform price\n  "It costs 2."', yaml=SINGLE, colang=colang)
    assert talk.engine.generate(prompt="how much is it").content == "It costs 2."
    assert [request.task for request in talk.model.requests] == ["generate_intent_steps_message"]


def test_where_the_flow_takes_another_step_its_words_are_asked_for() -> None:
    colang = 'define user ask price\n  "how much"\ndefine flow\n  user ask price\n  bot send to the counter\n'
    talk = Talk(
        'ask price\nbot inform price\n  "It costs 2."', '"Ask at the counter."', yaml=SINGLE, colang=colang
    )
    assert talk.engine.generate(prompt="how much is it").content == "Ask at the counter."
    assert [request.task for request in talk.model.requests][1:] == ["generate_bot_message"]


def test_where_the_answer_has_another_form_the_separate_calls_are_made() -> None:
    talk = Talk("I am not sure.", "express greeting", yaml=SINGLE)
    assert talk.engine.generate(prompt="morning").content == "Welcome to the bakery."
    assert [request.task for request in talk.model.requests] == [
        "generate_intent_steps_message",
        "generate_user_intent",
    ]


def test_a_guessed_step_counts_where_no_flow_decides() -> None:
    talk = Talk('ask for the owner\nbot tell the owner\n  "That is Ann."', yaml=SINGLE)
    assert talk.engine.generate(prompt="who owns this?").content == "That is Ann."
    assert len(talk.model.requests) == 1
