"""The main call as it comes, piece by piece, each released only when the output rails have passed it.

Without output rails a piece is released at once. With them, pieces are gathered into windows as the
configuration says; where streaming of output rails is not enabled, or a rail has to see the whole
text, everything is held until the end.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.actions.context import end_call
from rails_engine.llm.base import LLMReply
from rails_engine.messages import Usage
from rails_engine.pipeline.buffer import OutputBuffer, Window
from rails_engine.rails.plan import selected
from rails_engine.turn import Delta, ReasoningDelta, ToolCallsDelta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.llm.base import LLMChunk
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.run import TurnRun
    from rails_engine.turn import LLMCall, StreamEvent


class Opened:
    """A streamed call: what is on the record of it, and its chunks."""

    def __init__(self, call: LLMCall, chunks: Iterator[LLMChunk]) -> None:
        self.call = call
        self._chunks = chunks
        self._first: list[LLMChunk] = []

    def begin(self) -> None:
        """Connect, and wait for the first chunk."""
        self._first = list(islice(self._chunks, 1))

    def __iter__(self) -> Iterator[LLMChunk]:
        yield from self._first
        yield from self._chunks

    def close(self) -> None:
        """Nobody listens any more."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()


def stream_reply(run: TurnRun, answer: Answer, opened: Opened) -> Iterator[StreamEvent]:
    """Hear what the model says, and say it as far as the rails let it pass."""
    heard = _Heard()
    release = _Release(run, answer, heard)
    try:
        for chunk in opened:
            heard.take(chunk)
            yield from release.feed(chunk)
            if answer.done:
                return
    finally:
        opened.close()
        answer.reply = heard.reply()
        end_call(opened.call, answer.reply)
    reply = answer.reply
    if reply.reasoning:
        run.record.events.append({"type": ev.BOT_THINKING, "content": reply.reasoning})
    if reply.text or not reply.tool_calls:
        yield from release.close()
        if answer.done:
            return
    yield from release.reasoning()
    if reply.tool_calls:
        if not run.judge_tool_calls(answer, reply.tool_calls):
            yield from run.refusal(answer)
        elif answer.tool_calls:
            yield ToolCallsDelta(tuple(answer.tool_calls))


class _Heard:
    """The reply, put together from its chunks."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._calls: dict[int, dict[str, Any]] = {}
        self._last: dict[str, Any] = {}
        self._usage = Usage()

    @property
    def reasoning(self) -> str:
        return "".join(self._reasoning)

    def take(self, chunk: LLMChunk) -> None:
        if chunk.text:
            self._text.append(chunk.text)
        if chunk.reasoning:
            self._reasoning.append(chunk.reasoning)
        for delta in chunk.tool_calls or ():
            self._add_call(delta)
        if chunk.usage is not None:
            self._usage = chunk.usage
        for name in ("finish_reason", "model", "id", "system_fingerprint"):
            value = getattr(chunk, name)
            if value is not None:
                self._last[name] = value

    def _add_call(self, delta: dict[str, Any]) -> None:
        call = self._calls.setdefault(
            int(delta.get("index") or 0),
            {"id": None, "type": "function", "function": {"name": "", "arguments": ""}},
        )
        call["id"] = delta.get("id") or call["id"]
        function = delta.get("function") or {}
        call["function"]["name"] += function.get("name") or ""
        call["function"]["arguments"] += function.get("arguments") or ""

    def reply(self) -> LLMReply:
        return LLMReply(
            text="".join(self._text),
            reasoning=self.reasoning or None,
            tool_calls=[self._calls[index] for index in sorted(self._calls)],
            usage=self._usage,
            finish_reason=self._last.get("finish_reason", "stop"),
            model=self._last.get("model"),
            id=self._last.get("id"),
            system_fingerprint=self._last.get("system_fingerprint"),
        )


class _Release:
    """Lets text out as the rails allow, and reasoning not before it."""

    def __init__(self, run: TurnRun, answer: Answer, heard: _Heard) -> None:
        self._run = run
        self._answer = answer
        self._heard = heard
        self._released: list[str] = []
        self._thoughts: list[str] = []
        chosen = run.options.rails.output
        active = [rail for rail in run.parts.plan.of("output") if selected(rail, chosen)]
        streaming = run.scope.config.rails.output.streaming
        self._judged = bool(active)
        #: Released at once and judged afterwards, where the configuration wants that.
        self._first = streaming.enabled and bool(streaming.stream_first)
        held = not streaming.enabled or any(rail.judges == "whole" for rail in active)
        self._buffer = OutputBuffer(None if held else streaming.chunk_size, streaming.context_size)

    def feed(self, chunk: LLMChunk) -> Iterator[StreamEvent]:
        """What may go out now that this has come."""
        if chunk.reasoning:
            self._thoughts.append(chunk.reasoning)
        if not self._judged or self._first:
            yield from self.reasoning()
            if chunk.text:
                yield self._let_out(chunk.text)
        if self._judged and chunk.text:
            for window in self._buffer.feed(chunk.text):
                yield from self._judge(window)

    def close(self) -> Iterator[StreamEvent]:
        """The model has said everything."""
        run, answer = self._run, self._answer
        if self._judged:
            for window in self._buffer.close():
                yield from self._judge(window)
        if answer.done:
            return
        text = "".join(self._released)
        run.scope.context["bot_message"] = text
        run.record.events.append(ev.bot_message(text))
        answer.say(text)
        run.said(text)

    def reasoning(self) -> Iterator[StreamEvent]:
        """The thoughts that were held back with the text."""
        if self._thoughts:
            yield ReasoningDelta("".join(self._thoughts))
            self._thoughts.clear()

    def _let_out(self, text: str) -> Delta:
        shown = text if self._released else self._answer.separated(text)
        self._released.append(text)
        return Delta(shown)

    def _judge(self, window: Window) -> Iterator[StreamEvent]:
        run, answer = self._run, self._answer
        thoughts = self._heard.reasoning
        if thoughts:
            run.scope.context["bot_thinking"] = thoughts
        fresh = self._passed(window)
        if fresh is None:
            yield from run.refusal(answer)
        elif not self._first:
            yield from self.reasoning()
            if fresh:
                yield self._let_out(fresh)

    def _passed(self, window: Window) -> str | None:
        """What the rails leave of the fresh text; None where they block it."""
        run, context = self._run, self._run.scope.context
        whole = window.context + window.fresh
        if not run.judge_output(self._answer, whole):
            return None
        judged = str(context["bot_message"])
        if judged == whole:
            return window.fresh
        if judged.startswith(window.context):
            return judged[len(window.context) :]
        if not run.judge_output(self._answer, window.fresh):
            return None
        return str(context["bot_message"])
