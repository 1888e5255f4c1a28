"""The main call as it comes, piece by piece, each released only when the output rails have passed it.

Without output rails a piece is released at once. With them, pieces are gathered into windows as the
configuration says; where streaming of output rails is not enabled, or a rail has to see the whole
text, everything is held until the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.actions.context import end_call
from rails_engine.llm.base import LLMReply
from rails_engine.messages import Message, Usage
from rails_engine.pipeline.buffer import OutputBuffer, Window
from rails_engine.rails.plan import selected
from rails_engine.turn import Delta, ReasoningDelta, ToolCallsDelta

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rails_engine.llm.base import LLMChunk
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.run import TurnRun
    from rails_engine.turn import StreamEvent


def stream_reply(
    run: TurnRun, answer: Answer, messages: Sequence[Message], params: dict[str, Any]
) -> Iterator[StreamEvent]:
    """Ask the model, and say what it says as far as the rails let it pass."""
    call, chunks = run.scope.model("general").stream(messages, task="general", params=params)
    heard = _Heard()
    release = _Release(run, answer)
    try:
        for chunk in chunks:
            heard.take(chunk)
            if chunk.reasoning:
                yield ReasoningDelta(chunk.reasoning)
            if chunk.text:
                yield from release.feed(chunk.text)
                if answer.done:
                    return
    finally:
        chunks.close()  # type: ignore[attr-defined]
        answer.reply = heard.reply()
        end_call(call, answer.reply)
    yield from release.close()
    if answer.done:
        return
    reply = answer.reply
    if reply.reasoning:
        run.scope.context["bot_thinking"] = reply.reasoning
    if reply.tool_calls:
        if not run.judge_tool_calls(answer, reply.tool_calls):
            yield from run.refusal(answer)
            return
        yield ToolCallsDelta(tuple(answer.tool_calls))
    answer.done = True


class _Heard:
    """The reply, put together from its chunks."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._calls: dict[int, dict[str, Any]] = {}
        self._last: dict[str, Any] = {}
        self._usage = Usage()

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
            reasoning="".join(self._reasoning) or None,
            tool_calls=[self._calls[index] for index in sorted(self._calls)],
            usage=self._usage,
            finish_reason=self._last.get("finish_reason", "stop"),
            model=self._last.get("model"),
            id=self._last.get("id"),
            system_fingerprint=self._last.get("system_fingerprint"),
        )


class _Release:
    """Lets text out as the rails allow."""

    def __init__(self, run: TurnRun, answer: Answer) -> None:
        self._run = run
        self._answer = answer
        self._released: list[str] = []
        chosen = run.options.rails.output
        active = [rail for rail in run.parts.plan.of("output") if selected(rail, chosen)]
        streaming = run.scope.config.rails.output.streaming
        self._judged = bool(active)
        self._first = bool(streaming.stream_first)
        held = not streaming.enabled or any(rail.judges == "whole" for rail in active)
        self._buffer = OutputBuffer(None if held else streaming.chunk_size, streaming.context_size)

    def feed(self, text: str) -> Iterator[StreamEvent]:
        if not self._judged:
            self._released.append(text)
            yield Delta(text)
            return
        for window in self._buffer.feed(text):
            yield from self._judge(window)

    def close(self) -> Iterator[StreamEvent]:
        """The model has said everything."""
        if self._judged:
            for window in self._buffer.close():
                yield from self._judge(window)
        if self._answer.done:
            return
        text = "".join(self._released)
        run = self._run
        run.scope.context["bot_message"] = text
        run.record.events.append(ev.bot_message(text))
        self._answer.say(text)
        run.said(text)

    def _judge(self, window: Window) -> Iterator[StreamEvent]:
        if self._answer.done:
            return
        run, fresh = self._run, window.fresh
        if self._first:
            self._released.append(fresh)
            yield Delta(fresh)
        if not run.judge_output(self._answer, window.context + fresh):
            yield from run.refusal(self._answer)
            return
        if self._first:
            return
        judged = str(run.scope.context["bot_message"])
        if judged != window.context + fresh:
            if not judged.startswith(window.context):
                run.judge_output(self._answer, fresh)
                fresh = str(run.scope.context["bot_message"])
            else:
                fresh = judged[len(window.context) :]
        self._released.append(fresh)
        yield Delta(fresh)
