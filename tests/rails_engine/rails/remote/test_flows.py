from __future__ import annotations

from typing import Any

import pytest

from rails_engine import LLMReply, RailsConfig, RailsEngine
from rails_engine.actions.outcome import RailOutcome
from rails_engine.colang.parser import parse
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.remote.flows import Guard, Mask, blocked, list_flows, write_flows
from tests.contracts.rail import ask
from tests.contracts.remote import ANSWER, MODEL, REFUSE

GUARD = Guard("my guard", "output", "judge", exception="MyException", rewrites=True)
MASK = Mask("my mask", "output", "judge")


def run(entry: Guard | Mask, outcome: Any, *, exceptions: bool = False, context: Any = None) -> Any:
    config = RailsConfig.from_content(
        config={
            "models": [MODEL],
            "rails": {"output": {"flows": [entry.flow]}},
            "enable_rails_exceptions": exceptions,
        },
        colang=write_flows(entry),
        environ={},
    )
    engine = RailsEngine(config, llm=ScriptedProvider(lambda _request: LLMReply(text=ANSWER)))
    engine.register_action(lambda: outcome, "judge")
    return engine.generate(ask(), context=context)


@pytest.mark.parametrize(
    ("outcome", "content"),
    [
        (RailOutcome.allow(), ANSWER),
        (RailOutcome.block(), REFUSE),
        (RailOutcome.transform("new"), "new"),
        (RailOutcome.allow(legacy=True), ANSWER),
        (RailOutcome.block(legacy=False), REFUSE),
        (RailOutcome.transform("new", legacy={"a": 1}), "new"),
    ],
    ids=repr,
)
def test_the_verdict_decides(outcome, content):
    assert run(GUARD, outcome).content == content


@pytest.mark.parametrize("value", [{"max_risk_score": 1.0}, {}, None, True, False, "text", 0.9], ids=repr)
def test_what_is_no_verdict_is_no_pass(value):
    assert run(GUARD, value).decision == "blocked"


def test_an_exception_takes_the_place_of_the_reply():
    result = run(GUARD, RailOutcome.block(), exceptions=True)
    made = [event for event in result.record.events if event["type"] == "MyException"]
    assert [event["message"] for event in made] == [blocked("output", "my guard")]


def test_a_guard_that_waits_to_be_asked_runs_once_for_each_time():
    waiting = Guard("my guard", "output", "judge", only_if="check_it")
    assert run(waiting, RailOutcome.block()).decision == "allowed"
    result = run(waiting, RailOutcome.block(), context={"check_it": True})
    assert result.decision == "blocked"


def test_a_mask_puts_the_text_in_its_place():
    assert run(MASK, RailOutcome.transform("masked", legacy="masked")).content == "masked"
    assert run(MASK, "masked by an action of the user's").content == "masked by an action of the user's"


def test_the_list_of_flows_is_that_of_the_text():
    emptying = Guard("my filter", "retrieval", "judge", empties=True)
    entries = (GUARD, MASK, emptying)
    file = parse(write_flows(*entries, messages='define bot hello\n  "hello"\n'), "<test>")
    flows = list_flows("key", *entries)
    assert [flow.name for flow in flows] == ["my guard", "my mask", "my filter"]
    assert {flow.name for flow in flows} <= {getattr(node, "name", None) for node in file.definitions}
    assert [(set(flow.kinds), flow.rewrites, flow.settings) for flow in flows] == [
        ({"output"}, True, "key"),
        ({"output"}, True, "key"),
        ({"retrieval"}, True, "key"),
    ]
