"""The assembly of an engine, and the engine."""

from __future__ import annotations

from rails_engine.engine.builder import EngineBuilder
from rails_engine.engine.engine import RailsEngine
from rails_engine.engine.folders import RailsConfig

__all__ = ["EngineBuilder", "RailsConfig", "RailsEngine"]
