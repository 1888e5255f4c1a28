"""Where recent conversations stood, so that the next question need not replay them.

A client sends the whole conversation each time. What the flows made of it is kept here under a hash
of all of it (roles and system messages too), in a bounded number of entries.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.events import Event
    from rails_engine.messages import Message

Entry = tuple[dict[str, Any], tuple["Event", ...]]


def conversation_key(messages: Sequence[Message]) -> bytes:
    """A hash of everything that was said, by whom, in which order."""
    text = json.dumps(messages, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest()


class ConversationMemory:
    """Snapshots by conversation, the longest unused first to go."""

    def __init__(self, size: int = 1024) -> None:
        self._size = size
        self._entries: OrderedDict[bytes, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, key: bytes) -> Entry | None:
        """What is known of a conversation."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def keep(self, key: bytes, entry: Entry) -> None:
        """Remember where a conversation stands."""
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            if len(self._entries) > self._size:
                self._entries.popitem(last=False)
