"""The files that the guards' knowledge is in: read here, made by tools/train_guards.

A file is zlib of UTF-8 lines; sorted ones share their beginnings (a letter says how many characters are
those of the line before). Nothing is kept: whoever reads a file makes of it what it needs, once.
"""

from __future__ import annotations

import zlib
from importlib.resources import files
from typing import TYPE_CHECKING

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

_ZERO = ord("A")
_MOST_SHARED = 25
REINSTALL = "Install the package again; it comes with it."


def read_bytes(name: str) -> bytes:
    """A shipped file, unpacked."""
    try:
        packed = (files("rails_engine.guards") / "weights" / f"{name}.z").read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"The weight file {name}.z is not there.", hint=REINSTALL) from None
    return unpack(packed, name)


def unpack(packed: bytes, name: str) -> bytes:
    """What is in a file. One that was changed or cut short is refused: its checksum is wrong."""
    try:
        return zlib.decompress(packed)
    except zlib.error:
        raise ConfigError(f"The weight file {name}.z is damaged.", hint=REINSTALL) from None


def read_lines(name: str) -> list[str]:
    """A file of lines that share their beginnings."""
    return unshare(read_bytes(name).decode())


def share(lines: Sequence[str]) -> str:
    """Sorted lines, each without the beginning that it shares with the one before."""
    packed, before = [], ""
    for line in lines:
        size = 0
        while size < min(len(line), len(before), _MOST_SHARED) and line[size] == before[size]:
            size += 1
        packed.append(chr(_ZERO + size) + line[size:])
        before = line
    return "\n".join(packed)


def unshare(packed: str) -> list[str]:
    """The opposite of :func:`share`."""
    lines, before = [], ""
    for line in packed.split("\n"):
        before = before[: ord(line[0]) - _ZERO] + line[1:]
        lines.append(before)
    return lines
