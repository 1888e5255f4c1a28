"""The options of one call as classes that callers may fill in field by field.

They are read by :func:`plain_options`, which gives what the engine checks; nothing is checked here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rails_engine.compat.records import Record


@dataclass
class GenerationRailsOptions(Record):
    """Which rails run: all of a kind, none, or those named."""

    input: bool | list[str] = True
    output: bool | list[str] = True
    retrieval: bool | list[str] = True
    dialog: bool = True
    tool_input: bool | list[str] = True
    tool_output: bool | list[str] = True


@dataclass
class GenerationLogOptions(Record):
    """Which parts of the record the caller wants to see."""

    activated_rails: bool = False
    llm_calls: bool = False
    internal_events: bool = False
    colang_history: bool = False


@dataclass
class GenerationOptions(Record):
    """The options of one call."""

    rails: GenerationRailsOptions | list[str] | dict[str, Any] = field(default_factory=GenerationRailsOptions)
    llm_params: dict[str, Any] | None = None
    llm_output: bool = False
    output_vars: bool | list[str] | None = None
    log: GenerationLogOptions = field(default_factory=GenerationLogOptions)

    def __post_init__(self) -> None:
        if isinstance(self.log, dict):
            self.log = GenerationLogOptions(**self.log)
        if isinstance(self.rails, dict):
            self.rails = GenerationRailsOptions(**self.rails)


def plain_options(options: Any) -> Any:
    """Options as the engine reads them."""
    return options.model_dump() if isinstance(options, Record) else options
