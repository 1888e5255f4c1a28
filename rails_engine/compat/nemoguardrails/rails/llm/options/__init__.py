from __future__ import annotations

from rails_engine.compat.options import GenerationLogOptions, GenerationOptions, GenerationRailsOptions
from rails_engine.compat.responses import (
    ActivatedRail,
    ExecutedAction,
    GenerationLog,
    GenerationResponse,
    GenerationStats,
    LLMCallInfo,
    RailsResult,
    RailStatus,
    RailType,
)

__all__ = [
    "ActivatedRail",
    "ExecutedAction",
    "GenerationLog",
    "GenerationLogOptions",
    "GenerationOptions",
    "GenerationRailsOptions",
    "GenerationResponse",
    "GenerationStats",
    "LLMCallInfo",
    "RailStatus",
    "RailType",
    "RailsResult",
]
