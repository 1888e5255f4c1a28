from __future__ import annotations

from rails_engine.colang.compiler import compile_program
from rails_engine.colang.parser import parse
from rails_engine.colang.program import Starts


def test_a_program_says_whether_flows_start_by_themselves():
    flow = "define flow greet\n  user greet\n  bot greet"
    assert compile_program([parse(flow, "a.co")]).has_dialog
    assert not compile_program([parse(flow, "a.co")], rails=["greet"]).has_dialog
    assert not compile_program([parse("define subflow s\n  user greet", "a.co")]).has_dialog
    assert not compile_program([]).has_dialog


def test_a_program_names_the_events_and_intents_that_flows_wait_for():
    text = """
define flow
  user greet
  $x = execute look_up
  user ... or event Ready

define subflow s
  when user yes
    bot great
"""
    program = compile_program([parse(text, "a.co")])
    expected = {"UserIntent", "InternalSystemActionFinished", "Ready", "BotIntent"}
    assert program.listens == expected
    assert program.user_intents == {"greet", "yes"}


def test_flows_are_compared_by_identity():
    first, second = (compile_program([parse("define flow f\n  user a", "a.co")]).flows["f"] for _ in range(2))
    assert first != second
    assert first.digest == second.digest


def test_an_index_of_nothing_is_empty():
    assert Starts().by_any == ()
