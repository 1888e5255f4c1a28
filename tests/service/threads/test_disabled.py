from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import ThreadsDisabledError
from service.threads.choose import open_store
from tests.contracts.store import HELLO, THREAD


def test_a_turn_that_asks_for_a_thread_is_refused():
    store = open_store("none:", ttl=None, data_dir=Path("nowhere"))
    for use in (
        lambda: store.load(THREAD),
        lambda: store.append(THREAD, HELLO),
        lambda: store.delete(THREAD),
    ):
        with pytest.raises(ThreadsDisabledError, match="not enabled") as caught:
            use()
        assert caught.value.status == 400


def test_a_server_without_threads_is_ready():
    store = open_store("none:", ttl=60, data_dir=Path("nowhere"))
    store.ping()
    store.close()
