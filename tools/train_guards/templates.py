r"""Sentences with gaps, and how they are filled. The sentences are in ``sentences/``.

A file begins with what it is about. A section begins with ``@ kind name``; sections of choices have those
between bars (``\|`` is a bar), the others one sentence a line. ``{name}`` is a gap, ``\n`` a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

_GAP = re.compile(r"\{(\w+)\}")
_BAR = re.compile(r"(?<!\\)\|")
_CHOICES = frozenset({"slot", "starts", "ends"})
_FOLDER = Path(__file__).parent / "sentences"
MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Sentences:
    """A file: the sections of each kind by name."""

    kinds: Mapping[str, Mapping[str, Sequence[str]]]

    @property
    def slots(self) -> Mapping[str, Sequence[str]]:
        """What fills the gaps."""
        return self.kinds["slot"]


def read_sentences(name: str) -> Sentences:
    """One file of ``sentences/``."""
    kinds: dict[str, dict[str, Sequence[str]]] = {}
    _, *sections = re.split(r"^@ ", (_FOLDER / f"{name}.txt").read_text("utf-8"), flags=re.MULTILINE)
    for section in sections:
        head, *lines = section.strip().split("\n")
        kind, _, name = head.partition(" ")
        kinds.setdefault(kind, {})[name] = _choices(lines) if kind in _CHOICES else tuple(lines)
    return Sentences(kinds)


def _choices(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.replace("\\|", "|") for part in _BAR.split("".join(lines)))


def fill(template: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """One sentence; what fills a gap may have gaps itself."""
    for _ in range(MAX_DEPTH):
        if "{" not in template:
            break
        template = _GAP.sub(lambda gap: chance.choice(slots[gap[1]]) if gap[1] in slots else gap[0], template)
    return template
