"""How an exact rail looks at text that is still being written. Decides nothing: the rail's flow does that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from rails_engine.errors import ConfigError
from rails_engine.pattern_prefixes import UnreadablePatternError, begun_pattern, head_pattern, plain_pattern
from rails_engine.patterns import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.patterns import Pattern

#: No match is longer than this on a stream: how much an unbounded pattern may hold back.
MAX_MATCH = 1000


class Scanner(Protocol):
    """What a rail can say of text whose end has not come.

    Both methods are asked of the same text: ``text[:start]`` has been judged and is there to be looked
    back at (the last ``looks_back`` characters of it at least), ``text[start:]`` has not.
    """

    #: How many characters before the piece that is judged can matter to its verdict.
    looks_back: int

    def settled(self, text: str, start: int) -> int:
        """Up to where the text can be judged for good: nothing that may follow changes what is found there.

        What the rail would find in ``text[start:settled]`` alone, looking back but not ahead, is what it
        would find there in the whole text. At least ``start``, at most ``len(text)``.
        """
        ...

    def clean(self, text: str, start: int) -> bool:
        """Whether nothing is to be found in ``text[start:]``, so that the flow lets it pass as it is."""
        ...


class PatternScanner:
    """Looks for matches of patterns, and for what could still become one.

    A match longer than ``max_match`` may go unseen, and only such a one. A cut must not fall into a
    match, nor make one where none is (of ``foo$``, say); either text would end there like the beginning
    of that match, which is how it is noticed.
    """

    def __init__(
        self,
        patterns: Sequence[str],
        *,
        case_insensitive: bool = False,
        max_match: int = MAX_MATCH,
        looks_back: int = 1,
    ) -> None:
        self.looks_back = max(1, looks_back)
        self._max_match = max_match
        #: Where it does not match, nothing can have begun: much cheaper than to ask the patterns.
        self._head = _compile_heads(patterns, case_insensitive=case_insensitive)
        self._found = _compile_all(patterns, case_insensitive=case_insensitive)
        self._begun = _compile_begun(patterns, case_insensitive=case_insensitive)

    def settled(self, text: str, start: int) -> int:
        """Before the first place from which a match could still come about."""
        if self._head is not None and self._head.search(text, start) is None:
            return len(text)
        if self._begun is None:
            return max(start, len(text) - self._max_match)
        base = max(0, start - 1)
        if base:
            return base + self._settled(self._begun, text[base:], start - base)
        return self._settled(self._begun, text, start)

    def _settled(self, begun: Pattern, text: str, start: int) -> int:
        """The cut, moved to the front until no match reaches over it."""
        length = len(text)
        cut = first = self._first_begun(begun, text, start, length)
        while cut > start:
            first = self._first_begun(begun, text[:cut], start, cut)
            if first == cut:
                break
            over = self._reaching_over(text, first, cut)
            if over is None:
                break
            cut = over
        if length - cut <= self._max_match:
            return cut
        done = [match.end() for pattern in self._found if (match := pattern.search(text, start)) is not None]
        return min(min(done) + 1, length) if done else length - self._max_match

    def _first_begun(self, begun: Pattern, text: str, start: int, end: int) -> int:
        """From where on the text up to ``end`` may be the beginning of a match; ``end`` where it is none."""
        match = begun.search(text, max(start, end - self._max_match))
        return end if match is None else int(match.start())

    def _reaching_over(self, text: str, first: int, cut: int) -> int | None:
        """The start of a match that the cut would fall into, or that it would make or unmake."""
        starts = []
        for pattern in self._found:
            for seen in (text, text[:cut]):
                at = first
                while (match := pattern.search(seen, at)) is not None and match.start() < cut:
                    if match.end() >= cut:
                        starts.append(int(match.start()))
                        break
                    at = max(match.end(), match.start() + 1)
        return min(starts, default=None)

    def clean(self, text: str, start: int) -> bool:
        """Whether no pattern matches."""
        if self._head is not None and self._head.search(text, start) is None:
            return True
        base = max(0, start - 1)
        if base:
            text = text[base:]
        return all(pattern.search(text, start - base) is None for pattern in self._found)


def _compile_heads(patterns: Sequence[str], *, case_insensitive: bool) -> re.Pattern[str] | None:
    try:
        head = head_pattern(patterns, case_insensitive=case_insensitive)
    except UnreadablePatternError:
        return None
    return None if head is None else re.compile(head)


def _compile_all(patterns: Sequence[str], *, case_insensitive: bool) -> tuple[Pattern, ...]:
    """One for all of them, where that can be."""
    if not patterns:
        return ()
    try:
        together = "|".join(f"(?:{plain_pattern(pattern)})" for pattern in patterns)
        return (compile_pattern(together, case_insensitive=case_insensitive),)
    except (UnreadablePatternError, ConfigError):
        return tuple(compile_pattern(pattern, case_insensitive=case_insensitive) for pattern in patterns)


def _compile_begun(patterns: Sequence[str], *, case_insensitive: bool) -> Pattern | None:
    """What matches from where a match may have begun to the end of the text; None if that cannot be told."""
    if not patterns:
        return compile_pattern(r"\z")
    try:
        together = "|".join(begun_pattern(pattern) for pattern in patterns)
        return compile_pattern(rf"(?:{together})\z", case_insensitive=case_insensitive)
    except (UnreadablePatternError, ConfigError):
        return None
