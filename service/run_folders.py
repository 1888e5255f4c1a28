"""Folders that a server has for as long as it runs, which its workers share.

A lock on a file in it says that somebody still runs; what a server left that was killed is taken away by the
next one. Nothing that has no such file, or another owner, is touched.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

MARK = "in-use"


def make_folder(prefix: str, place: Path | None = None) -> Path:
    """A new folder below ``place``, closed to others; held until the last process that inherits it ends."""
    parent = Path(tempfile.gettempdir()) if place is None else place
    sweep(parent, prefix)
    # Under a name that no sweep looks at until it is held.
    made = Path(tempfile.mkdtemp(prefix=f".{prefix}", dir=parent))
    # Never closed: the lock goes with the processes, also with those that are killed.
    descriptor = os.open(made / MARK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return made.rename(parent / made.name.removeprefix("."))


def sweep(parent: Path, prefix: str) -> None:
    """Take away what servers have left that no longer run."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            descriptor = os.open(folder / MARK, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_folder(folder)
            finally:
                os.close(descriptor)


def remove_folder(folder: Path) -> None:
    """The server is gone."""
    shutil.rmtree(folder, ignore_errors=True)
