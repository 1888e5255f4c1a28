from __future__ import annotations

from rails_engine.compat.llmrails import LLMRails

__all__ = ["LLMRails"]
