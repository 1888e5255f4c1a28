"""Stands for ``nemoguardrails.server.api``: what a root's config.py registers."""

from __future__ import annotations

from service.compat.register import register_challenges, register_datastore, register_logger

__all__ = ["register_challenges", "register_datastore", "register_logger"]
