"""Run users' coroutines to their end on the thread that asks, so that the engine itself need not be async.

Each thread has an event loop of its own, made at its first coroutine and closed when the thread ends; what
a coroutine leaves behind (tasks, open generators) goes on at the thread's next coroutine and is cancelled
at its end. Nothing here makes a blocking call stop: a time limit cancels a coroutine where it awaits.
"""

from __future__ import annotations

import contextvars
import logging
import os
import threading
import weakref
from typing import TYPE_CHECKING, Any, TypeVar

from rails_engine.errors import ActionFailedError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

log = logging.getLogger("rails_engine.actions")


class _Loop:
    """The event loop of one thread. It must not be used after a fork: the child would share its poller."""

    __slots__ = ("__weakref__", "abandoned", "loop", "pid")

    def __init__(self, abandoned: _Loop | None = None) -> None:
        import asyncio

        self.loop = asyncio.new_event_loop()
        self.pid = os.getpid()
        #: The parent process's, kept from being collected: closing it here would disturb the parent.
        self.abandoned = abandoned
        weakref.finalize(self, _close, self.loop, self.pid)


#: Holds nothing but the loop of each thread, which is where the thread's end is noticed.
_THREAD = threading.local()


def drive(awaitable: Awaitable[T], *, timeout: float | None = None, name: str = "coroutine") -> T:
    """The value of an awaitable. Context variables are the caller's, in both directions.

    After ``timeout`` seconds it is cancelled and ``ActionFailedError`` raised, with ``name`` in it. Inside
    a running event loop (which is thereby blocked) the work is done on a thread of its own.
    """
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run(awaitable, timeout, name)
    return _elsewhere(lambda: _run(awaitable, timeout, name))


def _run(awaitable: Awaitable[T], timeout: float | None, name: str) -> T:
    loop = _thread_loop()
    context = contextvars.copy_context()
    task: asyncio.Task[T] = loop.create_task(_settle(awaitable, timeout, name), context=context)
    try:
        return loop.run_until_complete(task)
    except BaseException:
        if not task.done():
            _cancel(loop, {task})
        raise
    finally:
        _take_over(context)
        left = _pending(loop)
        if left:
            log.warning(
                "Action %r left %d tasks behind; they wait for this thread's next coroutine", name, left
            )


async def _settle(awaitable: Awaitable[T], timeout: float | None, name: str) -> T:  # noqa: ASYNC109 - the door for it
    if timeout is None:
        return await awaitable
    import asyncio

    limit = asyncio.timeout(timeout)
    try:
        async with limit:
            return await awaitable
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise ActionFailedError(name, "TimeoutError") from error


def _thread_loop() -> asyncio.AbstractEventLoop:
    own: _Loop | None = getattr(_THREAD, "own", None)
    if own is None or own.pid != os.getpid() or own.loop.is_closed():
        own = _THREAD.own = _Loop(own)
    return own.loop


def _pending(loop: asyncio.AbstractEventLoop) -> int:
    import asyncio

    return len(asyncio.all_tasks(loop))


def _take_over(context: contextvars.Context) -> None:
    """What the coroutine set in its context is set for the caller, as if it had been called."""
    for variable, value in context.items():
        if variable.get(_UNSET) is not value:
            variable.set(value)


_UNSET: Any = object()


def _elsewhere(work: Callable[[], T]) -> T:
    context = contextvars.copy_context()
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(context.run(work))
        except BaseException as error:  # noqa: BLE001 - raised again on the thread that waits
            errors.append(error)

    thread = threading.Thread(target=run, name="rails-coroutine", daemon=True)
    thread.start()
    thread.join()
    _take_over(context)
    if errors:
        raise errors.pop()
    return results.pop()


def _cancel(loop: asyncio.AbstractEventLoop, tasks: set[asyncio.Task[Any]]) -> None:
    import asyncio

    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))


def _close(loop: asyncio.AbstractEventLoop, pid: int) -> None:
    """The thread has ended: end what is still open on its loop."""
    import asyncio

    if pid != os.getpid() or loop.is_running() or loop.is_closed():
        return
    try:
        tasks = asyncio.all_tasks(loop)
        if tasks:
            _cancel(loop, tasks)
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
