"""Which dialect a body is written in. Each dialect is one file in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import discover
from service import dialects
from service.dialects.base import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def find_dialects() -> tuple[Dialect, ...]:
    """Every dialect that there is."""
    return tuple(found() for found in discover(dialects, Dialect).values())


def choose_dialect(known: Iterable[Dialect], body: Mapping[str, Any]) -> Dialect:
    """The one that claims a body."""
    for dialect in known:
        if dialect.claims(body):
            return dialect
    raise LookupError("no dialect claims the body")
