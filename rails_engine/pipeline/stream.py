"""The main call as it comes, piece by piece, each released only when the output rails have passed it.

Without output rails a piece is released at once. With them it goes through the stages in ``stages.py``;
where streaming of output rails is not enabled, everything is held until the end.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.actions.context import end_call
from rails_engine.llm.base import LLMReply
from rails_engine.messages import Usage
from rails_engine.pipeline.buffer import OutputBuffer
from rails_engine.pipeline.stages import WayOut, WindowStage, make_stages
from rails_engine.rails.streaming import StreamedRails
from rails_engine.transport import Pause
from rails_engine.turn import Delta, ReasoningDelta, ToolCallsDelta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rails_engine.dialog.wording import Wording
    from rails_engine.llm.base import LLMChunk
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.run import TurnRun
    from rails_engine.pipeline.stages import Judge, Stage
    from rails_engine.rails.plan import ConfiguredRail
    from rails_engine.turn import LLMCall, StreamEvent


class Opened:
    """A streamed call: what is on the record of it, and its chunks."""

    def __init__(self, call: LLMCall, chunks: Iterator[LLMChunk]) -> None:
        self.call = call
        self._chunks = chunks
        self._first: list[LLMChunk] = []

    def begin(self) -> None:
        """Connect, and wait for the first chunk."""
        self._first = list(islice((chunk for chunk in self._chunks if chunk.pause is None), 1))

    def __iter__(self) -> Iterator[LLMChunk]:
        yield from self._first
        yield from self._chunks

    def close(self) -> None:
        """Nobody listens any more."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()


def stream_reply(
    run: TurnRun, answer: Answer, opened: Opened, wording: Wording | None = None
) -> Iterator[StreamEvent]:
    """Hear what the model says, and say it as far as the rails let it pass.

    ``wording`` reads the message out of what is heard, where they are not the same.
    """
    heard = _Heard()
    release = _Release(run, answer, heard)
    try:
        for event, more in _pair(_hear(run, answer, opened, heard, release, wording)):
            yield Delta(event.text, more=True) if more and isinstance(event, Delta) else event
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
        if wording is not None and (rest := wording.close()):
            yield from release.say(rest)
        if not answer.done:
            yield from release.close()
        if answer.done:
            return
    yield from release.reasoning()
    if reply.tool_calls:
        if not run.judge_tool_calls(answer, reply.tool_calls):
            yield from run.refusal(answer)
        elif answer.tool_calls:
            yield ToolCallsDelta(tuple(answer.tool_calls))


def _hear(
    run: TurnRun,
    answer: Answer,
    opened: Opened,
    heard: _Heard,
    release: _Release,
    wording: Wording | None,
) -> Iterator[StreamEvent | None]:
    """What may go out while the model speaks; None where there is nothing more to say without waiting.

    Where a rail or a flow may take its time, nobody is told of pauses: that is for a thread of its own.
    """
    parts = run.parts
    may_wait = release.may_wait or parts.follows_flows or bool(parts.plan.of("tool_output"))
    for chunk in opened:
        pause = chunk.pause
        if pause is not None:
            if not may_wait:
                late: list[StreamEvent | Exception] = []
                if pause.hear is not None and wording is None:
                    pause.hear = partial(_say_heard, pause.hear, answer, heard, release, late)
                else:
                    pause.hear = None
                yield pause
                yield from _say_late(late)
                if answer.done:
                    return
            continue
        heard.take(chunk)
        yield from release.feed(chunk.text if wording is None else wording.feed(chunk.text), chunk)
        if answer.done:
            return
        if may_wait or not chunk.more:
            yield None


def _say_heard(
    hear: Callable[[], str | None],
    answer: Answer,
    heard: _Heard,
    release: _Release,
    late: list[StreamEvent | Exception],
) -> str | None:
    """What may go out of a text that came the short way; what is not text alone is left to be said late.

    So is what breaks: who hears the stream ends it honestly, who hears the short way cannot.
    """
    text = hear()
    if text is None:
        return None
    heard.take_text(text)
    if release.lets_all_pass(text):
        return text
    try:
        said = list(release.say(text))
    except Exception as error:  # noqa: BLE001 - whatever broke, it is raised where the stream is heard
        late.append(error)
        return None
    passed = [event.text for event in said if isinstance(event, Delta)]
    if answer.done or len(passed) < len(said):
        late += said
        return None
    return "".join(passed)


def _say_late(late: Sequence[StreamEvent | Exception]) -> Iterator[StreamEvent]:
    for event in late:
        if isinstance(event, Exception):
            raise event
        yield event


def _pair(events: Iterator[StreamEvent | None]) -> Iterator[tuple[StreamEvent, bool]]:
    """Each event, and whether another one follows at once."""
    last: StreamEvent | None = None
    try:
        for event in events:
            if last is not None:
                yield last, event is not None
            if isinstance(event, Pause):
                yield event, False
                event = None  # noqa: PLW2901 - nothing is kept over a pause
            last = event
    except Exception:
        if last is not None:
            yield last, False
        raise
    if last is not None:
        yield last, False


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
        return "".join(self._reasoning) if self._reasoning else ""

    def take(self, chunk: LLMChunk) -> None:
        if chunk.text:
            self._text.append(chunk.text)
        if chunk.reasoning:
            self._reasoning.append(chunk.reasoning)
        for delta in chunk.tool_calls or ():
            self._add_call(delta)
        if chunk.usage is not None:
            self._usage = chunk.usage
        last = self._last
        if chunk.finish_reason is not None:
            last["finish_reason"] = chunk.finish_reason
        if chunk.model is not None:
            last["model"] = chunk.model
        if chunk.id is not None:
            last["id"] = chunk.id
        if chunk.system_fingerprint is not None:
            last["system_fingerprint"] = chunk.system_fingerprint

    def take_text(self, text: str) -> None:
        self._text.append(text)

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
        self._rails = StreamedRails(run.parts.runner, run.scope, run.options.rails.output)
        self._way_out = self._make_way_out([])
        #: Judges what is out already, where the configuration wants that.
        self._afterwards = self._make_way_out([])
        #: Whether text may wait for a rail, and thoughts with it.
        self._holds = False
        self._is_open = not self._rails.active
        #: Whether a rail may take its time over a piece.
        self.may_wait = False
        if self._rails.active:
            self._place(self._rails.active)

    def _place(self, active: Sequence[ConfiguredRail]) -> None:
        """Which rail judges where on the way."""
        self.may_wait = any(rail.judges != "exact" for rail in active)
        judge = _judging(self._run, self._answer, self._rails)
        streaming = self._run.scope.config.rails.output.streaming
        if not streaming.enabled:
            whole = WindowStage(active, judge, OutputBuffer(None))
            self._way_out, self._holds = self._make_way_out([whole]), True
            return
        first, last = active, []
        if streaming.stream_first or "output" in self._run.parts.plan.parallel:
            first = [rail for rail in active if rail.judges == "exact"]
            last = [rail for rail in active if rail.judges != "exact"]
        before = make_stages(self._rails, first, judge, streaming)
        others = make_stages(self._rails, last, judge, streaming)
        if streaming.stream_first:
            self._afterwards = self._make_way_out(others)
        else:
            before += others
        self._way_out, self._holds = self._make_way_out(before), bool(before)

    def _make_way_out(self, stages: list[Stage]) -> WayOut:
        answer = self._answer
        return WayOut(stages, lambda: answer.done)

    def feed(self, text: str, chunk: LLMChunk) -> Iterator[StreamEvent]:
        """What may go out now that this has come."""
        if chunk.reasoning:
            self._thoughts.append(chunk.reasoning)
            if not self._holds:
                yield from self.reasoning()
        if text:
            yield from self.say(text)

    def lets_all_pass(self, text: str) -> bool:
        """Whether a text that is not the first one has gone out as it is, since nobody has to look at it."""
        if not self._is_open or not self._released or self._thoughts:
            return False
        self._released.append(text)
        return True

    def say(self, text: str) -> Iterator[StreamEvent]:
        """What may go out of the text, and of what was held."""
        reasoning = self._heard.reasoning
        if reasoning:
            self._run.scope.context["bot_thinking"] = reasoning
        yield from self._let_out(self._way_out.feed(text))

    def close(self) -> Iterator[StreamEvent]:
        """The model has said everything."""
        run, answer = self._run, self._answer
        yield from self._let_out(self._way_out.close())
        if answer.done:
            return
        for _ in self._afterwards.close():
            pass
        if answer.done:
            yield from run.refusal(answer)
            return
        self._rails.finish()
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

    def _let_out(self, passed: Iterable[str]) -> Iterator[StreamEvent]:
        """What has passed goes to the user, and to the rails that judge afterwards."""
        answer = self._answer
        for text in passed:
            if self._thoughts:
                yield from self.reasoning()
            shown = text if self._released else answer.separated(text)
            self._released.append(text)
            yield Delta(shown)
            for _ in self._afterwards.feed(text):
                pass
            if answer.done:
                break
        if answer.done:
            yield from self._run.refusal(answer)


def _judging(run: TurnRun, answer: Answer, streamed: StreamedRails) -> Judge:
    """How a stage has a piece judged. It knows nothing of who has the stages: they would keep each other."""

    def judge(rails: Sequence[ConfiguredRail], before: str, text: str, *, seen: int = 0) -> str | None:
        verdict = streamed.judge(rails, before, text, seen=seen)
        if not verdict.blocked:
            return str(run.scope.context["bot_message"])
        run.end_blocked(answer, verdict)
        return None

    return judge
