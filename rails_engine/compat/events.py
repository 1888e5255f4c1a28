"""A list of events as the messages of a turn, for callers who speak in events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine import events as ev
from rails_engine.pipeline.telling import said_messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.events import Event
    from rails_engine.messages import Message

#: Events that the engine makes by itself, or that messages and context stand for.
_OWN = frozenset(
    {
        ev.USER_SAID,
        ev.USER_MESSAGE,
        ev.BOT_INTENT,
        ev.BOT_MESSAGE,
        ev.BOT_SAID,
        ev.BOT_SAID_DONE,
        ev.ACTION_STARTED,
        ev.ACTION_FINISHED,
        ev.CONTEXT_UPDATE,
        ev.LISTEN,
        ev.START_FLOW,
        ev.HIDE_PREVIOUS_TURN,
        ev.MASK_PREVIOUS_USER_MESSAGE,
        ev.SYSTEM_MESSAGE,
        ev.BOT_TOOL_CALLS,
        ev.BOT_TOOLS_CALLED,
        ev.USER_TOOL_MESSAGES,
        ev.BOT_THINKING,
    }
)


def messages_of(events: Sequence[Event]) -> list[Message]:
    """What was said and set; of other events those that nothing has followed yet."""
    messages = said_messages(events)
    happened: list[Message] = []
    for event in events:
        kind = event["type"]
        if kind == ev.CONTEXT_UPDATE:
            messages.append({"role": "context", "content": dict(event.get("data") or {})})
        elif kind in {ev.LISTEN, ev.BOT_SAID}:
            happened.clear()
        elif kind not in _OWN:
            happened.append({"role": "event", "event": dict(event)})
    return messages + happened
