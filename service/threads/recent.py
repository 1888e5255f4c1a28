"""The conversations that a process has read lately, so that a turn reads only what is new in its thread.

Nothing here is believed unasked. It says which thread was read and how far; the store answers with the turns
after that, or with all of them where that id means another thread by now. What was deleted or has expired is
dropped where that is noticed, and never served.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine import jsontext
from service.threads.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

Message = dict[str, Any]

#: Bytes of turns as they are stored, of all threads and of one; read, they take some three times that.
MOST_BYTES, MOST_OF_ONE = 4 * 1024 * 1024, 512 * 1024
_PLAIN = frozenset((str, type(None)))


@dataclass(frozen=True, slots=True)
class Read:
    """The messages of a thread, up to the turn that its version counts."""

    #: What tells it from another thread of the same id; None if that is not known.
    born: int | None = None
    version: int = 0
    #: Those with more in them than text stay as JSON: to read that is a tenth of copying what it says.
    messages: tuple[Message | bytes, ...] = ()
    size: int = 0

    def and_then(self, version: int, messages: Sequence[Message], size: int) -> Read:
        """With the messages of the turns that follow; they are its own from now on."""
        new = (m if _PLAIN.issuperset(map(type, m.values())) else jsontext.dumps(m) for m in messages)
        return Read(self.born, version, (*self.messages, *new), self.size + size)

    def copies(self) -> list[Message]:
        """The messages for somebody who may do with them what they like."""
        return [decode(message) if isinstance(message, bytes) else dict(message) for message in self.messages]


NOTHING = Read()


class Recent:
    """Bounded; what was put first makes room. Safe to use from many threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._bytes = 0
        self._known: dict[bytes, Read] = {}

    def get(self, key: bytes) -> Read:
        """What was read of a thread."""
        return self._known.get(key, NOTHING)

    def forget(self, key: bytes) -> None:
        """The thread is no more."""
        with self._lock:
            self._bytes -= self._known.pop(key, NOTHING).size

    def put(self, key: bytes, read: Read) -> None:
        """Keep it in the place of what was read before."""
        known = self._known
        with self._lock:
            self._bytes -= known.pop(key, NOTHING).size
            if read.size > MOST_OF_ONE:
                return
            known[key] = read
            self._bytes += read.size
            while self._bytes > self._most:
                self._bytes -= known.pop(next(iter(known))).size
