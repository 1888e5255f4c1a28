"""What a recogniser is: a pattern that finds candidates, and a judge of what stands around them.

RE2 has no look-around, so the pattern says only what the data looks like. A judge sees the candidate, the
characters at its edges and the words before it. It must not read further back than ``LOOKS_BACK``
characters, nor further ahead than the next plain word (see ``cuts.py``): a stream depends on that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.spans import Span
from rails_engine.patterns import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from rails_engine.patterns import Pattern

#: How far before a candidate the words may stand that tell what it is.
LOOKS_BACK = 64
#: How much surer such a word makes.
LIFT = 0.35
#: What is so long stands between commas or bars, as in a table; it is no part of a number with such.
_TOO_LONG = 11
_WORD = re.compile(r"[^\W_]+")


class Hit:
    """A candidate in its text."""

    __slots__ = ("_lead", "_words", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self._lead: str | None = None
        self._words: frozenset[str] | None = None

    @property
    def value(self) -> str:
        """The candidate."""
        return self.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The character before it, or nothing."""
        return self.text[self.start - 1] if self.start else ""

    @property
    def after(self) -> str:
        """The character after it, or nothing."""
        return self.text[self.end : self.end + 1]

    @property
    def lead(self) -> str:
        """What stands before it, as far as a judge may look, in small letters."""
        if self._lead is None:
            self._lead = self.text[max(0, self.start - LOOKS_BACK) : self.start].lower()
        return self._lead

    @property
    def words(self) -> frozenset[str]:
        """The words before it."""
        if self._words is None:
            self._words = frozenset(_WORD.findall(self.lead))
        return self._words

    def follows(self, words: Collection[str]) -> bool:
        """Whether one of these words stands before it."""
        return not self.words.isdisjoint(words)

    @property
    def is_apart(self) -> bool:
        """Whether it is not a part of a longer word or number."""
        before, after = self.before, self.after
        if before.isalnum() or before == "_" or after.isalnum() or after == "_":
            return False
        marks = ".-:" if self.end - self.start >= _TOO_LONG else ".,-/:"
        return not (self._joins(before, self.start - 2, marks) or self._joins(after, self.end + 1, marks))

    def _joins(self, mark: str, beyond: int, marks: str) -> bool:
        """Whether a mark beside it makes it a part of a number, since beyond the mark is a digit."""
        return mark != "" and mark in marks and self.text[beyond : beyond + 1].isdigit()


@dataclass(frozen=True, slots=True)
class Recogniser:
    """One way in which an entity is written."""

    entity: str
    pattern: str
    #: How sure the pattern alone makes.
    score: float = 0.6
    #: A score between 0 (it is none) and 1, in the place of the above.
    judge: Callable[[Hit], float] | None = None
    #: Finds the spans in a candidate by itself, in the place of a judge.
    split: Callable[[Hit], Iterable[Span]] | None = None
    #: Words before it that make surer; with ``needs`` it is none without them.
    context: frozenset[str] = frozenset()
    needs: bool = False
    #: Whether it may be a part of a longer word or number.
    inside: bool = False
    ignore_case: bool = False
    #: A cheaper pattern that matches somewhere wherever this one could; one of the pattern itself if empty.
    trigger: str = ""

    @property
    def glance(self) -> str:
        """What tells that a text may have one, as a pattern that says itself whether case matters."""
        source = self.trigger or self.pattern
        return f"(?i:{source})" if self.ignore_case else source

    def could_be_in(self, small: str) -> bool:
        """Whether a text, in small letters, has one of the words without which this is none."""
        return not self.needs or any(word in small for word in self.context)

    def compiled(self) -> Pattern:
        """The pattern, ready to search."""
        return compile_pattern(self.pattern, case_insensitive=self.ignore_case)

    def spans(self, text: str, found: Iterable[tuple[int, int]]) -> Iterator[Span]:
        """What is left of the candidates."""
        for start, end in found:
            hit = Hit(text, start, end)
            if not self.inside and not hit.is_apart:
                continue
            if self.split is not None:
                yield from self.split(hit)
                continue
            score = self._score(hit)
            if score > 0:
                yield Span(start, end, self.entity, score)

    def _score(self, hit: Hit) -> float:
        score = self.score if self.judge is None else self.judge(hit)
        if score <= 0 or not self.context:
            return score
        if hit.follows(self.context):
            return min(1.0, score + LIFT)
        return 0.0 if self.needs else score


def words(text: str) -> frozenset[str]:
    """Context words as they are listed: with blanks between them."""
    return frozenset(text.split())


#: What has numbers of any form.
THINGS = words(
    "serial serials meter reading order tracking parcel ticket invoice part sku sn batch lot article "
    "rechnung facture"
)
