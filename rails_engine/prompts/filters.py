"""The filters that templates may use. Each takes a history as events, or as Colang text, or nothing.

They retell a conversation and never look outside of it.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.colang.history import render_history, told_events
from rails_engine.messages import text_of
from rails_engine.prompts.transcript import read_transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.events import Event
    from rails_engine.messages import Message
    from rails_engine.prompts.transcript import Line

_TURN = re.compile(r"user\b|User message:|User:")


def colang(history: Any) -> str:
    """Events as Colang text. Text is Colang already."""
    if isinstance(history, str):
        return history
    return render_history(history) if history else ""


def colang_without_identifiers(history: Any) -> str:
    """Who said what, without the names of intents."""
    rows: list[str] = []
    for line in read_transcript(colang(history)):
        if line.kind == "user_message":
            rows.append(f'user "{line.text}"')
        elif line.kind == "bot_message":
            rows.append(f'bot "{line.text}"')
        elif line.kind == "other":
            rows.append(line.text)
    return "\n".join(rows)


def remove_text_messages(history: Any) -> str:
    """The names of intents, without what was said."""
    rows: list[str] = []
    for line in read_transcript(colang(history)):
        if line.kind == "user_intent":
            rows.append(f"{line.indent}user {line.text}")
        elif line.kind == "bot_intent":
            rows.append(f"{line.indent}bot {line.text}")
        elif line.kind == "other":
            rows.append(line.text)
    return "\n".join(rows)


def verbose_v1(history: Any) -> str:
    """The form with a label before each line, for models that do not know Colang."""
    rows: list[str] = []
    for line in read_transcript(colang(history)):
        if line.kind == "other":
            rows.append(line.text)
        elif line.kind in {"user_message", "bot_message"}:
            rows.append(_labelled(line))
        else:
            rows.append(line.indent + _labelled(line))
    return "\n".join(rows)


def first_turns(history: Any, n: int) -> str:
    """The text up to the end of the n-th turn; a turn begins with the user."""
    rows, starts = _turns(history)
    return "\n".join(rows[: starts[n]] if n < len(starts) else rows)


def last_turns(history: Any, n: int) -> str:
    """The last n turns. Of events it reads only the latest, so it costs the same at any length."""
    if n <= 0:
        return ""
    rows, starts = _turns(_latest(history, n) if isinstance(history, list | tuple) else history)
    return "\n".join(rows[starts[-n] :] if n <= len(starts) else rows)


def indent(text: Any, n: int) -> str:
    """Every line moved to the right by n blanks."""
    margin = " " * n
    return "\n".join(margin + row for row in colang(text).split("\n"))


def user_assistant_sequence(history: Any) -> str:
    """``User: …`` and ``Assistant: …``, a line each."""
    names = {"user": "User", "assistant": "Assistant"}
    return "\n".join(
        f"{names[message['role']]}: {text_of(message['content'])}"
        for message in to_chat_messages(history)
        if message["role"] in names
    )


def to_chat_messages(history: Any) -> list[Message]:
    """What the system, the user and the assistant said, as chat messages."""
    if isinstance(history, str):
        roles = {"user_message": "user", "bot_message": "assistant"}
        lines = read_transcript(history)
        return [{"role": roles[line.kind], "content": line.words} for line in lines if line.kind in roles]
    messages: list[Message] = []
    for event in told_events(history or ()):
        kind = event["type"]
        if kind == ev.USER_MESSAGE:
            messages.append({"role": "user", "content": event.get("text")})
        elif kind == ev.BOT_SAID:
            messages.append({"role": "assistant", "content": event.get("script")})
        elif kind == ev.SYSTEM_MESSAGE:
            messages.append({"role": "system", "content": event.get("content")})
    return messages


def to_messages(history: Any) -> list[Message]:
    """User messages, and between them what the assistant made of them as labelled lines.

    The last message has the type ``bot`` where it is the assistant's: the model is to go on with it.
    """
    return _alternating(colang(history), _labelled, lambda line: line.words)


def to_messages_v2(history: Any) -> list[Message]:
    """Like ``to_messages``, with the assistant's part left in Colang."""
    return _alternating(colang(history), _as_colang, lambda line: line.words)


def to_intent_messages(history: Any) -> list[Message]:
    """What the user said and what it meant, without the bot. Only the last may lack its meaning."""
    return _intent_messages(colang(history), lambda line: line.words)


def to_intent_messages_2(history: Any) -> list[Message]:
    """Like ``to_intent_messages``, with the label ``User message:`` before the user's words."""
    return _intent_messages(colang(history), _labelled)


def _labelled(line: Line) -> str:
    if line.kind == "user_message":
        return f'User message: "{line.text}"'
    if line.kind == "bot_message":
        return f'Bot message: "{line.text}"'
    if line.kind == "user_intent":
        return f"User intent: {line.text}"
    return f"Bot intent: {line.text}" if line.kind == "bot_intent" else line.text


def _as_colang(line: Line) -> str:
    if line.kind == "bot_message":
        return f'  "{line.text}"'
    if line.kind == "user_intent":
        return f"user {line.text}"
    return f"bot {line.text}" if line.kind == "bot_intent" else line.text


def _turns(history: Any) -> tuple[list[str], list[int]]:
    rows = colang(history).split("\n")
    return rows, [index for index, row in enumerate(rows) if _TURN.match(row)]


def _latest(events: Sequence[Event], n: int) -> Sequence[Event]:
    """The last events that hold n turns; all of them where one hides what came before it."""
    turns = 0
    for index in range(len(events) - 1, -1, -1):
        kind = events[index]["type"]
        if kind == ev.HIDE_PREVIOUS_TURN:
            break
        if kind == ev.USER_MESSAGE:
            turns += 1
        elif kind == ev.USER_SAID and turns >= n:
            return events[index:]
    return events


def _alternating(text: str, told: Callable[[Line], str], asked: Callable[[Line], str]) -> list[Message]:
    messages: list[Message] = []
    answer: list[str] = []

    def close(kind: str) -> None:
        if answer:
            messages.append({"type": kind, "content": "\n".join(answer)})
            answer.clear()

    for line in read_transcript(text):
        if line.kind == "user_message":
            close("assistant")
            messages.append({"type": "user", "content": asked(line)})
        elif line.text.strip():
            answer.append(told(line))
    close("bot")
    return messages


def _intent_messages(text: str, asked: Callable[[Line], str]) -> list[Message]:
    messages: list[Message] = []
    question: Line | None = None
    for line in read_transcript(text):
        if line.kind == "user_message":
            question = line
        elif line.kind == "user_intent" and question is not None:
            messages.append({"type": "user", "content": asked(question)})
            messages.append({"type": "assistant", "content": _labelled(line)})
            question = None
        elif line.kind in {"bot_intent", "bot_message"}:
            question = None
    if question is not None:
        messages.append({"type": "user", "content": asked(question)})
    return messages


#: By the name that templates use. ``co_v2`` is an older spelling of ``colang``.
FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "colang": colang,
        "co_v2": colang,
        "colang_without_identifiers": colang_without_identifiers,
        "remove_text_messages": remove_text_messages,
        "first_turns": first_turns,
        "last_turns": last_turns,
        "indent": indent,
        "user_assistant_sequence": user_assistant_sequence,
        "to_messages": to_messages,
        "to_messages_v2": to_messages_v2,
        "to_intent_messages": to_intent_messages,
        "to_intent_messages_2": to_intent_messages_2,
        "to_chat_messages": to_chat_messages,
        "verbose_v1": verbose_v1,
    }
)
