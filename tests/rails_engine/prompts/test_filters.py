from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from rails_engine import events as ev
from rails_engine.colang.history import HIDDEN_TEXT
from rails_engine.prompts.filters import FILTERS

DATA = yaml.safe_load((Path(__file__).parents[2] / "cases/prompts/filters.yml").read_text())
EVENTS = [
    {"type": ev.SYSTEM_MESSAGE, "content": "Be kind."},
    ev.user_said("Hello"),
    ev.user_message("Hello"),
    ev.user_intent("express greeting"),
    ev.bot_intent("express greeting"),
    ev.bot_said("Hi!"),
]


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["filter"])
def test_a_filter_retells_a_conversation(case):
    text = case.get("text", DATA["conversation"])
    assert FILTERS[case["filter"]](text, *case.get("args", ())) == case["result"]


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_a_filter_takes_nothing(name):
    args = [1] if name in {"first_turns", "last_turns", "indent"} else []
    empty = [[], "", " "]
    assert FILTERS[name]("", *args) in empty
    assert FILTERS[name](None, *args) in empty
    assert FILTERS[name]([], *args) in empty


@pytest.mark.parametrize("name", sorted(FILTERS.keys() - {"to_chat_messages", "user_assistant_sequence"}))
def test_a_filter_takes_events_as_it_takes_their_text(name):
    args = [1] if name in {"first_turns", "last_turns", "indent"} else []
    assert FILTERS[name](EVENTS, *args) == FILTERS[name](FILTERS["colang"](EVENTS), *args)


def test_chat_messages_hold_what_was_said_to_whom():
    assert FILTERS["to_chat_messages"](EVENTS) == [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hi!"},
    ]


def test_chat_messages_keep_images():
    parts = [{"type": "text", "text": "Look"}, {"type": "image_url", "image_url": {"url": "x"}}]
    assert FILTERS["to_chat_messages"]([ev.user_message(parts)])[0]["content"] == parts


def test_a_masked_message_stays_out_of_every_form():
    events = [ev.user_said("secret"), ev.user_message("secret"), {"type": ev.MASK_PREVIOUS_USER_MESSAGE}]
    for name in FILTERS:
        args = [1] if name in {"first_turns", "last_turns", "indent"} else []
        assert "secret" not in str(FILTERS[name](events, *args))
    assert FILTERS["to_chat_messages"](events) == [{"role": "user", "content": HIDDEN_TEXT}]


def test_the_sequence_has_no_system_message():
    assert FILTERS["user_assistant_sequence"](EVENTS) == "User: Hello\nAssistant: Hi!"


MAKERS = {
    "said": lambda _: [ev.user_said("x")],
    "message": lambda number: [ev.user_said(f"m{number}"), ev.user_message(f"m{number}")],
    "intent": lambda number: [ev.user_intent(f"i{number}")],
    "bot": lambda number: [ev.bot_intent(f"b{number}")],
    "answer": lambda number: [ev.bot_said(f"a{number}")],
    "mask": lambda _: [{"type": ev.MASK_PREVIOUS_USER_MESSAGE}],
    "hide": lambda _: [{"type": ev.HIDE_PREVIOUS_TURN}],
    "action": lambda number: [ev.action_finished("act", {}, None, number)],
}


@example(["message", "message", "hide"], 1)
@given(st.lists(st.sampled_from(sorted(MAKERS)), max_size=40), st.integers(0, 5))
def test_the_last_turns_of_events_are_those_of_their_text(kinds, n):
    events = [event for number, kind in enumerate(kinds) for event in MAKERS[kind](number)]
    assert FILTERS["last_turns"](events, n) == FILTERS["last_turns"](FILTERS["colang"](events), n)
