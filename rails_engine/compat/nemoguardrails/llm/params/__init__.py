from __future__ import annotations

from rails_engine.compat.llm_calls import llm_params

__all__ = ["llm_params"]
