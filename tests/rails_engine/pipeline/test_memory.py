"""Recent conversations are kept under a hash of all of them, in a bounded number."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from rails_engine.pipeline.memory import ConversationMemory, conversation_key
from tests.talking import assistant, system, user

TALK = [system("be kind"), user("hi"), assistant("hello")]
KEY = conversation_key(TALK, {"name": "Ada"})


@pytest.mark.parametrize(
    ("messages", "context"),
    [
        ([*TALK[:-1], user("hello")], {"name": "Ada"}),
        ([system("be rude"), *TALK[1:]], {"name": "Ada"}),
        (TALK[1:], {"name": "Ada"}),
        (TALK, {"name": "Bob"}),
        (TALK, {}),
        ([*TALK[:2], {**TALK[2], "tool_calls": [{"id": "x"}]}], {"name": "Ada"}),
        ([{"role": "context", "content": {"a": 1}}, *TALK], {"name": "Ada"}),
    ],
)
def test_everything_that_could_make_a_difference_is_in_the_key(messages: Any, context: Any) -> None:
    assert conversation_key(messages, context) != KEY


def test_what_a_client_adds_without_meaning_is_not() -> None:
    again = [{**m, "refusal": None, "annotations": []} for m in TALK]
    assert conversation_key(again, {"name": "Ada"}) == KEY
    assert conversation_key([dict(reversed(m.items())) for m in TALK], {"name": "Ada"}) == KEY


def test_any_context_of_python_has_a_key() -> None:
    odd: dict[Any, Any] = {1: "a", "b": object, (1, 2): {3}}
    odd["itself"] = odd
    assert conversation_key(TALK, odd) == conversation_key(TALK, odd)
    assert conversation_key([user("\ud800")], {}) != conversation_key([user("?")], {})


def entry(number: int) -> Any:
    return {"number": number}, ()


def test_the_longest_unused_goes_first() -> None:
    memory = ConversationMemory(2)
    memory.keep(b"a", entry(1))
    memory.keep(b"b", entry(2))
    assert memory.recall(b"a") == entry(1)
    memory.keep(b"c", entry(3))
    assert memory.recall(b"b") is None
    assert memory.recall(b"a") == entry(1)
    memory.keep(b"a", entry(4))
    assert memory.recall(b"a") == entry(4)


def test_threads_may_share_it() -> None:
    memory = ConversationMemory(8)
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        for n in range(300):
            key = bytes([(n * number) % 16])
            memory.keep(key, entry(key[0]))
            found = memory.recall(key)
            assert found is None or found == entry(key[0])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(memory.recall(bytes([n])) is not None for n in range(16)) <= 8
