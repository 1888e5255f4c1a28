"""An answer of a service, read without guessing.

What a protocol promises is there and of the right type, or the answer is a ``ProviderReplyError``: an
answer that cannot be understood is no pass. Numbers are finite, flags are flags and not the text "false".
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NoReturn

from rails_engine.errors import ProviderReplyError

if TYPE_CHECKING:
    from collections.abc import Iterator

Step = str | int
_ABSENT: Any = object()


class Answer:
    """A JSON value and the way that led to it."""

    __slots__ = ("_path", "value")

    def __init__(self, value: Any, path: tuple[Step, ...] = ()) -> None:
        self.value = value
        self._path = path

    def at(self, *path: Step) -> Answer:
        """The value at a path."""
        found = self.find(*path)
        return found if found is not None else self._refuse(path, "is missing")

    def find(self, *path: Step) -> Answer | None:
        """The value at a path, if it is there and not null."""
        value = self.value
        for step in path:
            if isinstance(step, str):
                value = value.get(step) if isinstance(value, dict) else None
            else:
                value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
        return None if value is None else Answer(value, (*self._path, *path))

    def flag(self, *path: Step, default: bool = _ABSENT) -> bool:
        """True or false."""
        found = self.find(*path)
        if found is None and default is not _ABSENT:
            return default
        value = (found or self.at(*path)).value
        return value if isinstance(value, bool) else self._refuse(path, "is not true or false")

    def number(self, *path: Step) -> float:
        """A finite number."""
        value = self.at(*path).value
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self._refuse(path, "is not a number")
        return float(value)

    def whole(self, *path: Step) -> int:
        """A whole number."""
        value = self.at(*path).value
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(path, "is not a whole number")
        return value

    def text(self, *path: Step, default: str = _ABSENT) -> str:
        """A text."""
        found = self.find(*path)
        if found is None and default is not _ABSENT:
            return default
        value = (found or self.at(*path)).value
        return value if isinstance(value, str) else self._refuse(path, "is not a text")

    def items(self, *path: Step) -> list[Answer]:
        """The items of a list."""
        found = self.at(*path)
        if not isinstance(found.value, list):
            self._refuse(path, "is not a list")
        return [Answer(item, (*found._path, index)) for index, item in enumerate(found.value)]  # noqa: SLF001 - its own kind

    def fields(self, *path: Step) -> Iterator[tuple[str, Answer]]:
        """The names and values of an object."""
        found = self.at(*path)
        if not isinstance(found.value, dict):
            self._refuse(path, "is not an object")
        for name, value in found.value.items():
            yield name, Answer(value, (*found._path, name))  # noqa: SLF001 - its own kind

    def _refuse(self, path: tuple[Step, ...], problem: str) -> NoReturn:
        where = ".".join(str(step) for step in (*self._path, *path)) or "it"
        raise ProviderReplyError(f"The answer is not what its protocol promises: {where} {problem}.")
