from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from service.errors import SettingsError, StoreUnavailableError
from service.threads.encoding import key_of
from service.threads.foreign import ForeignStore
from tests.contracts.append_turns import fork, names_of_pairs, pair, wait_for
from tests.contracts.store import HELLO, SNAPSHOT, THREAD, SharedStoreContract, StoreContract


class Shelf:
    """A datastore as the original's users write them."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.values.get(key)

    def set(self, key: str, value: str) -> None:
        self.values[key] = value


class AsyncShelf(Shelf):
    """One whose client belongs to the event loop that it was first used in."""

    loop: Any = None

    async def get(self, key: str) -> str | None:
        await self.wait()
        return super().get(key)

    async def set(self, key: str, value: str) -> None:
        await self.wait()
        super().set(key, value)

    async def wait(self) -> None:
        self.loop = self.loop or asyncio.get_running_loop()
        assert self.loop is asyncio.get_running_loop()
        await asyncio.sleep(0)


class Folder:
    """A file a key, for the tests with several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        path = self.folder / key_of(key).hex()
        return path.read_bytes() if path.exists() else None

    def set(self, key: str, value: str) -> None:
        path = self.folder / key_of(key).hex()
        draft = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        draft.write_text(value)
        draft.rename(path)


def make(folder: str) -> ForeignStore:
    values = Path(folder) / "values"
    values.mkdir(exist_ok=True)
    return ForeignStore(Folder(values), Path(folder))


class TestForeignStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        return ForeignStore(Shelf(), tmp_path)


class TestAsyncForeignStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path):
        store = ForeignStore(shelf := AsyncShelf(), tmp_path)
        yield store
        store.close()
        assert shelf.loop.is_closed()

    def test_it_answers_a_ping_and_works_again_after_close(self, store):
        store.ping()
        store.close()
        store._datastore.loop = None
        store.ping()


class TestForeignStoreOfProcesses(SharedStoreContract):
    factory = "tests.service.threads.test_foreign:make"

    @pytest.fixture
    def argument(self, tmp_path):
        return str(tmp_path)

    @pytest.fixture
    def store(self, argument):
        return make(argument)


def test_it_keeps_the_originals_key_and_form(tmp_path):
    shelf = Shelf()
    shelf.set(f"thread-{THREAD}", json.dumps(HELLO))
    store = ForeignStore(shelf, tmp_path)
    assert store.load(THREAD).messages == HELLO
    store.append(THREAD, [{"role": "user", "content": "and?"}])
    assert json.loads(shelf.values[f"thread-{THREAD}"]) == [*HELLO, {"role": "user", "content": "and?"}]
    assert list(shelf.values) == [f"thread-{THREAD}"]


def test_a_thread_named_like_a_snapshot_is_not_one(tmp_path):
    shelf = Shelf()
    store = ForeignStore(shelf, tmp_path)
    store.append(THREAD, HELLO, SNAPSHOT, 0)
    assert set(shelf.values) == {f"thread-{THREAD}", f"snapshot-{THREAD}"}
    store.append(f"snapshot-{THREAD}", HELLO)
    assert store.load(THREAD).snapshot == SNAPSHOT


@pytest.mark.parametrize("value", [json.dumps(HELLO), json.dumps(HELLO).encode(), HELLO])
def test_a_value_may_be_text_bytes_or_a_list(tmp_path, value):
    shelf = Shelf()
    shelf.values[f"thread-{THREAD}"] = value
    assert ForeignStore(shelf, tmp_path).load(THREAD).messages == HELLO


@pytest.mark.parametrize("value", ["not json", b"\xff", "{}", "3", 3.5])
def test_a_value_that_is_no_conversation_is_a_503_that_does_not_show_it(tmp_path, value):
    shelf = Shelf()
    shelf.values[f"thread-{THREAD}"] = value
    for use in (lambda s: s.load(THREAD), lambda s: s.append(THREAD, HELLO)):
        with pytest.raises(StoreUnavailableError, match=r"The thread store \(datastore\) is not available."):
            use(ForeignStore(shelf, tmp_path))
    assert shelf.values == {f"thread-{THREAD}": value}


def test_a_store_that_raises_is_a_503_that_names_the_type_only(tmp_path):
    class Broken(Shelf):
        def get(self, key):
            raise RuntimeError("postgres://me:canary@host")

    store = ForeignStore(Broken(), tmp_path)
    for use in (lambda: store.load(THREAD), lambda: store.append(THREAD, HELLO), store.ping):
        with pytest.raises(StoreUnavailableError) as caught:
            use()
        assert caught.value.reason == "RuntimeError"
        assert "canary" not in str(caught.value)


def test_an_append_that_fails_half_way_leaves_messages_and_snapshot_that_fit(tmp_path):
    class Failing(Shelf):
        refused = ""

        def set(self, key, value):
            if key.startswith(self.refused or "nothing"):
                raise RuntimeError
            super().set(key, value)

    for refused in ("thread-", "snapshot-"):
        shelf = Failing()
        store = ForeignStore(shelf, tmp_path)
        version = store.append(THREAD, HELLO, SNAPSHOT, 0)
        shelf.refused = refused
        with pytest.raises(StoreUnavailableError):
            store.append(THREAD, HELLO, {"later": True}, version)
        thread = store.load(THREAD)
        assert thread.messages == HELLO
        assert thread.snapshot in (None, SNAPSHOT)


def test_a_coroutine_that_hangs_is_given_up(tmp_path):
    class Hanging(AsyncShelf):
        async def get(self, key):
            await asyncio.Event().wait()

    store = ForeignStore(Hanging(), tmp_path, timeout=0.05)
    with pytest.raises(StoreUnavailableError) as caught:
        store.load(THREAD)
    assert caught.value.reason == "TimeoutError"
    store.close()


def test_a_turn_waits_its_time_for_a_turn_that_hangs_and_no_longer(tmp_path):
    entered, leave = threading.Event(), threading.Event()

    class Hanging(Shelf):
        def set(self, key, value):
            entered.set()
            leave.wait()
            super().set(key, value)

    store = ForeignStore(Hanging(), tmp_path, timeout=0.05)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(store.append, THREAD, pair("a", 0))
        entered.wait()
        in_another_process = ForeignStore(store._datastore, tmp_path, timeout=0.05)
        for late in (store, in_another_process):
            begun = time.monotonic()
            with pytest.raises(StoreUnavailableError):
                late.append(THREAD, pair("b", 0))
            assert time.monotonic() - begun < 2
        leave.set()
        first.result()
    assert names_of_pairs(store.load(THREAD).messages) == ["a 0"]


def test_after_a_fork_the_coroutines_have_a_loop_again(tmp_path):
    store = ForeignStore(shelf := AsyncShelf(), tmp_path)
    store.append(THREAD, HELLO)

    def in_child():
        shelf.loop = None
        return store.load(THREAD).messages == HELLO

    assert wait_for(fork(in_child)) == 0
    assert store.append(THREAD, HELLO) == 4
    store.close()


def test_locks_that_cannot_be_kept_are_an_error(tmp_path):
    (tmp_path / "locks").write_text("")
    with pytest.raises(SettingsError, match="DATA_DIR"):
        ForeignStore(Shelf(), tmp_path).append(THREAD, HELLO)
