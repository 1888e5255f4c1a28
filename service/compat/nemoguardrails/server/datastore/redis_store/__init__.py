"""Stands for ``nemoguardrails.server.datastore.redis_store``."""

from __future__ import annotations

from service.compat.datastores import RedisStore

__all__ = ["RedisStore"]
