from __future__ import annotations

import pytest

from rails_engine.colang import elements, nodes
from rails_engine.colang.program import Alternative
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn
from rails_engine.errors import ExpressionError

AT = nodes.Position("a.co", 1)


def expression(source):
    return nodes.Expression(source, AT)


def test_names_are_found_by_one_look_up():
    element = elements.user_element(nodes.User(("a", "b"), AT), 4)
    assert set(element.exact) == {("UserIntent", "a"), ("UserIntent", "b")}
    assert not element.loose
    assert element.types == {"UserIntent"}


def test_with_a_wildcard_the_order_of_the_alternatives_counts():
    first, second = Alternative("UserIntent", None, 1), Alternative("UserIntent", "a", 2)
    element = elements.element_of([first, second])
    assert element.loose == (first, second)
    assert not element.exact


def test_of_two_alternatives_with_one_name_the_first_counts():
    first, second = Alternative("UserIntent", "a", 1), Alternative("UserIntent", "a", 2)
    assert elements.element_of([first, second]).exact["UserIntent", "a"] is first


@pytest.mark.parametrize(
    ("bot", "intents"),
    [
        (nodes.Bot(("a", "b"), AT), ("a", "b")),
        (nodes.Bot((), AT, text="Hello."), ("Hello.",)),
        (nodes.Bot((), AT, variable=expression("$x.y")), ("$x.y",)),
    ],
)
def test_whatever_is_said_has_an_intent(bot, intents):
    assert elements.said_intents(bot) == intents


def test_a_wish_to_say_is_made_once():
    element = elements.bot_element(nodes.Bot(("a",), AT, text="t", instructions="i"), 1, "f")
    assert element.act({}) == Say("a", "f", "t", None, "i")
    assert element.act({}) is element.act({})


def test_bot_any_wishes_for_nothing():
    assert elements.bot_element(nodes.Bot((), AT, any_intent=True), 1, "f").act is None


@pytest.mark.parametrize(("value", "text"), [("a", "a"), (3, "3"), (None, ""), ([1], "[1]")])
def test_a_variable_is_said_as_text(value, text):
    element = elements.bot_element(nodes.Bot((), AT, variable=expression("$x")), 1, "f")
    assert element.act({"x": value}) == Say("$x", "f", None, text)


def test_a_variable_without_a_text_is_an_expression_error():
    class Mute:
        def __str__(self):
            raise RuntimeError("secret")

    element = elements.bot_element(nodes.Bot((), AT, variable=expression("$x")), 1, "f")
    with pytest.raises(ExpressionError, match=r"a\.co:1: \$x has no text: RuntimeError"):
        element.act({"x": Mute()})
    with pytest.raises(ExpressionError, match="too large"):
        element.act({"x": ["a" * 2_000_000]})


def test_parameters_are_made_anew_for_each_run():
    node = nodes.Execute("act", (("a", expression("$x")), ("b", expression("[1]"))), "r", AT)
    element = elements.execute_element(node, 2, "f")
    wish = element.act({"x": 3})
    assert wish == RunAction("act", {"a": 3, "b": [1]}, "r", "f")
    assert element.act({}).params["b"] is not wish.params["b"]
    assert element.result == "r"


def test_a_value_to_generate_is_an_action():
    element = elements.generate_element(nodes.Generate("x", "How?", AT), 2, "f")
    assert element.act({}) == RunAction("generate_value", {"instructions": "How?", "var_name": "x"}, "x", "f")


def test_an_event_that_is_created_keeps_its_type():
    node = nodes.CreateEvent("Ready", (("type", expression("1")), ("n", expression("$n"))), AT)
    element = elements.create_element(node, "f")
    assert element.act({"n": 2}) == Emit({"type": "Ready", "n": 2}, "f")
    assert element.emits
    assert not element.types


def test_stop_waits_for_nothing():
    element = elements.stop_element("f")
    assert element.act({}) == StopTurn("f")
    assert not element.types


def test_three_dots_match_any_value_of_a_property():
    node = nodes.WaitEvent(
        "E", (("a", expression('"..."')), ("b", expression("...")), ("c", expression("1"))), AT
    )
    (alternative,) = elements.user_element(node, 1).loose
    assert [key for key, _ in alternative.properties] == ["c"]
