"""What is wrong or odd in a configuration, with its place. Raising is for errors; the rest is collected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from rails_engine.colang.nodes import Position

#: A key that holds a secret, and the secret.
_SECRET = re.compile(r"(?i)((?:api[_-]?key|token|secret|password|authorization)[\"']?\s*[:=]\s*)\S.*")

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. ``rule`` is its short name, the same for every remark of its kind."""

    level: Level
    rule: str
    message: str
    at: Position | None = None
    hint: str | None = None

    def __str__(self) -> str:
        text = f"{place(self.at)}: {self.message}" if self.at is not None else self.message
        return f"{text} ({self.hint})" if self.hint else text


def place(at: Position) -> str:
    """``file:line:column``; a value that came from Python code has no line."""
    return f"{at.file}:{at.line}:{at.column}" if at.line else at.file


def refusal(message: str, at: Position | None, hint: str | None = None) -> ConfigError:
    """The error for a value that stands at a known place. The line is shown without secrets."""
    if at is None:
        return ConfigError(message, hint=hint)
    if not at.line:
        return ConfigError(message, file=at.file, hint=hint)
    text = _SECRET.sub(r"\1…", at.text)
    return ConfigError(message, file=at.file, line=at.line, column=at.column, text=text, hint=hint)
