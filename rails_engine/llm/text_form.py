"""The form of the events in which a model says its words: all around the text is always the same.

A form is read off one event, and proven: with another text in the place of its own, the event says the same
but for that. What stands between its two ends in a later event, and is one string of JSON, is its text.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from rails_engine.jsontext import dumps, loads

#: So many events of a stream are looked at for a form: some servers fill each with something else.
MOST_FORMS = 3
_OTHER_TEXT = "\u2400 another text \u2400"


class TextForm(NamedTuple):
    """What stands before and after the text."""

    head: bytes
    tail: bytes

    def read(self, data: bytes) -> str | None:
        """The text of an event of this form."""
        head, tail = self
        if not (data.startswith(head) and data.endswith(tail)):
            return None
        try:
            text = loads(data[len(head) : -len(tail)])
        except ValueError:
            return None
        return text if isinstance(text, str) else None


class TextReader:
    """Reads the events of one stream that say a text and nothing else that counts."""

    __slots__ = ("_form", "_tries")

    def __init__(self) -> None:
        self._form: TextForm | None = None
        self._tries = MOST_FORMS

    def read(self, data: bytes) -> str | None:
        """The text of an event that has nothing else to say; no event leaves a trace."""
        text = self._form.read(data) if self._form is not None else None
        if text is not None:
            return text
        try:
            said = loads(data)
            text = _only_text(said)
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            return None
        if text and self._tries:
            self._tries -= 1
            self._form = _form_of(data, said, text)
        return text


def _form_of(data: bytes, said: dict[str, Any], text: str) -> TextForm | None:
    """The form of an event that says this."""
    head, _, tail = data.rpartition(dumps(text))
    if not head or not tail:
        return None
    said["choices"][0]["delta"]["content"] = _OTHER_TEXT
    try:
        same = loads(head + dumps(_OTHER_TEXT) + tail) == said
    except ValueError:
        return None
    return TextForm(head, tail) if same else None


def _only_text(said: Any) -> str | None:
    """The text of a decoded event, if there is nothing beside it that counts."""
    if said.get("error") or said.get("usage"):
        return None
    (choice,) = said["choices"]
    if choice.get("index") or choice.get("finish_reason"):
        return None
    delta = choice["delta"]
    counts = (value for name, value in delta.items() if name not in ("content", "role"))
    text = delta.get("content")
    return None if any(counts) or not isinstance(text, str) else text
