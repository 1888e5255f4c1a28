"""What every rail that asks a service keeps. A test inherits this, and says what the service is told and answers."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError, LLMReply, RailsConfig, RailsEngine
from rails_engine.actions.registry import make_action
from rails_engine.colang import nodes
from rails_engine.engine.usage import _walk
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.catalog import shipped_rails
from tests.contracts.rail import RailContract, ask
from tests.upstream import Upstream

REFUSE = "I'm sorry, I can't respond to that."
UNKNOWN = "I don't know the answer to that."
QUESTION, ANSWER, CHUNKS = "a question", "an answer", "a chunk"
TEXTS = {"input": QUESTION, "output": ANSWER, "retrieval": CHUNKS}
SUBJECTS = {"input": "user_message", "output": "bot_message", "retrieval": "relevant_chunks"}
KEY = "sekret-0123456789"
#: A server that answers with these does not ask to be asked again.
ONCE = {"x-should-retry": "false"}
MODEL = {"type": "main", "engine": "openai", "model": "m", "parameters": {"api_key": "k"}}


@dataclass(frozen=True, eq=False)
class Case:
    """One flow: what the service answers, and what becomes of the text then."""

    flow: str
    kind: str
    #: What is sent, or a part of it.
    sent: Any
    passes: Any
    #: None: this flow never blocks.
    blocks: Any = None
    reply: str = REFUSE
    exception: str | None = None
    #: What the service answers, and the text that takes the place of ours.
    rewrites: tuple[Any, str] | None = None
    #: A block empties the chunks.
    empties: bool = False
    path: str | None = None
    context: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.flow


@dataclass(frozen=True)
class Failure:
    """How a service fails, as arguments of ``Upstream.reply``, and what the record calls it."""

    name: str
    error: str
    reply: dict[str, Any]

    def __str__(self) -> str:
        return self.name


FAILURES = (
    Failure("refuses the key", "ProviderAuthError", {"status": 401, "json": {"error": f"bad key {KEY}"}}),
    Failure("refuses the request", "ProviderRequestError", {"status": 422, "json": {"detail": "no"}}),
    Failure("asks for patience", "ProviderLimitError", {"status": 429, "json": {}}),
    Failure("fails", "ProviderError", {"status": 500, "body": b"oops"}),
    Failure("is busy", "ProviderError", {"status": 503, "body": b""}),
    Failure("answers no JSON", "ProviderReplyError", {"body": b"<html>"}),
    Failure("answers nothing", "ProviderReplyError", {"json": {}}),
    Failure("answers something else", "ProviderReplyError", {"json": "yes"}),
    Failure(
        "breaks off",
        "ProviderUnreachableError",
        {"body": b"{", "headers": {"Content-Length": "9"}, "cut": "fin"},
    ),
)


class RemoteContract(RailContract):
    """Set ``cases``, ``settings``, ``environ``; the first case is the one that fails."""

    cases: ClassVar[tuple[Case, ...]]
    #: Below ``rails.config.<key>``; ``{url}`` is where the service is.
    settings: ClassVar[dict[str, Any]] = {}
    environ: ClassVar[dict[str, str]] = {}
    #: Headers of every request.
    headers: ClassVar[dict[str, str]] = {}
    failures: ClassVar[tuple[Failure, ...]] = FAILURES
    #: How often a request is sent whose connection breaks.
    attempts: ClassVar[int] = 1
    #: Variables and settings without which it does not load.
    needed: ClassVar[tuple[str, ...]] = ()

    def pytest_generate_tests(self, metafunc: Any) -> None:
        for name in ("case", "failure"):
            if name in metafunc.fixturenames:
                metafunc.parametrize(name, getattr(metafunc.cls, f"{name}s"), ids=str)

    # -- how a test builds an engine

    def engine(
        self,
        up: Upstream | None,
        *cases: Case,
        exceptions: bool = False,
        colang: str | None = None,
        **settings: Any,
    ) -> RailsEngine:
        url = up.url if up is not None else "http://127.0.0.1:9"
        whole = _placed({**self.settings, **settings}, url)
        key = (type(self), cases, exceptions, colang, repr(whole), url)
        if key not in self._engines:
            self._engines[key] = self.build(whole, _placed(self.environ, url), cases, exceptions, colang)
        return self._engines[key]

    #: An engine is the same for every test that wants the same one.
    _engines: ClassVar[dict[Any, RailsEngine]] = {}

    def build(
        self,
        settings: dict[str, Any],
        environ: dict[str, str],
        cases: tuple[Case, ...],
        exceptions: bool = False,
        colang: str | None = None,
    ) -> RailsEngine:
        rails: dict[str, Any] = (
            {"config": {self.rail.settings_key: settings}} if self.rail.settings_key else {}
        )
        for case in cases:
            rails.setdefault(case.kind, {"flows": []})["flows"].append(case.flow)
        config = RailsConfig.from_content(
            config={
                "models": [MODEL, *self.models],
                "rails": rails,
                "enable_rails_exceptions": exceptions,
                **self.extra,
            },
            colang=colang,
            environ=environ,
        )
        return RailsEngine(config, llm=ScriptedProvider(self.answer))

    def answer(self, request: Any) -> LLMReply:
        """What the model says."""
        del request
        return LLMReply(text=ANSWER)

    #: More models, and other top-level keys of the configuration.
    models: ClassVar[list[Any]] = []
    extra: ClassVar[dict[str, Any]] = {}

    def run(self, engine: RailsEngine, case: Case) -> Any:
        chunks = {"relevant_chunks": CHUNKS} if case.kind == "retrieval" else {}
        return engine.generate(ask(QUESTION), context={**chunks, **case.context})

    @pytest.fixture(scope="class")
    @classmethod
    def upstream(cls) -> Any:
        with Upstream() as up:
            yield up

    @pytest.fixture
    def up(self, upstream: Upstream) -> Upstream:
        upstream.forget()
        return upstream

    # -- what a rail does

    def test_every_action_that_it_executes_is_its_own_and_hidden_from_histories(self) -> None:
        walked = _walk(shipped_rails().program(self.rail))
        executed = {node.action for node in walked if isinstance(node, nodes.Execute)}
        actions = self.rail().actions()
        assert executed <= set(actions)
        assert all(make_action(function, name).is_system for name, function in actions.items())

    def test_every_flow_has_its_case(self) -> None:
        assert {case.flow.split(" $")[0] for case in self.cases} >= {flow.name for flow in self.rail.flows}

    def test_what_the_service_accepts_passes(self, case: Case, up: Upstream) -> None:
        up.reply(json=case.passes)
        result = self.run(self.engine(up, case), case)
        assert (result.decision, result.content) == ("allowed", ANSWER)
        assert up.unused == 0

    def test_the_service_is_told_what_its_protocol_says(self, case: Case, up: Upstream) -> None:
        up.reply(json=case.passes)
        self.run(self.engine(up, case), case)
        sent = up.last.json
        assert {name: sent.get(name) for name in case.sent} == case.sent
        assert {name: up.last.headers.get(name.lower()) for name in self.headers} == self.headers
        if case.path is not None:
            assert up.last.path == case.path

    def test_what_it_blocks_is_blocked(self, case: Case, up: Upstream) -> None:
        if case.blocks is None:
            return
        up.reply(json=case.blocks)
        result = self.run(self.engine(up, case), case)
        line = _line(result, case)
        if case.empties:
            assert (line.verdict, result.decision) == ("modified", "allowed")
            return
        assert (result.decision, result.content, result.blocked_by) == ("blocked", case.reply, case.flow)
        assert (line.status, line.verdict) == ("ran", "blocked")

    def test_an_exception_takes_the_place_of_the_reply(self, case: Case, up: Upstream) -> None:
        if case.blocks is None or case.empties:
            return
        up.reply(json=case.blocks)
        result = self.run(self.engine(up, case, exceptions=True), case)
        made = [e["type"] for e in result.record.events if e["type"].endswith("Exception")]
        assert made == ([case.exception] if case.exception else [])
        if case.exception is None:
            assert result.content == case.reply

    def test_what_it_rewrites_is_rewritten(self, case: Case, up: Upstream) -> None:
        if case.rewrites is None:
            return
        answer, text = case.rewrites
        up.reply(json=answer)
        result = self.run(self.engine(up, case), case)
        assert _line(result, case).verdict == "modified"
        updates = [e for e in result.record.events if e["type"] == "InternalSystemActionFinished"]
        assert text in [_text(e["return_value"]) for e in updates]
        if case.kind == "output":
            assert result.content == text

    # -- what it does when the service does not

    def test_it_fails_closed_and_says_so(self) -> None:
        """The table below says how."""

    def test_a_text_that_could_not_be_judged_is_blocked(self, failure: Failure, up: Upstream) -> None:
        case = self.cases[0]
        for _ in range(self.attempts):
            _fail(up, failure)
        result = self.run(self.engine(up, case), case)
        line = _line(result, case)
        assert (result.decision, result.blocked_by, line.status) == ("blocked", case.flow, "failed")
        assert failure.error in line.reason
        assert KEY not in line.reason or KEY not in self.environ.values()
        assert up.url not in line.reason

    def test_it_passes_where_the_settings_say_so(self, failure: Failure, up: Upstream) -> None:
        case = self.cases[0]
        for _ in range(self.attempts):
            _fail(up, failure)
        result = self.run(self.engine(up, case, on_error="allow"), case)
        line = _line(result, case)
        assert (result.decision, result.content) == ("allowed", ANSWER)
        assert (line.status, line.enforced) == ("failed", "allowed")
        assert failure.error in line.reason

    @pytest.mark.parametrize(("on_error", "decision"), [("block", "blocked"), ("allow", "allowed")])
    def test_an_answer_that_takes_too_long_is_none(self, on_error: str, decision: str, up: Upstream) -> None:
        case, gate = self.cases[0], threading.Event()
        up.reply(json=case.passes, gate=gate)
        try:
            result = self.run(self.engine(up, case, on_error=on_error, timeout=0.03), case)
            up.wait_for(1)  # else a slow service would give the next test's answer to this request
        finally:
            gate.set()
        line = _line(result, case)
        assert (result.decision, line.status) == (decision, "failed")
        assert "ProviderTimeoutError" in line.reason

    def test_a_block_stays_a_block_where_failures_pass(self, up: Upstream) -> None:
        case = self.cases[0]
        if case.blocks is None or case.empties:
            return
        up.reply(json=case.blocks)
        assert self.run(self.engine(up, case, on_error="allow"), case).decision == "blocked"

    # -- what it needs

    def test_what_it_needs_is_missed_at_load(self) -> None:
        for name in self.needed:
            settings = _placed(
                {key: v for key, v in self.settings.items() if key != name}, "http://127.0.0.1:9"
            )
            environ = _placed(
                {key: v for key, v in self.environ.items() if key != name}, "http://127.0.0.1:9"
            )
            with pytest.raises(ConfigError, match=name):
                self.build(settings, environ, self.cases[:1])

    @pytest.mark.parametrize("bad", [{"timeout": 0}, {"timeout": -1}, {"on_error": "ignore"}], ids=str)
    def test_settings_that_cannot_be_are_refused(self, bad: dict[str, Any]) -> None:
        with pytest.raises(ConfigError, match=next(iter(bad))):
            self.engine(None, *self.cases[:1], **bad)


def _fail(up: Upstream, failure: Failure) -> None:
    reply = dict(failure.reply)
    up.reply(**{**reply, "headers": {**ONCE, **reply.get("headers", {})}})


def _line(result: Any, case: Case) -> Any:
    return next(rail for rail in result.record.rails if rail.kind == case.kind and rail.name == case.flow)


def _text(value: Any) -> Any:
    return getattr(value, "transform_text", None) or value


def _placed(values: Any, url: str) -> Any:
    """The same with ``{url}`` filled in."""
    if isinstance(values, dict):
        return {name: _placed(value, url) for name, value in values.items()}
    return values.replace("{url}", url) if isinstance(values, str) else values
