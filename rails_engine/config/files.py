"""The files of a configuration folder: which there are, in which order, and what is in them.

Everything that touches the disk for configuration stands here, with its bounds. What the files mean is
decided elsewhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rails_engine.config import ignore
from rails_engine.errors import ConfigError, UnknownConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["yaml", "colang", "text", "code"]

KINDS: dict[str, Kind] = {
    ".yml": "yaml",
    ".yaml": "yaml",
    ".co": "colang",
    ".md": "text",
    ".py": "code",
}
MAX_BYTES: dict[Kind, int] = {
    "yaml": 4 * 2**20,
    "colang": 4 * 2**20,
    "text": 32 * 2**20,
    "code": 4 * 2**20,
}
#: Files and folders looked at below one folder; more means that it is not a configuration.
MAX_ENTRIES = 50_000


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may matter. ``relative`` is its path in the folder, with slashes."""

    path: Path
    relative: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a folder, sorted, so that two machines load the same thing."""

    path: Path
    files: tuple[FoundFile, ...]
    ignore_file: Path | None = None


def find_config_root(path: Path) -> Path:
    """The folder or file that a path stands for: a ``config/`` below it where that holds the config.yml."""
    if path.is_dir():
        inner = path / "config"
        if not _has_config(path) and _has_config(inner):
            return inner
        return path
    if path.is_file():
        if KINDS.get(path.suffix.lower()) != "yaml":
            raise ConfigError(
                f"{path} is not a configuration: give a folder, or a file that ends in .yml or .yaml"
            )
        return path
    raise UnknownConfigError(f"there is no configuration at {path}", hint=_near(path))


def _has_config(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("config.yml", "config.yaml"))


def _near(path: Path) -> str | None:
    try:
        names = [entry.name for entry in os.scandir(path.parent)]
    except OSError:
        return f"The folder {path.parent} cannot be read."
    return did_you_mean(path.name, names)


def list_folder(path: Path) -> Folder:
    """Every file of a folder that may matter, without those that ``.railsignore`` leaves out."""
    ignore_file = ignore.find_rules(path)
    rules = ignore.IgnoreRules()
    if ignore_file is not None:
        rules = ignore.parse_rules(decode(read_bytes(ignore_file, MAX_BYTES["yaml"]), str(ignore_file)))
    found = []
    for relative in _walk(path):
        kind = KINDS.get(os.path.splitext(relative)[1].lower())  # noqa: PTH122 - thousands of plain strings
        if kind is not None and (kind == "code" or not rules.ignores(relative)):
            found.append(FoundFile(path / relative, relative, kind))
    return Folder(path, tuple(sorted(found, key=lambda file: file.relative)), ignore_file)


def _walk(root: Path) -> Iterator[str]:
    """The relative paths of all files; links are followed, but no folder is entered twice."""
    seen: set[tuple[int, int]] = set()
    waiting = [(str(root), "")]
    entries = 0
    while waiting:
        folder, prefix = waiting.pop()
        try:
            status = os.stat(folder)  # noqa: PTH116 - as above
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            listing = sorted(os.scandir(folder), key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            raise ConfigError(f"the folder cannot be read: {error.strerror}", file=folder) from error
        entries += len(listing)
        if entries > MAX_ENTRIES:
            raise ConfigError(
                f"there are more than {MAX_ENTRIES:,} files below this folder",
                file=str(root),
                hint="Is it the folder that you meant?",
            )
        for entry in listing:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if entry.is_dir():
                waiting.append((entry.path, f"{prefix}{entry.name}/"))
            elif entry.is_file():
                yield f"{prefix}{entry.name}"
            elif entry.is_symlink() and Path(entry.name).suffix.lower() in KINDS:
                raise ConfigError("the file is a link that leads nowhere", file=entry.path)


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file that is not larger than it can sensibly be."""
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise ConfigError(f"the file cannot be read: {error.strerror}", file=str(path)) from error
    if len(content) > limit:
        raise ConfigError(f"the file is larger than {limit // 2**20} MiB", file=str(path))
    return content


def decode(content: bytes, name: str) -> str:
    """Text in UTF-8 with plain line ends."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        raise ConfigError(
            f"the file is not UTF-8 text (byte 0x{content[error.start]:02x})",
            file=name,
            line=before.count(b"\n") + 1,
            column=len(before) - before.rfind(b"\n"),
            hint="Save it in the encoding UTF-8.",
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
