"""The threads of a worker: who was busy last gets the next task, and none keeps a record of what came of it.

The standard library hands tasks to its threads in turn, each through a queue, a semaphore and a future,
and each to the thread whose caches are coldest.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("service.crew")

Task = tuple["Callable[..., object]", tuple[Any, ...]]


class Crew:
    """At most so many threads. They are started when all others are busy, and stay."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Condition(threading.Lock())
        self._waiting: deque[Task] = deque()
        self._idle: list[_Thread] = []
        self._size = 0
        self._is_closed = False

    def waiting(self) -> int:
        """How many tasks have no thread."""
        return len(self._waiting)

    def do(self, task: Callable[..., object], *args: Any) -> None:
        """Have it done. What it raises is logged."""
        found: _Thread | None = None
        with self._lock:
            if self._idle:
                found = self._idle.pop()
            elif self._size < self._most:
                self._size += 1
            else:
                self._waiting.append((task, args))
                return
        if found is not None:
            found.wake((task, args))
            return
        try:
            _Thread(self, (task, args)).start()
        except RuntimeError:
            self._do_without((task, args))

    def _do_without(self, task: Task) -> None:
        """The system has no more threads: make do with those that there are."""
        with self._lock:
            self._size -= 1
            if not self._size:
                raise RuntimeError("the system gives no thread")
            self._most = self._size
            log.warning("The system gives no more threads than %d.", self._size)
            found = self._idle.pop() if self._idle else None
            if found is None:
                self._waiting.append(task)
        if found is not None:
            found.wake(task)

    def next_task(self, thread: _Thread) -> Task | None:
        """What the thread shall do next; None if it is to wait, and will be woken."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(thread)
            if self._is_closed:
                self._lock.notify()
            return None

    def close(self, patience: float) -> None:
        """Wait until all is done, but no longer than that; then the threads end."""
        with self._lock:
            self._is_closed = True
            self._lock.wait_for(lambda: len(self._idle) == self._size, patience)
            idle, self._idle = self._idle, []
            self._size -= len(idle)
        for thread in idle:
            thread.wake(None)

    def shutdown(self, wait: bool = False) -> None:
        """What gunicorn asks of a pool, in a signal handler, too. Nothing: ``close`` is called at the end."""


class _Thread(threading.Thread):
    """One of them. It does not keep the process from ending."""

    def __init__(self, crew: Crew, task: Task) -> None:
        super().__init__(name="crew", daemon=True)
        self._crew = crew
        self._task: Task | None = task
        self._bell = threading.Lock()
        self._bell.acquire()

    def wake(self, task: Task | None) -> None:
        """Go on with this; None is the end."""
        self._task = task
        self._bell.release()

    def run(self) -> None:
        """See ``Thread``."""
        task, self._task = self._task, None
        while task is not None:
            function, args = task
            try:
                function(*args)
            except BaseException:
                log.exception("A task failed")
            del function, args  # or a thread that waits would keep a request
            task = self._crew.next_task(self)
            if task is None:
                self._bell.acquire()
                task, self._task = self._task, None
