"""What can be an action, how it is found, and how it is called."""

from __future__ import annotations

import functools
import threading
import types

import pytest

from rails_engine.actions.context import ABSENT
from rails_engine.actions.outcome import ActionResult, RailOutcome
from rails_engine.actions.registry import (
    ActionRegistry,
    action,
    fold_action_name,
    make_action,
    mark_of,
)
from rails_engine.errors import ActionFailedError, ActionParameterError, ConfigError


class Supplies:
    def supply(self, name, action):
        return {"context": {"user_message": "hi"}, "llm": f"model of {action}"}.get(name, ABSENT)


def call(target, params=None, name="act", **how):
    return make_action(target, name).call(params or {}, Supplies(), **how)


# Kinds


def greet(name, context):
    """The work that every kind of action here does."""
    return f"{name}: {context['user_message']}"


async def greet_later(name, context):
    return greet(name, context)


def greet_by_coroutine(name, context):
    return greet_later(name, context)


class Greeter:
    def greet(self, name, context):
        return greet(name, context)

    async def greet_later(self, name, context):
        return greet(name, context)

    @staticmethod
    def greet_static(name, context):
        return greet(name, context)

    def __call__(self, name, context):
        return greet(name, context)


class Runner:
    def run(self, name, context):
        return greet(name, context)


class LateRunner:
    async def run(self, name, context):
        return greet(name, context)


class StaticRunner:
    @staticmethod
    def run(name, context):
        return greet(name, context)


class ClassRunner:
    @classmethod
    def run(cls, name, context):
        return greet(name, context)


def wrapped():
    @functools.wraps(greet)
    def wrapper(*args, **keywords):
        return greet(*args, **keywords)

    return wrapper


KINDS = {
    "function": greet,
    "async function": greet_later,
    "function that gives a coroutine": greet_by_coroutine,
    "partial": functools.partial(greet),
    "partial of an async function": functools.partial(greet_later),
    "bound method": Greeter().greet,
    "async bound method": Greeter().greet_later,
    "static method": Greeter.greet_static,
    "callable object": Greeter(),
    "class": Runner,
    "class with an async run": LateRunner,
    "class with a static run": StaticRunner,
    "class with a class's run": ClassRunner,
    "object with run": Runner(),
    "object with an async run": LateRunner(),
    "wrapper": wrapped(),
    "lambda": lambda name, context: f"{name}: {context['user_message']}",
}


@pytest.mark.parametrize("target", KINDS.values(), ids=KINDS.keys())
def test_every_kind_of_action_is_called_with_what_it_declares(target):
    made = make_action(target, "act")
    assert made.name == "act"
    assert made.params.names == ("name", "context")
    assert made.call({"name": "A"}, Supplies()) == "A: hi"
    with pytest.raises(ActionParameterError, match="'naem'"):
        made.call({"naem": "A"}, Supplies())


class Runnable:
    async def ainvoke(self, input):
        return {"later": input}

    def invoke(self, input):
        raise NotImplementedError("only later")


class SyncRunnable:
    def invoke(self, input, config=None):
        return {"now": input}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (Runnable(), {"later": {"query": "q"}}),
        (SyncRunnable(), {"now": {"query": "q"}}),
        (Runnable, {"later": {"query": "q"}}),
        (SyncRunnable, {"now": {"query": "q"}}),
    ],
)
def test_runnables_get_all_parameters_as_one_input(target, expected):
    assert call(target, {"query": "q"}) == expected


def test_a_builtin_without_a_signature_is_an_action():
    assert call(max, {"$1": 1, "$2": 2}) == 2


@pytest.mark.parametrize("target", [object(), 3, "text", type("Empty", (), {})])
def test_what_cannot_be_called_is_refused(target):
    with pytest.raises(ConfigError, match="nothing to call"):
        make_action(target, "act")


def test_what_has_no_name_needs_one():
    with pytest.raises(ConfigError, match="needs a name"):
        make_action(functools.partial(max))


def test_a_class_is_made_once_and_only_when_it_is_needed():
    made = []

    class Counter:
        def __init__(self):
            made.append(self)
            self.count = 0

        def run(self):
            self.count += 1
            return self.count

    counter = make_action(Counter)
    assert made == []
    assert [counter.call({}, Supplies()) for _ in range(3)] == [1, 2, 3]
    assert len(made) == 1


def test_a_class_is_made_once_by_many_threads():
    made = []
    gate = threading.Barrier(8)
    second = threading.Event()

    class Slow:
        def __init__(self):
            made.append(self)
            if len(made) > 1:
                second.set()
            second.wait(0.05)  # time for a second one, were there to be one

        def run(self):
            return id(self)

    slow = make_action(Slow)

    def work():
        gate.wait()
        results.add(slow.call({}, Supplies()))

    results = set()
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(results) == 1


def test_exceptions_of_an_action_are_its_own():
    def fail():
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        call(fail)


def test_an_action_knows_which_model_it_is_given():
    assert call(lambda llm: llm, name="self_check_input") == "model of self_check_input"


def test_a_time_limit_bounds_coroutines():
    async def never():
        import asyncio

        await asyncio.Event().wait()

    with pytest.raises(ActionFailedError, match="'act' failed with TimeoutError"):
        call(never, timeout=0.01)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "text",
        3,
        [1],
        {"a": 1},
        RailOutcome.block(legacy=False),
        RailOutcome.block(legacy={"a": 1}),
    ],
)
def test_results_come_back_as_they_are(value):
    assert call(lambda: value) is value


def test_another_implementation_s_action_result_becomes_ours():
    foreign = type(
        "ActionResult", (), {"return_value": 1, "events": [{"type": "X"}], "context_updates": {"a": 2}}
    )
    result = call(lambda: foreign())
    assert isinstance(result, ActionResult)
    assert result == ActionResult(1, [{"type": "X"}], {"a": 2})
    own = ActionResult("mine")
    assert call(lambda: own) is own


# The decorator


def test_the_decorator_leaves_the_function_as_it_is():
    def plain(x):
        return x

    assert action(plain) is plain
    assert action(is_system_action=True, name="other")(plain) is plain
    assert plain(3) == 3


def test_the_decorator_s_options_reach_the_action():
    def blocks(value):
        return not value

    @action(is_system_action=True, name="checked", execute_async=True, output_mapping=blocks, new_option=1)
    def check():
        return True

    made = make_action(check)
    assert (made.name, made.is_system, made.execute_async) == ("checked", True, True)
    assert made.output_mapping is blocks


@pytest.mark.parametrize("decorate", [action, action(), action(False), action(name=None)])
def test_the_decorator_works_with_and_without_brackets(decorate):
    @decorate
    async def check(text):
        return text

    @decorate
    class Tool:
        def run(self, text):
            return text

    assert call(check, {"text": "t"}, name=None) == call(Tool, {"text": "t"}, name=None) == "t"
    assert (mark_of(check).name, mark_of(Tool).name) == ("check", "Tool")
    assert not make_action(check).is_system


def test_the_mark_is_the_object_s_own():
    @action(name="parent")
    class Parent:
        def run(self):
            return 1

    class Child(Parent):
        pass

    assert mark_of(Parent).name == "parent"
    assert mark_of(Child) is None
    assert mark_of(Parent()) is None
    assert mark_of(3) is None


def test_an_object_or_method_or_partial_keeps_what_the_mark_says():
    class Tools:
        @action(name="marked", is_system_action=True)
        def run(self):
            return 1

    @action(name="tool", is_system_action=True)
    class Tool(Tools):
        pass

    for target in (Tools().run, functools.partial(Tools.run, Tools()), Tool()):
        made = make_action(target)
        assert made.is_system
        assert made.name in {"marked", "tool"}


def test_another_implementation_s_mark_is_read():
    def check():
        return True

    check.action_meta = {
        "name": "foreign check",
        "is_system_action": True,
        "execute_async": False,
        "output_mapping": bool,
    }
    made = make_action(check)
    assert (made.name, made.is_system, made.output_mapping) == ("foreign check", True, bool)


@pytest.mark.parametrize("meta", [None, {}, {"name": None}, "text", types.SimpleNamespace(name="x")])
def test_what_only_looks_like_a_mark_is_none(meta):
    def check():
        return True

    check.action_meta = meta
    assert mark_of(check) is None


def test_an_object_that_answers_to_every_name_has_no_mark():
    class Anything:
        def __getattr__(self, name):
            raise RuntimeError(f"touched {name}")

    assert mark_of(Anything()) is None


# The registry


@pytest.mark.parametrize(
    ("registered", "asked"),
    [
        ("check_facts", "check_facts"),
        ("check_facts", "CheckFactsAction"),
        ("check_facts", "CheckFacts"),
        ("wolfram_alpha_request", "wolfram alpha request"),
        ("wolfram alpha request", "wolfram alpha request"),
        ("wolfram alpha request", "wolfram_alpha_request"),
        ("call cleanlab api", "CallCleanlabApiAction"),
        ("ClavataCheckAction", "ClavataCheckAction"),
        ("ClavataCheckAction", "clavata_check"),
        ("call_gcpnlp_api", "call gcpnlp api"),
        ("get_http_status", "GetHTTPStatusAction"),
    ],
)
def test_an_action_is_found_by_what_a_flow_may_call_it(registered, asked):
    registry = ActionRegistry()
    registry.register(greet, registered)
    assert registry.find(asked).name == registered


@pytest.mark.parametrize("asked", ["check_fact", "facts", "", "Action"])
def test_another_name_finds_nothing(asked):
    registry = ActionRegistry()
    registry.register(greet, "check_facts")
    assert registry.find(asked) is None


def test_the_exact_name_comes_first():
    registry = ActionRegistry()
    registry.register_all({"CheckAction": lambda: "camel", "check": lambda: "snake"})
    assert registry.find("CheckAction").call({}, Supplies()) == "camel"
    assert registry.find("check").call({}, Supplies()) == "snake"
    assert registry.find("Check").call({}, Supplies()) == "snake"


def test_a_later_action_takes_the_place_of_an_earlier_one():
    registry = ActionRegistry()
    registry.register(lambda: 1, "act")
    registry.register(lambda: 2, "act")
    assert registry.find("act").call({}, Supplies()) == 2
    assert registry.names() == ("act",)


def test_a_changed_copy_leaves_the_registry_alone():
    registry = ActionRegistry()
    registry.register(lambda: 1, "act")
    changed = registry.with_(lambda: 2, "act").with_(greet)
    assert registry.names() == ("act",)
    assert registry.find("act").call({}, Supplies()) == 1
    assert changed.names() == ("act", "greet")
    assert changed.find("act").call({}, Supplies()) == 2


@pytest.mark.parametrize(
    ("name", "folded"),
    [("SelfCheckInputAction", "self_check_input"), ("HTTPGet", "http_get"), ("a b_c", "a_b_c"), ("x", "x")],
)
def test_names_fold(name, folded):
    assert fold_action_name(name) == folded
