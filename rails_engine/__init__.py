"""Guardrails for LLM applications, as a library: configuration folders in, guarded answers out.

A name is looked up in the module that defines it when it is first used, so that importing this package
costs nothing to whoever only asks for its version or one of its errors.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rails_engine.actions.imports import original_names
    from rails_engine.actions.loading import load_init
    from rails_engine.actions.outcome import ActionResult, RailOutcome
    from rails_engine.actions.registry import action
    from rails_engine.config.fingerprint import Fingerprint, take_fingerprint
    from rails_engine.config.schema import ModelConfig
    from rails_engine.discovery import discover
    from rails_engine.engine import EngineBuilder, RailsConfig, RailsEngine
    from rails_engine.errors import (
        AbandonedError,
        ActionError,
        ActionFailedError,
        BadOptionError,
        BadStateError,
        ColangSyntaxError,
        ConfigError,
        ProviderAuthError,
        ProviderError,
        ProviderLimitError,
        ProviderReplyError,
        ProviderRequestError,
        ProviderTimeoutError,
        ProviderUnreachableError,
        RailsError,
        TurnError,
        UnknownConfigError,
        did_you_mean,
        nearest,
    )
    from rails_engine.llm.base import LLMChunk, LLMReply, LLMRequest, ModelSpec, Provider
    from rails_engine.llm.models import fold_name
    from rails_engine.options import GenerationOptions, LogOptions, RailsSelection, parse_options
    from rails_engine.turn import (
        Blocked,
        CheckResult,
        Delta,
        Failed,
        Finished,
        RailRun,
        ReasoningDelta,
        StreamEvent,
        ToolCallsDelta,
        Turn,
        TurnResult,
    )

_HOMES = {
    "AbandonedError": "rails_engine.errors",
    "ActionError": "rails_engine.errors",
    "ActionFailedError": "rails_engine.errors",
    "ActionResult": "rails_engine.actions.outcome",
    "BadOptionError": "rails_engine.errors",
    "BadStateError": "rails_engine.errors",
    "Blocked": "rails_engine.turn",
    "CheckResult": "rails_engine.turn",
    "ColangSyntaxError": "rails_engine.errors",
    "ConfigError": "rails_engine.errors",
    "Delta": "rails_engine.turn",
    "EngineBuilder": "rails_engine.engine",
    "Failed": "rails_engine.turn",
    "Fingerprint": "rails_engine.config.fingerprint",
    "Finished": "rails_engine.turn",
    "GenerationOptions": "rails_engine.options",
    "LLMChunk": "rails_engine.llm.base",
    "LLMReply": "rails_engine.llm.base",
    "LLMRequest": "rails_engine.llm.base",
    "LogOptions": "rails_engine.options",
    "ModelConfig": "rails_engine.config.schema",
    "ModelSpec": "rails_engine.llm.base",
    "Provider": "rails_engine.llm.base",
    "ProviderAuthError": "rails_engine.errors",
    "ProviderError": "rails_engine.errors",
    "ProviderLimitError": "rails_engine.errors",
    "ProviderReplyError": "rails_engine.errors",
    "ProviderRequestError": "rails_engine.errors",
    "ProviderTimeoutError": "rails_engine.errors",
    "ProviderUnreachableError": "rails_engine.errors",
    "RailOutcome": "rails_engine.actions.outcome",
    "RailRun": "rails_engine.turn",
    "RailsConfig": "rails_engine.engine",
    "RailsEngine": "rails_engine.engine",
    "RailsError": "rails_engine.errors",
    "RailsSelection": "rails_engine.options",
    "ReasoningDelta": "rails_engine.turn",
    "StreamEvent": "rails_engine.turn",
    "ToolCallsDelta": "rails_engine.turn",
    "Turn": "rails_engine.turn",
    "TurnError": "rails_engine.errors",
    "TurnResult": "rails_engine.turn",
    "UnknownConfigError": "rails_engine.errors",
    "action": "rails_engine.actions.registry",
    "did_you_mean": "rails_engine.errors",
    "discover": "rails_engine.discovery",
    "fold_name": "rails_engine.llm.models",
    "load_init": "rails_engine.actions.loading",
    "nearest": "rails_engine.errors",
    "original_names": "rails_engine.actions.imports",
    "parse_options": "rails_engine.options",
    "take_fingerprint": "rails_engine.config.fingerprint",
}

__all__ = [
    "AbandonedError",
    "ActionError",
    "ActionFailedError",
    "ActionResult",
    "BadOptionError",
    "BadStateError",
    "Blocked",
    "CheckResult",
    "ColangSyntaxError",
    "ConfigError",
    "Delta",
    "EngineBuilder",
    "Failed",
    "Fingerprint",
    "Finished",
    "GenerationOptions",
    "LLMChunk",
    "LLMReply",
    "LLMRequest",
    "LogOptions",
    "ModelConfig",
    "ModelSpec",
    "Provider",
    "ProviderAuthError",
    "ProviderError",
    "ProviderLimitError",
    "ProviderReplyError",
    "ProviderRequestError",
    "ProviderTimeoutError",
    "ProviderUnreachableError",
    "RailOutcome",
    "RailRun",
    "RailsConfig",
    "RailsEngine",
    "RailsError",
    "RailsSelection",
    "ReasoningDelta",
    "StreamEvent",
    "ToolCallsDelta",
    "Turn",
    "TurnError",
    "TurnResult",
    "UnknownConfigError",
    "action",
    "did_you_mean",
    "discover",
    "fold_name",
    "load_init",
    "nearest",
    "original_names",
    "parse_options",
    "take_fingerprint",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
