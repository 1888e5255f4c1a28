"""What the machine promises beyond single cases, which are data (test_run_cases.py)."""

from __future__ import annotations

import contextlib
import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine import events
from rails_engine.colang import nodes
from rails_engine.colang.compiler import compile_program
from rails_engine.colang.machine import MAX_PARALLEL, Machine
from rails_engine.colang.parser import parse
from rails_engine.colang.snapshot import dump_state, load_state
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn
from rails_engine.errors import ConfigError, RailsError

AT = nodes.Position("a.co", 1, 1, "a line")


def machine(text, **bounds):
    return Machine(compile_program([parse(text, "a.co")]), **bounds)


def test_a_state_uses_the_context_that_it_is_given():
    made = machine("define flow f\n  user a\n  $x = 1\n  bot b")
    context = {"y": 2}
    state = made.new_state(context)
    made.step(state, events.user_intent("a"))
    assert context == {"x": 1, "y": 2, "event": events.user_intent("a")}
    assert state.updates == {"x": 1}


def test_states_do_not_know_each_other():
    made = machine("define flow f\n  user a\n  bot b\n  user c\n  bot d")
    first, second = made.new_state(), made.new_state()
    made.step(first, events.user_intent("a"))
    assert made.is_idle(second)
    assert not made.is_idle(first)


def test_known_intents_are_those_that_flows_name():
    made = machine("define flow f\n  user a or user b\n  user ...")
    assert made.knows_intent("b")
    assert not made.knows_intent("c")


def test_a_parallel_flow_has_a_bounded_number_of_instances():
    made = machine("define parallel flow f\n  user ...\n  bot b\n  user never")
    state = made.new_state()
    for _ in range(3 * MAX_PARALLEL):
        made.step(state, events.user_intent("a"))
        made.step(state, events.bot_intent("b"))
    assert len(state.instances) == MAX_PARALLEL


def test_a_flow_that_a_model_writes_again_replaces_the_former():
    made = machine("define subflow s\n  bot x")
    state = made.new_state()
    for _ in range(3):
        made.start_body(state, [nodes.Bot(("a",), AT), nodes.User(("b",), AT)], "generated")
        made.step(state, events.bot_intent("a"))
    assert len(state.instances) == 1


def test_a_step_in_a_long_conversation_is_not_slower():
    """The number of instructions run and of instances kept tells, whatever the machine."""
    made = machine("define flow f\n  user a\n  $n = 1\n  bot b\n\ndefine flow g\n  user c\n  bot d\n  user e")
    state = made.new_state()
    seen = set()
    for turn in range(200):
        for event in (events.user_said("x"), events.user_intent("a"), events.bot_intent("b")):
            made.step(state, event)
        made.step(state, events.user_intent("c" if turn % 3 else "unknown"))
        seen.add((state.slid, len(state.instances), len(state.context), len(state.updates)))
    assert len(seen) <= 3


def test_many_flows_cost_an_event_nothing():
    flows = "".join(f"define flow f{n}\n  user ask {n}\n  bot answer {n}\n\n" for n in range(300))
    made = machine(flows)
    index = made.program.starts
    assert max(len(flows) for flows in index.by_key.values()) == 1
    assert not index.by_type
    assert not index.by_any


# Any program with any events: made from a seed, which is a hundred times faster than drawing each choice.

NAMES = ["a", "b", "c", "d"]
FLOW_NAMES = ["f0", "f1", "f2", "f3"]
EXPRESSIONS = [
    "$x",
    "not $x",
    "$n",
    "$n == 1",
    "$x.y",
    "$x[0]",
    '"t"',
    '["t", 1]',
    "1 / $n",
    "$event.type",
    "True",
]
COMPUTED = ['"f1"', "$x", '"f2 $n=2"', '"f3(x=1)"']


class Maker:
    """Makes programs and scripts of events."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, *choices):
        return self.random.choice(choices)()

    def name(self):
        return self.random.choice(NAMES)

    def expression(self):
        return nodes.Expression(self.random.choice(EXPRESSIONS), AT)

    def params(self):
        return tuple((key, self.expression()) for key in ("k", "x") if self.random.random() < 0.3)

    def user(self):
        names = tuple(self.name() for _ in range(self.random.choice([1, 1, 1, 2])))
        return nodes.User(None if self.random.random() < 0.1 else names, AT)

    def bot(self):
        return nodes.Bot((self.name(),), AT)

    def odd_bot(self):
        kind = self.random.choice(["text", "any_intent", "variable"])
        value = {"text": "a text", "any_intent": True, "variable": self.expression()}[kind]
        return nodes.Bot((), AT, **{kind: value})

    def wait(self):
        return nodes.WaitEvent(self.random.choice(["E", "BotIntent"]), self.params(), AT)

    def trigger(self):
        return self.one(self.user, self.bot, self.wait)

    def do(self):
        computed = self.random.random() < 0.3
        flow = (
            nodes.Expression(self.random.choice(COMPUTED), AT) if computed else self.random.choice(FLOW_NAMES)
        )
        return nodes.Do(flow, self.params(), (), AT)

    def execute(self):
        return nodes.Execute(self.name(), self.params(), self.random.choice([None, "x", "n"]), AT)

    def create(self):
        return nodes.CreateEvent(self.random.choice(["E", "UserIntent", "start_flow"]), self.params(), AT)

    def set(self):
        return nodes.Set(self.random.choice(["x", "n"]), self.expression(), AT)

    def jump(self):
        return self.random.choice([nodes.Return(AT), nodes.Stop(AT), nodes.Continue(AT), nodes.Goto("l", AT)])

    def any(self):
        return nodes.AnyOf((self.trigger(), self.trigger()), AT)

    def generate(self):
        return nodes.Generate("x", None, AT)

    def body(self, depth, least=0):
        return tuple(self.statement(depth) for _ in range(self.random.randint(least, 4)))

    def branch(self, depth):
        return nodes.Branch(self.expression(), self.body(depth))

    def when(self, depth):
        flow = nodes.Do(self.random.choice(FLOW_NAMES), (), (), AT)
        triggers = [self.trigger(), flow if self.random.random() < 0.4 else self.trigger()]
        branches = tuple(nodes.WhenBranch(trigger, self.body(depth)) for trigger in triggers)
        return nodes.When(branches, self.body(depth) if self.random.random() < 0.4 else (), AT)

    def statement(self, depth):
        if depth and self.random.random() < 0.2:
            return self.one(
                lambda: nodes.If((self.branch(depth - 1),), self.body(depth - 1), AT),
                lambda: nodes.While(
                    self.expression(),
                    (*self.body(depth - 1), self.random.choice([nodes.Break(AT), self.bot()])),
                    AT,
                ),
                lambda: self.when(depth - 1),
            )
        often = (self.user, self.user, self.user, self.bot, self.bot, self.bot, self.execute)
        return self.one(
            *often,
            self.odd_bot,
            self.wait,
            self.do,
            self.create,
            self.set,
            self.jump,
            self.any,
            self.generate,
        )

    def flow(self, name):
        chance = self.random.random
        first = () if chance() < 0.3 else (self.user(),)
        label = (nodes.Label("l", AT),)
        return nodes.DefineFlow(
            name,
            first + self.body(2, 1) + label + self.body(2, 1),
            AT,
            subflow=chance() < 0.15,
            extension=chance() < 0.3,
            parallel=chance() < 0.2,
            interruptible=chance() > 0.15,
            priority=self.random.choice([1.0, 1.0, 2.0, 0.5]),
        )

    def program(self):
        """A program, made again until its parts fit together."""
        while True:
            with contextlib.suppress(ConfigError):
                return compile_program([nodes.File("a.co", tuple(self.flow(name) for name in FLOW_NAMES))])

    def event(self, wish):
        """Mostly what was wished for, sometimes what nobody expects."""
        if wish is not None and self.random.random() < 0.8:
            return granted(wish)
        return self.one(
            *[lambda: events.user_intent(self.name())] * 6,
            *[lambda: events.bot_intent(self.name())] * 2,
            lambda: events.user_said("x"),
            lambda: {"type": "hide_prev_turn"},
            lambda: {"type": "E", "k": self.random.choice([1, "t", None])},
            lambda: {"type": "start_flow", "flow_id": self.random.choice(FLOW_NAMES)},
            lambda: events.context_update({"x": self.random.choice([None, 1, {"y": 1}, ["f3"], "f0"])}),
            lambda: events.action_finished(self.name(), {}, None, 3, success=self.random.random() < 0.7),
            lambda: self.random.choice([{}, {"type": None}, {"type": "UserIntent"}, {"type": "E"}]),
        )


def granted(wish):
    if isinstance(wish, Say):
        return events.bot_intent(wish.intent)
    if isinstance(wish, RunAction):
        return events.action_finished(wish.name, wish.params, wish.result_key, 1)
    return wish.event if isinstance(wish, Emit) else events.bot_intent("stop")


def outcome(made, state, event):
    try:
        return made.step(state, event)
    except RailsError as error:
        return type(error), str(error)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_any_flow_with_any_events_raises_nothing_but_our_errors_and_ends(seed):
    maker = Maker(seed)
    made = Machine(maker.program(), max_steps=200)
    state, wish = made.new_state(), None
    for _ in range(40):
        result = outcome(made, state, maker.event(wish))
        wish = None if isinstance(result, tuple) else result
        assert state.slid <= 201
        for instance in state.instances:
            assert not instance.ended
            assert instance.waits is instance.current.code[instance.place][1]
            assert instance.paused_by is None or instance.paused_by in state.instances
        assert wish is None or isinstance(wish, Say | RunAction | Emit | StopTurn)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 25))
def test_a_state_that_went_through_json_goes_on_like_the_original(seed, place):
    maker = Maker(seed)
    program = maker.program()
    made = Machine(program, max_steps=200)
    state, copy, wish = made.new_state(), None, None
    for number in range(40):
        if number == place:
            copy = load_state(program, json.loads(json.dumps(dump_state(state))))
        event = maker.event(wish)
        result = outcome(made, state, event)
        if copy is not None:
            assert outcome(made, copy, event) == result
            assert copy.updates == state.updates
        wish = None if isinstance(result, tuple) else result
