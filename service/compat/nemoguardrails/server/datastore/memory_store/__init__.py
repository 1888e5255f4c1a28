"""Stands for ``nemoguardrails.server.datastore.memory_store``."""

from __future__ import annotations

from service.compat.datastores import MemoryStore

__all__ = ["MemoryStore"]
