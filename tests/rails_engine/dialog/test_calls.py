"""Parameters of the calls that a dialog makes, and reading the lines of an answer."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.dialog.calls import (
    first_line,
    intent_in,
    main_params,
    message_params,
    quoted_text,
    step_params,
)
from tests.rails_engine.dialog.talk import Talk

PROMPT = """
prompts:
  - {task: generate_user_intent, content: x, stop: ["\\n"], max_tokens: 9}
  - {task: generate_bot_message, content: x, stop: ["END"], max_tokens: 30}
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("express greeting", "express greeting"),
        ("\n \n  express greeting  \nbot say hi", "express greeting"),
        ("", ""),
        (" \n\t\n", ""),
    ],
)
def test_the_first_line_that_says_anything(text: str, line: str) -> None:
    assert first_line(text) == line


@pytest.mark.parametrize(
    ("line", "prefix", "intent"),
    [
        ("user express greeting", "user ", "express greeting"),
        ("User express greeting", "user ", "express greeting"),
        ("  express greeting ", "user ", "express greeting"),
        ("bot inform price", "bot ", "inform price"),
        ('bot inform price "It costs 2."', "bot ", "inform price"),
        ("bot inform price, then ask", "bot ", "inform price"),
        ("bot inform price # as always", "bot ", "inform price"),
        ("users want more", "user ", "users want more"),
        ('"only a text"', "user ", ""),
    ],
)
def test_an_intent_without_its_keyword_and_what_follows_it(line: str, prefix: str, intent: str) -> None:
    assert intent_in(line, prefix) == intent


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (['"Hello!"'], "Hello!"),
        (["", '  "Hello!"', "user thanks"], "Hello!"),
        (['"First line', 'second line"', "user thanks"], "First line\nsecond line"),
        (['"A paragraph', "", 'and another."', "bot bye"], "A paragraph\n\nand another."),
        (["no quotes at all", "", "user thanks"], "no quotes at all"),
        (["no quotes", "two lines"], "no quotes\ntwo lines"),
        (['"never closed', "goes on"], "never closed\ngoes on"),
        (['He said "yes"'], 'He said "yes"'),
        ([r'"one\ntwo"'], "one\ntwo"),
        (['"', 'below the quote"'], "below the quote"),
        (['""'], ""),
        (["", " "], ""),
        ([], ""),
    ],
)
def test_a_message_up_to_its_closing_quote_without_the_quotes(lines: list[str], text: str) -> None:
    assert quoted_text(lines) == text


def test_a_step_is_left_as_little_chance_as_possible() -> None:
    talk = Talk(yaml="lowest_temperature: 0.2", params={"temperature": 1, "tools": [{}]})
    params = step_params(talk.scope, talk.scope.prompt("generate_value"))
    assert params["temperature"] == 0.2
    assert "tools" not in params


def test_a_step_stops_where_its_prompt_says() -> None:
    talk = Talk(yaml=PROMPT)
    prompt = talk.scope.prompt("generate_user_intent")
    assert step_params(talk.scope, prompt) == {"temperature": 0.001, "max_tokens": 9, "stop": ["\n"]}


def test_parameters_of_the_turn_win_over_those_of_the_options() -> None:
    llm_params = {"temperature": 0.9, "top_p": 0.5}
    talk = Talk(params={"temperature": 0}, llm_params=llm_params)
    assert main_params(talk.scope) == {"temperature": 0, "top_p": 0.5}
    assert llm_params == {"temperature": 0.9, "top_p": 0.5}


def test_what_the_main_call_is_given_can_be_changed_without_changing_the_turn() -> None:
    talk = Talk(params={"temperature": 0})
    main_params(talk.scope)["stop"] = ["x"]
    assert talk.scope.turn.params == {"temperature": 0}


def test_a_worded_message_takes_the_callers_parameters_but_not_those_that_shape_the_answer() -> None:
    asked: dict[str, Any] = {
        "temperature": 0.7,
        "tools": [{}],
        "response_format": {"type": "json_object"},
        "n": 3,
        "stop": ["mine"],
    }
    talk = Talk(yaml=PROMPT, params=asked)
    params = message_params(talk.scope, talk.scope.prompt("generate_bot_message"))
    assert params == {"temperature": 0.7, "max_tokens": 30, "stop": ["END"]}


def test_the_callers_max_tokens_wins_over_the_prompts() -> None:
    talk = Talk(yaml=PROMPT, params={"max_tokens": 5})
    assert message_params(talk.scope, talk.scope.prompt("generate_bot_message"))["max_tokens"] == 5
