"""A bounded cache of model calls. What is used least goes first; among equals, what was used longest ago.

Who asks what somebody else is asking at the same time gets the same answer, from one call.

The key is a hash of everything that the answer depends on, and of no key of the caller's.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ProviderRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.llm.base import LLMReply
    from rails_engine.messages import Message


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What a cache has done so far."""

    size: int
    hits: int
    misses: int
    evictions: int


class CallCache:
    """Shared by threads. A reply that is found is the one that was put, so nobody may change it."""

    def __init__(self, maxsize: int = 50_000) -> None:
        self._maxsize = maxsize
        self._lock = threading.Lock()
        self._replies: dict[str, tuple[LLMReply, int]] = {}
        #: How often used → the keys that were, oldest use first.
        self._by_uses: dict[int, dict[str, None]] = {}
        self._hits = self._misses = self._evictions = 0
        #: Calls under way, and those who wait for them.
        self._asked: dict[str, threading.Event] = {}

    @staticmethod
    def key(model: str, messages: Sequence[Message], params: Mapping[str, Any]) -> str:
        """The key of a call."""
        try:
            whole = json.dumps([model, list(messages), dict(params)], sort_keys=True)
        except (TypeError, ValueError):
            raise ProviderRequestError("The request holds a value that JSON cannot express.") from None
        return hashlib.sha256(whole.encode()).hexdigest()

    def get(self, key: str) -> LLMReply | None:
        """The reply of an earlier call."""
        with self._lock:
            found = self._replies.get(key)
            if found is None:
                self._misses += 1
                return None
            reply, uses = found
            self._hits += 1
            self._forget_use(key, uses)
            self._note_use(key, reply, uses + 1)
            return reply

    def put(self, key: str, reply: LLMReply) -> None:
        """Keep the reply of a call."""
        if self._maxsize <= 0:
            return
        with self._lock:
            found = self._replies.get(key)
            if found is not None:
                self._replies[key] = (reply, found[1])
                return
            if len(self._replies) >= self._maxsize:
                least = min(self._by_uses)
                oldest = next(iter(self._by_uses[least]))
                self._forget_use(oldest, least)
                del self._replies[oldest]
                self._evictions += 1
            self._note_use(key, reply, 1)

    def begin(self, key: str) -> threading.Event | None:
        """Say that the model is about to be asked; if somebody does that already, what is set after it."""
        if self._maxsize <= 0:
            return None
        with self._lock:
            other = self._asked.get(key)
            if other is None:
                self._asked[key] = threading.Event()
            return other

    def end(self, key: str) -> None:
        """The model has answered, or will not."""
        with self._lock:
            over = self._asked.pop(key, None)
        if over is not None:
            over.set()

    def stats(self) -> CacheStats:
        """What it has done so far."""
        with self._lock:
            return CacheStats(len(self._replies), self._hits, self._misses, self._evictions)

    def _note_use(self, key: str, reply: LLMReply, uses: int) -> None:
        self._replies[key] = (reply, uses)
        self._by_uses.setdefault(uses, {})[key] = None

    def _forget_use(self, key: str, uses: int) -> None:
        keys = self._by_uses[uses]
        del keys[key]
        if not keys:
            del self._by_uses[uses]
