"""Guardrails for LLM applications, as a library: configuration folders in, guarded answers out.

A name is looked up in the module that defines it when it is first used, so that importing this package
costs nothing to whoever only asks for its version or one of its errors.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rails_engine import jsontext
    from rails_engine.actions.imports import original_names
    from rails_engine.actions.loading import load_init
    from rails_engine.actions.outcome import ActionResult, RailOutcome
    from rails_engine.actions.registry import action
    from rails_engine.config.findings import Finding
    from rails_engine.config.fingerprint import Fingerprint, take_fingerprint
    from rails_engine.config.lint import lint
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
    from rails_engine.events import BOT_MESSAGE, BOT_SAID, USER_MESSAGE, USER_SAID
    from rails_engine.llm.base import LLMChunk, LLMReply, LLMRequest, ModelSpec, Provider
    from rails_engine.llm.models import find_providers, fold_name, make_provider, make_spec
    from rails_engine.messages import WITHHELD, Message, Usage
    from rails_engine.options import GenerationOptions, LogOptions, RailsSelection, parse_options
    from rails_engine.transport import Pause, Transport
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
    "BOT_MESSAGE": "rails_engine.events",
    "BOT_SAID": "rails_engine.events",
    "BadOptionError": "rails_engine.errors",
    "BadStateError": "rails_engine.errors",
    "Blocked": "rails_engine.turn",
    "CheckResult": "rails_engine.turn",
    "ColangSyntaxError": "rails_engine.errors",
    "ConfigError": "rails_engine.errors",
    "Delta": "rails_engine.turn",
    "EngineBuilder": "rails_engine.engine",
    "Failed": "rails_engine.turn",
    "Finding": "rails_engine.config.findings",
    "Fingerprint": "rails_engine.config.fingerprint",
    "Finished": "rails_engine.turn",
    "GenerationOptions": "rails_engine.options",
    "LLMChunk": "rails_engine.llm.base",
    "LLMReply": "rails_engine.llm.base",
    "LLMRequest": "rails_engine.llm.base",
    "LogOptions": "rails_engine.options",
    "Message": "rails_engine.messages",
    "ModelConfig": "rails_engine.config.schema",
    "ModelSpec": "rails_engine.llm.base",
    "Pause": "rails_engine.transport",
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
    "Transport": "rails_engine.transport",
    "Turn": "rails_engine.turn",
    "TurnError": "rails_engine.errors",
    "TurnResult": "rails_engine.turn",
    "USER_MESSAGE": "rails_engine.events",
    "USER_SAID": "rails_engine.events",
    "UnknownConfigError": "rails_engine.errors",
    "Usage": "rails_engine.messages",
    "WITHHELD": "rails_engine.messages",
    "action": "rails_engine.actions.registry",
    "did_you_mean": "rails_engine.errors",
    "discover": "rails_engine.discovery",
    "find_providers": "rails_engine.llm.models",
    "fold_name": "rails_engine.llm.models",
    "jsontext": "rails_engine.jsontext",
    "lint": "rails_engine.config.lint",
    "load_init": "rails_engine.actions.loading",
    "make_provider": "rails_engine.llm.models",
    "make_spec": "rails_engine.llm.models",
    "nearest": "rails_engine.errors",
    "original_names": "rails_engine.actions.imports",
    "parse_options": "rails_engine.options",
    "take_fingerprint": "rails_engine.config.fingerprint",
}

__all__ = [
    "BOT_MESSAGE",
    "BOT_SAID",
    "USER_MESSAGE",
    "USER_SAID",
    "WITHHELD",
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
    "Finding",
    "Fingerprint",
    "Finished",
    "GenerationOptions",
    "LLMChunk",
    "LLMReply",
    "LLMRequest",
    "LogOptions",
    "Message",
    "ModelConfig",
    "ModelSpec",
    "Pause",
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
    "Transport",
    "Turn",
    "TurnError",
    "TurnResult",
    "UnknownConfigError",
    "Usage",
    "action",
    "did_you_mean",
    "discover",
    "find_providers",
    "fold_name",
    "jsontext",
    "lint",
    "load_init",
    "make_provider",
    "make_spec",
    "nearest",
    "original_names",
    "parse_options",
    "take_fingerprint",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(home)
    # One module is public as a whole.
    value = module if home == f"{__name__}.{name}" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
