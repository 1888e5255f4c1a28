"""What a process has read of a thread before is not read again, and is never taken for what there is now."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.threads.encoding import key_of
from service.threads.recent import NOTHING
from service.threads.sqlite import SqliteStore
from tests.contracts.append_turns import names_of_pairs, pair
from tests.contracts.store import HELLO, THREAD


@pytest.fixture
def path(tmp_path):
    return tmp_path / "threads.db"


def test_only_new_turns_are_read_again(path):
    store, other = SqliteStore(path), SqliteStore(path)
    store.append(THREAD, HELLO)
    assert store.load(THREAD).messages == HELLO
    with sqlite3.connect(path) as by_hand:
        by_hand.execute("UPDATE turns SET messages = 'nobody reads this'")
    by_hand.close()
    other.append(THREAD, HELLO[:1])
    assert store.load(THREAD).messages == [*HELLO, *HELLO[:1]]
    assert store.load(THREAD, 2).messages == [HELLO[1], HELLO[0]]


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("told", [True, False])
def test_another_thread_of_the_same_id_is_read_anew(path, turns, told):
    store, other = SqliteStore(path), SqliteStore(path)
    for number in range(2):
        store.append(THREAD, pair("old", number), None, number if told else None)
    store.load(THREAD)
    other.delete(THREAD)
    for number in range(turns):
        other.append(THREAD, pair("new", number), None, number if told else None)
    assert names_of_pairs(store.load(THREAD).messages) == [f"new {number}" for number in range(turns)]


def test_what_was_deleted_is_not_kept_in_memory_either(path):
    store, other = SqliteStore(path), SqliteStore(path)
    for one in (store, other):
        one.append(THREAD, HELLO)
        one.load(THREAD)
    other.delete(THREAD)
    assert other._recent.get(key_of(THREAD)) is NOTHING
    assert store.load(THREAD).version == 0
    assert store._recent.get(key_of(THREAD)) is NOTHING


def test_an_expired_thread_that_was_read_is_gone(path):
    now = [100.0]
    store = SqliteStore(path, ttl=10, clock=lambda: now[0])
    store.append(THREAD, HELLO)
    assert store.load(THREAD).messages == HELLO
    now[0] += 11
    assert store.load(THREAD).version == 0
    store.append(THREAD, HELLO[:1])
    assert store.load(THREAD).messages == HELLO[:1]


def test_a_thread_that_outgrows_the_limit_is_cut_as_before(path):
    store = SqliteStore(path)
    for number in range(12):
        store.append(THREAD, pair("turn", number))
        for limit in (3, 100, 6, None):
            expected = [message for n in range(number + 1) for message in pair("turn", n)]
            assert store.load(THREAD, limit).messages == (expected if limit is None else expected[-limit:])


def test_what_was_read_in_part_is_not_taken_for_the_whole(path):
    writer, reader = SqliteStore(path), SqliteStore(path)
    said = [message for number in range(6) for message in pair("turn", number)]
    for number in range(6):
        writer.append(THREAD, pair("turn", number))
    assert reader.load(THREAD, 3).messages == said[-3:]
    assert reader.load(THREAD).messages == said


def test_turns_that_one_process_adds_while_another_reads_come_in_order(path):
    writer, reader = SqliteStore(path), SqliteStore(path)
    seen = 0
    with ThreadPoolExecutor(1) as pool:
        adding = pool.submit(lambda: [writer.append(THREAD, pair("turn", n)) for n in range(200)])
        while seen < 200:
            turns = names_of_pairs(reader.load(THREAD).messages)
            assert turns == [f"turn {n}" for n in range(len(turns))]
            assert len(turns) >= seen
            seen = len(turns)
        adding.result()
