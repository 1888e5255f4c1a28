"""What a caller may ask of one turn, checked when it comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rails_engine.errors import BadOptionError, did_you_mean

RAIL_KINDS = ("input", "output", "retrieval", "dialog", "tool_input", "tool_output")

Selection = bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RailsSelection:
    """Which rails run: all of a kind, none, or those named."""

    input: Selection = True
    output: Selection = True
    retrieval: Selection = True
    dialog: bool = True
    tool_input: Selection = True
    tool_output: Selection = True


@dataclass(frozen=True, slots=True)
class LogOptions:
    """Which parts of the record the caller wants to see."""

    activated_rails: bool = False
    llm_calls: bool = False
    internal_events: bool = False
    colang_history: bool = False

    @property
    def wanted(self) -> bool:
        """Whether any part is asked for."""
        return self.activated_rails or self.llm_calls or self.internal_events or self.colang_history


@dataclass(frozen=True, slots=True)
class GenerationOptions:
    """The options of one turn."""

    rails: RailsSelection = field(default_factory=RailsSelection)
    llm_params: dict[str, Any] | None = None
    llm_output: bool = False
    output_vars: Selection = False
    log: LogOptions = field(default_factory=LogOptions)


DEFAULT_OPTIONS = GenerationOptions()

Where = tuple[str | int, ...]


def parse_options(value: Any, where: Where = ("options",)) -> GenerationOptions:
    """Read options as they come from JSON or Python; ``None`` and ``{}`` are the defaults."""
    if value is None or value == {}:
        return DEFAULT_OPTIONS
    if isinstance(value, GenerationOptions):
        return value
    table = _table(value, ("rails", "llm_params", "llm_output", "output_vars", "log"), where)
    params = table.get("llm_params")
    if params is not None and not isinstance(params, dict):
        raise BadOptionError("must be an object", where=(*where, "llm_params"))
    return GenerationOptions(
        rails=_rails(table.get("rails"), (*where, "rails")),
        llm_params=params,
        llm_output=_flag(table.get("llm_output"), (*where, "llm_output"), default=False),
        output_vars=_selection(table.get("output_vars"), (*where, "output_vars"), default=False),
        log=_log(table.get("log"), (*where, "log")),
    )


def _rails(value: Any, where: Where) -> RailsSelection:
    if value is None:
        return DEFAULT_OPTIONS.rails
    if isinstance(value, RailsSelection):
        return value
    if isinstance(value, list | tuple):
        for index, kind in enumerate(value):
            if kind not in RAIL_KINDS:
                hint = did_you_mean(str(kind), RAIL_KINDS)
                raise BadOptionError(
                    f"unknown kind of rail {kind!r}" + (f". {hint}" if hint else ""),
                    where=(*where, index),
                )
        return RailsSelection(**{kind: kind in value for kind in RAIL_KINDS})
    table = _table(value, RAIL_KINDS, where)
    chosen: dict[str, Any] = {
        kind: _selection(table.get(kind), (*where, kind), default=True)
        for kind in RAIL_KINDS
        if kind != "dialog"
    }
    dialog = _flag(table.get("dialog"), (*where, "dialog"), default=True)
    return RailsSelection(dialog=dialog, **chosen)


def _log(value: Any, where: Where) -> LogOptions:
    if value is None:
        return DEFAULT_OPTIONS.log
    if isinstance(value, LogOptions):
        return value
    names = ("activated_rails", "llm_calls", "internal_events", "colang_history")
    table = _table(value, names, where)
    return LogOptions(**{n: _flag(table.get(n), (*where, n), default=False) for n in names})


def _table(value: Any, known: tuple[str, ...], where: Where) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadOptionError("must be an object", where=where)
    for key in value:
        if key not in known:
            hint = did_you_mean(str(key), known)
            raise BadOptionError("unknown option" + (f". {hint}" if hint else ""), where=(*where, str(key)))
    return value


def _flag(value: Any, where: Where, *, default: bool) -> bool:
    if value is None:
        return default
    if isinstance(value, bool):
        return value
    raise BadOptionError("must be true or false", where=where)


def _selection(value: Any, where: Where, *, default: bool) -> Selection:
    if value is None:
        return default
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise BadOptionError("must be true, false or a list of names", where=where)
