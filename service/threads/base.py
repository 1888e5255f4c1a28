"""What a thread store is: a place that keeps conversations by their id and loses nothing of them.

A turn's messages are appended in one step, so that turns that run at the same time never mix and never
overwrite each other. A store knows nothing of rails: messages and snapshots are JSON to it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as it stands: its messages, the flows' snapshot if it is up to date, and its version."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    #: Where the flows stood after the last of the messages; None if that is not known.
    snapshot: dict[str, Any] | None = None
    #: 0 for a thread that does not exist; grows with every append.
    version: int = 0


class ThreadStore(ABC):
    """A store. Every method raises ``StoreUnavailableError`` where the store does not answer.

    Safe to use from many threads at once, and after a fork.
    """

    #: The kind, as messages and ``/readyz`` name it.
    name: ClassVar[str]

    @abstractmethod
    def load(self, thread_id: str, limit: int | None = None) -> Thread:
        """The thread, with its last ``limit`` messages; an empty one if there is none of that id."""

    @abstractmethod
    def append(
        self,
        thread_id: str,
        messages: Sequence[Mapping[str, Any]],
        snapshot: Mapping[str, Any] | None = None,
        after: int | None = None,
    ) -> int:
        """Add a turn's messages (one at least) and return the new version.

        ``snapshot`` is where the flows stand after them, given that ``after`` was the version they started
        from. If another turn came between, it describes a conversation that is not this one: the messages
        are kept, the snapshot is not.
        """

    @abstractmethod
    def delete(self, thread_id: str) -> None:
        """Forget the thread, if there is one."""

    @abstractmethod
    def ping(self) -> None:
        """Return if the store answers."""

    @abstractmethod
    def close(self) -> None:
        """Let go of connections. The store may be used again; it opens new ones then."""

    def agree(self, name: str, proposal: bytes) -> bytes | None:
        """The bytes that all users of this store share under a name: the first proposal that was made.

        None for a store that does not reach further than this machine.
        """
        del name, proposal
        return None


class UrlStore(ThreadStore):
    """A store that ``THREAD_STORE_URL`` can name."""

    #: The URL schemes that mean this store.
    schemes: ClassVar[tuple[str, ...]]

    @classmethod
    @abstractmethod
    def open(cls, url: str, *, ttl: float | None, data_dir: Path) -> Self:
        """The store that the URL describes, or ``SettingsError``. It need not be reachable yet."""
