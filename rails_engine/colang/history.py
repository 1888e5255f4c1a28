"""A conversation's events, told again in Colang: the form in which prompts and logs show it.

Knows events and nothing of prompts. What a flow has hidden or masked stays out of every telling.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.messages import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rails_engine.events import Event

#: Stands where a user's words were that the assistant must not be reminded of.
HIDDEN_TEXT = "[hidden: a safety check kept this message back]"
#: A message of a flow with this text takes the previous bot message back.
REMOVE_LAST_MESSAGE = "(remove last message)"

#: A line that ends a quoted text too early, or begins like a statement.
_LOOKS_LIKE_COLANG = re.compile(r'"[ \t]*\r?\n|\n[ \t]*(?:user|bot|execute|event)\b')

_TOLD = frozenset(
    {
        ev.USER_MESSAGE,
        ev.USER_INTENT,
        ev.BOT_INTENT,
        ev.BOT_SAID,
        ev.ACTION_FINISHED,
        ev.SYSTEM_MESSAGE,
    }
)


def told_events(events: Iterable[Event]) -> list[Event]:
    """The events that a history may tell, after hiding, masking and taking back."""
    told: list[Event] = []
    #: Where in ``told`` each user turn begins.
    turns: list[int] = []
    for event in events:
        kind = event["type"]
        if kind in _TOLD:
            if kind == ev.BOT_SAID and event.get("script") == REMOVE_LAST_MESSAGE:
                _take_back(told)
            else:
                told.append(event)
        elif kind == ev.USER_SAID:
            turns.append(len(told))
        elif kind == ev.HIDE_PREVIOUS_TURN:
            del told[turns.pop() if turns else 0 :]
        elif kind == ev.MASK_PREVIOUS_USER_MESSAGE:
            _mask(told, turns[-1] if turns else 0)
    return told


def _take_back(told: list[Event]) -> None:
    for index in range(len(told) - 1, -1, -1):
        kind = told[index]["type"]
        if kind == ev.BOT_SAID:
            del told[index]
        if kind in {ev.BOT_SAID, ev.USER_MESSAGE}:
            return


def _mask(told: list[Event], start: int) -> None:
    for index in range(len(told) - 1, start - 1, -1):
        if told[index]["type"] == ev.USER_MESSAGE:
            told[index] = {**told[index], "text": HIDDEN_TEXT}
            return


def render_history(events: Iterable[Event]) -> str:
    """The conversation as Colang text, one line an event, ending in a newline unless it is empty."""
    told = told_events(events)
    open_intent = _open_bot_intent(told)
    lines: list[str] = []
    previous = ""
    for index, event in enumerate(told):
        kind = event["type"]
        if kind == ev.USER_MESSAGE:
            lines.append(f'user "{_one_line(text_of(event.get("text")))}"')
        elif kind == ev.BOT_SAID:
            lines.append(f'  "{_bot_words(text_of(event.get("script")))}"')
        elif kind == ev.USER_INTENT:
            lines.append(f"{' ' if previous == ev.USER_MESSAGE else 'user'} {event.get('intent')}")
        elif kind == ev.BOT_INTENT:
            if index == open_intent and event.get("instructions"):
                lines.append(_comment(event["instructions"]))
            lines.append(f"bot {event.get('intent')}")
        elif kind == ev.ACTION_FINISHED and not event.get("is_system_action"):
            lines.append(_action(event))
        else:
            continue
        previous = kind
    return "\n".join(lines) + "\n" if lines else ""


def _open_bot_intent(told: list[Event]) -> int:
    """Where the bot intent stands that has no words yet; -1 without one."""
    for index in range(len(told) - 1, -1, -1):
        kind = told[index]["type"]
        if kind == ev.BOT_INTENT:
            return index
        if kind in {ev.BOT_SAID, ev.USER_MESSAGE, ev.USER_INTENT}:
            break
    return -1


def _action(event: Event) -> str:
    line = f"execute {event.get('action_name')}"
    if not event.get("is_success", True):
        return line
    result = event.get("return_value")
    return f"{line}\n{_comment(f'The result was {result}')}"


def _comment(text: Any) -> str:
    return "\n".join(f"# {line}" for line in str(text).split("\n"))


def _one_line(text: str) -> str:
    r"""Newlines written as ``\n``: a user's words never begin a line that could pass for Colang."""
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _bot_words(text: str) -> str:
    """Text of several lines stays so, unless one of them could pass for a line of Colang."""
    if "\n" in text and _LOOKS_LIKE_COLANG.search(text):
        return _one_line(text)
    return text
