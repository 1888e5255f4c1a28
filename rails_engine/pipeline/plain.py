"""Values of Python as JSON can hold them, for logs and states. What has no such form is told as text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.options import GenerationOptions

#: Deeper than this, or a value that holds itself, is cut.
MAX_DEPTH = 50
MAX_INTEGER = 2**63


def plain(value: Any, depth: int = 0) -> Any:
    """The nearest value of JSON."""
    if isinstance(value, RailOutcome):
        return plain(value.to_json(), depth)
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if -MAX_INTEGER <= value < MAX_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if depth >= MAX_DEPTH:
        return "…"
    if isinstance(value, GenerationOptions):
        return plain(asdict(value), depth)
    if isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, depth + 1) for item in value]
    return str(value)
