"""``context bloat detection on input|retrieval``: texts that fill a model's context with nothing.

    rails:
      input: {flows: [context bloat detection on input]}
      config:
        context_bloat_detection: {max_chars: 5000, action: truncate}

Four checks, in this order: the size (``max_chars``); the entropy of the characters (``min_entropy``, in
bits); the longest run of one character (``max_run_ratio`` of the text); repeated n-grams of words
(``max_repetition_ratio``, ``ngram_size``). Texts under ``min_chars`` have their size checked only.

``action: truncate`` cuts what is too long and judges what is left by the other three; these always
reject, as everything does under ``reject``. ``warn`` lets everything pass and notes it in the record and
the log.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.base import Rail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope

log = logging.getLogger("rails_engine.rails")

SOURCES = {"input": "user_message", "retrieval": "relevant_chunks"}
#: Of a longer text the entropy is that of evenly spaced pieces.
MAX_SAMPLE = 10_000
PIECES = 10
#: A text of fewer n-grams than this says nothing about repetition.
MIN_NGRAMS = 10
MAX_NGRAM_SIZE = 20

#: Scripts that put no blanks between words count by the character.
_UNSPACED = r"\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")

_RUN = re.compile(r"(.)\1+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ContextBloatSettings:
    """``rails.config.context_bloat_detection``."""

    max_chars: int = 5000
    min_chars: int = 50
    min_entropy: float = 3.5
    max_repetition_ratio: float = 0.4
    ngram_size: int = 3
    max_run_ratio: float = 0.1
    action: Literal["reject", "truncate", "warn"] = "reject"

    def __post_init__(self) -> None:
        for name, least in (("max_chars", 1), ("min_chars", 0), ("min_entropy", 0), ("ngram_size", 1)):
            value = getattr(self, name)
            if value < least:
                raise InvalidValueError(name, f"must be at least {least}, not {value}")
        if self.ngram_size > MAX_NGRAM_SIZE:
            raise InvalidValueError("ngram_size", f"must be at most {MAX_NGRAM_SIZE}, not {self.ngram_size}")
        for name in ("max_repetition_ratio", "max_run_ratio"):
            value = getattr(self, name)
            if not 0 <= value <= 1:
                raise InvalidValueError(name, f"must be between 0 and 1, not {value}")


class ContextBloat(Rail):
    """Judges how much of a text says anything."""

    name = "context bloat detection"
    flows = tuple(
        RailFlow(
            f"context bloat detection on {source}",
            frozenset({source}),
            settings="context_bloat_detection",
            rewrites=True,
        )
        for source in SOURCES
    )
    colang = """
define bot inform context bloat
  "I can't work with this text: it is too long, or says the same thing over and over."

define bot inform context bloat in passages
  "I can't answer that: what was found for it is too long, or says the same thing over and over."

define subflow context bloat detection on input
  $result = execute context_bloat_detection(source="input", text=$user_message)
  if $result.is_blocked
    bot inform context bloat
    stop
  if $result.is_transform
    $user_message = $result.transform_text

define subflow context bloat detection on retrieval
  $result = execute context_bloat_detection(source="retrieval", text=$relevant_chunks)
  if $result.is_blocked
    bot inform context bloat in passages
    stop
  if $result.is_transform
    $relevant_chunks = $result.transform_text
"""
    settings_key = "context_bloat_detection"
    settings_type = ContextBloatSettings
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of both flows."""
        return {"context_bloat_detection": self.detect}

    @action(is_system_action=True, name="context_bloat_detection")
    def detect(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """Whether the text is bloated, and what to do about it."""
        if text is None:
            text = scope.context.get(SOURCES[source])
        settings: ContextBloatSettings = self.settings
        whole = str(text or "")
        too_long = len(whole) > settings.max_chars
        if too_long and settings.action == "reject":
            return RailOutcome.block("size", metadata=_measured("size", len(whole)))
        kept = whole[: settings.max_chars] if too_long and settings.action == "truncate" else whole
        found = find_bloat(kept, settings)
        if settings.action == "warn":
            found = ("size", float(len(whole))) if too_long else found
            return _warned(source, found)
        if found is not None:
            return RailOutcome.block(found[0], metadata=_measured(*found))
        if too_long:
            return RailOutcome.transform(kept, "size", metadata=_measured("size", len(whole)))
        return RailOutcome.allow()


def _measured(check: str, value: float) -> dict[str, Any]:
    return {"check": check, "measured": round(value, 4)}


def _warned(source: str, found: tuple[str, float] | None) -> RailOutcome:
    if found is None:
        return RailOutcome.allow()
    log.warning("Context bloat on %s: %s is %.4g", source, *found)
    return RailOutcome.allow(found[0], metadata=_measured(*found))


def find_bloat(text: str, settings: ContextBloatSettings) -> tuple[str, float] | None:
    """The first check that speaks against a text, and what it measured; its size is not looked at."""
    if not text or len(text) < settings.min_chars:
        return None
    entropy = measure_entropy(text)
    if entropy < settings.min_entropy:
        return "entropy", entropy
    run = longest_run(text) / len(text)
    if run > settings.max_run_ratio:
        return "run", run
    repetition = measure_repetition(text, settings.ngram_size)
    if repetition > settings.max_repetition_ratio:
        return "repetition", repetition
    return None


def measure_entropy(text: str) -> float:
    """Bits a character."""
    counts = Counter(_sample(text))
    total = counts.total()
    return -sum(n / total * math.log2(n / total) for n in counts.values()) if total else 0.0


def _sample(text: str) -> str:
    if len(text) <= MAX_SAMPLE:
        return text
    piece, step = MAX_SAMPLE // PIECES, len(text) // PIECES
    return "".join(text[begin : begin + piece] for begin in range(0, step * PIECES, step))


def longest_run(text: str) -> int:
    """The length of the longest run of one character."""
    longest = max((match.end() - match.start() for match in _RUN.finditer(text)), default=0)
    return longest or min(1, len(text))


def measure_repetition(text: str, size: int) -> float:
    """Which share of the n-grams of words is a repetition of another."""
    words = _WORD.findall(text.lower())
    count = len(words) - size + 1
    if count < MIN_NGRAMS:
        return 0.0
    distinct = len(set(zip(*(words[shift:] for shift in range(size)), strict=False)))
    return 1 - distinct / count
