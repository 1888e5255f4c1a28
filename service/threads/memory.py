"""Threads in the memory of one process: for tests, for trying out, and for servers of one worker.

It is bounded: the conversations that were idle longest make room for new ones. It does not outlive its
process and shares nothing with other workers.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from service.threads.base import Thread, UrlStore
from service.threads.encoding import decode_snapshot, decode_turns, encode_snapshot, encode_turn, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
#: What a thread costs beside its text, roughly.
OVERHEAD = 500


@dataclass(slots=True)
class _Entry:
    version: int = 0
    turns: deque[bytes] = field(default_factory=deque)
    snapshot: bytes | None = None
    expires: float | None = None
    size: int = OVERHEAD


class MemoryStore(UrlStore):
    """Turns are kept encoded, so that nobody can change a stored message by accident."""

    name: ClassVar[str] = "memory"
    schemes: ClassVar[tuple[str, ...]] = ("memory",)

    @classmethod
    def open(cls, url: str, *, ttl: float | None, data_dir: Path) -> Self:
        """See ``UrlStore``."""
        del url, data_dir
        return cls(ttl=ttl)

    def __init__(
        self,
        *,
        ttl: float | None = None,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ttl = ttl
        self._max_bytes = max_bytes
        self._clock = clock
        self._lock = threading.Lock()
        #: In the order of their last append, oldest first: the order in which they expire, too.
        self._entries: dict[bytes, _Entry] = {}
        self._bytes = 0

    def load(self, thread_id: str, limit: int | None = None) -> Thread:
        """See ``ThreadStore``."""
        with self._lock:
            self._drop_expired()
            entry = self._entries.get(key_of(thread_id))
            if entry is None:
                return Thread()
            turns, snapshot, version = tuple(entry.turns), entry.snapshot, entry.version
        # As many turns as messages are enough: each turn has one at least.
        turns = turns if limit is None else turns[max(0, len(turns) - limit) :]
        return Thread(decode_turns(turns, limit), decode_snapshot(snapshot), version)

    def append(
        self,
        thread_id: str,
        messages: Sequence[Mapping[str, Any]],
        snapshot: Mapping[str, Any] | None = None,
        after: int | None = None,
    ) -> int:
        """See ``ThreadStore``."""
        key, turn, flows = key_of(thread_id), encode_turn(messages), encode_snapshot(snapshot)
        with self._lock:
            self._drop_expired()
            entry = self._entries.pop(key, None)
            if entry is None:
                entry = _Entry()
                self._bytes += entry.size
            before = entry.size
            entry.size += len(turn) - len(entry.snapshot or b"")
            entry.snapshot = flows if after == entry.version else None
            entry.size += len(entry.snapshot or b"")
            entry.turns.append(turn)
            entry.version += 1
            entry.expires = None if self._ttl is None else self._clock() + self._ttl
            self._entries[key] = entry
            self._bytes += entry.size - before
            self._make_room(entry)
            return entry.version

    def delete(self, thread_id: str) -> None:
        """See ``ThreadStore``."""
        with self._lock:
            self._drop(key_of(thread_id))

    def ping(self) -> None:
        """See ``ThreadStore``."""

    def close(self) -> None:
        """See ``ThreadStore``."""

    def _drop(self, key: bytes) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry.size

    def _drop_expired(self) -> None:
        if self._ttl is None:
            return
        now = self._clock()
        while self._entries:
            key, entry = next(iter(self._entries.items()))
            if entry.expires is None or entry.expires > now:
                return
            self._drop(key)

    def _make_room(self, newest: _Entry) -> None:
        """Other threads go first, then the oldest turns of the one that has just grown."""
        while self._bytes > self._max_bytes and len(self._entries) > 1:
            self._drop(next(iter(self._entries)))
        while self._bytes > self._max_bytes and len(newest.turns) > 1:
            gone = len(newest.turns.popleft())
            newest.size -= gone
            self._bytes -= gone
