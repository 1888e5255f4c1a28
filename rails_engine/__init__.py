"""Guardrails for LLM applications, as a library: configuration folders in, guarded answers out."""

from __future__ import annotations

from rails_engine.actions.outcome import ActionResult, RailOutcome
from rails_engine.actions.registry import action
from rails_engine.engine import EngineBuilder, RailsConfig, RailsEngine
from rails_engine.errors import (
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

__all__ = [
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
    "Finished",
    "GenerationOptions",
    "LLMChunk",
    "LLMReply",
    "LLMRequest",
    "LogOptions",
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
    "fold_name",
    "parse_options",
]
