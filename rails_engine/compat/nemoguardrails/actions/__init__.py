from __future__ import annotations

from rails_engine.actions.outcome import ActionResult, RailOutcome
from rails_engine.actions.registry import action

__all__ = ["ActionResult", "RailOutcome", "action"]
