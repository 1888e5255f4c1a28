"""What every engine of the folder promises."""

from __future__ import annotations

import pytest

from rails_engine.embeddings.base import Embedder, EmbeddingEngine
from rails_engine.embeddings.cache import KEY_GENERATORS, EmbeddingCache, MemoryStore
from rails_engine.embeddings.search import find_embedders


class Lengths(Embedder):
    name = "lengths"

    def __init__(self, model=None):
        super().__init__(model, {}, transport=None, environ={})
        self.calls = []

    def encode(self, texts):
        self.calls.append(list(texts))
        return [[float(len(text)), 1.0] for text in texts]


def test_an_embedder_ranks_by_its_vectors():
    embedder = Lengths()
    assert [at for at, _ in embedder.make_ranking(["a", "aaaaaaa"]).rank(["bbbbbb"], 2)[0]] == [1, 0]
    assert embedder.calls == [["a", "aaaaaaa"], ["bbbbbb"]]


def test_an_embedder_asks_the_cache_first():
    embedder, cache = Lengths(), EmbeddingCache(MemoryStore(), KEY_GENERATORS["sha256"])
    embedder.make_ranking(["a", "aa"], cache).rank(["a"], 1)
    embedder.make_ranking(["a", "aaa"], cache)
    assert embedder.calls == [["a", "aa"], ["aaa"]]


def test_an_engine_is_described_by_name_and_model():
    assert (Lengths().describe(), Lengths("small").describe()) == ("lengths", "lengths small")


@pytest.mark.parametrize("cls", sorted(set(find_embedders().values()), key=lambda cls: cls.name))
def test_every_engine_keeps_to_the_interface(cls):
    assert issubclass(cls, EmbeddingEngine)
    assert cls.name == cls.name.lower()
    assert cls.semantic is (cls.name != "ngrams")
