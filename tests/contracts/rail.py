"""What every shipped rail keeps. The test of a rail inherits this and says which rail it is about."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import LLMReply, ProviderUnreachableError, RailsConfig, RailsEngine
from rails_engine.actions.registry import make_action
from rails_engine.colang import nodes
from rails_engine.colang.compiler import compile_program
from rails_engine.config.catalog import RailFlow
from rails_engine.engine.usage import _walk
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.base import Rail
from rails_engine.rails.catalog import shipped_rails
from rails_engine.rails.messages import shipped_messages

MODEL = "models: [{type: main, engine: openai, model: m, parameters: {api_key: k}}]\n"


def engine(yaml: str, replies: Any = (), colang: str | None = None) -> RailsEngine:
    """An engine whose main model says these things in order, or what a function of the request says."""
    config = RailsConfig.from_content(yaml=MODEL + yaml, colang=colang, environ={})
    return RailsEngine(config, llm=ScriptedProvider(replies))


def unreachable(request: Any) -> LLMReply:
    """A model that is not there."""
    raise ProviderUnreachableError("no connection", model=request.task)


def ask(text: str = "hello") -> list[dict[str, Any]]:
    return [{"role": "user", "content": text}]


class RailContract:
    """Inherit, and set ``rail``; a rail that can fail also sets ``failing`` (YAML of a configuration)."""

    rail: ClassVar[type[Rail]]
    #: A configuration whose rails need the model, and the kind of rail that they are.
    failing: ClassVar[str | None] = None

    def test_it_is_found_in_its_folder(self) -> None:
        assert shipped_rails().rails[self.rail.name] is self.rail

    def test_the_flows_that_it_names_are_the_flows_that_it_has(self) -> None:
        file = shipped_rails().program(self.rail)
        defined = {d.name for d in file.definitions if isinstance(d, nodes.DefineFlow)}
        assert {flow.name for flow in self.rail.flows} == defined
        assert all(isinstance(flow, RailFlow) for flow in self.rail.flows)

    def test_its_flows_compile_with_the_shipped_messages_alone(self) -> None:
        program = compile_program([shipped_messages(), shipped_rails().program(self.rail)])
        said = {
            intent
            for node in _walk(shipped_rails().program(self.rail))
            if isinstance(node, nodes.Bot)
            for intent in node.intents
        }
        assert said <= set(program.bot_messages)

    def test_every_action_that_it_executes_is_its_own_and_hidden_from_histories(self) -> None:
        executed = {
            n.action for n in _walk(shipped_rails().program(self.rail)) if isinstance(n, nodes.Execute)
        }
        actions = self.rail().actions()
        assert executed == set(actions)
        for name, function in actions.items():
            assert make_action(function, name).is_system

    def test_its_settings_have_defaults(self) -> None:
        assert (self.rail.settings_key is None) == (self.rail.settings_type is None)
        if self.rail.settings_type is not None:
            assert self.rail().settings == self.rail.settings_type()

    def test_it_has_a_page_in_its_docstring(self) -> None:
        module = __import__(self.rail.__module__, fromlist=["x"])
        assert len((module.__doc__ or "").split()) > 20

    def test_it_fails_closed_and_says_so(self) -> None:
        if self.failing is None:
            pytest.skip("nothing that this rail does can fail")
        made = self.engine_that_fails(self.failing)
        result = made.generate(ask(), context=self.context)
        assert result.decision == "blocked"
        failed = [rail for rail in result.record.rails if rail.status == "failed"]
        assert [rail.name for rail in failed] == [result.blocked_by]
        assert "ProviderUnreachableError" in (failed[0].reason or "")

    #: What a failing test sets before.
    context: ClassVar[dict[str, Any]] = {}

    def engine_that_fails(self, failing: str) -> RailsEngine:
        return engine(failing, self.fail)

    def fail(self, request: Any) -> LLMReply:
        """The main call answers; the rail's own do not."""
        return LLMReply(text="an answer") if request.task == "general" else unreachable(request)
