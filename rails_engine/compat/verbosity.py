"""``set_verbose``: how much the engine's log says."""

from __future__ import annotations

import logging


def set_verbose(verbose: bool) -> None:
    """Let the engine's loggers say everything, or what the process's logging says."""
    logging.getLogger("rails_engine").setLevel(logging.DEBUG if verbose else logging.NOTSET)
