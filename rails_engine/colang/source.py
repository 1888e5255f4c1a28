"""Where a text comes from, and the one door that every syntax error leaves by."""

from __future__ import annotations

import re
from typing import NoReturn

from rails_engine.colang.nodes import Position
from rails_engine.errors import ColangSyntaxError

_LINE_END = re.compile(r"\r\n|\r|\n")


class Source:
    """A text with its name. An empty name stands for a text that has no file (a rail reference)."""

    __slots__ = ("lines", "name", "text")

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.lines = _LINE_END.split(text)

    def at(self, line: int, column: int = 1) -> Position:
        """The position of a place in this text; both numbers count from one."""
        return Position(self.name, line, column, self.lines[line - 1])


def fail(at: Position, message: str, hint: str | None = None) -> NoReturn:
    """Raise the error that shows the line, a caret under the place, and what to write instead."""
    raise ColangSyntaxError(
        message,
        file=at.file or None,
        line=at.line if at.file else None,
        column=at.column,
        text=at.text,
        hint=hint,
    )
