"""Settings that every rail has which asks somebody over HTTP.

    rails:
      config:
        <vendor>: {on_error: block | allow, timeout: 30}

``block`` is the default everywhere: a text that could not be judged has not passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rails_engine.config.reading import InvalidValueError

OnError = Literal["block", "allow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSettings:
    """What all of them may say. ``timeout`` is in seconds, for one request."""

    on_error: OnError = "block"
    timeout: float = 30.0

    def __post_init__(self) -> None:
        check_timeout(self.timeout)


@dataclass(frozen=True, slots=True)
class EntityOptions:
    """The kinds of personal data that matter in one kind of text; none listed: all that are found."""

    entities: tuple[str, ...] = ()


def check_timeout(seconds: float | None, *path: str) -> None:
    """Refuse a time-out that no answer could keep."""
    if seconds is not None and not 0 < seconds < float("inf"):
        raise InvalidValueError((*path, "timeout"), "must be a number of seconds above 0")


def check_share(value: float, *path: str) -> None:
    """Refuse a threshold that is no share of 1."""
    if not 0 <= value <= 1:
        raise InvalidValueError(path, "must be between 0 and 1")
