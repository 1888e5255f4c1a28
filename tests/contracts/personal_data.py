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
