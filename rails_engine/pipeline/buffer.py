"""Cut a stream of text into the windows that output rails judge. Does no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Window:
    """What the rails read (context and fresh) and what may then be released (fresh)."""

    context: str
    fresh: str


@dataclass(slots=True)
class OutputBuffer:
    """Collects pieces until a window is due, and keeps a tail of them as the next one's context.

    The first window has ``chunk_size`` pieces; each later one that many in all, ``context_size`` of
    them seen before. Without a ``chunk_size`` everything is one window, at the end.
    """

    chunk_size: int | None
    context_size: int = 0
    _tail: list[str] = field(default_factory=list)
    _fresh: list[str] = field(default_factory=list)
    _cuts: int = 0

    def feed(self, piece: str) -> Iterator[Window]:
        """Take one piece in, give the window that it completes."""
        self._fresh.append(piece)
        if self.chunk_size is not None and len(self._fresh) >= self._due:
            yield self._cut()

    def close(self) -> Iterator[Window]:
        """Give what is left, or an empty window where nothing came; without it the last words are lost."""
        if self._fresh or not self._cuts:
            yield self._cut()

    @property
    def _due(self) -> int:
        size = self.chunk_size or 1
        return size if not self._tail else max(1, size - len(self._tail))

    def _cut(self) -> Window:
        window = Window("".join(self._tail), "".join(self._fresh))
        self._cuts += 1
        kept = self._tail + self._fresh
        self._tail = kept[-self.context_size :] if self.context_size else []
        self._fresh = []
        return window
