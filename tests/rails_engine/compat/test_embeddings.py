from __future__ import annotations

import asyncio

import pytest

from rails_engine.actions.coroutines import drive
from rails_engine.compat.embeddings import EmbeddingModel, EmbeddingsIndex, IndexItem
from rails_engine.embeddings.foreign import ForeignEmbedder, ForeignIndex
from rails_engine.embeddings.index import Item


class OneByOne(EmbeddingsIndex):
    def __init__(self):
        self.items = []

    async def add_item(self, item):
        self.items.append(item)

    async def search(self, text, max_results=20, threshold=None):
        return [item for item in self.items if text in item.text]


def test_a_search_provider_that_adds_one_by_one_serves_the_engine():
    index = ForeignIndex(OneByOne, {}, drive=drive)
    index.add([Item("bread", {"intent": "a"}), Item("cake", {"intent": "b"})])
    assert [hit.item.meta["intent"] for hit in index.search("cake")] == ["b"]


def test_items_are_the_engines_own():
    assert IndexItem(text="x", meta={}) == Item("x")


class Sync(EmbeddingModel):
    def __init__(self, embedding_model):
        self.size = 1

    def encode(self, documents):
        return [[1.0] for _ in documents]


class Async(Sync):
    encode = EmbeddingModel.encode

    async def encode_async(self, documents):
        return [[2.0] for _ in documents]


@pytest.mark.parametrize(("cls", "vector"), [(Sync, [1.0]), (Async, [2.0])])
def test_one_of_the_two_methods_of_an_embedder_is_enough(cls, vector):
    assert ForeignEmbedder(cls, "m", {}, drive=drive).encode(["x"]) == [vector]


def test_the_bases_do_nothing_themselves():
    with pytest.raises(NotImplementedError):
        EmbeddingModel().encode([])
    for call in (
        EmbeddingModel().encode_async([]),
        EmbeddingsIndex().search("x"),
        EmbeddingsIndex().add_item(None),
    ):
        with pytest.raises(NotImplementedError):
            asyncio.run(call)
    asyncio.run(EmbeddingsIndex().build())
