"""How tests of personal data say what is to be found in a text.

Cases may be written with marks, ``Call [[PHONE_NUMBER|+44 20 7946 0958]] now``: what is to be found, and that
nothing else is. A broken bar (``¦``) is dropped when a case is read: with it, no key in a test looks like a
real one to those who search repositories for keys.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rails_engine.guards.personal_data.finder import Finder
from rails_engine.guards.personal_data.masking import mask
from rails_engine.guards.personal_data.spans import Span
from rails_engine.guards.personal_data.streaming import PersonalDataScanner

CASES = Path(__file__).parents[1] / "cases" / "personal_data"
_MARK = re.compile(r"\[\[([A-Z_]+)\|(.*?)\]\]", re.DOTALL)

Found = list[tuple[str, str]]


def whole(text: str) -> str:
    """A text without its broken bars."""
    return text.replace("¦", "")


def unmarked(case: str) -> tuple[str, Found]:
    """The text of a case, and what is marked in it."""
    case = whole(case)
    return _MARK.sub(lambda mark: mark[2], case), [(m[1], m[2]) for m in _MARK.finditer(case)]


@cache
def finder(entities: frozenset[str], threshold: float = 0.4) -> Finder:
    return Finder(entities, threshold=threshold)


def found(text: str, *entities: str, threshold: float = 0.4) -> Found:
    """Which of the entities are in the text, as entity and value."""
    spans = finder(frozenset(entities), threshold).find(text)
    return [(span.entity, text[span.start : span.end]) for span in spans]


def values(text: str, *entities: str, threshold: float = 0.4) -> list[str]:
    return [value for _, value in found(whole(text), *entities, threshold=threshold)]


def read_cases(name: str) -> list[Any]:
    """The cases of a file."""
    loaded: list[Any] = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return loaded


def streamed(text: str, sizes: list[int], finder: Finder, scanner: PersonalDataScanner) -> str:
    """The text as a stream masks it, with no more of what came before than the scanner asks for."""
    held, start, out, at, turn = "", 0, "", 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        held += text[at : at + size]
        at, turn = at + size, turn + 1
        cut = scanner.settled(held, start)
        assert start <= cut <= len(held)
        out += masked(finder, held[:cut], start)
        kept = max(0, cut - scanner.looks_back)
        held, start = held[kept:], cut - kept
    return out + masked(finder, held, start)


def masked(finder: Finder, text: str, start: int) -> str:
    spans = [Span(s.start - start, s.end - start, s.entity, s.score) for s in finder.find(text, start)]
    return mask(text[start:], spans)
