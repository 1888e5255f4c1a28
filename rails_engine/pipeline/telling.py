"""Messages told as events, and events as messages: what was said, in the two forms that it is kept in.

What a rail has changed, masked or hidden is told as the rail left it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.colang.history import HIDDEN_TEXT, REMOVE_LAST_MESSAGE
from rails_engine.messages import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rails_engine.events import Event
    from rails_engine.messages import Message


def said_events(messages: Sequence[Message]) -> list[Event]:
    """Messages as the events that they stand for."""
    found: list[Event] = []
    for message in messages:
        role, content = message.get("role"), message.get("content")
        if role == "user":
            found += (ev.user_said(text_of(content)), heard_event(content))
        elif role == "assistant":
            if content:
                found.append(ev.bot_said(text_of(content)))
            if message.get("tool_calls"):
                found.append({"type": ev.BOT_TOOLS_CALLED, "tool_calls": message["tool_calls"]})
        elif role in {"system", "developer"}:
            found.append({"type": ev.SYSTEM_MESSAGE, "content": text_of(content)})
        elif role in {"tool", "function"}:
            found.append({"type": ev.USER_TOOL_MESSAGES, "tool_messages": [message]})
    return found


def heard_event(content: Any) -> Event:
    """What the user said, as far as it is let through. Content with images keeps its parts."""
    event = ev.user_message(text_of(content))
    if isinstance(content, list):
        event["content"] = content
    return event


def said_messages(events: Iterable[Event]) -> list[Message]:
    """Events as the messages that they stand for; bot messages of one turn are one message."""
    telling = _Telling()
    for event in events:
        teller = _TELLERS.get(event["type"])
        if teller is not None:
            teller(telling, event)
    telling.close()
    return telling.messages


class _Telling:
    """Messages so far, and the bot's words that are not one yet."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self._lines: list[str] = []
        self._calls: list[Any] = []
        #: Where the user's last turn begins.
        self._turn = 0

    def close(self) -> None:
        """The bot has said what it had to say."""
        if self._lines or self._calls:
            made: Message = {"role": "assistant", "content": "\n".join(self._lines) or None}
            if self._calls:
                made["tool_calls"] = self._calls
            else:
                made["content"] = made["content"] or ""
            self.messages.append(made)
        self._lines, self._calls = [], []

    def user_said(self, event: Event) -> None:
        self.close()
        self._turn = len(self.messages)
        self.messages.append({"role": "user", "content": text_of(event.get("final_transcript"))})

    def user_message(self, event: Event) -> None:
        parts = event.get("content")
        self._change_question(parts if isinstance(parts, list) else text_of(event.get("text")))

    def masked(self, event: Event) -> None:
        del event
        self._change_question(HIDDEN_TEXT)

    def _change_question(self, content: Any) -> None:
        if self._turn < len(self.messages) and self.messages[self._turn]["role"] == "user":
            self.messages[self._turn] = {"role": "user", "content": content}

    def bot_said(self, event: Event) -> None:
        script = text_of(event.get("script"))
        if script != REMOVE_LAST_MESSAGE:
            self._lines.append(script)
        elif self._lines:
            self._lines.pop()

    def tools_called(self, event: Event) -> None:
        calls = event.get("tool_calls")
        self._calls = list(calls) if isinstance(calls, list) else []

    def tools_answered(self, event: Event) -> None:
        self.close()
        answers = event.get("tool_messages")
        self.messages.extend(m for m in answers if isinstance(m, dict)) if isinstance(answers, list) else None

    def system(self, event: Event) -> None:
        self.close()
        self.messages.append({"role": "system", "content": text_of(event.get("content"))})

    def hidden(self, event: Event) -> None:
        del event
        self._lines, self._calls = [], []
        del self.messages[self._turn :]


_TELLERS = {
    ev.USER_SAID: _Telling.user_said,
    ev.USER_MESSAGE: _Telling.user_message,
    ev.MASK_PREVIOUS_USER_MESSAGE: _Telling.masked,
    ev.BOT_SAID: _Telling.bot_said,
    ev.BOT_TOOLS_CALLED: _Telling.tools_called,
    ev.USER_TOOL_MESSAGES: _Telling.tools_answered,
    ev.SYSTEM_MESSAGE: _Telling.system,
    ev.HIDE_PREVIOUS_TURN: _Telling.hidden,
}
