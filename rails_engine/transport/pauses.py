"""A moment in which nothing has arrived: who hears a stream may do something else until something does.

Only streams that were asked to do it. Nobody has to take a pause: for who just goes on, the stream waits.
"""

from __future__ import annotations

import select
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True, eq=False)
class Pause:
    """Go on when ``fd`` is readable, or when ``until`` has come on the monotonic clock.

    Without a file, what comes next may take long, and nothing tells when it is over.
    """

    fd: int | None = None
    until: float = 0.0
    #: Whether who hears the stream has waited.
    taken: bool = False
    #: The short way at the end of the pause: the text that has come, where text is all that has, which those
    #: who gave the pause have noted then, and the pause goes on; None: all is as it was, the stream goes on.
    hear: Callable[[], str | None] | None = None

    def wait(self, seconds: float | None = None) -> bool:
        """Wait, at most for so long. Whether something has arrived."""
        if self.fd is None:
            return False
        left = max(0.0, self.until - time.monotonic())
        poll = select.poll()
        poll.register(self.fd, select.POLLIN)
        return bool(poll.poll((left if seconds is None else min(seconds, left)) * 1000))
