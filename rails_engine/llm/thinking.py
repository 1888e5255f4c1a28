"""The ``<think>…</think>`` text that some models write before their answer, split from it piece by piece.

Only at the very beginning of an answer: an answer may speak of the mark later. Without an end mark all of it
is reasoning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

OPEN = "<think>"
CLOSE = "</think>"


class ThinkSplitter:
    """Takes an answer in pieces; gives (text, reasoning) for each, the same overall however it is cut."""

    __slots__ = ("_held", "_stage", "plain")

    def __init__(self) -> None:
        self._held = ""
        self._stage: Callable[[ThinkSplitter], tuple[str, str]] = ThinkSplitter._begin
        #: From now on every piece is text as it is, and need not come here.
        self.plain = False

    def feed(self, piece: str) -> tuple[str, str]:
        """The text and the reasoning that are certain by now."""
        if self.plain:
            return piece, ""
        self._held += piece
        return self._stage(self)

    def finish(self) -> tuple[str, str]:
        """What was held back, now that nothing more comes."""
        held, self._held = self._held, ""
        return ("", held) if self._stage is ThinkSplitter._think else (held, "")

    def _begin(self) -> tuple[str, str]:
        start = self._held.lstrip()
        if start.startswith(OPEN):
            self._held = start.removeprefix(OPEN)
            self._stage = ThinkSplitter._think
            return self._think()
        if OPEN.startswith(start):
            return "", ""
        return self._release()

    def _think(self) -> tuple[str, str]:
        reasoning, mark, rest = self._held.partition(CLOSE)
        if mark:
            self._held = rest
            self._stage = ThinkSplitter._skip
            return self._skip()[0], reasoning
        keep = next((n for n in range(len(CLOSE) - 1, 0, -1) if self._held.endswith(CLOSE[:n])), 0)
        edge = len(self._held) - keep
        reasoning, self._held = self._held[:edge], self._held[edge:]
        return "", reasoning

    def _skip(self) -> tuple[str, str]:
        self._held = self._held.lstrip()
        return self._release() if self._held else ("", "")

    def _release(self) -> tuple[str, str]:
        text, self._held = self._held, ""
        self.plain = True
        return text, ""


def split_thinking(text: str) -> tuple[str, str]:
    """The text and the reasoning of a whole answer."""
    if not text.startswith("<") and not text[:1].isspace():
        return text, ""
    splitter = ThinkSplitter()
    first, rest = splitter.feed(text), splitter.finish()
    return first[0] + rest[0], first[1] + rest[1]
