"""Stands for ``nemoguardrails.server.datastore.datastore``."""

from __future__ import annotations

from service.compat.datastores import DataStore

__all__ = ["DataStore"]
