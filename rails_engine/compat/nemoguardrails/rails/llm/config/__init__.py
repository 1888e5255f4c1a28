from __future__ import annotations

from rails_engine.compat.config import RailsConfig
from rails_engine.config.schema import Instruction, TaskPrompt
from rails_engine.config.schema import ModelConfig as Model

__all__ = ["Instruction", "Model", "RailsConfig", "TaskPrompt"]
