"""A fuse before a server that may be down: after some failures in a row callers are refused at once.

Without it each turn would wait for its own time-out, and a server that comes back would be met by all of
them together. It neither retries nor waits.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FAILURES = 3
PAUSE = 2.0


class Breaker:
    """Ask ``allows`` before a call and report how it went. While open, one caller a pause may try."""

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._next_trial = 0.0

    def allows(self) -> bool:
        """Whether a call may be tried now."""
        if self._failed < self._limit:
            return True
        with self._lock:
            now = self._clock()
            if now < self._next_trial:
                return False
            self._next_trial = now + self._pause
            return True

    def succeeded(self) -> None:
        """The server answered: close the circuit."""
        if self._failed:
            self._failed = 0

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failed += 1
            self._next_trial = self._clock() + self._pause
