"""A lock between the processes of one machine, and between the threads of one process.

It is advisory and lies on a file or folder that may be there for another purpose. It never waits for ever.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST_WAIT = 0.001
LONGEST_WAIT = 0.02


@contextmanager
def locked(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock on an existing folder or on a file, which is created. ``TimeoutError`` after a while."""
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
    # Every holder opens the path for itself: that is what makes the lock hold between threads too.
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        _acquire(descriptor, time.monotonic() + timeout)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, deadline: float) -> None:
    wait = FIRST_WAIT
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise TimeoutError("the lock is held elsewhere") from None
            time.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)
        else:
            return
