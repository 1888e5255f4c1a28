from __future__ import annotations

from rails_engine.compat.providers import register_embedding_provider

__all__ = ["register_embedding_provider"]
