from __future__ import annotations

import pytest

from rails_engine.llm.offline import dialog
from rails_engine.llm.offline.chatting import LABEL
from rails_engine.llm.offline.reading import read_prompt

PLAIN = """# Messages with known intents:
user "Hi there"
  express greeting
user "What can you do for me?"
  ask capabilities

# The conversation to go on with.
user "{}"
"""
VERBOSE = """Messages whose intent is known:
User message: "Hi there"
User intent: express greeting

User message: "What can you do for me?"
User intent: ask capabilities

The conversation so far:
User message: "{}"

Reply with one line: "User intent: " and a name."""


def read(text):
    return read_prompt([{"role": "user", "content": text}])


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("hi", "express greeting"),
        ("what can you do?", "ask capabilities"),
        ("Describe photosynthesis", dialog.UNKNOWN_INTENT),
    ],
)
def test_the_intent_is_that_of_the_most_like_example(said, intent):
    assert dialog.find_user_intent(read(PLAIN.format(said))) == f"  {intent}"
    assert dialog.find_user_intent(read(VERBOSE.format(said))) == f"User intent: {intent}"


def test_examples_may_be_turns_of_a_chat():
    messages = [
        {"role": "system", "content": "Name the intent."},
        {"role": "user", "content": 'User message: "Hi there"'},
        {"role": "assistant", "content": "User intent: express greeting"},
        {"role": "user", "content": 'User message: "hi"'},
    ]
    assert dialog.find_user_intent(read_prompt(messages)) == "User intent: express greeting"


FLOW = "define flow greeting\n  user express greeting\n  bot express welcome\n\nSo far:\n"


def test_the_next_step_is_the_one_of_the_examples():
    assert dialog.find_next_step(read(FLOW + "user express greeting\n")) == "bot express welcome"
    assert dialog.find_next_step(read(FLOW + "user ask something else\n")) == f"bot {dialog.GENERAL_STEP}"
    verbose = "User intent: a\nBot intent: b\n\nThe steps so far:\nUser intent: a\n"
    assert dialog.find_next_step(read(verbose)) == "Bot intent: b"


def test_the_message_is_that_of_an_example_or_of_the_talk():
    known = 'bot express welcome\n  "Welcome!"\n\nuser "hi"\n  greet\nbot express welcome\n'
    assert dialog.find_bot_message(read(known)) == f'  "{LABEL} Welcome!"'
    free = 'user "What is the capital of France?"\n  ask\nbot general response\n'
    assert dialog.find_bot_message(read(free)) == f'  "{LABEL} Paris is the capital of France."'
    verbose = (
        'User message: "What is the capital of France?"\nUser intent: ask\nBot intent: general response\n'
    )
    assert dialog.find_bot_message(read(verbose)) == f'Bot message: "{LABEL} Paris is the capital of France."'


def test_a_general_answer_is_not_what_was_said_to_another_question():
    history = 'user "hi"\n  greet\nbot general response\n  "Hello!"\n'
    said = dialog.find_bot_message(
        read(history + 'user "What is the capital of France?"\n  ask\nbot general response\n')
    )
    assert said == f'  "{LABEL} Paris is the capital of France."'


def test_what_it_said_itself_is_no_example():
    history = f'user "hi"\n  ask\nbot answer from documents\n  "{LABEL} Hello!"\n'
    said = dialog.find_bot_message(
        read(history + 'user "What is the capital of France?"\n  ask\nbot answer from documents\n')
    )
    assert said == f'  "{LABEL} Paris is the capital of France."'


def test_a_message_holds_no_quotation_marks_of_its_own():
    said = dialog.find_bot_message(read('user "Explain quarks"\n  ask\nbot general response\n')).strip()
    assert said.count('"') == 2


def test_all_three_lines_at_once():
    prompt = PLAIN.replace(
        "# The conv", 'user express greeting\nbot express welcome\n  "Welcome!"\n\n# The conv'
    ).format("hi")
    assert (
        dialog.find_all_at_once(read(prompt))
        == f'  express greeting\nbot express welcome\n  "{LABEL} Welcome!"'
    )
    verbose = VERBOSE.replace(
        "The conv", 'User intent: express greeting\nBot intent: w\nBot message: "W"\n\nThe conv'
    ).format("hi")
    assert (
        dialog.find_all_at_once(read(verbose))
        == f'User intent: express greeting\nBot intent: w\nBot message: "{LABEL} W"'
    )


@pytest.mark.parametrize(
    ("said", "wanted", "value"),
    [
        ("I need 3 pizzas", "how many pizzas", "3"),
        ("My name is Alice Smith, 30", "the user's name", "Alice Smith"),
        ("two large ones", "the order", "two large ones"),
        ("none", "the number of guests", "none"),
    ],
)
def test_a_value_is_taken_from_what_the_user_said(said, wanted, value):
    assert dialog.find_value(read(f'user "{said}"\n\nThe value wanted is "x". Extract {wanted}.')) == value
