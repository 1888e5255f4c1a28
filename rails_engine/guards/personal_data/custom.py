"""Recognisers that a configuration brings, written as Presidio's: patterns with scores, denied words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.recogniser import Recogniser

if TYPE_CHECKING:
    from collections.abc import Iterable

#: RE2's, as Presidio's own engine has them on: case does not matter, ``.`` and ``^`` go line by line.
_FLAGS = "(?ims)"


def from_pattern(entity: str, regex: str, score: float, context: Iterable[str] = ()) -> Recogniser:
    """One of ``patterns``."""
    return Recogniser(
        entity,
        f"{_FLAGS}{regex}",
        score=score,
        context=frozenset(word.lower() for word in context),
        inside=True,
    )


def from_words(entity: str, denied: Iterable[str], score: float) -> Recogniser:
    """``deny_list``: each of these words is one."""
    together = "|".join(sorted(map(re.escape, denied), key=len, reverse=True))
    return Recogniser(entity, f"{_FLAGS}(?:{together})", score=score)
