"""Streams of the engine for code that awaits: the engine runs on a thread, the loop hears its events."""

from __future__ import annotations

import asyncio
import threading
from contextvars import copy_context
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rails_engine.errors import ProviderError, RailsError
from rails_engine.jsontext import dumps
from rails_engine.llm.base import LLMChunk, LLMReply, ModelSpec, Provider
from rails_engine.llm.models import Models
from rails_engine.pipeline.run import TurnRun
from rails_engine.transport import Transport
from rails_engine.turn import Blocked, Delta, Failed, Finished

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from rails_engine.llm.base import LLMRequest
    from rails_engine.pipeline.parts import Parts
    from rails_engine.turn import StreamEvent, Turn, TurnResult

T = TypeVar("T")


class StreamingHandler:
    """What a streamed call pushes its text into; whoever iterates over it gets the text."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._ended = asyncio.Event()
        #: Everything that was pushed.
        self.completion = ""

    async def push_chunk(self, chunk: str | None) -> None:
        """Add a piece of text; None is the end."""
        if chunk is None:
            self._ended.set()
        else:
            self.completion += chunk
        await self._queue.put(chunk)

    async def finish(self) -> None:
        """Nothing more will come."""
        await self.push_chunk(None)

    async def wait(self) -> str:
        """The whole text, when all of it is there."""
        await self._ended.wait()
        return self.completion

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        chunk = await self._queue.get()
        if chunk is None:
            raise StopAsyncIteration
        return chunk


async def listen(start: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
    """The items of an iterator that blocks, which runs on a thread of its own until nobody listens."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[tuple[T] | BaseException | None] = asyncio.Queue()
    left = threading.Event()

    def tell(item: tuple[T] | BaseException | None) -> None:
        if not left.is_set():
            loop.call_soon_threadsafe(heard.put_nowait, item)

    def run() -> None:
        try:
            items = start()
            try:
                for item in items:
                    if left.is_set():
                        break
                    tell((item,))
            finally:
                items.close()  # type: ignore[attr-defined]
        except BaseException as error:  # noqa: BLE001 - raised again where somebody listens
            tell(error)
        else:
            tell(None)

    threading.Thread(target=copy_context().run, args=(run,), name="rails-stream", daemon=True).start()
    try:
        while (item := await heard.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item[0]
    finally:
        left.set()


async def pieces(start: Callable[[], Iterator[StreamEvent]], *, metadata: bool) -> AsyncIterator[Any]:
    """A stream for callers of the original; what it fails with is its last piece."""
    try:
        async for event in listen(start):
            for chunk in told(event, metadata=metadata):
                yield chunk
    except RailsError as error:
        for chunk in told(Failed(error), metadata=metadata):
            yield chunk


async def judged_pieces(
    parts: Parts, turn: Turn, generator: AsyncIterator[str], *, metadata: bool
) -> AsyncIterator[Any]:
    """The text of a generator in place of the model's, through the output rails and nothing else."""
    model = GivenText(generator, asyncio.get_running_loop())
    models = Models({**parts.toolbox.models, "main": model})
    changed = replace(
        parts,
        toolbox=replace(parts.toolbox, models=models),
        answers_by_function=False,
        retrieves=False,
        follows_flows=False,
    )
    rails = replace(turn.options.rails, input=False, tool_input=False)
    judged = replace(turn, options=replace(turn.options, rails=rails))
    async for piece in pieces(lambda: TurnRun(changed, judged).stream(), metadata=metadata):
        yield piece


class GivenText(Provider):
    """A model that says what a generator of the caller's gives, which belongs to the caller's event loop."""

    name: ClassVar[str] = "given"

    def __init__(self, generator: AsyncIterator[str], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(ModelSpec(type="main", engine=self.name, model=self.name), Transport())
        self._generator = generator
        self._loop = loop

    def complete(self, request: LLMRequest) -> LLMReply:
        """All of it."""
        return LLMReply(text="".join(chunk.text for chunk in self.stream(request)))

    def stream(self, request: LLMRequest) -> Iterator[LLMChunk]:  # noqa: ARG002 - nobody is asked
        """As it comes."""
        while (text := self._next()) is not None:
            yield LLMChunk(text=text)

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:  # noqa: ARG002 - it has no account
        """There are none."""
        return []

    def _next(self) -> str | None:
        async def following() -> str | None:
            return await anext(self._generator, None)

        return asyncio.run_coroutine_threadsafe(following(), self._loop).result()


def told(event: StreamEvent, *, metadata: bool = False) -> Iterator[Any]:
    """An event as callers of the original hear it: a text, and an error as a text that is a JSON object.

    With ``metadata`` each is a mapping, and the last one tells of the model and its tokens.
    """
    text = _told_text(event)
    if text is not None:
        yield {"text": text} if metadata else text
    if metadata and isinstance(event, Finished):
        yield {"text": "", "metadata": _told_metadata(event.result)}


def _told_text(event: StreamEvent) -> str | None:
    if isinstance(event, Delta):
        return event.text
    if isinstance(event, Blocked):
        return _blocked(event.rail)
    if isinstance(event, Failed):
        return _failed(event.error)
    if isinstance(event, Finished):
        result = event.result
        if result.error is not None:
            return _failed(result.error)
        if result.exception is not None and result.blocked_kind == "input":
            return _blocked(str(result.blocked_by))
    return None


def _blocked(rail: str) -> str:
    return _error(f"Blocked by {rail} rails.", "guardrails_violation", "content_blocked", rail)


def _failed(error: RailsError) -> str:
    if isinstance(error, ProviderError):
        if error.status is not None:
            return _error(str(error), "downstream_error", error.status)
        return _error(str(error), "generation_error", "generation_failed")
    return _error(str(error), "internal_error", "rail_execution_failure")


def _error(message: str, kind: str, code: Any, param: str | None = None) -> str:
    return dumps({"error": {"message": message, "type": kind, "param": param, "code": code}}).decode()


def _told_metadata(result: TurnResult) -> dict[str, Any]:
    usage = result.usage
    return {
        "response_metadata": {"model_name": result.model, "finish_reason": result.finish_reason}
        if result.model
        else None,
        "usage_metadata": {
            "input_tokens": usage.prompt_tokens,
            "output_tokens": usage.completion_tokens,
            "total_tokens": usage.total_tokens,
        }
        if usage is not None and usage.total_tokens
        else None,
    }
