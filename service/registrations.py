"""What a configuration root's ``config.py`` registers with the server while it runs at start-up."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from service.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Registrations:
    """Collected at start-up, read by the assembly, never changed afterwards."""

    datastore: Any = None
    loggers: list[Any] = field(default_factory=list)
    challenges: list[dict[str, Any]] = field(default_factory=list)


_CURRENT: ContextVar[Registrations | None] = ContextVar("registrations", default=None)


@contextmanager
def collecting() -> Iterator[Registrations]:
    """Registrations made while this lasts are for the server that is being assembled."""
    found = Registrations()
    token = _CURRENT.set(found)
    try:
        yield found
    finally:
        _CURRENT.reset(token)


def current(what: str) -> Registrations:
    """Where to register; an error where no server is being assembled."""
    found = _CURRENT.get()
    if found is None:
        raise SettingsError(what, None, "called in the config.py at the root of the configurations folder")
    return found
