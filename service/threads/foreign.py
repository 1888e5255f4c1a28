"""A user's own datastore, with the original's ``get(key)`` and ``set(key, value)``, as a thread store.

The messages are a JSON list under ``thread-ID``, as the original wrote it, so that old conversations go on;
the flows' snapshot lies beside it under ``snapshot-ID``. Such a store cannot append: between our ``get`` and
``set`` a lock of ours is held, which reaches the threads and processes of one machine. Across machines its
owner must provide the atomicity. Its methods may be coroutines: all of them run in one event loop of their
own, because clients of databases belong to the loop they were first used in.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import threading
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from rails_engine import jsontext
from service.data_dir import ensure_folder
from service.errors import StoreUnavailableError
from service.file_lock import locked
from service.threads.base import Thread, ThreadStore
from service.threads.encoding import decode, key_of

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Iterator, Mapping, Sequence
    from pathlib import Path

#: Seconds for one of the store's coroutines, and for the turns before this one.
TIMEOUT = 10.0
#: Seconds that a coroutine has to notice that it is given up.
GRACE = 1.0
#: Two threads share a lock by chance in one case of so many.
LOCKS = 256


class Datastore(Protocol):
    """What a user registers. Both methods may be coroutines."""

    def get(self, key: str) -> Any:
        """The value under a key, or None."""

    def set(self, key: str, value: str) -> Any:
        """Keep a value under a key."""


class ForeignStore(ThreadStore):
    """The version of a thread is the number of its messages. Its owner decides how long things are kept."""

    name: ClassVar[str] = "datastore"

    def __init__(self, datastore: Datastore, data_dir: Path, *, timeout: float = TIMEOUT) -> None:
        self._datastore = datastore
        self._timeout = timeout
        self._folder = data_dir / "locks"
        self._locks = [threading.Lock() for _ in range(LOCKS)]
        self._loop = _Loop()

    def load(self, thread_id: str, limit: int | None = None) -> Thread:
        """See ``ThreadStore``."""
        messages = self._read(f"thread-{thread_id}", list) or []
        version = len(messages)
        kept = self._read(f"snapshot-{thread_id}", dict) if version else None
        snapshot = kept.get("snapshot") if kept and kept.get("version") == version else None
        return Thread(messages if limit is None else messages[max(0, version - limit) :], snapshot, version)

    def append(
        self,
        thread_id: str,
        messages: Sequence[Mapping[str, Any]],
        snapshot: Mapping[str, Any] | None = None,
        after: int | None = None,
    ) -> int:
        """See ``ThreadStore``."""
        if not messages:
            raise ValueError("a turn has at least one message")
        with self._locked(thread_id):
            before = self._read(f"thread-{thread_id}", list) or []
            version = len(before) + len(messages)
            # The snapshot first: should the second step fail, it describes no version that exists.
            if snapshot is not None and after == len(before):
                self._write(f"snapshot-{thread_id}", {"version": version, "snapshot": snapshot})
            self._write(f"thread-{thread_id}", [*before, *messages])
        return version

    def delete(self, thread_id: str) -> None:
        """See ``ThreadStore``."""
        with self._locked(thread_id):
            self._write(f"thread-{thread_id}", [])

    def ping(self) -> None:
        """See ``ThreadStore``."""
        self._call("get", "thread-")

    def close(self) -> None:
        """See ``ThreadStore``."""
        self._loop.close()

    def _read(self, key: str, kind: type[Any]) -> Any:
        value = self._call("get", key)
        if value is None or value in ("", b""):
            return None
        try:
            found = decode(value) if isinstance(value, str | bytes) else value
        except ValueError:
            raise StoreUnavailableError(self.name, "ValueError") from None
        if not isinstance(found, kind):
            raise StoreUnavailableError(self.name, "TypeError")
        return found

    def _write(self, key: str, value: Any) -> None:
        self._call("set", key, jsontext.dumps(value).decode())

    def _call(self, method: str, *arguments: str) -> Any:
        try:
            result = getattr(self._datastore, method)(*arguments)
            return self._loop.run(result, self._timeout) if inspect.isawaitable(result) else result
        except Exception as error:  # noqa: BLE001 - whatever a user's code raises; its text may hold a secret
            raise StoreUnavailableError(self.name, type(error).__name__) from None

    @contextlib.contextmanager
    def _locked(self, thread_id: str) -> Iterator[None]:
        number = key_of(thread_id)[0] % LOCKS
        lock = self._locks[number]
        if not lock.acquire(timeout=self._timeout):
            raise StoreUnavailableError(self.name, "TimeoutError")
        try:
            with contextlib.ExitStack() as held:
                try:
                    held.enter_context(locked(ensure_folder(self._folder) / f"{number:03}", self._timeout))
                except OSError as error:  # TimeoutError is one
                    raise StoreUnavailableError(self.name, type(error).__name__) from error
                yield
        finally:
            lock.release()


class _Loop:
    """An event loop on a thread of its own, started when the first coroutine comes."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._pid = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, awaitable: Awaitable[Any], timeout: float) -> Any:
        import asyncio

        future = asyncio.run_coroutine_threadsafe(_within(awaitable, timeout), self._started())
        return future.result(timeout + GRACE)

    def close(self) -> None:
        """See ``ThreadStore``."""
        with self._starting:
            if self._loop is not None and self._thread is not None and self._pid == os.getpid():
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join()
                self._loop.close()
            self._loop = self._thread = None

    def _started(self) -> asyncio.AbstractEventLoop:
        import asyncio

        with self._starting:
            if self._loop is None or self._pid != os.getpid():  # threads do not cross a fork
                self._pid = os.getpid()
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="datastore", daemon=True)
                self._thread.start()
            return self._loop


async def _within(awaitable: Awaitable[Any], timeout: float) -> Any:  # noqa: ASYNC109 - the one door for it
    import asyncio

    async with asyncio.timeout(timeout):
        return await awaitable
