"""What a caller may bring into a turn besides chat messages: variables and events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.messages import Message

#: Variables by which the engine steers itself: nobody switches rails off by setting them from outside.
RESERVED = frozenset({"skip_output_rails", "retrieved_for", "_last_bot_prompt"})


def admitted(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The variables of a caller's context that are the caller's to set."""
    if RESERVED.isdisjoint(context):
        return context
    return {name: value for name, value in context.items() if name not in RESERVED}


def context_in(messages: Sequence[Message]) -> dict[str, Any]:
    """The variables that messages of the role ``context`` set."""
    found: dict[str, Any] = {}
    for message in messages:
        if message.get("role") == "context":
            content = message.get("content")
            if isinstance(content, Mapping):
                found.update(admitted(content))
    return found


def is_event(value: Any) -> bool:
    """Whether a value from outside can be taken for an event."""
    return isinstance(value, dict) and isinstance(value.get("type"), str)


def are_events(values: Sequence[Any]) -> bool:
    """The same for a whole conversation of them."""
    try:
        kinds = {type(value["type"]) for value in values}
    except (TypeError, KeyError, IndexError):
        return False
    return kinds <= {str}
