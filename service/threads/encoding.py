"""How turns and snapshots are written where a store keeps bytes, and how a thread id becomes a key.

Turns stay encoded until they are asked for; nothing here looks into a message.
"""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import TYPE_CHECKING, Any

from rails_engine import jsontext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def key_of(thread_id: str) -> bytes:
    """A key for an id of any characters: of one length, and not the id itself."""
    return hashlib.sha256(thread_id.encode("utf-8", "surrogatepass")).digest()


def encode_turn(messages: Sequence[Mapping[str, Any]]) -> bytes:
    """A turn's messages as JSON; there is at least one."""
    if not messages:
        raise ValueError("a turn has at least one message")
    return jsontext.dumps(list(messages))


def encode_snapshot(snapshot: Mapping[str, Any] | None) -> bytes | None:
    """A snapshot as JSON."""
    return None if snapshot is None else jsontext.dumps(snapshot)


def decode_snapshot(text: bytes | None) -> dict[str, Any] | None:
    """The snapshot that was encoded."""
    return None if text is None else decode(text)


def decode_turns(turns: Iterable[bytes], limit: int | None) -> list[dict[str, Any]]:
    """The last ``limit`` messages of encoded turns, which come oldest first."""
    return last(decode_joined(b",".join(turns)), limit)


def decode_joined(turns: bytes) -> list[dict[str, Any]]:
    """The messages of turns with commas between them; reading them together costs half of reading each."""
    return list(chain.from_iterable(decode(b"[" + turns + b"]")))


def last(messages: list[dict[str, Any]], limit: int | None) -> list[dict[str, Any]]:
    """The last so many messages."""
    return messages if limit is None else messages[max(0, len(messages) - limit) :]


def decode(text: bytes | str) -> Any:
    """What was encoded. Lone surrogates, which the fast reader refuses, come back as they were."""
    try:
        return jsontext.loads(text)
    except ValueError:
        return jsontext.load_plain(text)
