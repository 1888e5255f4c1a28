"""What this configuration prepares once, when it is loaded: its patterns, compiled.

``re2`` matches in linear time, so that no message can make a pattern hang.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

if TYPE_CHECKING:
    from rails_engine import EngineBuilder


def init(app: EngineBuilder) -> None:
    """Hand the patterns to every action that has a parameter of this name."""
    data = app.config.custom_data
    layers = {name: re2.compile("|".join(forms)) for name, forms in data["layers"].items()}
    kinds = {name: re2.compile(form) for name, form in data["personal_data"].items()}
    app.register_action_param("layers", layers)
    app.register_action_param("personal_data", kinds)
