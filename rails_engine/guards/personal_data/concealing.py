"""What models must not see of a conversation: known values, wherever in its messages they stand.

A rail rewrites the text that it judges. The same values stand in what was said before, in answers that
were restored, and in results of tools; a model that is sent all of it again sees them there. Looks for
values that are already known and finds no new ones.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.messages import Message

#: The variable in which a rail says what to hide: values, and what stands for each. It lasts for a turn.
HIDDEN = "_hidden_values"
#: Shorter ones are hidden where they are found, and nowhere else: ``34`` may be an age or a page.
MIN_LETTERS, MIN_DIGITS = 3, 6


def is_telling(value: str) -> bool:
    """Whether a value is long enough to mean the same wherever it stands."""
    letters = sum(c.isalpha() for c in value)
    return letters >= MIN_LETTERS or sum(c.isalnum() for c in value) >= MIN_DIGITS


def conceal(messages: Sequence[Message], hidden: Mapping[str, str]) -> Sequence[Message]:
    """The messages without the values."""
    values = sorted(filter(is_telling, hidden), key=len, reverse=True)
    if not values:
        return messages
    veil = _Veil(values, hidden)
    return [_concealed(message, veil) for message in messages]


class _Veil:
    """Puts what stands for them in the place of values, where they are no part of a longer word."""

    def __init__(self, values: Sequence[str], hidden: Mapping[str, str]) -> None:
        in_json = {json.dumps(value, ensure_ascii=False)[1:-1]: hidden[value] for value in values}
        self._plain = _pattern(values)
        self._json = _pattern(list(in_json))
        self._hidden, self._in_json = hidden, in_json

    def text(self, text: str) -> str:
        """Of a text."""
        return self._plain.sub(lambda found: self._hidden[found[0]], text)

    def json(self, text: str) -> str:
        """Of a text that is JSON."""
        return self._json.sub(lambda found: self._in_json[found[0]], text)


def _pattern(values: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])(?:" + "|".join(map(re.escape, values)) + r")(?![^\W_])")


def _concealed(message: Message, veil: _Veil) -> Message:
    changed = dict(message)
    content = message.get("content")
    if isinstance(content, str):
        changed["content"] = veil.text(content)
    elif isinstance(content, list):
        changed["content"] = [_concealed_part(part, veil) for part in content]
    calls = message.get("tool_calls")
    if isinstance(calls, list):
        changed["tool_calls"] = [_concealed_call(call, veil) for call in calls]
    return changed


def _concealed_part(part: Any, veil: _Veil) -> Any:
    if isinstance(part, dict) and isinstance(part.get("text"), str):
        return {**part, "text": veil.text(part["text"])}
    return part


def _concealed_call(call: Any, veil: _Veil) -> Any:
    function = call.get("function") if isinstance(call, dict) else None
    if not isinstance(function, dict) or not isinstance(function.get("arguments"), str):
        return call
    return {**call, "function": {**function, "arguments": veil.json(function["arguments"])}}
