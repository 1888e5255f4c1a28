from __future__ import annotations

from rails_engine.compat.embeddings import EmbeddingsIndex, IndexItem

__all__ = ["EmbeddingsIndex", "IndexItem"]
