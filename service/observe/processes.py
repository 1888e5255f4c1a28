"""The folder of the numbers: made by the server before its workers, and tidied when one of them is gone.

What a dead worker counted stays counted: it is added up in one file, so that reloads do not slow down every
scrape for ever. What a dead worker was doing (requests in flight) goes.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from service.file_lock import locked
from service.observe.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger("service.observe")

#: Our files stand beside those of users' own metrics, which prometheus_client names by the process alone.
MARK = "-own"
ADDED_UP = f"retired{MARK}"
LOCK = "lock"
PATIENCE = 1.0
SUMS = ("counter", "histogram")


def path_of(folder: Path, kind: str, pid: int) -> Path:
    """The file of a process."""
    return folder / f"{kind}_{pid}{MARK}.db"


def prepare_folder(folder: Path) -> None:
    """Make the folder, or empty it: what is in it was counted by a server that no longer runs."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        path.unlink(missing_ok=True)
    (folder / LOCK).touch()


def forget_process(folder: Path, pid: int) -> None:
    """A worker is gone."""
    for name in (str(pid), f"{pid}{MARK}"):
        mark_process_dead(name, str(folder))
    try:
        with locked(folder / LOCK, PATIENCE):
            for kind in SUMS:
                path = path_of(folder, kind, pid)
                if path.exists():
                    _add_up(folder / f"{kind}_{ADDED_UP}.db", path)
    except TimeoutError:
        log.warning("The numbers of a worker that is gone stay in files of their own.")


def scrape(folder: Path) -> tuple[bytes, str]:
    """The numbers of all processes as Prometheus reads them, with the type of the text."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))
    try:
        with locked(folder / LOCK, PATIENCE):
            text = generate_latest(registry)
    except TimeoutError:
        text = generate_latest(registry)
    return text, CONTENT_TYPE_LATEST


def _add_up(total: Path, path: Path) -> None:
    sheet = Sheet(total)
    try:
        for key, value in _values(path):
            slot = sheet.slot(key)
            sheet.values[slot] += value
    finally:
        sheet.close()
    path.unlink()


def _values(path: Path) -> Iterator[tuple[str, float]]:
    for key, value, _, _ in MmapedDict.read_all_values_from_file(str(path)):
        yield key, value
