"""Hashes of what a configuration was loaded from, cheap enough to ask for again and again.

Two machines that load the same files get the same hash: names in the folder and contents count, places
and times do not. Times only save the reading of files that did not change.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine.config.files import MAX_BYTES, list_folder, read_bytes
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when it was last read."""

    stamp: tuple[int, int, int, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The hash of some paths, and what the next one may build on."""

    digest: str
    files: Mapping[Path, FileState] = field(default_factory=dict, repr=False)


def fingerprint(paths: Iterable[Path]) -> str:
    """The hash of everything below some folders; equal to ``RailsConfig.digest`` while nothing changed."""
    return take_fingerprint(paths).digest


def take_fingerprint(paths: Iterable[Path], before: Fingerprint | None = None) -> Fingerprint:
    """The hash of everything below some folders. Only files that look changed since ``before`` are read."""
    known = before.files if before is not None else {}
    states: dict[Path, FileState] = {}
    digests = []
    for path in paths:
        files = _files_of(path)
        for _, file in files:
            states[file] = _state(file, known.get(file))
        digests.append(digest_files((name, states[file].digest) for name, file in files))
    return Fingerprint(digest_of(digests), states)


def _files_of(path: Path) -> list[tuple[str, Path]]:
    if not path.is_dir():
        return [(path.name, path)]
    folder = list_folder(path)
    files = [(file.relative, file.path) for file in folder.files]
    if folder.ignore_file is not None:
        files.append((folder.ignore_file.name, folder.ignore_file))
    return files


def _state(path: Path, known: FileState | None) -> FileState:
    try:
        status = path.stat()
    except OSError as error:
        raise ConfigError(f"the file cannot be read: {error.strerror}", file=str(path)) from error
    stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
    if known is not None and known.stamp == stamp:
        return known
    return FileState(stamp, digest_bytes(read_bytes(path, max(MAX_BYTES.values()))))


def digest_bytes(content: bytes) -> str:
    """The hash of one file."""
    return hashlib.sha256(content).hexdigest()


def digest_files(files: Iterable[tuple[str, str]]) -> str:
    """The hash of one folder: its files in their order, by name and hash."""
    return digest_of(part for name, digest in files for part in (name, digest))


def digest_of(parts: Iterable[str]) -> str:
    """The hash of some texts in order; no two lists of texts have the same one by being joined."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode()
        whole.update(f"{len(data)}:".encode())
        whole.update(data)
    return whole.hexdigest()
