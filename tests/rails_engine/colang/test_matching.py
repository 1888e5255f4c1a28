from __future__ import annotations

import pytest

from rails_engine import events
from rails_engine.colang.compiler import compile_program
from rails_engine.colang.elements import element_of
from rails_engine.colang.matching import has_failed, match
from rails_engine.colang.parser import parse
from rails_engine.colang.program import Alternative, Starts


def starts(text):
    return compile_program([parse(text, "a.co")]).starts


def names(flows):
    return [flow.name for flow in flows]


def test_an_event_finds_its_flows_with_one_look_up():
    index = starts("".join(f"define flow f{n}\n  user ask {n}\n  bot answer\n\n" for n in range(50)))
    assert names(index.by_key["UserIntent", "ask 7"]) == ["f7"]
    assert not index.by_type
    assert not index.by_any


def test_wildcards_and_names_stand_in_the_order_of_the_flows():
    index = starts(
        "define flow a\n  user ...\n\ndefine flow b\n  user x\n\ndefine flow c\n  user ...\n\ndefine flow d\n  do $f"
    )
    assert names(index.by_key["UserIntent", "x"]) == ["a", "b", "c", "d"]
    assert names(index.by_type["UserIntent"]) == ["a", "c", "d"]
    assert names(index.by_any) == ["d"]


@pytest.mark.parametrize(
    "body",
    [
        "  if $x\n    bot y\n  else\n    user a",
        "  if $x\n    return\n  user a",
        "  while $x\n    $x = 0\n  user a",
        "  $x = 1\n  user a",
        "  label l\n  goto m\n  label m\n  user a",
        "  do sub\n  bot x",
        "  do nothing\n  user a",
        "  do loop\n  user z",
        "  when user a\n    bot x",
        "  any\n    user a\n    event E",
    ],
)
def test_every_first_element_is_found(body):
    text = f"define flow f\n{body}\n\n"
    text += "define subflow sub\n  user a\n\ndefine subflow nothing\n  $x = 1\n\n"
    text += "define subflow loop\n  if $x\n    do loop\n  user a"
    assert names(starts(text).by_key["UserIntent", "a"]) == ["f"]


@pytest.mark.parametrize("body", ["  stop", "  create event E", "  $x = 1", "  do loop"])
def test_flows_that_begin_with_nothing_to_wait_for_do_not_start(body):
    index = starts(f"define flow f\n{body}\n\ndefine subflow loop\n  do loop")
    assert index == Starts()


def test_a_when_with_else_may_start_with_any_event_of_its_kind():
    index = starts("define flow f\n  when user a\n    bot x\n  else\n    bot y")
    assert names(index.by_type["UserIntent"]) == ["f"]


@pytest.mark.parametrize(
    ("event", "failed"),
    [
        (events.action_finished("a", {}, None, 1), False),
        (events.action_finished("a", {}, None, 1, success=False), True),
        ({"type": events.ACTION_FINISHED, "status": "failed"}, True),
        ({"type": events.ACTION_FINISHED, "is_success": False, "status": "success"}, True),
        ({"type": events.ACTION_FINISHED}, False),
    ],
)
def test_failures_are_seen(event, failed):
    assert has_failed(event) is failed


def test_the_first_loose_alternative_that_fits_is_taken():
    element = element_of(
        [
            Alternative("E", None, 1, (("k", lambda _: 1),)),
            Alternative("UserIntent", "a", 2),
            Alternative("E", None, 3),
        ]
    )
    assert match(element, None, {"type": "E", "k": 1}, {}).target == 1
    assert match(element, None, {"type": "E", "k": 2}, {}).target == 3
    assert match(element, ("UserIntent", "a"), events.user_intent("a"), {}).target == 2
    assert match(element, ("UserIntent", "b"), events.user_intent("b"), {}) is None


def test_else_is_for_events_of_the_kind_that_is_waited_for():
    element = element_of([Alternative("UserIntent", "a", 1)], otherwise=9)
    assert match(element, ("UserIntent", "a"), events.user_intent("a"), {}).target == 1
    assert match(element, ("UserIntent", "b"), events.user_intent("b"), {}).target == 9
    assert match(element, ("BotIntent", "b"), events.bot_intent("b"), {}) is None


def test_values_that_cannot_be_compared_are_different():
    class Odd:
        def __eq__(self, other):
            raise RuntimeError

        __hash__ = None

    element = element_of([Alternative("E", None, 1, (("k", lambda _: 1),))])
    assert match(element, None, {"type": "E", "k": Odd()}, {}) is None
