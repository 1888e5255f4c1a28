"""What a request may know of the worker that serves it: whether it is about to end, and how busy it is.

The worker hands it over in the WSGI environment; other servers do not: then nothing ends and nobody waits.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENVIRON_KEY = "switchyard.worker"
SEAT_KEY = "switchyard.seat"
#: So long before the worker is killed a stream says its last words, in seconds.
LAST_WORDS = 1.0


class WorkerState:
    """One worker. Written by its main thread, read by all of them."""

    __slots__ = ("_clock", "_ends_at", "_queued", "threads")

    def __init__(
        self, threads: int, queued: Callable[[], int], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.threads = threads
        self._queued = queued
        self._clock = clock
        self._ends_at: float | None = None

    def queued(self) -> int:
        """How many connections wait for a thread."""
        return self._queued()

    @property
    def draining(self) -> bool:
        """The worker takes no new connections and ends when those that it has are answered."""
        return self._ends_at is not None

    def drain(self, patience: float) -> None:
        """Begin to end; what is not over after ``patience`` seconds will be cut. The sooner end wins."""
        ends_at = self._clock() + max(0.0, patience - LAST_WORDS)
        # Called by a signal handler: no locks here.
        self._ends_at = ends_at if self._ends_at is None else min(ends_at, self._ends_at)

    @property
    def seconds_left(self) -> float | None:
        """For how long an answer may still go on before it must end itself; None: as long as it likes."""
        return None if self._ends_at is None else max(0.0, self._ends_at - self._clock())

    @property
    def must_end(self) -> bool:
        """An answer must end itself now, or it is cut without a word. To be asked about twice a second."""
        return self._ends_at is not None and self._clock() >= self._ends_at


class Seat:
    """Where a streamed answer says that it has nothing to say for now; it gives an empty piece then.

    A server that knows of it may go on with the answer when the pause is over. For any other one the answer
    waits by itself as soon as it is asked for more.
    """

    __slots__ = ("hear", "pause")

    def __init__(self) -> None:
        self.pause: Any = None
        #: The short way: the next piece of the answer, while the pause goes on; see ``Pause``.
        self.hear: Callable[[], bytes | None] | None = None

    def take_pause(self) -> Any:
        """The pause that the last piece stood for, if it did."""
        pause, self.pause = self.pause, None
        return pause


def seat_of(environ: Mapping[str, Any]) -> Seat | None:
    """The seat of a request, where its server has one."""
    found = environ.get(SEAT_KEY)
    return found if isinstance(found, Seat) else None


def state_of(environ: Mapping[str, Any]) -> WorkerState:
    """The state of the worker that serves a request."""
    found = environ.get(ENVIRON_KEY)
    return found if isinstance(found, WorkerState) else WorkerState(1, lambda: 0)
