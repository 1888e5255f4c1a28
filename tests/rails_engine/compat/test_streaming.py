"""The engine runs on a thread and the event loop hears its events."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from rails_engine.compat.streaming import GivenText, StreamingHandler, listen, told
from rails_engine.errors import ActionError
from rails_engine.llm.base import LLMRequest
from rails_engine.turn import Blocked, Delta, Failed, ReasoningDelta

VARIABLE = ContextVar("VARIABLE", default="unset")


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 20))


def test_items_come_in_order_from_another_thread_with_the_callers_context():
    def items():
        yield threading.current_thread() is threading.main_thread()
        yield VARIABLE.get()

    async def main():
        VARIABLE.set("set")
        return [item async for item in listen(items)]

    assert run(main()) == [False, "set"]


def test_what_the_iterator_raises_is_raised_where_somebody_listens():
    def items():
        yield 1
        raise LookupError("x")

    async def main():
        stream = listen(items)
        assert await anext(stream) == 1
        with pytest.raises(LookupError, match="x"):
            await anext(stream)

    run(main())


def test_what_starting_raises_is_raised_too():
    def start():
        raise LookupError("x")

    async def main():
        with pytest.raises(LookupError):
            await anext(listen(start))

    run(main())


def test_the_iterator_is_closed_when_nobody_listens_any_more():
    closed = threading.Event()

    def items():
        try:
            while True:
                yield 1
        finally:
            closed.set()

    async def main():
        stream = listen(items)
        await anext(stream)
        await stream.aclose()
        return await asyncio.to_thread(closed.wait, 10)

    assert run(main())


def test_a_handler_gives_its_chunks_and_then_the_whole():
    async def main():
        handler = StreamingHandler()
        whole = asyncio.create_task(handler.wait())
        for chunk in ("a", "b"):
            await handler.push_chunk(chunk)
        await handler.finish()
        return [chunk async for chunk in handler], await whole

    assert run(main()) == (["a", "b"], "ab")


def test_events_are_told_as_texts():
    assert list(told(Delta("a"))) == ["a"]
    assert list(told(Delta("a"), metadata=True)) == [{"text": "a"}]
    assert list(told(ReasoningDelta("hm"))) == []
    assert "content_blocked" in next(told(Blocked("check words", "No.")))
    assert "rail_execution_failure" in next(told(Failed(ActionError("x"))))


def test_a_given_text_is_read_on_the_loop_that_it_belongs_to():
    async def words():
        yield "a"
        yield "b"

    async def main():
        loop = asyncio.get_running_loop()
        ask = LLMRequest([])
        whole = await asyncio.to_thread(GivenText(words(), loop).complete, ask)
        pieces = await asyncio.to_thread(lambda: [c.text for c in GivenText(words(), loop).stream(ask)])
        return whole.text, pieces, GivenText(words(), loop).list_models()

    assert run(main()) == ("ab", ["a", "b"], [])
