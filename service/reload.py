"""Looks for changed configurations: every few seconds where that is asked for, and on SIGHUP."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.services import Services

log = logging.getLogger("service.engines")

#: Seconds between two looks.
EVERY = 2.0


def watch_for_changes(services: Services) -> None:
    """Start looking, where the settings ask for it. The thread ends with the process."""
    if services.settings.auto_reload:
        threading.Thread(target=_look, args=(services,), name="reload", daemon=True).start()


def _look(services: Services) -> None:
    pause = threading.Event()
    while True:
        pause.wait(EVERY)
        services.engines.refresh()
