"""``rails.runtime``: the part of an ``LLMRails`` that existing code registers actions with."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from rails_engine.actions.registry import mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.compat.llmrails import LLMRails
    from rails_engine.events import Event


class Runtime:
    """Passes everything on to the rails that it belongs to."""

    def __init__(self, rails: LLMRails) -> None:
        self._rails = rails

    @property
    def config(self) -> Any:
        """The configuration."""
        return self._rails.config

    def register_action(self, action: Any, name: str | None = None) -> None:
        """An action that flows may execute."""
        self._rails.register_action(action, name)

    def register_actions(self, actions_obj: Any) -> None:
        """Every marked method of an object, or every marked function of a module or mapping."""
        found = actions_obj.values() if isinstance(actions_obj, dict) else _members(actions_obj)
        for member in found:
            if mark_of(getattr(member, "__func__", member)) is not None:
                self._rails.register_action(member)

    def register_action_param(self, name: str, value: Any) -> None:
        """A value for actions that declare a parameter of this name."""
        self._rails.register_action_param(name, value)

    async def generate_events(self, events: Sequence[Event]) -> list[Event]:
        """What follows from some events."""
        return await self._rails.generate_events_async(events)


def _members(owner: Any) -> list[Any]:
    return [member for _, member in inspect.getmembers(owner)]
