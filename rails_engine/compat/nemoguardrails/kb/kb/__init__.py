from __future__ import annotations

from rails_engine.kb.search import KnowledgeBase

__all__ = ["KnowledgeBase"]
