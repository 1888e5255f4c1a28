"""What the engines with an endpoint share: keys, addresses, batches, and errors that give nothing away."""

from __future__ import annotations

import pytest

from rails_engine.embeddings.index import Index, Item
from rails_engine.embeddings.providers.openai import CompatibleEmbedder, OpenAIEmbedder
from rails_engine.embeddings.remote import BATCH
from rails_engine.errors import (
    ConfigError,
    ProviderAuthError,
    ProviderReplyError,
    ProviderUnreachableError,
)
from rails_engine.transport import Transport
from tests.upstream import Upstream, vector


@pytest.fixture
def upstream():
    with Upstream() as up:
        yield up


def make(upstream, cls=CompatibleEmbedder, *, model="m", environ=None, **parameters):
    parameters = {"base_url": upstream.base_url, **parameters}
    return cls(model, parameters, transport=Transport(sleep=lambda _: None), environ=environ or {})


def test_vectors_come_in_the_order_of_the_texts(upstream):
    assert make(upstream).encode(["a", "b"]) == [vector("a"), vector("b")]


def test_it_serves_an_index(upstream):
    index = Index(make(upstream))
    index.add([Item("cat"), Item("dog")])
    assert index.search("DOG")[0].score == 1.0
    assert len(index.search("bird")) == 2


def test_many_texts_go_in_calls_of_a_bounded_size(upstream):
    texts = [f"text {at}" for at in range(2 * BATCH + 1)]
    assert make(upstream).encode(texts) == [vector(text) for text in texts]
    assert [len(request.json["input"]) for request in upstream.requests] == [BATCH, BATCH, 1]


def test_an_empty_text_is_not_sent_as_such(upstream):
    make(upstream).encode([""])
    assert upstream.last.json["input"] == [" "]


def test_parameters_shape_the_call_or_go_into_its_body(upstream):
    make(
        upstream,
        api_key="key-1",
        timeout=5,
        connect_timeout=1,
        max_retries=0,
        default_headers={"X-Team": "red"},
        default_query={"version": 7},
        dimensions=8,
    ).encode(["a"])
    request = upstream.last
    assert request.json == {"model": "m", "input": ["a"], "dimensions": 8}
    assert request.query == {"version": "7"}
    assert request.headers["x-team"] == "red"
    assert request.headers["authorization"] == "Bearer key-1"


@pytest.mark.parametrize(
    ("parameters", "environ", "sent"),
    [
        ({}, {}, None),
        ({}, {"OPENAI_API_KEY": "env"}, "Bearer env"),
        ({"api_key": "own"}, {"OPENAI_API_KEY": "env"}, "Bearer own"),
        ({"api_key_env_var": "MINE"}, {"OPENAI_API_KEY": "env", "MINE": "mine"}, "Bearer mine"),
    ],
)
def test_the_key_is_the_one_that_is_named_nearest(upstream, parameters, environ, sent):
    make(upstream, OpenAIEmbedder, environ=environ, **parameters).encode(["a"])
    assert upstream.last.headers.get("authorization") == sent


def test_another_address_never_gets_the_key_of_a_known_service(upstream):
    make(upstream, environ={"OPENAI_API_KEY": "env"}).encode(["a"])
    assert "authorization" not in upstream.last.headers


@pytest.mark.parametrize(
    ("cls", "model", "parameters", "message"),
    [
        (OpenAIEmbedder, "m", {}, "needs a key\nSet the variable OPENAI_API_KEY"),
        (OpenAIEmbedder, "m", {"api_key_env_var": "MINE"}, "'MINE'"),
        (OpenAIEmbedder, None, {"api_key": "k"}, "needs a model"),
        (CompatibleEmbedder, "m", {}, "needs parameters.base_url"),
        (
            CompatibleEmbedder,
            "m",
            {"base_url": "here"},
            "the address of the embedding engine 'openai_compatible' is not an address",
        ),
        (CompatibleEmbedder, "m", {"base_url": "http://x", "timeout": "soon"}, "are numbers"),
    ],
)
def test_what_cannot_work_is_refused_when_it_is_made(cls, model, parameters, message):
    with pytest.raises(ConfigError, match=message):
        cls(model, parameters, transport=Transport(), environ={})


def test_an_engine_with_an_endpoint_needs_a_transport():
    with pytest.raises(ConfigError, match="needs a transport"):
        OpenAIEmbedder("m", {"api_key": "k"}, transport=None, environ={})


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"data": None},
        {"data": [{"embedding": [1]}]},
        {"data": [{"index": 0}]},
        [],
        "text",
        None,
        {"data": [1]},
    ],
)
def test_an_answer_without_embeddings_is_an_error(upstream, reply):
    upstream.reply(json=reply)
    with pytest.raises(ProviderReplyError):
        make(upstream).encode(["a"])


def test_a_wrong_number_of_embeddings_is_an_error(upstream):
    upstream.reply(json={"data": [{"index": 0, "embedding": [1.0]}]})
    with pytest.raises(ProviderReplyError, match="openai_compatible m: 1 embeddings for 2 texts"):
        make(upstream).encode(["a", "b"])


def test_a_refusal_is_the_error_it_stands_for_without_the_key(upstream):
    upstream.reply(status=401, json={"error": {"message": "Incorrect API key: secret-key-123"}})
    with pytest.raises(ProviderAuthError) as caught:
        make(upstream, api_key="secret-key-123").encode(["a"])
    assert "secret-key-123" not in str(caught.value)


def test_a_passing_failure_is_tried_again(upstream):
    upstream.reply(status=503)
    assert make(upstream).encode(["a"]) == [vector("a")]
    assert len(upstream.requests) == 2


def test_retries_can_be_switched_off(upstream):
    upstream.cut()
    with pytest.raises(ProviderUnreachableError):
        make(upstream, max_retries=0).encode(["a"])
    assert len(upstream.requests) == 1
