"""How dialog steps ask a model, and how its lines are read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.dialog.calls import (
    first_line,
    intent_in,
    main_params,
    message_params,
    quoted_text,
    step_params,
)
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot

YAML = """
lowest_temperature: 0.2
prompts:
  - {task: bare, content: x}
  - {task: full, content: x, stop: [END], max_tokens: 9}
"""


def scope_of(**how: Any) -> Any:
    bot = Bot(YAML)
    return TurnRun(bot.engine.parts, bot.turn("hi", **how)).scope


def test_a_step_is_asked_with_as_little_chance_as_possible() -> None:
    scope = scope_of(params={"temperature": 2, "max_tokens": 1}, options={"llm_params": {"seed": 3}})
    assert step_params(scope, scope.prompt("bare")) == {"temperature": 0.2}
    assert step_params(scope, scope.prompt("full")) == {"temperature": 0.2, "max_tokens": 9, "stop": ["END"]}


def test_the_turns_parameters_win_over_the_options() -> None:
    scope = scope_of(
        params={"temperature": 0, "stop": []}, options={"llm_params": {"temperature": 1, "seed": 3}}
    )
    assert main_params(scope) == {"temperature": 0, "seed": 3, "stop": []}
    main_params(scope)["added"] = 1
    assert scope.turn.params == {"temperature": 0, "stop": []}


def test_what_would_change_the_form_of_a_message_is_left_out() -> None:
    shaping = {
        "tools": [],
        "n": 2,
        "response_format": {},
        "stop": ["x"],
        "logprobs": True,
        "stream_options": {},
    }
    scope = scope_of(params={"temperature": 0, "max_tokens": 3, **shaping})
    assert message_params(scope, scope.prompt("bare")) == {"temperature": 0, "max_tokens": 3}
    assert message_params(scope, scope.prompt("full")) == {"temperature": 0, "max_tokens": 3, "stop": ["END"]}


@pytest.mark.parametrize(
    ("text", "line"), [("a\nb", "a"), ("\n  \n a \nb", "a"), ("", ""), (" \n", ""), ("one", "one")]
)
def test_the_first_line_that_says_anything(text: str, line: str) -> None:
    assert first_line(text) == line


@pytest.mark.parametrize(
    ("line", "prefix", "intent"),
    [
        ("user express greeting", "user ", "express greeting"),
        ("  express greeting", "user ", "express greeting"),
        ("User Express Greeting", "user ", "Express Greeting"),
        ('bot refuse "No."', "bot ", "refuse"),
        ("bot refuse, then stop", "bot ", "refuse"),
        ("bot refuse # why", "bot ", "refuse"),
        ('bot "No."', "bot ", ""),
        ("userx", "user ", "userx"),
        ("", "bot ", ""),
    ],
)
def test_an_intent_is_the_name_alone(line: str, prefix: str, intent: str) -> None:
    assert intent_in(line, prefix) == intent


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (['  "Hello."'], "Hello."),
        (["", '  "Hello."', 'user "more"'], "Hello."),
        (['"First', "second", 'third."', "user x"], "First\nsecond\nthird."),
        (['"First', "", 'third."'], "First\n\nthird."),
        (["Hello.", "More.", "", "not this"], "Hello.\nMore."),
        (["Hello."], "Hello."),
        (['"never closed', "at all"], "never closed\nat all"),
        ([r'"a\nb"'], "a\nb"),
        (['"'], ""),
        (['""'], ""),
        ([], ""),
        (["", " "], ""),
        (['He said "no"'], 'He said "no"'),
        (['"She said "yes"" '], 'She said "yes"'),
    ],
)
def test_a_message_is_what_stands_in_quotes(lines: list[str], text: str) -> None:
    assert quoted_text(lines) == text


@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_answer_is_read(lines: list[str]) -> None:
    text = quoted_text(lines)
    assert text == text.strip() or "\n" in text
