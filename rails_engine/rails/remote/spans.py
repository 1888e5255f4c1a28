"""Put placeholders where a service has found something.

Spans come from outside: one that does not point into the text is an error, and never a text that leaves
unmasked. Overlapping spans are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.errors import ProviderReplyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A found part of a text: ``text[start:end]``."""

    start: int
    end: int
    label: str


def check_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order, or the error that one of them is."""
    found = sorted(spans)
    for span in found:
        if not 0 <= span.start < span.end <= len(text):
            raise ProviderReplyError("The answer names a place that the text has not.")
    return found


def mask_spans(text: str, spans: Iterable[Span], placeholder: Callable[[str], str]) -> str:
    """The text with a placeholder for each span; what overlaps becomes that of the first."""
    pieces: list[str] = []
    done = 0
    for span in check_spans(text, spans):
        if span.start >= done:
            pieces += (text[done : span.start], placeholder(span.label))
        done = max(done, span.end)
    return "".join((*pieces, text[done:]))
