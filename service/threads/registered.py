"""The store of a server: what its config.py registered, else what the settings name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from service.compat.datastores import MemoryStore, RedisStore
from service.data_dir import ensure_folder
from service.threads.choose import open_store
from service.threads.foreign import ForeignStore

if TYPE_CHECKING:
    from service.settings import Settings
    from service.threads.base import ThreadStore


def store_of(settings: Settings, datastore: Any) -> ThreadStore:
    """Open the store; it need not be reachable yet."""
    if isinstance(datastore, MemoryStore):
        path = quote(str(memory_file(settings.data_dir)))
        return open_store(f"sqlite:///{path}", ttl=settings.thread_ttl, data_dir=settings.data_dir)
    if isinstance(datastore, RedisStore):
        return open_store(datastore.url, ttl=settings.thread_ttl, data_dir=settings.data_dir)
    if datastore is not None:
        return ForeignStore(datastore, settings.data_dir)
    return open_store(settings.thread_store_url, ttl=settings.thread_ttl, data_dir=settings.data_dir)


def memory_file(data_dir: Path) -> Path:
    """A file that the workers of one server share and the next server does not: named after their parent."""
    folder = ensure_folder(data_dir)
    parent = os.getppid()
    name = f"memory-{parent}-{_started(parent)}.sqlite"
    for old in folder.glob("memory-*.sqlite*"):
        owner = old.name.split("-")[1]
        if not old.name.startswith(name) and not (owner.isdigit() and Path(f"/proc/{owner}").exists()):
            old.unlink(missing_ok=True)
    return (folder / name).absolute()


def _started(pid: int) -> str:
    """When a process began, in the kernel's ticks; its number alone may have had another owner."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "0"
