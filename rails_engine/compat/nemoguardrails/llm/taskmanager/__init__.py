from __future__ import annotations

from rails_engine.actions.task_manager import TaskManager as LLMTaskManager

__all__ = ["LLMTaskManager"]
