"""The main call, begun while the input rails still run. Nothing of it is used before they have passed.

It is used only if it is, to the letter, the call that would be made now; otherwise it is given up and
the call is made again.
"""

from __future__ import annotations

from concurrent.futures import TimeoutError as FutureTimeoutError
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

from rails_engine.pipeline.generation import TASK, main_request
from rails_engine.pipeline.stream import Opened
from rails_engine.pipeline.telling import heard_event
from rails_engine.rails.plan import selected
from rails_engine.rails.runner import WAIT_SLICE, GivenUpError
from rails_engine.turn import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from rails_engine.actions.context import ModelHandle
    from rails_engine.llm.base import LLMReply
    from rails_engine.messages import Message
    from rails_engine.pipeline.run import TurnRun


class Early:
    """One call under way on a thread of the pool."""

    def __init__(self, run: TurnRun) -> None:
        self._run = run
        self._given_up = self._taken = False
        self._on_wait: Callable[[], None] | None = None
        question = run.conversation.question or {}
        scope = run.scope.branch(dict(run.scope.context))
        #: Its calls go on the turn's record when the thread is done with them.
        scope.record = self._record = Record(started_at=run.record.started_at)
        scope.record.events += (*run.record.events, heard_event(question.get("content")))
        scope.on_wait = self._wait
        self._messages, self._params = main_request(run, scope)
        work = self._open if run.turn.stream else self._complete
        self._future: Future[Any] = run.parts.runner.pool.submit(copy_context().run, work, scope.model(TASK))

    def _complete(self, model: ModelHandle) -> LLMReply:
        return model.complete(self._messages, task=TASK, params=self._params)

    def _open(self, model: ModelHandle) -> Opened:
        opened = Opened(*model.stream(self._messages, task=TASK, params=self._params))
        opened.begin()
        return opened

    def _wait(self) -> None:
        if self._given_up:
            raise GivenUpError
        if self._on_wait is not None:
            self._on_wait()

    def fits(self, messages: Sequence[Message], params: dict[str, Any]) -> bool:
        """Whether this is the call that would be made now."""
        return list(messages) == list(self._messages) and params == self._params

    def take(self) -> Any:
        """Wait for what the thread has: a reply, or an opened stream."""
        while True:
            try:
                taken = self._future.result(timeout=WAIT_SLICE)
            except FutureTimeoutError:
                if self._future.done():
                    raise
                if self._run.scope.on_wait is not None:
                    self._run.scope.on_wait()
            else:
                self._taken = True
                self._on_wait = self._run.scope.on_wait
                self._note()
                return taken

    def give_up(self) -> None:
        """Nobody wants the answer any more: the call ends at its next wait. What was taken is let be."""
        if self._taken:
            return
        self._given_up = self._taken = True
        if not self._future.cancel():
            self._note()
            self._future.add_done_callback(_close)

    def _note(self) -> None:
        self._run.record.llm_calls += self._record.llm_calls
        if self._run.scope.action is not None:
            self._run.scope.action.llm_calls += self._record.llm_calls


def _close(future: Future[Any]) -> None:
    if not future.cancelled() and future.exception() is None and isinstance(future.result(), Opened):
        future.result().close()


def start_early(run: TurnRun) -> Early | None:
    """Begin the main call where the configuration asks for it and nothing before it could change it."""
    config, parts, rails = run.scope.config, run.parts, run.options.rails
    if not config.rails.input.speculative_generation or not run.conversation.asked or not rails.dialog:
        return None
    if parts.follows_flows or parts.retrieves or parts.answers_by_function:
        return None
    active = selected(parts.plan.of("input"), rails.input)
    # What a rail masks must not reach the model before it has.
    if not active or any(rail.rewrites for rail in active):
        return None
    return Early(run)
