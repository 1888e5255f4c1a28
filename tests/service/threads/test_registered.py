from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from service.compat.datastores import DataStore, MemoryStore, RedisStore
from service.errors import SettingsError
from service.settings import from_environment
from service.threads.foreign import ForeignStore
from service.threads.redis import RedisStore as OurRedisStore
from service.threads.registered import memory_file, store_of
from service.threads.sqlite import SqliteStore
from tests.redis_server import RedisServer

THREAD = "thread-of-this-test-0001"
TURN = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]


class Kept(DataStore):
    """A user's own, with coroutines."""

    def __init__(self) -> None:
        self.data: dict[str, str] = {}

    async def set(self, key: str, value: str) -> None:
        self.data[key] = value

    async def get(self, key: str) -> str | None:
        return self.data.get(key)


class KeptPlainly:
    """A user's own, without coroutines and without our base class."""

    def __init__(self) -> None:
        self.data: dict[str, str] = {}

    def set(self, key: str, value: str) -> None:
        self.data[key] = value

    def get(self, key: str) -> str | None:
        return self.data.get(key)


def open_of(tmp_path: Path, datastore: Any = None, **env: str) -> Any:
    return store_of(from_environment({"DATA_DIR": str(tmp_path / "data"), **env}), datastore)


@pytest.mark.parametrize("make", [Kept, KeptPlainly])
def test_a_users_own_store_keeps_threads_with_and_without_coroutines(make: Any, tmp_path: Path) -> None:
    own = make()
    store = open_of(tmp_path, own)
    assert isinstance(store, ForeignStore)
    store.append(THREAD, TURN)
    assert store.load(THREAD).messages == TURN
    assert f"thread-{THREAD}" in own.data
    store.close()


def test_a_registered_store_wins_over_the_environment(tmp_path: Path, redis_server: RedisServer) -> None:
    store = open_of(tmp_path, RedisStore(redis_url=redis_server.url), THREAD_STORE_URL="none:")
    assert isinstance(store, OurRedisStore)
    store.append(f"{THREAD}-registered", TURN)
    assert store.load(f"{THREAD}-registered").messages == TURN
    store.close()


def test_without_one_the_environment_decides_and_else_a_file_is_shared(tmp_path: Path) -> None:
    assert open_of(tmp_path, THREAD_STORE_URL="none:").name == "none"
    assert isinstance(open_of(tmp_path), SqliteStore)
    with pytest.raises(SettingsError):
        open_of(tmp_path, THREAD_STORE_URL="mysql://x")


def test_the_memory_store_is_one_file_for_all_workers_of_a_server(tmp_path: Path) -> None:
    one, other = open_of(tmp_path, MemoryStore()), open_of(tmp_path, MemoryStore())
    one.append(THREAD, TURN)
    assert other.load(THREAD).messages == TURN
    assert memory_file(tmp_path / "data").name.startswith(f"memory-{os.getppid()}-")
    one.close()
    other.close()


def test_what_a_server_that_is_gone_kept_in_memory_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    gone = tmp_path / "data" / "memory-4194999-1.sqlite"
    gone.touch()
    alive = tmp_path / "data" / f"memory-{os.getpid()}-1.sqlite"
    alive.touch()
    memory_file(tmp_path / "data")
    assert not gone.exists()
    assert alive.exists()


def test_a_folder_with_strange_letters_is_no_trouble(tmp_path: Path) -> None:
    store = open_of(tmp_path / "a b%20?#c", MemoryStore())
    store.append(THREAD, TURN)
    assert store.load(THREAD).messages == TURN
    store.close()
