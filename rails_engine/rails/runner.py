"""Run the rails of one stage of a turn, in order or side by side.

A rail is a flow: it is started, its wishes are granted, and what it did goes on the record. A rail
that fails blocks, unless its own settings allow otherwise. A rail that says anything ends the turn
with its words.
"""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from rails_engine import events as ev
from rails_engine.actions.perform import perform
from rails_engine.colang.wishes import Emit, RunAction, Say
from rails_engine.errors import AbandonedError, FlowLimitError, RailsError
from rails_engine.rails.plan import ConfiguredRail, RailPlan, selected
from rails_engine.turn import RailRun

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

    from rails_engine.actions.context import Scope
    from rails_engine.colang.machine import Machine
    from rails_engine.colang.wishes import Wish
    from rails_engine.events import Event
    from rails_engine.options import Selection

#: The variable that a kind of rail judges and may rewrite.
SUBJECTS = {
    "input": "user_message",
    "output": "bot_message",
    "retrieval": "relevant_chunks",
    "tool_input": "tool_message",
    "tool_output": "tool_calls",
}
#: What takes the place of a refusal under ``enable_rails_exceptions`` when a rail fails.
FAILURE_EXCEPTIONS = {"input": "InputRailException", "output": "OutputRailException"}
REFUSAL = "refuse to respond"
MAX_WISHES = 300
WAIT_SLICE = 0.5


class Speaker(Protocol):
    """Whoever finds the words for what a rail says."""

    def __call__(self, scope: Scope, wish: Say) -> str:
        """The text of a bot message."""


@dataclass(slots=True)
class Verdict:
    """What a stage came to. ``rail`` is the one that ended the turn."""

    rail: ConfiguredRail | None = None
    said: list[str] = field(default_factory=list)
    exception: Event | None = None
    failed: bool = False

    @property
    def blocked(self) -> bool:
        """Whether a rail ended the turn."""
        return self.rail is not None


PASSED = Verdict()


class GivenUpError(AbandonedError):
    """A rail beside this one has already ended the turn."""


@dataclass(frozen=True, slots=True)
class RailRunner:
    """The rails of an engine, ready to run on any turn."""

    machine: Machine
    plan: RailPlan
    speak: Speaker
    pool: Callable[[], Executor]

    def run(self, kind: str, scope: Scope, chosen: Selection) -> Verdict:
        """Run the selected rails of a kind over what the scope's context holds."""
        configured = self.plan.rails[kind]
        if not configured:
            return PASSED
        active = [rail for rail in configured if selected(rail, chosen)]
        if len(active) != len(configured):
            for rail in configured:
                if rail not in active:
                    scope.record.rails.append(skipped(rail, "not selected"))
        if not active:
            return PASSED
        title = _TITLES[kind]
        scope.record.events.append({"type": f"Start{title}Rails"})
        if kind in self.plan.parallel and len(active) > 1:
            verdict = self._side_by_side(active, scope)
        else:
            verdict = self._in_order(active, scope)
        if not verdict.blocked:
            scope.record.events.append({"type": f"{title}RailsFinished"})
        return verdict

    def _in_order(self, active: Sequence[ConfiguredRail], scope: Scope) -> Verdict:
        for index, rail in enumerate(active):
            verdict = self.run_one(rail, scope)
            if verdict.blocked:
                for later in active[index + 1 :]:
                    scope.record.rails.append(skipped(later, f"{rail.name!r} ended the turn"))
                return verdict
        return PASSED

    def _side_by_side(self, active: Sequence[ConfiguredRail], scope: Scope) -> Verdict:
        """Each rail on a copy of the context; the first to end the turn wins, the others are given up."""
        given_up = False

        def on_wait() -> None:
            if given_up:
                raise GivenUpError

        strands = []
        for _ in active:
            strand = scope.branch(dict(scope.context))
            strand.record = type(scope.record)(started_at=scope.record.started_at)
            strand.on_wait = on_wait
            strands.append(strand)
        pool = self.pool()
        futures = [pool.submit(self.run_one, r, s) for r, s in zip(active, strands, strict=True)]
        try:
            ender = self._first_to_end(futures, scope)
        finally:
            given_up = True
        return self._gather(active, strands, futures, ender, scope)

    @staticmethod
    def _first_to_end(futures: Sequence[Future[Verdict]], scope: Scope) -> int | None:
        pending = set(futures)
        while pending:
            done, pending = wait(pending, timeout=WAIT_SLICE, return_when=FIRST_COMPLETED)
            if not done and scope.on_wait is not None:
                scope.on_wait()
            for index, future in enumerate(futures):
                if future in done and future.result().blocked:
                    return index
        return None

    @staticmethod
    def _gather(
        active: Sequence[ConfiguredRail],
        strands: Sequence[Scope],
        futures: Sequence[Future[Verdict]],
        ender: int | None,
        scope: Scope,
    ) -> Verdict:
        before = dict(scope.context)
        for index, (rail, strand) in enumerate(zip(active, strands, strict=True)):
            if ender is not None and index != ender:
                if futures[index].done() and not futures[index].cancelled():
                    scope.record.rails.extend(strand.record.rails)
                else:
                    futures[index].cancel()
                    scope.record.rails.append(skipped(rail, f"{active[ender].name!r} ended the turn"))
                continue
            scope.record.rails.extend(strand.record.rails)
            scope.record.llm_calls.extend(strand.record.llm_calls)
            scope.record.events.extend(strand.record.events)
            for name, value in strand.context.items():
                if name not in before or before[name] is not value:
                    scope.context[name] = value
        return PASSED if ender is None else futures[ender].result()

    def run_one(self, rail: ConfiguredRail, scope: Scope) -> Verdict:
        """Run one rail to its end. Never raises for what went wrong inside of it."""
        context = scope.context
        subject = SUBJECTS[rail.kind]
        before = context.get(subject)
        run = RailRun(kind=rail.kind, name=rail.name, started_at=time.time())
        run.scanned = len(before) if isinstance(before, str) else 0
        record = scope.record
        record.rails.append(run)
        context[f"triggered_{rail.kind}_rail"] = rail.name
        outer = {name: context.get(name) for name in rail.params}
        record.events.append({"type": f"Start{_TITLES[rail.kind]}Rail", "flow_id": rail.name})
        try:
            verdict = self._drive(rail, scope, run)
        except GivenUpError:
            run.status, run.reason = "skipped", "another rail ended the turn"
            verdict = PASSED
        except AbandonedError:
            raise
        except RailsError as error:
            verdict = self._failed(rail, scope, run, error)
        context.update(outer)
        run.finished_at = time.time()
        if verdict.blocked:
            run.verdict, run.stop = "blocked", True
            run.enforced = run.enforced or "refused"
        elif run.status == "ran":
            run.verdict = "passed" if context.get(subject) == before else "modified"
        record.events.append({"type": f"{_TITLES[rail.kind]}RailFinished", "flow_id": rail.name})
        return verdict

    def _drive(self, rail: ConfiguredRail, scope: Scope, run: RailRun) -> Verdict:
        machine = self.machine
        state = machine.new_state(scope.context)
        verdict = Verdict()
        wish = machine.start(state, rail.flow, rail.params)
        for _ in range(MAX_WISHES):
            if wish is None:
                if verdict.said or verdict.exception is not None:
                    verdict.rail = rail
                return verdict
            if isinstance(wish, RunAction):
                run.decisions.append(f"execute {wish.name}")
                finished, wanted = perform(scope, wish.name, wish.params, wish.result_key, into=run.actions)
                wish = machine.step(state, finished)
                for event in wanted:
                    wish = self._happen(event, scope, verdict, lambda e: machine.step(state, e)) or wish
            elif isinstance(wish, Say):
                run.decisions.append(wish.intent)
                text = self.speak(scope, wish)
                scope.record.events += (ev.bot_intent(wish.intent), ev.bot_message(text))
                verdict.said.append(text)
                wish = machine.step(state, ev.bot_intent(wish.intent))
            elif isinstance(wish, Emit):
                wish = self._happen(wish.event, scope, verdict, lambda e: machine.step(state, e))
            else:
                run.decisions.append("stop")
                verdict.rail = rail
                return verdict
        raise FlowLimitError(f"the rail {rail.name!r} did not end within {MAX_WISHES} steps")

    @staticmethod
    def _happen(
        event: Event, scope: Scope, verdict: Verdict, step: Callable[[Event], Wish | None]
    ) -> Wish | None:
        scope.record.events.append(event)
        if str(event["type"]).endswith("Exception"):
            verdict.exception = event
        return step(event)

    def _failed(self, rail: ConfiguredRail, scope: Scope, run: RailRun, error: RailsError) -> Verdict:
        """Fail closed, and say so; or let the text through where the rail's settings say that."""
        run.status, run.reason = "failed", f"{type(error).__name__}: {error}"
        if rail.allow_on_error:
            run.enforced = "allowed"
            return PASSED
        verdict = Verdict(rail=rail, failed=True)
        if scope.config.enable_rails_exceptions:
            kind = FAILURE_EXCEPTIONS.get(rail.kind, "RailException")
            verdict.exception = {
                "type": kind,
                "message": f"The {rail.name!r} rail failed, so the text was blocked.",
            }
            scope.record.events.append(verdict.exception)
        else:
            verdict.said.append(self.speak(scope, Say(intent=REFUSAL, flow=rail.flow)))
        return verdict


_TITLES = {
    "input": "Input",
    "output": "Output",
    "retrieval": "Retrieval",
    "tool_input": "ToolInput",
    "tool_output": "ToolOutput",
}


def skipped(rail: ConfiguredRail, reason: str) -> RailRun:
    """The line in the record of a rail that did not run."""
    return RailRun(kind=rail.kind, name=rail.name, status="skipped", reason=reason)


def changed(context: dict[str, Any], kind: str, before: Any) -> bool:
    """Whether the rails of a kind rewrote what they judged."""
    return bool(context.get(SUBJECTS[kind]) != before)
