"""Which value goes to which parameter."""

from __future__ import annotations

import functools

import pytest

from rails_engine.actions.binding import read_binding
from rails_engine.actions.context import ABSENT
from rails_engine.errors import ActionParameterError


class Supplies:
    """Supplies some values and notes what it was asked for."""

    def __init__(self, **known):
        self.known = known
        self.asked = []

    def supply(self, name, action):
        self.asked.append((name, action))
        return self.known.get(name, ABSENT)


def call(function, params, **known):
    args, keywords = read_binding(function).bind("the_action", params, Supplies(**known))
    return function(*args, **keywords)


def refusal(function, params, **known):
    with pytest.raises(ActionParameterError) as caught:
        call(function, params, **known)
    assert caught.value.name == "the_action"
    return str(caught.value)


def test_named_parameters_reach_their_names():
    assert call(lambda a, b: (a, b), {"b": 2, "a": 1}) == (1, 2)


@pytest.mark.parametrize(
    "name",
    [
        "events",
        "context",
        "config",
        "llm_task_manager",
        "llm",
        "llms",
        "kb",
        "model_caches",
        "content_safety_llm",
    ],
)
def test_what_a_flow_does_not_give_is_supplied_by_name(name):
    scope = {}
    exec(f"def function(text, {name}): return text, {name}", scope)
    assert call(scope["function"], {"text": "t"}, **{name: "supplied"}) == ("t", "supplied")


def test_a_context_variable_can_be_asked_for():
    def function(__context__user_message):  # noqa: PYI063 - the format's name, not a marker
        return __context__user_message

    assert call(function, {}, __context__user_message="hi") == "hi"


def test_a_flow_s_value_wins_over_a_supplied_one_which_wins_over_a_default():
    def function(llm="default"):
        return llm

    assert call(function, {"llm": "flow"}, llm="supplied") == "flow"
    assert call(function, {}, llm="supplied") == "supplied"
    assert call(function, {}) == "default"


def test_none_can_be_given_and_supplied():
    assert call(lambda kb: kb, {}, kb=None) is None
    assert call(lambda kb="default": kb, {"kb": None}) is None


def test_only_declared_parameters_that_are_missing_are_asked_for():
    supplies = Supplies()
    read_binding(lambda text, limit=3, **others: None).bind("the_action", {"text": "t", "x": 1}, supplies)
    assert supplies.asked == [("limit", "the_action")]


def test_others_go_to_keywords_that_take_all():
    assert call(lambda a, **others: (a, others), {"a": 1, "b": 2, "c": 3}) == (1, {"b": 2, "c": 3})


def test_a_missing_parameter_is_named():
    assert (
        refusal(lambda text, limit: None, {"text": "t"}) == "Action 'the_action' needs the parameter 'limit'."
    )


def test_an_unset_variable_needs_no_parameter_to_go_to():
    assert call(lambda text: text, {"text": "t", "variant": None}) == "t"
    assert call(lambda **others: others, {"variant": None}) == {"variant": None}
    assert call(lambda variant="v": variant, {"variant": None}) is None


def test_an_unknown_parameter_is_refused_with_the_nearest():
    message = refusal(lambda text="", limit=0: None, {"txt": "t"})
    assert message == "Action 'the_action' has no parameter 'txt'. Did you mean 'text'?"


def test_an_unknown_parameter_with_nothing_near_shows_what_there_is():
    assert "It takes: text, limit." in refusal(lambda text="", limit=0: None, {"xyzzy": 1})
    assert "It takes none." in refusal(lambda: None, {"xyzzy": 1})


def test_values_without_a_name_bind_in_order():
    assert call(lambda a, b, c=3: (a, b, c), {"$1": 1, "$2": 2}) == (1, 2, 3)
    assert call(lambda *all_of_them: all_of_them, {f"${n}": n for n in range(12, 0, -1)}) == tuple(
        range(1, 13)
    )


def test_values_without_a_name_pass_over_what_is_named_or_supplied():
    assert call(lambda context, a, b: (context, a, b), {"$1": 1, "b": 2}, context="ctx") == ("ctx", 1, 2)


def test_values_without_a_name_and_then_the_rest():
    def function(first, *others, flag=False):
        return first, others, flag

    assert call(function, {"$1": 1, "$2": 2, "$3": 3, "flag": True}) == (1, (2, 3), True)


def test_too_many_values_without_a_name_are_refused():
    assert "too many values" in refusal(lambda a: a, {"$1": 1, "$2": 2})
    assert "too many values" in refusal(lambda **others: others, {"$1": 1})


def test_parameters_by_position_only():
    def function(a, b=2, /, c=3):
        return a, b, c

    assert call(function, {"a": 1}) == (1, 2, 3)
    assert call(function, {"a": 1, "b": 5, "c": 6}) == (1, 5, 6)
    assert call(function, {}, a="supplied") == ("supplied", 2, 3)
    assert "'a'" in refusal(function, {"b": 1})


def test_a_gap_before_a_value_that_must_come_by_position_is_named():
    def function(a=1, b=2, /):
        return a, b

    assert "'a'" in refusal(function, {"b": 5})


def test_what_a_partial_has_set_is_not_supplied_but_can_be_given():
    def function(text, llm):
        return text, llm

    preset = functools.partial(function, llm="mine")
    assert call(preset, {"text": "t"}, llm="supplied") == ("t", "mine")
    assert call(preset, {"text": "t", "llm": "flow's"}) == ("t", "flow's")
    assert call(functools.partial(function, "first"), {}, llm="supplied") == ("first", "supplied")


def test_a_callable_without_a_signature_gets_what_the_flow_gives():
    assert call(dict, {"a": 1, "b": 2}) == {"a": 1, "b": 2}
    assert call(max, {"$1": 3, "$2": 7}) == 7


def test_what_an_action_takes_can_be_asked():
    closed = read_binding(lambda text, limit=3: None)
    assert (closed.names, closed.open) == (("text", "limit"), False)
    assert read_binding(lambda **others: None).open


def test_a_method_without_its_object_has_one_parameter_less():
    class Tool:
        def run(self, text):
            return text

    assert read_binding(Tool.run, bound=False).names == ("text",)


def test_the_flow_s_parameters_are_left_alone():
    params = {"a": 1}
    call(lambda **others: others.update(b=2), params)
    assert params == {"a": 1}
