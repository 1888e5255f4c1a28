"""Where recent conversations stood, so that the next question need not replay them.

A client sends the whole conversation each time. What the flows made of it is kept here under a hash
of all of it (roles, system messages and context too), in a bounded number of entries.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.events import Event
    from rails_engine.messages import Message

Entry = tuple[dict[str, Any], tuple["Event", ...]]


def conversation_key(messages: Sequence[Message], context: Mapping[str, Any]) -> bytes:
    """A hash of everything that was said, by whom, in which order, and of the variables that were given.

    What a client adds to a message when it sends it again (``"refusal": null`` and the like) is left out.
    """
    said = [{name: value for name, value in m.items() if value is not None and value != []} for m in messages]
    try:
        text = json.dumps([said, context], sort_keys=True, separators=(",", ":"), default=str)
    except (TypeError, ValueError):  # a context from Python may have any keys, and hold itself
        text = repr((said, context))
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
