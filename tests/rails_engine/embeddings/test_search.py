"""Which engine and which index a config file gets."""

from __future__ import annotations

import logging
import math

import pytest

from rails_engine.embeddings.cache import MemoryStore
from rails_engine.embeddings.foreign import ForeignEmbedder, ForeignIndex
from rails_engine.embeddings.index import Index, Item
from rails_engine.embeddings.providers.azure import AzureEmbedder
from rails_engine.embeddings.providers.cohere import CohereEmbedder
from rails_engine.embeddings.providers.fastembed import FastEmbed
from rails_engine.embeddings.providers.minilm import MiniLM
from rails_engine.embeddings.providers.ngrams import Ngrams
from rails_engine.embeddings.providers.openai import CompatibleEmbedder, NimEmbedder, OpenAIEmbedder
from rails_engine.embeddings.search import choose_embedder, find_embedders, make_search
from rails_engine.errors import ConfigError
from rails_engine.transport import Transport
from tests.rails_engine.embeddings.tiny_bert import write_model


@pytest.fixture(autouse=True)
def _log_everything(caplog):
    caplog.set_level(logging.INFO, "rails_engine.embeddings")


def choose(engine=None, model=None, parameters=None, **options):
    return choose_embedder(engine, model, parameters, transport=Transport(), environ={}, **options)


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("ngrams", Ngrams),
        ("minilm", MiniLM),
        ("fastembed", FastEmbed),
        ("sentencetransformers", FastEmbed),
        ("all-minilm-l6-v2", FastEmbed),
        ("openai", OpenAIEmbedder),
        ("nim", NimEmbedder),
        ("nvidia_ai_endpoints", NimEmbedder),
        ("azure", AzureEmbedder),
        ("azureopenai", AzureEmbedder),
        ("cohere", CohereEmbedder),
    ],
)
def test_engines_are_found_by_name_and_alias(name, cls):
    assert find_embedders()[name] is cls


def test_nothing_configured_is_the_lexical_engine_and_the_log_says_so(caplog):
    assert isinstance(choose(), Ngrams)
    assert "no threshold tells topics apart" in caplog.text
    assert warnings(caplog) == []


@pytest.mark.parametrize("engine", ["FastEmbed", "SentenceTransformers", None])
def test_a_model_that_cannot_be_had_falls_back_with_a_warning(caplog, engine):
    assert isinstance(choose(engine, "all-MiniLM-L6-v2"), Ngrams)
    (warning,) = warnings(caplog)
    assert "all-MiniLM-L6-v2" in warning
    assert "switchyard[fastembed]" in warning
    assert "parameters.path" in warning


@pytest.mark.parametrize("engine", [None, "FastEmbed"])
def test_deciding_by_the_lexical_engine_needs_a_louder_word(caplog, engine):
    choose(engine, decides=True)
    assert "unreliable" in warnings(caplog)[-1]


def test_a_semantic_engine_may_decide(caplog):
    choose("openai", "m", {"api_key": "k"}, decides=True)
    assert warnings(caplog) == []


@pytest.mark.parametrize("engine", [None, "FastEmbed", "SentenceTransformers", "minilm", "all-MiniLM-L6-v2"])
def test_a_path_means_local_weights_whatever_the_engine_is_called(tmp_path, engine):
    pytest.importorskip("numpy")
    write_model(tmp_path)
    assert isinstance(choose(engine, "all-MiniLM-L6-v2", {"path": str(tmp_path)}), MiniLM)


@pytest.mark.parametrize("engine", [None, "FastEmbed", "SentenceTransformers", "minilm"])
def test_a_folder_as_the_model_means_local_weights(tmp_path, engine):
    pytest.importorskip("numpy")
    write_model(tmp_path)
    assert isinstance(choose(engine, str(tmp_path)), MiniLM)


def test_a_wrong_path_is_an_error_not_a_fallback(tmp_path):
    with pytest.raises(ConfigError, match="gone"):
        choose("FastEmbed", None, {"path": str(tmp_path / "gone")})


def test_a_folder_of_another_kind_of_model_falls_back_with_a_warning(tmp_path, caplog):
    write_model(tmp_path, model_type="mpnet")
    assert isinstance(choose("SentenceTransformers", str(tmp_path)), Ngrams)
    assert "mpnet" in warnings(caplog)[0]


def test_an_unknown_engine_with_an_address_is_openai_compatible():
    engine = choose("my_server", "m", {"base_url": "http://127.0.0.1:1/v1"})
    assert type(engine) is CompatibleEmbedder


def test_an_unknown_engine_is_refused_with_the_nearest_name():
    with pytest.raises(ConfigError, match="Did you mean 'openai'"):
        choose("opnai", "m")
    with pytest.raises(ConfigError, match=r"needs parameters\.base_url"):
        choose("qqq", "m")


class Words:
    engine_name = "words"

    def __init__(self, embedding_model=None, **parameters):
        self.made = (embedding_model, parameters)

    def encode(self, documents):
        return [[float("cat" in text), 1.0] for text in documents]


@pytest.mark.parametrize("engine", ["words", "Words"])
def test_a_registered_class_comes_first(engine):
    chosen = choose(engine, "m", {"a": 1}, registered={"words": Words})
    assert isinstance(chosen, ForeignEmbedder)
    assert chosen._methods[0].__self__.made == ("m", {"a": 1})


def test_a_registered_class_may_replace_one_of_ours():
    assert isinstance(choose("openai", "m", registered={"OpenAI": Words}), ForeignEmbedder)


def factory(calls):
    def make(engine, model, parameters):
        calls.append((engine, model, parameters))
        return ForeignEmbedder(Words, model, {})

    return make


@pytest.mark.parametrize("name", [None, "default", "Default"])
def test_the_default_index_asks_for_the_engine_that_the_section_names(name):
    calls = []
    parameters = {
        "embedding_engine": "e",
        "embedding_model": "m",
        "embedding_parameters": {"a": 1},
        "use_batching": True,
    }
    index = make_search(name, parameters, None, embedder_factory=factory(calls))
    assert isinstance(index, Index)
    assert calls == [("e", "m", {"a": 1})]
    make_search(None, None, None, embedder_factory=factory(calls))
    assert calls[-1] == (None, None, None)


@pytest.mark.parametrize(("threshold", "found"), [(None, 2), (math.inf, 2), (0.9, 1), ("0.9", 1)])
def test_the_threshold_of_the_section_is_the_index_own(threshold, found):
    index = make_search(None, {"search_threshold": threshold}, None, embedder_factory=factory([]))
    index.add([Item("cat"), Item("dog")])
    assert len(index.search("a cat")) == found


def test_a_threshold_is_a_number():
    with pytest.raises(ConfigError, match="search_threshold must be a number, not 'high'"):
        make_search(None, {"search_threshold": "high"}, None, embedder_factory=factory([]))


def test_an_enabled_cache_is_used():
    class Counting(MemoryStore):
        asked = 0

        def get(self, key):
            self.asked += 1
            return super().get(key)

    store = Counting()
    index = make_search(
        None, {}, {"enabled": True, "store": "mine"}, embedder_factory=factory([]), stores={"mine": store}
    )
    index.add([Item("cat")])
    index.search("dog")
    assert store.asked == 2


def test_an_unknown_parameter_is_a_warning_with_the_nearest_name(caplog):
    make_search(None, {"embeding_model": "m"}, None, embedder_factory=factory([]))
    assert "Did you mean 'embedding_model'" in warnings(caplog)[0]


def test_a_registered_search_provider_takes_the_place_of_ours():
    class Provider:
        def __init__(self, **parameters):
            self.parameters = parameters

        def add_items(self, items):
            pass

        def search(self, text, max_results=20, threshold=None):
            return [{"text": text, "meta": self.parameters}]

    index = make_search("mine", {"a": 1}, None, embedder_factory=factory([]), registered={"mine": Provider})
    assert isinstance(index, ForeignIndex)
    assert index.search("x")[0].item == Item("x", {"a": 1})


def test_an_unknown_search_provider_is_refused():
    with pytest.raises(ConfigError, match="Did you mean 'default'"):
        make_search("defualt", {}, None, embedder_factory=factory([]))
    with pytest.raises(ConfigError, match="register_embedding_search_provider"):
        make_search("qqq", {}, None, embedder_factory=factory([]))
