"""Looks for changed configurations every few seconds, where that is asked for (``AUTO_RELOAD``).

Every worker looks for itself. On SIGHUP nothing happens here: gunicorn then starts new workers, which read
everything anew, and lets the old ones finish what they have begun.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.engines import EnginePool

log = logging.getLogger("service.engines")

#: Seconds between two looks.
EVERY = 2.0


class Reloader:
    """A thread that looks. It ends with the process, or when it is told to."""

    def __init__(self, engines: EnginePool, *, every: float = EVERY) -> None:
        self._engines = engines
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, name="reload", daemon=True)

    def start(self) -> None:
        """Look from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self._engines.refresh()
            except Exception:  # a thread that died would never say that it does
                log.exception("Could not look for changed configurations")
