from __future__ import annotations

from rails_engine.compat.embeddings import EmbeddingModel

__all__ = ["EmbeddingModel"]
