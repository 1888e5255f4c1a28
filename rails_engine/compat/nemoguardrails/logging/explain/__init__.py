from __future__ import annotations

from rails_engine.compat.explain import ExplainInfo
from rails_engine.compat.responses import LLMCallInfo

__all__ = ["ExplainInfo", "LLMCallInfo"]
