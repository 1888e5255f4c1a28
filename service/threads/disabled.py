"""No threads: for servers that must keep no conversation. A turn that asks for one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from service.errors import ThreadsDisabledError
from service.threads.base import UrlStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class DisabledStore(UrlStore):
    """Refuses to load and to store."""

    name: ClassVar[str] = "none"
    schemes: ClassVar[tuple[str, ...]] = ("none",)

    @classmethod
    def open(cls, url: str, *, ttl: float | None, data_dir: Path) -> Self:
        """See ``UrlStore``."""
        del url, ttl, data_dir
        return cls()

    def load(self, thread_id: str, limit: int | None = None) -> NoReturn:
        """See ``ThreadStore``."""
        del thread_id, limit
        raise ThreadsDisabledError

    def append(
        self,
        thread_id: str,
        messages: Sequence[Mapping[str, Any]],
        snapshot: Mapping[str, Any] | None = None,
        after: int | None = None,
    ) -> NoReturn:
        """See ``ThreadStore``."""
        del thread_id, messages, snapshot, after
        raise ThreadsDisabledError

    def delete(self, thread_id: str) -> NoReturn:
        """See ``ThreadStore``."""
        del thread_id
        raise ThreadsDisabledError

    def ping(self) -> None:
        """See ``ThreadStore``."""

    def close(self) -> None:
        """See ``ThreadStore``."""
