from __future__ import annotations

from rails_engine.compat.task import Task

__all__ = ["Task"]
