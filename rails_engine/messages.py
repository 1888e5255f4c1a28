"""Chat messages as they travel on the wire, and the few values that belong to them.

A message is a plain mapping in the OpenAI shape. It is checked once at the edge and never changed
afterwards, so that a conversation can be forwarded to a model without being built again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Message = dict[str, Any]

#: What a conversation that is sent again says in place of a message that a rail refused.
WITHHELD = "(This message was withheld.)"

#: On a part of a message: text that nobody vouches for, such as a page or a mail that the user put in.
UNTRUSTED = "untrusted"

ROLES = frozenset(
    {
        "system",
        "developer",
        "user",
        "assistant",
        "tool",
        "function",
        "context",
        "event",
        "exception",
    }
)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one model call, as the provider counted them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0
    details: dict[str, Any] | None = None


def text_of(content: Any) -> str:
    """The text in a message's content: a string, a list of parts, or nothing."""
    if isinstance(content, str):
        return content
    if content is None:
        return ""
    if isinstance(content, list):
        return "\n".join(
            part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str)
        )
    return str(content)


def with_text(message: Message, text: str) -> Message:
    """The same message with other text; parts that are not text stay where they are."""
    content = message.get("content")
    if not isinstance(content, list):
        return {**message, "content": text}
    parts: list[Any] = []
    placed = False
    for part in content:
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            if not placed:
                parts.append({**part, "text": text})
                placed = True
        else:
            parts.append(part)
    if not placed:
        parts.insert(0, {"type": "text", "text": text})
    return {**message, "content": parts}


def untrusted_texts(content: Any) -> list[str]:
    """The texts of the parts that are marked as untrusted."""
    if not isinstance(content, list):
        return []
    return [part["text"] for part in content if _is_marked(part) and isinstance(part.get("text"), str)]


def without_marks(messages: Sequence[Message]) -> Sequence[Message]:
    """The messages as a model gets them: the marks are ours, and its API may know no such key."""
    lists = [m["content"] for m in messages if isinstance(m.get("content"), list)]
    if not lists or not any(any(map(_has_mark, parts)) for parts in lists):
        return messages
    return [
        {**m, "content": list(map(_unmarked, m["content"]))} if isinstance(m.get("content"), list) else m
        for m in messages
    ]


def _is_marked(part: Any) -> bool:
    return _has_mark(part) and part[UNTRUSTED] is True


def _has_mark(part: Any) -> bool:
    return isinstance(part, dict) and UNTRUSTED in part


def _unmarked(part: Any) -> Any:
    return {key: value for key, value in part.items() if key != UNTRUSTED} if _has_mark(part) else part


def new_user_turns(messages: Sequence[Message]) -> list[int]:
    """Where the user's messages stand that no assistant has answered yet."""
    found: list[int] = []
    for index in range(len(messages) - 1, -1, -1):
        role = messages[index].get("role")
        if role == "assistant":
            break
        if role == "user":
            found.append(index)
    found.reverse()
    return found
