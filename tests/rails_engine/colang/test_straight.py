"""The straight way must come to what the machine comes to: the same wishes, variables and places."""

from __future__ import annotations

import pytest

from rails_engine import events
from rails_engine.colang.compiler import compile_program
from rails_engine.colang.machine import Machine
from rails_engine.colang.parser import parse
from rails_engine.colang.snapshot import dump_state
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn
from rails_engine.errors import ExpressionError

RAILS = {
    "nothing follows": "  execute judge",
    "the result takes the text's place": "  $text = execute judge(text=$text)",
    "one test": "  $r = execute judge(text=$text)\n  if not $r\n    bot refuse\n    stop",
    "tests within": (
        "  $r = execute judge\n  if not $r\n    if $text\n      create event Broken(why=$r)\n    else\n"
        "      bot refuse\n    stop"
    ),
    "branches": (
        '  $r = execute judge\n  if $r == "a"\n    bot one\n  else if $r == "b"\n    bot two\n  else\n    $x = 1'
    ),
    "a second action": "  $r = execute judge\n  $s = execute other(r=$r)\n  if $s\n    stop",
    "a variable": "  $r = execute judge\n  $text = $r\n  if $text\n    bot refuse",
    "a loop": "  $r = execute judge\n  while $r\n    $r = 0\n    execute again\n  bot done",
    "a call": "  $r = execute judge\n  if $r\n    do say it",
    "a jump": "  $r = execute judge\n  if $r\n    goto end\n  bot no\n  label end",
}
RESULTS = (None, False, True, 0, 1, "", "a", "b", [1])
REST = "\n\ndefine subflow say it\n  bot refuse\n  stop\n\ndefine flow listens\n  user asks\n  bot answers\n"


def machine(body: str, rest: str = REST) -> Machine:
    return Machine(compile_program([parse(f"define subflow rail\n{body}\n{rest}", "a.co")]))


def finish(made, state, wish):
    """Every wish from here on, granted; and where it ends."""
    seen = []
    while wish is not None and len(seen) < 20:
        seen.append(wish)
        if isinstance(wish, RunAction):
            done = events.action_finished(wish.name, wish.params, wish.result_key, True)
            wish = made.step(state, done)
        elif isinstance(wish, Say):
            wish = made.step(state, events.bot_intent(wish.intent))
        elif isinstance(wish, Emit):
            wish = made.step(state, wish.event)
        elif isinstance(wish, StopTurn):
            break
    return seen


@pytest.mark.parametrize("name", RAILS)
@pytest.mark.parametrize("params", [None, {"$text": "given", "$1": 2}], ids=["no parameters", "parameters"])
def test_it_comes_to_what_the_machine_comes_to(name, params):
    made = machine(RAILS[name])
    straight = made.straight.get("rail")
    assert straight is not None
    for result in RESULTS:
        done = events.action_finished("judge", {}, straight.result, result)
        one, other = made.new_state({"text": "said"}), made.new_state({"text": "said"})
        assert made.start(one, "rail", params) == made.start_straight(other, straight, params)
        wishes = made.step(one, done), made.end_action(other, straight, done)
        assert wishes[0] == wishes[1]
        assert dump_state(one) == dump_state(other)
        assert finish(made, one, wishes[0]) == finish(made, other, wishes[1])
        assert (one.context, one.updates, one.turn) == (other.context, other.updates, other.turn)
        one.hide_turn()
        other.hide_turn()
        assert one.context == other.context


def test_a_test_that_cannot_be_made_is_an_error_there_too():
    made = machine("  $r = execute judge\n  if $r.verdict\n    stop")
    straight = made.straight.get("rail")
    state = made.new_state()
    made.start_straight(state, straight)
    with pytest.raises(ExpressionError, match="has no attribute 'verdict'"):
        made.end_action(state, straight, events.action_finished("judge", {}, "r", 1))


@pytest.mark.parametrize(
    "body",
    [
        "  bot hello\n  execute judge",
        "  $x = 1\n  execute judge",
        "  if $x\n    execute judge",
        "  user asks\n  execute judge",
        "  do say it",
        "  create event Broken",
        "  stop",
        "  priority 0\n  execute judge",
    ],
)
def test_flows_that_begin_otherwise_are_not_straight(body):
    assert machine(body).straight == {}


@pytest.mark.parametrize(
    "other",
    [
        'event InternalSystemActionFinished(action_name="judge")\n  bot too',
        "event InternalSystemActionFinished\n  bot too",
        "execute judge\n  bot too",
        "do $some\n  bot too",
    ],
)
def test_nor_are_those_whose_action_concerns_other_flows(other):
    assert machine("  execute judge", f"define flow other\n  {other}").straight == {}


def test_nor_are_flows_that_listen_by_themselves():
    assert "listens" not in machine(RAILS["one test"]).straight
