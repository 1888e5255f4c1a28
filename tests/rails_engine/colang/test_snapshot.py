from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine import events
from rails_engine.colang.compiler import compile_program
from rails_engine.colang.machine import Machine
from rails_engine.colang.parser import parse
from rails_engine.colang.snapshot import dump_state, load_state, plain_values
from rails_engine.colang.wishes import Say
from rails_engine.errors import BadStateError

TEXT = """
define flow a
  user a
  do s
  bot end

define subflow s
  bot ask
  user c
  bot d

define flow b
  user x
  bot y
  user z
"""
MACHINE = Machine(compile_program([parse(TEXT, "a.co")]))


def under_way(context=None):
    """A state with one flow that another one interrupted, and with a turn to go back to."""
    state = MACHINE.new_state(context)
    for event in (
        events.user_intent("a"),
        events.bot_intent("ask"),
        events.user_said("x"),
        events.user_intent("x"),
        events.bot_intent("y"),
    ):
        MACHINE.step(state, event)
    return state


def revised(text):
    return Machine(compile_program([parse(text, "a.co")]))


def test_a_state_comes_back_from_json():
    state = under_way({"n": 1})
    data = json.loads(json.dumps(dump_state(state)))
    restored = load_state(MACHINE, data)
    assert dump_state(restored) == data
    assert [each.flow.name for each in restored.instances] == ["a", "b"]
    assert restored.context["n"] == 1


def test_what_was_changed_and_not_yet_taken_note_of_comes_back():
    state = under_way()
    state.assign("v", [1])
    assert load_state(MACHINE.program, dump_state(state)).updates == {"v": [1]}


def test_the_turn_to_hide_comes_back():
    restored = load_state(MACHINE, json.loads(json.dumps(dump_state(under_way()))))
    restored.assign("new", 1)
    MACHINE.step(restored, {"type": "hide_prev_turn"})
    assert [each.flow.name for each in restored.instances] == ["a"]
    assert "new" not in restored.context
    assert MACHINE.step(restored, events.user_intent("c")) == Say("d", "s")


@pytest.mark.parametrize(
    "value", [object(), {1}, float("nan"), float("inf"), 2**70, "\ud800", {"a": {1: 2}}, {"\ud800": 1}, b"x"]
)
def test_values_that_json_does_not_know_stay_out(value):
    assert plain_values({"a": value, "b": [value], "c": 1}) == {"c": 1}


def test_private_names_stay_out():
    assert plain_values({"_a": 1, "": 2, "é": 3, 4: 5, "\ud800": 6}) == {"": 2, "é": 3}


def test_values_without_an_end_and_very_deep_ones_stay_out():
    loop: list = []
    loop.append(loop)
    deep: list = []
    for _ in range(150):
        deep = [deep]
    wide = [1]
    for _ in range(25):
        wide = [wide, wide]
    assert plain_values({"loop": loop, "deep": deep, "wide": wide}) == {}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (TEXT.replace("bot end", "bot other end"), ["b"]),
        (TEXT.replace("bot d", "bot e"), ["b"]),
        (TEXT.replace("user z", "user zz"), ["a"]),
        (TEXT.replace("define flow b", "define flow c"), ["a"]),
        ("\n\n# moved\n" + TEXT, ["a", "b"]),
        ("define flow n\n  user q\n  bot q\n" + TEXT, ["a", "b"]),
        ("define flow n\n  user q", []),
    ],
)
def test_flows_that_changed_or_are_gone_are_dropped(text, left):
    restored = load_state(revised(text), dump_state(under_way()))
    assert [each.flow.name for each in restored.instances] == left


def test_a_flow_goes_on_if_what_interrupted_it_is_gone():
    made = revised(TEXT.replace("define flow b", "define flow c"))
    restored = load_state(made, dump_state(under_way()))
    assert made.step(restored, events.user_intent("c")) == Say("d", "s")


def test_a_flow_that_is_not_part_of_the_program_is_dropped():
    state = MACHINE.new_state()
    body = parse("define flow g\n  bot x\n  user y", "a.co").definitions[0].body
    MACHINE.start_body(state, body, "g")
    assert not load_state(MACHINE, dump_state(state)).instances


def broken(change):
    data = json.loads(json.dumps(dump_state(under_way())))
    change(data)
    return data


def set_at(*path, value):
    def change(data):
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        set_at("version", value=2),
        set_at("context", value=[]),
        set_at("heads", value={}),
        set_at("heads", value=[3]),
        set_at("heads", value=[{}] * 3000),
        set_at("turn", value=None),
        set_at("turn", "before", value=3),
        set_at("heads", 0, "flow", value=3),
        set_at("heads", 0, "at", value=["s"]),
        set_at("heads", 0, "at", 2, value=99),
        set_at("heads", 0, "at", 2, value=-1),
        set_at("heads", 0, "at", 2, value=True),
        set_at("heads", 0, "at", 2, value=3),
        set_at("heads", 0, "at", 3, value="high"),
        set_at("heads", 0, "calls", value=None),
        set_at("heads", 0, "calls", value=[]),
        set_at("heads", 0, "calls", 0, 2, value=None),
        set_at("heads", 0, "calls", value=[["a", "x", 1, 1.0]] * 200),
        set_at("heads", 0, "paused_by", value=7),
        set_at("heads", 0, "paused_by", value="b"),
        set_at("heads", 0, "paused_by", value=0),
        set_at("heads", 1, "paused_by", value=0),
    ],
)
def test_data_that_is_not_ours_is_refused(change):
    with pytest.raises(BadStateError, match="not a state of ours"):
        load_state(MACHINE, broken(change))


@pytest.mark.parametrize("data", [None, [], "x", {}, {"version": "1"}])
def test_other_data_is_refused(data):
    with pytest.raises(BadStateError):
        load_state(MACHINE, data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["a", "s", "b", "x"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "flow", "at"]), inner),
    max_leaves=6,
)
PATHS = [
    ("heads",),
    ("turn",),
    ("updates",),
    ("heads", 0),
    ("heads", 0, "at"),
    ("heads", 0, "at", 0),
    ("heads", 0, "at", 2),
    ("heads", 0, "calls"),
    ("heads", 0, "calls", 0),
    ("heads", 0, "paused_by"),
    ("heads", 1, "paused_by"),
    ("turn", "heads"),
    ("turn", "absent"),
]


@settings(max_examples=150)
@given(st.sampled_from(PATHS), JSON)
def test_forged_data_is_refused_or_runs(path, value):
    data = copy.deepcopy(DATA)
    set_at(*path, value=value)(data)
    try:
        state = load_state(MACHINE, data)
    except BadStateError:
        return
    for event in (
        events.user_intent("z"),
        events.user_intent("c"),
        events.bot_intent("d"),
        {"type": "hide_prev_turn"},
    ):
        MACHINE.step(state, event)
    dump_state(state)


DATA = dump_state(under_way())
