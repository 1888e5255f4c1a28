"""Which version of each configuration folder the workers of one server serve, and a copy of it.

The first worker that loads a folder decides for all. An edit counts when the server is told (SIGHUP) or looks
for itself (``AUTO_RELOAD``); until then, and for as long as the edit does not load, a worker that comes later
loads the copy. What is written here is only about folders that have loaded once.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rails_engine import RailsError, take_fingerprint
from service.file_lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("service.engines")

#: Names of configurations never begin with a dot.
GENERATION, LOCK = ".generation", ".lock"
AGREED = "agreed.json"
PATIENCE = 5.0
#: A folder with more than this is served as it is found.
MOST_BYTES, MOST_FILES = 16 * 1024 * 1024, 2000
NEVER_COPIED = frozenset({"__pycache__", ".git", ".venv"})


class TooLargeError(OSError):
    """A folder that is not copied."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is served of one folder: since which reload, which files, and which newer ones do not load."""

    generation: int
    digest: str
    why_refused: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a configuration is to be loaded from. ``is_newest``: nobody has decided against what is there."""

    path: Path
    is_newest: bool


class Versions:
    """Of one server; each worker has one of its own on the same place. Without a place nothing is kept."""

    def __init__(self, place: Path | None, *, always_newest: bool = False) -> None:
        self._place = place if place is not None and place.is_dir() else None
        self._always_newest = always_newest
        #: How often the server had been told to read everything anew when this worker began.
        self.generation = _read_generation(self._place) if self._place is not None else 0

    def names(self) -> list[str]:
        """Every configuration that has loaded once."""
        if self._place is None:
            return []
        return sorted(path.parent.name for path in self._place.glob(f"*/{AGREED}"))

    def refused(self) -> dict[str, str]:
        """Why the newest files of a configuration are not those that serve."""
        found = ((name, self._agreed(name)) for name in self.names())
        return {name: agreed.why_refused for name, agreed in found if agreed and agreed.why_refused}

    def is_decided(self, name: str) -> bool:
        """Whether the copy of a folder serves, even if the folder itself is gone by now."""
        agreed = self._agreed(name)
        return agreed is not None and not self._is_open(agreed) and self.copy_of(name) is not None

    def choose(self, name: str, folder: Path) -> Choice:
        """Where to load a configuration from."""
        agreed = self._agreed(name)
        if agreed is None or self._is_open(agreed):
            return Choice(folder, is_newest=True)
        if folder.is_dir():
            with suppress(RailsError):
                if take_fingerprint([folder]).digest == agreed.digest:
                    return Choice(folder, is_newest=False)
        return Choice(self.copy_of(name) or folder, is_newest=False)

    def copy_of(self, name: str) -> Path | None:
        """The copy of the files that have loaded."""
        agreed = self._agreed(name)
        if agreed is None or self._place is None:
            return None
        path = self._place / name / agreed.digest / name
        return path if path.is_dir() else None

    def agree(self, name: str, folder: Path, digest: str) -> bool:
        """These files have loaded. False: others have loaded in another worker, and count."""

        def decide(home: Path) -> bool:
            agreed = self._agreed(name)
            if agreed is not None and not self._is_open(agreed):
                return agreed.digest == digest
            _keep(home, folder, digest)
            _write(home, Agreed(self.generation, digest))
            return True

        return self._change(name, decide)

    def refuse(self, name: str, why: str) -> None:
        """The newest files do not load: for this generation the last good ones serve on."""

        def decide(home: Path) -> bool:
            agreed = self._agreed(name)
            if agreed is not None:
                newest = max(agreed.generation, self.generation)
                _write(home, replace(agreed, generation=newest, why_refused=why))
            return True

        self._change(name, decide)

    def _is_open(self, agreed: Agreed) -> bool:
        return self._always_newest or agreed.generation < self.generation

    def _agreed(self, name: str) -> Agreed | None:
        if self._place is None:
            return None
        try:
            return Agreed(**json.loads((self._place / name / AGREED).read_text()))
        except OSError:
            return None

    def _change(self, name: str, decide: Callable[[Path], bool]) -> bool:
        """One worker at a time. A disk that does not work costs the agreement, never an engine."""
        if self._place is None:
            return True
        try:
            with locked(self._place / LOCK, PATIENCE):
                return decide(self._place / name)
        except OSError as error:
            log.warning(
                "The workers cannot agree on the version of a configuration (%s)", type(error).__name__
            )
            return True


def _write(home: Path, agreed: Agreed) -> None:
    fresh = home / f".{AGREED}"
    fresh.write_text(json.dumps(asdict(agreed)))
    fresh.replace(home / AGREED)


def _keep(home: Path, folder: Path, digest: str) -> None:
    name, shelf = home.name, home / digest
    home.mkdir(exist_ok=True)
    if shelf.is_dir():
        return
    fresh = home / f".{digest}"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        copy_folder(folder, fresh / name)
        link_neighbours(folder, fresh)
        if take_fingerprint([fresh / name]).digest == digest:  # else it was edited meanwhile
            fresh.replace(shelf)
    except (OSError, RailsError) as error:
        log.warning("No copy of the configuration %r is kept (%s)", name, _words(error))
    for old in home.iterdir():
        if old.is_dir() and old != shelf:
            shutil.rmtree(old, ignore_errors=True)


def _words(error: Exception) -> str:
    """Why, without a path."""
    return str(error) if isinstance(error, TooLargeError) else type(error).__name__


def advance(place: Path) -> None:
    """The server is told to read everything anew; the workers that start from now on will."""
    fresh = place / f"{GENERATION}.new"
    fresh.write_text(str(_read_generation(place) + 1))
    fresh.replace(place / GENERATION)


def _read_generation(place: Path) -> int:
    try:
        return int((place / GENERATION).read_text())
    except OSError:
        return 0


def copy_folder(source: Path, target: Path) -> None:
    """Copy what is below a folder, links as what they lead to. ``TooLargeError`` where that is too much."""
    waiting = [(source, target)]
    seen: set[tuple[int, int]] = set()
    files = size = 0
    while waiting:
        here, there = waiting.pop()
        status = here.stat()
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        there.mkdir(parents=True)
        for entry in list_entries(here):
            if entry.is_dir():
                waiting.append((Path(entry.path), there / entry.name))
            elif entry.is_file():
                files, size = files + 1, size + entry.stat().st_size
                if files > MOST_FILES or size > MOST_BYTES:
                    raise TooLargeError("it is too large")
                shutil.copyfile(entry.path, there / entry.name)


def list_entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder and may be copied."""
    with os.scandir(folder) as entries:
        return [entry for entry in entries if entry.name not in NEVER_COPIED]


def link_neighbours(folder: Path, shelf: Path) -> None:
    """What a configuration imports from beside its folder is found from beside the copy."""
    home = folder.absolute()
    for neighbour in sorted(home.parent.iterdir())[:MOST_FILES]:
        if neighbour.name != home.name and neighbour.is_dir():
            (shelf / neighbour.name).symlink_to(neighbour, target_is_directory=True)
