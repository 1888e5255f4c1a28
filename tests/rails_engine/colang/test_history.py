from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import events as ev
from rails_engine.colang.history import render_history, told_events

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/prompts/history.yml").read_text())


def event(kind, value):
    made = {
        "said": lambda: ev.user_said(value),
        "message": lambda: ev.user_message(value),
        "user": lambda: ev.user_intent(value),
        "bot": lambda: ev.bot_intent(value),
        "instructed": lambda: {**ev.bot_intent("b"), "instructions": value},
        "answer": lambda: ev.bot_said(value),
        "action": lambda: ev.action_finished("add", {}, None, value),
        "failed": lambda: ev.action_finished("add", {}, None, None, success=False),
        "system_action": lambda: ev.action_finished("add", {}, None, value, system=True),
        "mask": lambda: {"type": ev.MASK_PREVIOUS_USER_MESSAGE},
        "hide": lambda: {"type": ev.HIDE_PREVIOUS_TURN},
    }
    return made[kind]()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_events_are_told_as_colang(case):
    assert render_history([event(*pair) for pair in case["events"]]) == case["text"]


def test_other_events_leave_no_trace():
    events = [
        ev.context_update({"a": 1}),
        ev.user_message("Hi"),
        ev.action_started("x", {}, None, system=False),
        {"type": "Listen"},
        ev.bot_message("not said yet"),
    ]
    assert render_history(events) == 'user "Hi"\n'


def test_the_events_themselves_are_not_changed():
    events = [ev.user_said("a"), ev.user_message("a"), {"type": ev.MASK_PREVIOUS_USER_MESSAGE}]
    told = told_events(events)
    assert events[1]["text"] == "a"
    assert told[0]["text"] != "a"


@given(st.text(), st.text())
def test_no_words_of_a_user_add_a_line(words, more):
    events = [ev.user_message(words), ev.user_intent("a"), ev.user_message(more)]
    assert render_history(events).count("\n") == 3
