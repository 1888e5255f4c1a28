"""Long lists of words in little memory: one string in the order of the alphabet, searched by first letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class PackedWords:
    """A set of words at a byte a letter, where a set of Python takes eighty a word."""

    __slots__ = ("_groups", "_text")

    def __init__(self, text: str) -> None:
        """From words with white space between them, those that begin alike side by side."""
        self._text = f" {' '.join(text.split())} "
        firsts = sorted({word[0] for word in text.split()})
        starts = [self._text.index(f" {first}") for first in firsts]
        ends = [*starts[1:], len(self._text)]
        self._groups = {
            first: (start, end + 1) for first, start, end in zip(firsts, starts, ends, strict=True)
        }

    def __contains__(self, word: str) -> bool:
        group = self._groups.get(word[:1])
        return group is not None and self._text.find(f" {word} ", *group) >= 0

    def longest(self, parts: Sequence[str]) -> int:
        """How many of these, joined by ``_``, are one of its words: the most; 0 if none are."""
        group = self._groups.get(parts[0][:1])
        if group is None:
            return 0
        if len(parts) > 1 and self._text.find(f" {parts[0]}_", *group) >= 0:
            for size in range(len(parts), 1, -1):
                if self._text.find(f" {'_'.join(parts[:size])} ", *group) >= 0:
                    return size
        return int(self._text.find(f" {parts[0]} ", *group) >= 0)
