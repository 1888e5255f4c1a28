"""Run the rails of one stage of a turn, in order or side by side.

A rail is a flow: it is started, its wishes are granted, and what it did goes on the record. A rail
that fails blocks, unless its own settings allow otherwise. A rail that says anything ends the turn
with its words.
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from rails_engine import events as ev
from rails_engine.actions.perform import perform
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn
from rails_engine.errors import AbandonedError, FlowLimitError, RailsError
from rails_engine.rails.plan import ConfiguredRail, RailPlan, selected
from rails_engine.turn import RailRun, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    from rails_engine.actions.context import Scope
    from rails_engine.colang.machine import Machine, State
    from rails_engine.colang.wishes import Wish
    from rails_engine.events import Event
    from rails_engine.options import Selection

log = logging.getLogger("rails_engine.rails")

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
#: Events by which an action says something, and where its words are.
_WORDS = {ev.BOT_MESSAGE: "text", ev.BOT_SAID: "script"}
_ABSENT: Any = object()
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

    @property
    def words(self) -> str:
        """What it says to that; of an exception its message."""
        if not self.said and self.exception is not None:
            return str(self.exception.get("message", ""))
        return "\n".join(self.said)


PASSED = Verdict()


class GivenUpError(AbandonedError):
    """A rail beside this one has already ended the turn."""


@dataclass(frozen=True, slots=True)
class RailRunner:
    """The rails of an engine, ready to run on any turn."""

    machine: Machine
    plan: RailPlan
    speak: Speaker
    #: Where rails run that run side by side, and main calls that begin early.
    pool: Executor

    def run(self, kind: str, scope: Scope, chosen: Selection) -> Verdict:
        """Run the selected rails of a kind over what the scope's context holds."""
        active = self.begin(kind, scope, chosen)
        if not active:
            return PASSED
        verdict = self.judge(active, scope)
        if not verdict.blocked:
            self.finish(kind, scope)
        return verdict

    def begin(self, kind: str, scope: Scope, chosen: Selection) -> Sequence[ConfiguredRail]:
        """The selected rails of a kind. What follows is theirs; those not selected are on the record."""
        configured = self.plan.rails[kind]
        if not configured:
            return configured
        active = selected(configured, chosen)
        if len(active) != len(configured):
            running = set(map(id, active))
            scope.record.rails += [skipped(r, "not selected") for r in configured if id(r) not in running]
        if active:
            if kind in _LISTED:
                scope.context[f"{kind}_flows"] = [rail.name for rail in active]
            scope.record.events.append({"type": f"Start{_TITLES[kind]}Rails"})
        return active

    def judge(self, active: Sequence[ConfiguredRail], scope: Scope) -> Verdict:
        """Run rails of one kind over what the scope's context holds, in order or side by side."""
        if len(active) > 1 and active[0].kind in self.plan.parallel:
            return self._side_by_side(active, scope)
        return self._in_order(active, scope)

    @staticmethod
    def finish(kind: str, scope: Scope) -> None:
        """All rails of a kind have passed."""
        scope.record.events.append({"type": f"{_TITLES[kind]}RailsFinished"})

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
            strand.record = Record(started_at=scope.record.started_at, events=list(scope.record.events))
            strand.on_wait = on_wait
            strands.append(strand)
        futures = [
            self.pool.submit(copy_context().run, self.run_one, rail, strand)
            for rail, strand in zip(active, strands, strict=True)
        ]
        try:
            ender = self._first_to_end(futures, scope)
        finally:
            given_up = True
            for future in futures:
                future.cancel()
        if ender is not None:
            self._note_end(active, strands, futures, ender, scope)
            return futures[ender].result()
        return self._merge(active, strands, scope)

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
    def _note_end(
        active: Sequence[ConfiguredRail],
        strands: Sequence[Scope],
        futures: Sequence[Future[Verdict]],
        ender: int,
        scope: Scope,
    ) -> None:
        """One rail ended the turn: of the others only what they did is kept, and nothing that they set."""
        begun = len(scope.record.events)
        for index, (rail, strand) in enumerate(zip(active, strands, strict=True)):
            over = futures[index].done() and not futures[index].cancelled()
            scope.record.llm_calls += strand.record.llm_calls
            if over:
                scope.record.rails += strand.record.rails
            else:
                scope.record.rails.append(skipped(rail, f"{active[ender].name!r} ended the turn"))
            if index == ender:
                scope.record.events += strand.record.events[begun:]
                scope.context[f"triggered_{rail.kind}_rail"] = rail.name

    def _merge(self, active: Sequence[ConfiguredRail], strands: Sequence[Scope], scope: Scope) -> Verdict:
        """All passed: what they set is taken over, in the order of the configuration.

        A rail that rewrote a text which one before it has rewritten too runs once more, on what that
        one made of it: else one of the two would be undone.
        """
        before, subject = dict(scope.context), SUBJECTS[active[0].kind]
        begun = len(scope.record.events)
        for rail, strand in zip(active, strands, strict=True):
            scope.record.llm_calls += strand.record.llm_calls
            rewritten = strand.context.get(subject) != before.get(subject)
            if rewritten and scope.context.get(subject) != before.get(subject):
                verdict = self.run_one(rail, scope)
                if verdict.blocked:
                    return verdict
                continue
            scope.record.rails += strand.record.rails
            scope.record.events += strand.record.events[begun:]
            for name, value in strand.context.items():
                if name not in before or before[name] is not value:
                    scope.context[name] = value
        return PASSED

    def run_one(self, rail: ConfiguredRail, scope: Scope) -> Verdict:
        """Run one rail to its end. Raises only what ends the turn itself: nobody waits for it any more."""
        context, record, name = scope.context, scope.record, rail.name
        subject, trigger, started, finished = _NAMES[rail.kind]
        before = context.get(subject)
        run = RailRun(rail.kind, name, started_at=time.time())
        run.scanned = len(before) if isinstance(before, str) else 0
        record.rails.append(run)
        context[trigger] = name
        outer = {name: context.get(name, _ABSENT) for name in rail.params} if rail.params else None
        record.events.append({"type": started, "flow_id": name})
        try:
            verdict = self._drive(rail, scope, run)
        except GivenUpError:
            run.status, run.reason = "skipped", "another rail ended the turn"
            verdict = PASSED
        except AbandonedError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever broke in it, a rail that broke blocks
            verdict = self._failed(rail, scope, run, error)
        if outer:
            _restore(context, outer)
        run.finished_at = time.time()
        if verdict.rail is not None:
            run.verdict, run.stop = "blocked", True
            run.enforced = run.enforced or "refused"
        elif run.status == "ran":
            run.verdict = "passed" if context.get(subject) == before else "modified"
        record.events.append({"type": finished, "flow_id": name})
        return verdict

    def _drive(self, rail: ConfiguredRail, scope: Scope, run: RailRun) -> Verdict:
        machine = self.machine
        state = machine.new_state(scope.context)
        #: What actions have made happen; it waits until the flow has nothing more to wish for.
        queue: list[Event] = []
        straight = machine.straight.get(rail.flow)
        if straight is None:
            wish = machine.start(state, rail.flow, rail.params)
        else:
            action = machine.start_straight(state, straight, rail.params)
            wish = machine.end_action(state, straight, _act(action, scope, run, queue))
            if wish is None and not queue:
                return PASSED
        verdict = Verdict()
        for _ in range(MAX_WISHES):
            if wish is None and queue:
                wish = self._happen(queue.pop(0), scope, verdict, state)
            elif wish is None:
                if verdict.said or verdict.exception is not None:
                    verdict.rail = rail
                return verdict
            elif isinstance(wish, RunAction):
                wish = machine.step(state, _act(wish, scope, run, queue))
            elif isinstance(wish, Say):
                run.decisions.append(wish.intent)
                text = self.speak(scope, wish)
                scope.record.events += (ev.bot_intent(wish.intent), ev.bot_message(text))
                verdict.said.append(text)
                wish = machine.step(state, ev.bot_intent(wish.intent))
            elif isinstance(wish, Emit):
                wish = self._happen(wish.event, scope, verdict, state)
            else:
                run.decisions.append("stop")
                verdict.rail = rail
                return verdict
        raise FlowLimitError(f"the rail {rail.name!r} did not end within {MAX_WISHES} steps")

    def _happen(self, event: Event, scope: Scope, verdict: Verdict, state: State) -> Wish | None:
        """An event that a flow or an action has made: what it says is the rail's word."""
        kind = event["type"]
        if kind == ev.BOT_INTENT:
            intent = str(event.get("intent", ""))
            return StopTurn(flow="") if intent == ev.STOP_INTENT else Say(intent=intent, flow="")
        scope.record.events.append(event)
        if kind.endswith("Exception"):
            verdict.exception = event
        elif kind in _WORDS:
            verdict.said.append(str(event.get(_WORDS[kind], "")))
        return self.machine.step(state, event)

    def _failed(self, rail: ConfiguredRail, scope: Scope, run: RailRun, error: Exception) -> Verdict:
        """Fail closed, and say so; or let the text through where the rail's settings say that."""
        run.status, run.reason = "failed", type(error).__name__
        if isinstance(error, RailsError):
            run.reason += f": {error}"
        else:
            log.error("Rail %r failed", rail.name, exc_info=error)
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


def _act(wish: RunAction, scope: Scope, run: RailRun, queue: list[Event]) -> Event:
    """Run an action for a rail. Gives the event of its end; others that it asks for wait in the queue."""
    name, params, result_key, _ = wish
    run.decisions.append(f"execute {name}")
    done, wanted = perform(scope, name, params, result_key, into=run.actions)
    if wanted:
        queue += wanted
    return done


#: Kinds whose flows are listed in a variable.
_LISTED = frozenset({"input", "output"})
_TITLES = {
    "input": "Input",
    "output": "Output",
    "retrieval": "Retrieval",
    "tool_input": "ToolInput",
    "tool_output": "ToolOutput",
}
#: Of each kind: its subject, the variable that names the rail under way, the events before and after it.
_NAMES = {
    kind: (SUBJECTS[kind], f"triggered_{kind}_rail", f"Start{title}Rail", f"{title}RailFinished")
    for kind, title in _TITLES.items()
}


def _restore(context: dict[str, Any], outer: Mapping[str, Any]) -> None:
    """The variables that a rail's parameters have hidden."""
    for name, value in outer.items():
        if value is _ABSENT:
            context.pop(name, None)
        else:
            context[name] = value


def skipped(rail: ConfiguredRail, reason: str) -> RailRun:
    """The line in the record of a rail that did not run."""
    return RailRun(kind=rail.kind, name=rail.name, status="skipped", reason=reason)
