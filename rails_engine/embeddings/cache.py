"""Remembers embeddings, in memory or in a folder, where a config file asks for it.

A damaged or unwritable store costs a log line, never a turn. Texts are not stored, only their digests
and vectors. Stores elsewhere (Redis) are handed in by whoever has the connection.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import struct
import threading
import zlib
from array import array
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rails_engine.errors import ConfigError, ProviderReplyError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.embeddings.base import Embedder

log = logging.getLogger("rails_engine.embeddings")

#: The spelling of a key in a config file → how a digest is made. Python's own ``hash`` differs from
#: process to process, so that name gets a short stable digest.
KEY_GENERATORS: Mapping[str, Callable[[bytes], str]] = {
    "sha256": lambda data: hashlib.sha256(data).hexdigest(),
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "hash": lambda data: hashlib.blake2b(data, digest_size=16).hexdigest(),
}
#: Parameters that do not change what a vector is, or that must not be digested to disk.
_NOT_IDENTITY = frozenset(
    {"api_key", "api_key_env_var", "default_headers", "timeout", "connect_timeout", "max_retries", "threads"}
)


class CacheStore(Protocol):
    """Where vectors are kept. Shared by threads; both methods swallow their own trouble."""

    def get(self, key: str) -> Sequence[float] | None:
        """The vector of a key, or None."""

    def set(self, key: str, vector: Sequence[float]) -> None:
        """Keep a vector."""


class MemoryStore:
    """The most recently used vectors of this process."""

    def __init__(self, max_entries: int = 10_000) -> None:
        self._max = max_entries
        self._vectors: OrderedDict[str, array[float]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Sequence[float] | None:
        """The vector of a key, or None."""
        with self._lock:
            vector = self._vectors.get(key)
            if vector is not None:
                self._vectors.move_to_end(key)
            return vector

    def set(self, key: str, vector: Sequence[float]) -> None:
        """Keep a vector; the one unused for longest goes when there are too many."""
        with self._lock:
            self._vectors[key] = array("d", vector)
            self._vectors.move_to_end(key)
            if len(self._vectors) > self._max:
                self._vectors.popitem(last=False)


class FolderStore:
    """One small file a vector: magic, checksum, doubles. Written beside and renamed into place."""

    _MAGIC = b"VEC1"
    _HEAD = struct.Struct("<4sI")

    def __init__(self, folder: Path, max_entries: int = 100_000) -> None:
        self._folder = folder
        self._max = max_entries
        self._count: int | None = None
        self._lock = threading.Lock()

    def get(self, key: str) -> Sequence[float] | None:
        """The vector of a key; a file that is not whole counts as absent."""
        path = self._folder / f"{key}.vec"
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("embedding cache: %s cannot be read: %s", path.name, error.strerror)
            return None
        head, body = data[: self._HEAD.size], data[self._HEAD.size :]
        if len(head) < self._HEAD.size or len(body) % 8 or not body:
            log.warning("embedding cache: %s is damaged and ignored", path.name)
            return None
        magic, checksum = self._HEAD.unpack(head)
        if magic != self._MAGIC or checksum != zlib.crc32(body):
            log.warning("embedding cache: %s is damaged and ignored", path.name)
            return None
        return struct.unpack(f"<{len(body) // 8}d", body)

    def set(self, key: str, vector: Sequence[float]) -> None:
        """Keep a vector, if the folder can be written."""
        import tempfile

        body = struct.pack(f"<{len(vector)}d", *vector)
        temporary = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(self._HEAD.pack(self._MAGIC, zlib.crc32(body)) + body)
            Path(temporary).replace(self._folder / f"{key}.vec")
            self._bound()
        except OSError as error:
            log.warning("embedding cache: cannot write to %s: %s", self._folder, error.strerror)
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)

    def _bound(self) -> None:
        """Now and then drop the oldest tenth, so that the folder does not grow for ever."""
        with self._lock:
            if self._count is None:
                self._count = sum(1 for _ in self._folder.glob("*.vec"))
            else:
                self._count += 1
            if self._count <= self._max:
                return
            files = sorted((path.stat().st_mtime_ns, path) for path in self._folder.glob("*.vec"))
            for _, path in files[: len(files) - self._max * 9 // 10]:
                path.unlink(missing_ok=True)
            self._count = min(len(files), self._max * 9 // 10)


class EmbeddingCache:
    """Asks the store first and the embedder for the rest."""

    def __init__(self, store: CacheStore, digest: Callable[[bytes], str]) -> None:
        self._store = store
        self._digest = digest

    def encode(self, embedder: Embedder, texts: Sequence[str]) -> list[Sequence[float]]:
        """One vector a text. Two models never share an entry."""
        identity = _identity(embedder)
        keys = [self._digest(f"{identity}\0{text}".encode("utf-8", "surrogatepass")) for text in texts]
        found: dict[str, Sequence[float]] = {}
        missing: dict[str, str] = {}
        for key, text in dict(zip(keys, texts, strict=True)).items():
            vector = self._store.get(key)
            if vector is None:
                missing[key] = text
            else:
                found[key] = vector
        if missing:
            fresh = embedder.encode(list(missing.values()))
            if len(fresh) != len(missing):
                raise ProviderReplyError(
                    f"{embedder.describe()}: {len(fresh)} embeddings for {len(missing)} texts"
                )
            for key, vector in zip(missing, fresh, strict=True):
                found[key] = vector
                self._store.set(key, vector)
        return [found[key] for key in keys]


def _identity(embedder: Embedder) -> str:
    parameters = {key: value for key, value in embedder.parameters.items() if key not in _NOT_IDENTITY}
    return json.dumps([embedder.describe(), embedder.model, parameters], sort_keys=True, default=repr)


def make_cache(
    config: Mapping[str, Any] | None, *, stores: Mapping[str, CacheStore] | None = None
) -> EmbeddingCache | None:
    """The cache of an ``embedding_search_provider.cache`` section, or None where it is not enabled.

    ``stores`` are further stores by the name that ``store`` may have.
    """
    if not config or not config.get("enabled", False):
        return None
    generator = config.get("key_generator", "sha256")
    if generator not in KEY_GENERATORS:
        raise _unknown("key generator", generator, KEY_GENERATORS)
    settings = config.get("store_config") or {}
    store = config.get("store", "filesystem")
    if stores and store in stores:
        return EmbeddingCache(stores[store], KEY_GENERATORS[generator])
    match store:
        case "filesystem":
            found: CacheStore = FolderStore(Path(settings.get("cache_dir") or ".cache/embeddings"))
        case "in_memory":
            found = MemoryStore()
        case "redis":
            raise ConfigError(
                "the embedding cache store 'redis' has not been handed to the engine",
                hint="Use 'filesystem' or 'in_memory', or hand in a store object under this name.",
            )
        case _:
            raise _unknown("store", store, ("filesystem", "in_memory", *(stores or ())))
    return EmbeddingCache(found, KEY_GENERATORS[generator])


def _unknown(what: str, name: object, known: Mapping[str, Any] | Sequence[str]) -> ConfigError:
    hint = did_you_mean(str(name), known) or f"Known: {', '.join(known)}."
    return ConfigError(f"unknown embedding cache {what} {name!r}", hint=hint)
