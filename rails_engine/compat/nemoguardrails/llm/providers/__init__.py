from __future__ import annotations

from rails_engine.compat.providers import register_llm_provider
from rails_engine.compat.providers import register_llm_provider as register_chat_provider
from rails_engine.compat.providers import register_llm_provider as register_provider

__all__ = ["register_chat_provider", "register_llm_provider", "register_provider"]
