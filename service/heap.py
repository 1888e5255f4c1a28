"""What stays as long as a worker lives is not looked through for garbage again and again.

The interpreter's collector looks through all that lives, the engines and their words included, which takes
a twentieth of a second in which nobody is answered. Requests leave nothing for it. Here what has survived
such a look is set aside, and looked through again only now and then.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: How often everything is looked through, in seconds, if the collector wants to look at all.
THOROUGH_EVERY = 300.0
OLDEST = 2


class Heap:
    """Hears when the collector looks through the oldest objects."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._thorough_at = clock()

    def watch(self) -> None:
        """From now on, in this process."""
        gc.callbacks.append(self._hear)

    def leave(self) -> None:
        """As if nobody had watched."""
        gc.callbacks.remove(self._hear)
        gc.unfreeze()

    def _hear(self, phase: str, info: Mapping[str, Any]) -> None:
        if info["generation"] != OLDEST:
            return
        if phase == "stop":
            gc.freeze()
        elif self._clock() - self._thorough_at >= THOROUGH_EVERY:
            self._thorough_at = self._clock()
            gc.unfreeze()
