"""``register_llm_provider`` and its like: plain functions that existing code calls while it is loaded.

Called in a configuration's own code they are meant for the engine that is being built; called by a script
they are meant for every engine that it builds afterwards.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from rails_engine.compat.models import provider_maker
from rails_engine.engine.builder import BUILDING

if TYPE_CHECKING:
    from rails_engine.engine.builder import EngineBuilder


class Registrations:
    """What a process has registered for all engines to come."""

    def __init__(self) -> None:
        self._models: dict[str, Any] = {}
        self._embedders: dict[str, type] = {}
        self._lock = threading.Lock()

    def add_model(self, name: str, cls: Any) -> None:
        """A class that answers as a model, for ``engine: <name>``."""
        builder = BUILDING.get()
        if builder is not None:
            builder.register_llm_provider(name, provider_maker(cls))
            return
        with self._lock:
            self._models[name] = cls

    def add_embedder(self, cls: type, name: str | None = None) -> None:
        """A class that turns texts into vectors."""
        builder = BUILDING.get()
        if builder is not None:
            builder.register_embedding_provider(cls, name)
            return
        with self._lock:
            self._embedders[name or str(getattr(cls, "engine_name", cls.__name__))] = cls

    def give(self, builder: EngineBuilder) -> None:
        """Tell a builder."""
        with self._lock:
            models, embedders = dict(self._models), dict(self._embedders)
        for name, cls in models.items():
            builder.register_llm_provider(name, provider_maker(cls))
        for name, cls in embedders.items():
            builder.register_embedding_provider(cls, name)


#: The process's. The functions below have no engine to belong to, so this is the one place that outlives one.
REGISTRATIONS = Registrations()


def register_llm_provider(name: str, provider_cls: Any) -> None:
    """A class that answers as a model, for ``engine: <name>``."""
    REGISTRATIONS.add_model(name, provider_cls)


def register_embedding_provider(cls: type, engine_name: str | None = None) -> None:
    """A class that turns texts into vectors."""
    REGISTRATIONS.add_embedder(cls, engine_name)
