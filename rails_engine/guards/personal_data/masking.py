"""What takes the place of personal data: its kind, a keyed hash, or a placeholder that can be undone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from rails_engine.guards.personal_data.spans import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rails_engine.guards.personal_data.spans import Span

Action = Literal["mask", "hash", "placeholder"]
#: Says what stands for a value of an entity. A vault's ``placeholder`` is one, too.
StandIn = Callable[[str, str], str]
_DIGEST = 8


def name_kind(entity: str, value: str) -> str:
    """``<EMAIL_ADDRESS>`` for every address."""
    del value
    return f"<{entity}>"


def hashed_with(key: str) -> StandIn:
    """``<EMAIL_ADDRESS:9c0e…>``: equal for equal values; without the key nobody can try values out."""
    secret = hashlib.sha256(key.encode()).digest()

    def digest(entity: str, value: str) -> str:
        data = value.encode("utf-8", "surrogatepass")
        return f"<{entity}:{hashlib.blake2b(data, key=secret, digest_size=_DIGEST).hexdigest()}>"

    return digest


def mask(text: str, spans: Iterable[Span], stand_in: StandIn = name_kind) -> str:
    """The text with something else in the place of each span."""
    return rewrite(text, spans, lambda span: stand_in(span.entity, text[span.start : span.end]))
