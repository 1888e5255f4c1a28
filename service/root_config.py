"""The ``config.py`` at the root of the configurations folder: it runs once, when the server is assembled.

It may register a datastore, loggers and challenges, and its ``init(app)``, if it has one, gets the Flask
application. In single-config mode the root is itself a configuration and its config.py belongs to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import load_init, original_names
from service.registrations import Registrations, collecting

if TYPE_CHECKING:
    from pathlib import Path

#: The packages that answer for the import names of the original here.
ROOTS = ("service.compat.nemoguardrails", "rails_engine.compat.nemoguardrails")


def run_root_config(root: Path, app: Any) -> Registrations:
    """Execute it, and give what it registered."""
    with collecting() as found:
        for init in load_init([root], lambda: original_names(ROOTS)):
            init(app)
    return found
