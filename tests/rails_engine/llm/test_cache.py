from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rails_engine.errors import ProviderRequestError
from rails_engine.llm.base import LLMReply
from rails_engine.llm.cache import CacheStats, CallCache

MESSAGES = [{"role": "user", "content": "a"}]


def test_what_was_put_is_found_under_the_same_input():
    cache, reply = CallCache(), LLMReply("x")
    cache.put(cache.key("m", MESSAGES, {"a": 1, "b": 2}), reply)
    assert cache.get(cache.key("m", tuple(MESSAGES), {"b": 2, "a": 1})) is reply


@pytest.mark.parametrize(
    ("model", "messages", "params"),
    [
        ("n", MESSAGES, {"a": 1}),
        ("m", [{"role": "system", "content": "a"}], {"a": 1}),
        ("m", [{"role": "user", "content": " a"}], {"a": 1}),
        ("m", [*MESSAGES, *MESSAGES], {"a": 1}),
        ("m", MESSAGES, {"a": 2}),
        ("m", MESSAGES, {}),
    ],
)
def test_any_other_input_has_another_key(model, messages, params):
    assert CallCache.key(model, messages, params) != CallCache.key("m", MESSAGES, {"a": 1})


def test_what_cannot_be_sent_has_no_key():
    with pytest.raises(ProviderRequestError):
        CallCache.key("m", MESSAGES, {"a": object()})


def test_what_is_used_least_goes_first_and_among_equals_the_oldest():
    cache = CallCache(maxsize=3)
    for name in "abc":
        cache.put(name, LLMReply(name))
    cache.get("a")
    cache.get("c")
    cache.put("d", LLMReply("d"))
    assert cache.get("b") is None
    cache.put("e", LLMReply("e"))
    assert cache.get("d") is None
    assert {name for name in "ace" if cache.get(name)} == {"a", "c", "e"}
    assert cache.stats() == CacheStats(size=3, hits=5, misses=2, evictions=2)


def test_putting_again_replaces_and_a_cache_of_nothing_keeps_nothing():
    cache = CallCache(maxsize=1)
    cache.put("a", LLMReply("1"))
    cache.put("a", LLMReply("2"))
    assert cache.get("a").text == "2"
    empty = CallCache(maxsize=0)
    empty.put("a", LLMReply("1"))
    assert empty.get("a") is None


def test_many_threads_leave_it_whole():
    cache = CallCache(maxsize=10)

    def work(seed):
        for n in range(300):
            key = str((n * seed) % 17)
            if cache.get(key) is None:
                cache.put(key, LLMReply(key))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(1, 9)))
    stats = cache.stats()
    assert stats.size == 10
    assert stats.hits + stats.misses == 8 * 300
    assert sum(len(keys) for keys in cache._by_uses.values()) == 10


def test_who_asks_what_is_being_asked_is_told_when_that_is_over():
    cache = CallCache()
    assert cache.begin("a") is None
    assert cache.begin("b") is None
    over = cache.begin("a")
    assert not over.is_set()
    cache.end("a")
    assert over.is_set()
    assert cache.begin("a") is None, "nobody asks it any more"


def test_a_cache_of_nothing_has_nobody_wait():
    empty = CallCache(0)
    assert empty.begin("a") is None
    assert empty.begin("a") is None
    empty.end("a")
