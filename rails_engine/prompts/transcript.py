"""Reads the Colang form of a conversation back into turns, for the filters that retell it.

Sample conversations, picked examples and histories all have this form. It is read line by line and
never refused: a line that is none of the known ones is kept as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LineKind = Literal["user_message", "user_intent", "bot_intent", "bot_message", "other"]

_STATEMENT = re.compile(r"\s*(?:user|bot|execute|event)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or a quoted text of several. ``text`` is the intent or the words without quotes."""

    kind: LineKind
    text: str
    indent: str = ""

    @property
    def words(self) -> str:
        r"""The text with the newlines that its line form writes as ``\n``."""
        return self.text.replace("\\n", "\n")


def read_transcript(text: str) -> list[Line]:
    """The lines of a conversation in Colang form."""
    rows = text.split("\n")
    lines: list[Line] = []
    index = 0
    while index < len(rows):
        row = rows[index]
        body = row.strip()
        indent = row[: len(row) - len(row.lstrip())]
        index += 1
        speaker, _, said = row.lstrip().partition(" ")
        said = said.lstrip()
        if speaker == "user" and said.startswith('"'):
            words, index = _quoted(said, rows, index)
            lines.append(Line("user_message", words, indent))
        elif lines and lines[-1].kind == "user_message" and indent and body and body[0] not in '"#':
            lines.append(Line("user_intent", body))
        elif speaker == "user" and said and not said.startswith("action:"):
            lines.append(Line("user_intent", said.rstrip(), indent))
        elif speaker == "bot" and said and not said.startswith("action:"):
            index = _read_bot(said, indent, rows, index, lines)
        elif body.startswith('"'):
            words, index = _quoted(row.lstrip(), rows, index)
            lines.append(Line("bot_message", words, indent))
        else:
            lines.append(Line("other", row))
    return lines


def _read_bot(said: str, indent: str, rows: list[str], index: int, lines: list[Line]) -> int:
    intent, quote, rest = said.partition('"')
    if intent.strip():
        lines.append(Line("bot_intent", intent.strip(), indent))
    if quote:
        words, index = _quoted(quote + rest, rows, index)
        lines.append(Line("bot_message", words, indent))
    return index


def _quoted(start: str, rows: list[str], index: int) -> tuple[str, int]:
    """The words in quotes and the row after them. A text without an end is its first row alone."""
    whole = start.rstrip()
    if len(whole) > 1 and whole.endswith('"'):
        return whole[1:-1], index
    for end in range(index, len(rows)):
        row = rows[end].rstrip()
        if _STATEMENT.match(row):
            break
        if row.endswith('"'):
            return "\n".join([start[1:], *rows[index:end], row[:-1]]), end + 1
    return whole[1:], index
