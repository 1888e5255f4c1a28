"""Where in a text something personal stands. Knows no kind of data, only places and how sure they are."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is an ``entity``, with a score between 0 and 1."""

    start: int
    end: int
    entity: str
    score: float


class Finds(Protocol):
    """Whoever finds personal data: our recognisers, or Presidio."""

    def find(self, text: str, start: int = 0) -> list[Span]:
        """The spans that begin in ``text[start:]``, in order, none over another."""
        ...

    def may_find(self, text: str) -> bool:
        """Whether there may be any in a text, or in some texts with lines between them; that is cheap."""
        ...


def without_overlaps(spans: Iterable[Span], text: str) -> list[Span]:
    """The spans in the order of the text, none over another.

    The longer one wins, for it says what the shorter one is a part of (an address in a URL, a name in a
    street); among equals the surer one. What a loser covers beyond the winner is kept, so that nothing
    personal is left standing at its edge.
    """
    ranked = sorted(spans, key=lambda s: (s.start - s.end, -s.score, s.start, s.entity))
    starts: list[int] = []
    kept: list[Span] = []
    for span in ranked:
        rest = _uncovered(span, kept, starts, text)
        if rest is not None:
            at = bisect_left(starts, rest.start)
            starts.insert(at, rest.start)
            kept.insert(at, rest)
    return kept


def _uncovered(span: Span, kept: Sequence[Span], starts: Sequence[int], text: str) -> Span | None:
    """What of a span nobody covers yet: all of it, the part at one side, or nothing."""
    start, end = span.start, span.end
    at = bisect_left(starts, start)
    if at and kept[at - 1].end > start:
        start = kept[at - 1].end
    if at < len(kept) and kept[at].start < end:
        end = max(kept[at].start, start)
    if (start, end) == (span.start, span.end):
        return span
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return replace(span, start=start, end=end) if start < end else None


def rewrite(text: str, spans: Iterable[Span], replacement: Callable[[Span], str]) -> str:
    """The text with something else in the place of each span; they come in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += (text[at : span.start], replacement(span))
        at = span.end
    pieces.append(text[at:])
    return "".join(pieces)
