from __future__ import annotations

import pytest

from rails_engine.colang.compiler import compile_program
from rails_engine.colang.parser import parse
from rails_engine.colang.sliding import assign_params, slide
from rails_engine.colang.state import Instance, State
from rails_engine.errors import FlowLimitError


def launch(text, flow="f", limit=100, context=None):
    program = compile_program([parse(text, "a.co")])
    state, instance = State(context), Instance(program.flows[flow])
    slide(program.flows, state, instance, None, limit)
    return state, instance


def test_an_instance_stops_at_the_first_place_to_wait():
    state, instance = launch("define flow f\n  $x = 1\n  if $x\n    bot a\n  bot b")
    assert instance.place == 2
    assert not instance.ended
    assert state.slid == 2


def test_an_instance_ends_with_its_code():
    _, instance = launch("define flow f\n  $x = 1")
    assert instance.ended


def test_calls_come_back_with_their_priority():
    text = "define flow f\n  priority 5\n  do s\n  bot b\n\ndefine subflow s\n  priority 2\n  $x = 1\n  if $stay\n    bot a"
    _, inside = launch(text, context={"stay": True})
    assert (inside.current.name, inside.priority, inside.frames.depth) == ("s", 2, 1)
    _, behind = launch(text)
    assert (behind.current.name, behind.priority, behind.frames) == ("f", 5, None)


def test_the_bound_is_for_all_flows_of_one_step():
    program = compile_program([parse("define flow f\n  $x = 1\n  $x = 2\n  bot a", "a.co")])
    state = State()
    slide(program.flows, state, Instance(program.flows["f"]), None, 3)
    with pytest.raises(FlowLimitError, match=r"a\.co:1: the flow 'f' ran 3 instructions"):
        slide(program.flows, state, Instance(program.flows["f"]), None, 3)


def test_an_error_leaves_the_instance_where_it_was():
    program = compile_program([parse("define flow f\n  user a\n  label l\n  goto l", "a.co")])
    instance = Instance(program.flows["f"])
    instance.waits = program.flows["f"].first
    with pytest.raises(FlowLimitError):
        slide(program.flows, State(), instance, instance.waits.exact["UserIntent", "a"], 10)
    assert (instance.place, instance.ended) == (0, False)


def test_parameters_lose_their_sign():
    state = State()
    assign_params(state, {"$1": "a", "b": 2})
    assert state.context == {"1": "a", "b": 2}
