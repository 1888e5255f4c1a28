from __future__ import annotations

import inspect

from rails_engine.discovery import discover
from service import threads
from service.threads.base import Thread, ThreadStore, UrlStore
from service.threads.foreign import ForeignStore
from service.threads.memory import MemoryStore


def test_an_empty_thread_has_version_zero_and_messages_of_its_own():
    one, other = Thread(), Thread()
    assert (one.version, one.snapshot, one.messages) == (0, None, [])
    assert one.messages is not other.messages


def test_a_store_of_one_machine_agrees_on_nothing():
    assert MemoryStore().agree("name", b"proposal") is None


def test_every_store_of_the_folder_has_schemes_that_no_other_has():
    stores = discover(threads, UrlStore).values()
    schemes = [scheme for store in stores for scheme in store.schemes]
    assert len(schemes) == len(set(schemes))
    assert all(store.schemes for store in stores)


def test_every_store_takes_the_same_arguments():
    for store in (*discover(threads, UrlStore).values(), ForeignStore):
        for method in ("load", "append", "delete", "ping", "close", "agree"):
            own = inspect.signature(getattr(store, method)).parameters
            assert list(own) == list(inspect.signature(getattr(ThreadStore, method)).parameters)
