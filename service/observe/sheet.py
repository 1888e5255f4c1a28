"""Numbers of one process in a file that every process can read: prometheus_client's multiprocess format.

Its own values cost 1 to 2 µs a change (a lock, a system call and a copy each); here a change is one store
into mapped memory, and a process that is killed has lost nothing. ``MultiProcessCollector`` reads the files.
Not thread-safe: whoever writes holds a lock.
"""

from __future__ import annotations

import mmap
import os
import struct
from typing import TYPE_CHECKING

from prometheus_client.mmap_dict import MmapedDict

if TYPE_CHECKING:
    from pathlib import Path

FIRST_SIZE = 64 * 1024
_WORD = 8
_USED = struct.Struct("i")


class Sheet:
    """One file. ``values[slot]`` is a double; ``values`` may be another object after ``slot``."""

    __slots__ = ("_map", "_path", "_slots", "_used", "values")

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()
        size = path.stat().st_size
        if not size:
            size = FIRST_SIZE
            os.truncate(path, size)
        self._open(size)
        self._used = _USED.unpack_from(self._map)[0]
        if not self._used:
            self._set_used(_WORD)
        entries = MmapedDict.read_all_values_from_file(str(path))
        self._slots = {key: position // _WORD for key, _, _, position in entries}

    def slot(self, key: str) -> int:
        """The place of a value, made where there is none; the key is what ``mmap_key`` gives."""
        found = self._slots.get(key)
        if found is None:
            found = self._slots[key] = self._append(key)
        return found

    def close(self) -> None:
        """Let go of the memory; the file stays."""
        self.values.release()
        self._map.close()

    def _append(self, key: str) -> int:
        text = key.encode()
        # Length, key, spaces up to a multiple of eight, then the value and a time that nothing here uses.
        padded = text + b" " * (_WORD - (len(text) + _USED.size) % _WORD)
        entry = struct.pack(f"i{len(padded)}sdd", len(text), padded, 0.0, 0.0)
        end = self._used + len(entry)
        size = len(self._map)
        if end > size:
            while end > size:
                size *= 2
            self.close()
            os.truncate(self._path, size)
            self._open(size)
        self._map[self._used : end] = entry
        self._set_used(end)
        return int(end // _WORD - 2)

    def _open(self, size: int) -> None:
        with self._path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), size)
        self.values = memoryview(self._map).cast("d")

    def _set_used(self, used: int) -> None:
        self._used = used
        self._map[: _USED.size] = _USED.pack(used)
