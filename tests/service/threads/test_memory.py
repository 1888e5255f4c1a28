from __future__ import annotations

from pathlib import Path

import pytest

from service.threads.choose import open_store
from service.threads.memory import MemoryStore
from tests.contracts.store import HELLO, THREAD, StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self):
        return open_store("memory:", ttl=None, data_dir=Path("nowhere"))


def test_a_thread_is_forgotten_after_its_time_and_each_turn_renews_it():
    now = [0.0]
    store = MemoryStore(ttl=10, clock=lambda: now[0])
    store.append(THREAD, HELLO)
    now[0] = 9
    store.append(THREAD, HELLO)
    now[0] = 18.9
    assert len(store.load(THREAD).messages) == 4
    now[0] = 19
    assert store.load(THREAD).version == 0
    assert store.append(THREAD, HELLO) == 1


def test_the_threads_that_were_idle_longest_make_room():
    store = MemoryStore(max_bytes=10_000)
    for number in range(100):
        store.append(f"session-number-{number}", [{"role": "user", "content": "x" * 1000}])
    kept = [n for n in range(100) if store.load(f"session-number-{n}").version]
    assert kept == list(range(100 - len(kept), 100))
    assert 4 <= len(kept) <= 10


def test_a_thread_that_goes_on_is_not_the_oldest():
    store = MemoryStore(max_bytes=10_000)
    for number in range(100):
        store.append(THREAD, [{"role": "user", "content": str(number)}])
        store.append(f"session-number-{number}", [{"role": "user", "content": "x" * 1000}])
    assert len(store.load(THREAD).messages) == 100


def test_one_thread_cannot_outgrow_the_bound_either():
    store = MemoryStore(max_bytes=10_000)
    for number in range(1000):
        version = store.append(THREAD, [{"role": "user", "content": f"{number} " + "x" * 1000}])
    kept = [int(message["content"].split()[0]) for message in store.load(THREAD).messages]
    assert kept == list(range(1000 - len(kept), 1000))
    assert 4 <= len(kept) <= 10
    assert version == 1000


def test_expired_and_deleted_threads_give_their_room_back():
    now = [0.0]
    store = MemoryStore(ttl=10, max_bytes=10_000, clock=lambda: now[0])
    for round_of in range(20):
        store.append("the-first-session", [{"role": "user", "content": "x" * 6000}], {"s": "y" * 1000}, 0)
        if round_of % 2:
            store.delete("the-first-session")
        now[0] += 20
        store.append("the-second-session", [{"role": "user", "content": "x" * 8000}])
        assert store.load("the-second-session").version == 1
        now[0] += 20
