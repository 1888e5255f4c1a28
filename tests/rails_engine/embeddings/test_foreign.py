"""Classes that a user's config.py registers: both generations of method, sync and async."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from rails_engine.embeddings.foreign import ForeignEmbedder, ForeignIndex
from rails_engine.embeddings.index import Hit, Index, Item
from rails_engine.errors import ConfigError, ProviderError, RailsError


def drive(awaitable):
    async def wait():
        return await awaitable

    return asyncio.run(wait())


class Plain:
    engine_name = "plain"

    def __init__(self, embedding_model=None, **parameters):
        self.model, self.parameters = embedding_model, parameters

    def encode(self, documents):
        assert isinstance(documents, list)
        return [[float(len(text)), self.parameters.get("second", 1.0)] for text in documents]


class Asynchronous(Plain):
    async def encode(self, documents):
        return Plain.encode(self, documents)


class AbstractParent:
    def encode(self, documents):
        raise NotImplementedError

    async def encode_async(self, documents):
        raise NotImplementedError


class OnlyAsync(AbstractParent):
    def __init__(self, embedding_model=None):
        pass

    async def encode_async(self, documents):
        return [[1.0, float(len(text))] for text in documents]


class Lazy(Plain):
    def encode(self, documents):
        yield from Plain.encode(self, documents)


@pytest.mark.parametrize("cls", [Plain, Asynchronous, Lazy])
def test_a_registered_class_encodes(cls):
    assert ForeignEmbedder(cls, "m", {"second": 2.0}, drive=drive).encode(("ab", "c")) == [
        [2.0, 2.0],
        [1.0, 2.0],
    ]


def test_a_class_with_only_a_coroutine_encodes():
    assert ForeignEmbedder(OnlyAsync, None, {}, drive=drive).encode(["ab"]) == [[1.0, 2.0]]


def test_it_serves_an_index():
    index = Index(ForeignEmbedder(Plain, "m", {}))
    index.add([Item("aaaaaaaaa"), Item("b")])
    assert [hit.item.text for hit in index.search("c")] == ["b", "aaaaaaaaa"]


def test_it_is_described_by_its_registered_name_and_model():
    assert ForeignEmbedder(Plain, "m", {}).describe() == "plain m"
    assert ForeignEmbedder(OnlyAsync, None, {}).describe() == "OnlyAsync"


class Secretive(Plain):
    def encode(self, documents):
        raise OSError(f"could not send {documents}")


def test_what_it_raises_is_named_by_kind_without_the_texts():
    with pytest.raises(ProviderError, match=r"^Secretive\.encode failed with OSError$") as caught:
        ForeignEmbedder(Secretive, None, {}).encode(["private"])
    assert isinstance(caught.value.__cause__, OSError)


class Nothing(Plain):
    def encode(self, documents):
        return None


def test_no_answer_is_an_error():
    with pytest.raises(ProviderError, match="TypeError"):
        ForeignEmbedder(Nothing, None, {}).encode(["a"])


def test_nothing_implemented_is_an_error():
    class Empty(AbstractParent):
        def __init__(self, embedding_model=None):
            pass

    with pytest.raises(ProviderError, match="neither encode nor encode_async"):
        ForeignEmbedder(Empty, None, {}, drive=drive).encode(["a"])


def test_a_coroutine_needs_somebody_to_run_it():
    with pytest.raises(ConfigError, match="runs coroutines"):
        ForeignEmbedder(Asynchronous, None, {}).encode(["a"])


@pytest.mark.parametrize(
    ("cls", "message"), [(object, "cannot be made: TypeError"), (dict, "neither encode")]
)
def test_a_class_of_another_kind_is_refused_when_it_is_made(cls, message):
    with pytest.raises(ConfigError, match=message):
        ForeignEmbedder(cls, "m", {})


@dataclass
class Found:
    text: str
    meta: dict[str, Any] = field(default_factory=dict)


class Provider:
    """Finds items that contain the query; records what is asked of it."""

    def __init__(self, **parameters):
        self.parameters, self.items, self.log = parameters, [], []

    def add_item(self, item):
        self.items.append(Found(item.text, item.meta))

    def add_items(self, items):
        self.log.append(len(items))
        for item in items:
            self.add_item(item)

    def build(self):
        self.log.append("build")

    def search(self, text, max_results=20, threshold=None):
        self.log.append((text, max_results, threshold))
        return [item for item in self.items if text in item.text]


class AsyncProvider(Provider):
    async def add_items(self, items):
        Provider.add_items(self, items)

    async def build(self):
        Provider.build(self)

    async def search(self, text, max_results=20, threshold=None):
        return Provider.search(self, text, max_results, threshold)


ITEMS = [Item("one cat", {"at": 1}), Item("two cats", {"at": 2}), Item("a dog", {"at": 3})]


@pytest.mark.parametrize("cls", [Provider, AsyncProvider])
def test_a_registered_search_provider_is_filled_once_and_asked(cls):
    index = ForeignIndex(cls, {"size": 3}, drive=drive)
    index.add(ITEMS[:2])
    index.add(ITEMS[2:])
    assert index._provider.log == []
    assert index.search("cat", 5, 0.5) == [Hit(ITEMS[0], 1.0), Hit(ITEMS[1], 1.0)]
    assert index.search("dog", max_results=1) == [Hit(ITEMS[2], 1.0)]
    assert index._provider.log == [3, "build", ("cat", 5, 0.5), ("dog", 1, None)]
    assert index._provider.parameters == {"size": 3}
    assert index.size == 3


def test_items_are_added_one_by_one_where_there_is_no_other_way():
    class OneByOne:
        def __init__(self):
            self.items = []

        async def add_item(self, item):
            self.items.append(item)

        def search(self, text, **options):
            return self.items[: options["max_results"]]

    index = ForeignIndex(OneByOne, {}, drive=drive)
    index.add(ITEMS)
    assert [hit.item for hit in index.search("x", 2)] == ITEMS[:2]


def test_an_older_search_without_a_threshold_is_filtered_by_its_scores():
    class Old:
        def add_items(self, items):
            pass

        def search(self, text, max_results):
            return [{"text": "near", "score": 0.9}, {"text": "far", "score": 0.2, "meta": {"at": 1}}]

    index = ForeignIndex(Old, {})
    assert index.search("x") == [Hit(Item("near"), 0.9), Hit(Item("far", {"at": 1}), 0.2)]
    assert index.search("x", threshold=0.5) == [Hit(Item("near"), 0.9)]
    assert index.search("x", max_results=1) == [Hit(Item("near"), 0.9)]


def test_its_failure_is_named_by_kind():
    class Broken(Provider):
        def search(self, text, max_results=20, threshold=None):
            raise KeyError(text)

    with pytest.raises(ProviderError, match=r"Broken\.search failed with KeyError"):
        ForeignIndex(Broken, {}).search("private")


def test_a_searched_provider_takes_no_more_items():
    index = ForeignIndex(Provider, {})
    index.search("x")
    with pytest.raises(RailsError, match="has been searched"):
        index.add(ITEMS)


@pytest.mark.parametrize(("cls", "message"), [(int, "cannot be made"), (dict, "no method search")])
def test_a_search_class_of_another_kind_is_refused(cls, message):
    with pytest.raises(ConfigError, match=message):
        ForeignIndex(cls, {"a": 1})
