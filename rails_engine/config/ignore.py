"""``.railsignore``: which files of a folder are not part of the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = ".railsignore"


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The patterns of one file. One without a slash is for file names, one with a slash for paths."""

    patterns: tuple[str, ...] = ()
    file: Path | None = None

    def ignores(self, relative: str) -> bool:
        """Whether a file, by its path in the folder, is left out."""
        name = relative.rpartition("/")[2]
        return any(fnmatch(relative if "/" in pattern else name, pattern) for pattern in self.patterns)


def parse_rules(text: str, file: Path | None = None) -> IgnoreRules:
    """One pattern a line; ``#`` begins a comment line."""
    lines = (line.strip() for line in text.splitlines())
    return IgnoreRules(tuple(line for line in lines if line and not line.startswith("#")), file)


def find_rules(folder: Path) -> Path | None:
    """The nearest such file, in the folder or above it."""
    resolved = folder.resolve()
    for place in (resolved, *resolved.parents):
        candidate = place / NAME
        if candidate.is_file():
            return candidate
    return None
