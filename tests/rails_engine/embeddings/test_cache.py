"""The embedding cache: asks once, survives damage, keeps models apart, stays bounded."""

from __future__ import annotations

import logging
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.embeddings.base import Embedder
from rails_engine.embeddings.cache import (
    KEY_GENERATORS,
    EmbeddingCache,
    FolderStore,
    MemoryStore,
    make_cache,
)
from rails_engine.errors import ConfigError, ProviderReplyError


class Lengths(Embedder):
    name = "lengths"

    def __init__(self, model="m", parameters=None):
        super().__init__(model, parameters or {}, transport=None, environ={})
        self.calls = []

    def encode(self, texts):
        self.calls.append(list(texts))
        return [[float(len(text)), 0.1] for text in texts]


@pytest.fixture(params=["memory", "folder"])
def store(request, tmp_path):
    return MemoryStore(5) if request.param == "memory" else FolderStore(tmp_path / "deep" / "cache", 5)


def test_a_vector_comes_back_as_it_was(store):
    vector = [0.1, -2.5e300, 1 / 3]
    assert store.get("ab") is None
    store.set("ab", vector)
    assert list(store.get("ab")) == vector


def test_a_store_does_not_grow_for_ever(store, tmp_path):
    for at in range(12):
        store.set(f"{at:x}", [float(at)])
    kept = [at for at in range(12) if store.get(f"{at:x}") is not None]
    assert 0 < len(kept) <= 5
    assert kept[-1] == 11


def test_the_memory_store_keeps_what_is_used():
    store = MemoryStore(2)
    store.set("a", [1.0])
    store.set("b", [2.0])
    store.get("a")
    store.set("c", [3.0])
    assert [store.get(key) is not None for key in "abc"] == [True, False, True]


def test_only_what_is_missing_is_encoded(store):
    cache, embedder = EmbeddingCache(store, KEY_GENERATORS["sha256"]), Lengths()
    assert cache.encode(embedder, ["a", "bb", "a"]) == [[1, 0.1], [2, 0.1], [1, 0.1]]
    assert [list(vector) for vector in cache.encode(embedder, ["bb", "ccc"])] == [[2, 0.1], [3, 0.1]]
    assert embedder.calls == [["a", "bb"], ["ccc"]]


class Others(Lengths):
    name = "others"


@pytest.mark.parametrize(
    ("cls", "settings"), [(Lengths, ("other", {})), (Lengths, ("m", {"dimensions": 2})), (Others, ("m", {}))]
)
def test_two_models_never_share_an_entry(store, cls, settings):
    cache, other = EmbeddingCache(store, KEY_GENERATORS["md5"]), cls(*settings)
    cache.encode(Lengths(), ["a"])
    cache.encode(other, ["a"])
    assert other.calls == [["a"]]


def test_another_key_is_the_same_model(store):
    cache = EmbeddingCache(store, KEY_GENERATORS["hash"])
    cache.encode(Lengths("m", {"api_key": "one", "timeout": 3}), ["a"])
    embedder = Lengths("m", {"api_key": "two"})
    cache.encode(embedder, ["a"])
    assert embedder.calls == []


@pytest.mark.parametrize("name", KEY_GENERATORS)
@given(text=st.text())
def test_keys_are_stable_and_safe_as_file_names(name, text):
    key = KEY_GENERATORS[name](text.encode("utf-8", "surrogatepass"))
    assert key == KEY_GENERATORS[name](text.encode("utf-8", "surrogatepass"))
    assert set(key) <= set("0123456789abcdef")
    assert len(key) >= 32


def test_text_that_is_not_unicode_is_cached_too():
    assert EmbeddingCache(MemoryStore(), KEY_GENERATORS["sha256"]).encode(Lengths(), ["\ud800"]) == [[1, 0.1]]


BODY = struct.pack("<d", 1.5)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"VEC1",
        struct.pack("<4sI", b"VEC1", zlib.crc32(b"")),
        struct.pack("<4sI", b"VEC1", zlib.crc32(BODY)) + BODY[:-1],
        struct.pack("<4sI", b"VEC1", zlib.crc32(BODY) ^ 1) + BODY,
        struct.pack("<4sI", b"VEC9", zlib.crc32(BODY)) + BODY,
    ],
)
def test_a_damaged_file_is_ignored_with_a_log_line_and_replaced(tmp_path, caplog, content):
    (tmp_path / "ab.vec").write_bytes(content)
    store = FolderStore(tmp_path)
    with caplog.at_level(logging.WARNING, "rails_engine.embeddings"):
        assert store.get("ab") is None
    assert "ab.vec is damaged and ignored" in caplog.text
    store.set("ab", [1.5])
    assert list(store.get("ab")) == [1.5]


def test_a_folder_that_cannot_be_used_costs_a_log_line_only(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    cache, embedder = EmbeddingCache(FolderStore(tmp_path / "file"), KEY_GENERATORS["sha256"]), Lengths()
    assert cache.encode(embedder, ["a"]) == [[1, 0.1]]
    assert cache.encode(embedder, ["a"]) == [[1, 0.1]]
    assert "cannot be read" in caplog.text
    assert "cannot write" in caplog.text


def test_threads_leave_whole_files_and_nothing_else(tmp_path):
    store = FolderStore(tmp_path)
    vector = [float(at) for at in range(500)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda at: store.set(f"{at % 3}", vector), range(96)))
        found = list(pool.map(lambda at: list(store.get(f"{at % 3}")), range(96)))
    assert found == [vector] * 96
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.vec", "1.vec", "2.vec"]


def test_texts_are_not_written_to_disk(tmp_path):
    EmbeddingCache(FolderStore(tmp_path), KEY_GENERATORS["sha256"]).encode(Lengths(), ["my secret question"])
    (path,) = tmp_path.iterdir()
    assert b"secret" not in path.read_bytes() + path.name.encode()


def test_a_wrong_number_of_vectors_is_an_error():
    embedder = Lengths()
    embedder.encode = lambda _: [[1.0]]
    with pytest.raises(ProviderReplyError, match="1 embeddings for 2 texts"):
        EmbeddingCache(MemoryStore(), KEY_GENERATORS["sha256"]).encode(embedder, ["a", "b"])


@pytest.mark.parametrize("config", [None, {}, {"enabled": False, "store": "nonsense"}])
def test_there_is_no_cache_unless_it_is_enabled(config):
    assert make_cache(config) is None


def test_the_folder_of_the_cache_can_be_named(tmp_path):
    cache = make_cache({"enabled": True, "store_config": {"cache_dir": str(tmp_path / "here")}})
    cache.encode(Lengths(), ["a"])
    assert len(list((tmp_path / "here").iterdir())) == 1


def test_a_store_in_memory_needs_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_cache({"enabled": True, "store": "in_memory", "key_generator": "md5"}).encode(Lengths(), ["a"])
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_another_kind_is_handed_in():
    store, embedder = MemoryStore(), Lengths()
    for _ in range(2):
        make_cache({"enabled": True, "store": "redis"}, stores={"redis": store}).encode(embedder, ["a"])
    assert embedder.calls == [["a"]]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"store": "redis"}, "has not been handed"),
        ({"store": "file_system"}, "Did you mean 'filesystem'"),
        ({"store": "xyz"}, "Known: filesystem, in_memory"),
        ({"key_generator": "sha512"}, "Did you mean 'sha256'"),
    ],
)
def test_an_unknown_store_or_key_is_refused(config, message):
    with pytest.raises(ConfigError, match=message):
        make_cache({"enabled": True, **config})
