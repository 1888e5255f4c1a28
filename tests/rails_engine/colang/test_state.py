from __future__ import annotations

import pytest

from rails_engine.colang.compiler import compile_program
from rails_engine.colang.machine import Machine
from rails_engine.colang.parser import parse
from rails_engine.colang.state import State, heads_of, instances_of


def test_the_context_is_used_and_not_copied():
    context = {"a": 1}
    state = State(context)
    state.assign("b", 2)
    assert context == {"a": 1, "b": 2}
    assert state.updates == {"b": 2}


@pytest.mark.parametrize("keep", [True, False])
def test_a_trial_is_kept_or_taken_back(keep):
    state = State({"a": 1})
    state.assign("b", 1)
    state.begin_trial()
    for value in (2, 3):
        state.assign("a", value)
        state.assign("b", value)
        state.assign("c", value)
    state.end_trial(keep=keep)
    assert state.context == ({"a": 3, "b": 3, "c": 3} if keep else {"a": 1, "b": 1})
    assert state.updates == ({"a": 3, "b": 3, "c": 3} if keep else {"b": 1})
    state.hide_turn()
    assert state.context == {"a": 1}


def test_a_hidden_turn_takes_back_what_flows_and_events_set():
    state = State({"a": 1, "b": 1})
    state.assign("a", 2)
    state.begin_turn()
    state.assign("a", 3)
    state.assign("c", 3)
    state.note_update("b")
    state.context["b"] = 9
    state.hide_turn()
    assert state.context == {"a": 2, "b": 1}
    assert state.updates == {"a": 2}


def test_heads_hold_all_of_an_instance():
    text = "define flow a\n  user x\n  do s\n\ndefine subflow s\n  priority 2\n  user y\n\ndefine flow b\n  user z\n  bot w\n  user v"
    machine = Machine(compile_program([parse(text, "a.co")]))
    state = machine.new_state()
    for intent in ("x", "z"):
        machine.step(state, {"type": "UserIntent", "intent": intent})
    machine.step(state, {"type": "BotIntent", "intent": "w"})
    heads = heads_of(state.instances)
    assert [head.flow.name for head in heads] == ["a", "b"]
    assert heads[0].current.name == "s"
    assert heads[0].paused_by == 1
    restored = instances_of(heads)
    assert heads_of(restored) == heads
    assert [each.waits for each in restored] == [each.waits for each in state.instances]
    assert restored[0].paused_by is restored[1]
