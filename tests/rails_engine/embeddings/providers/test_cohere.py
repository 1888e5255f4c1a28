"""Cohere's own wire format."""

from __future__ import annotations

import pytest

from rails_engine.embeddings.providers.cohere import CohereEmbedder
from rails_engine.errors import ProviderReplyError
from rails_engine.transport import Transport
from tests.upstream import Upstream


def make(upstream, **parameters):
    parameters = {"base_url": upstream.url, "api_key": "k", **parameters}
    return CohereEmbedder("embed-v4.0", parameters, transport=Transport(), environ={})


@pytest.mark.parametrize("input_type", [None, "search_query"])
def test_texts_go_to_embed_and_vectors_come_back(input_type):
    with Upstream() as upstream:
        upstream.reply(json={"id": "x", "embeddings": {"float": [[1.0, 2.0], [3.0, 4.0]]}}, path="/v2/embed")
        parameters = {"input_type": input_type} if input_type else {}
        assert make(upstream, **parameters).encode(["a", "b"]) == [[1.0, 2.0], [3.0, 4.0]]
        assert upstream.last.headers["authorization"] == "Bearer k"
        assert upstream.last.json == {
            "model": "embed-v4.0",
            "texts": ["a", "b"],
            "input_type": input_type or "search_document",
            "embedding_types": ["float"],
        }


@pytest.mark.parametrize("variable", ["COHERE_API_KEY", "CO_API_KEY"])
def test_the_service_and_its_key_are_known(variable):
    embedder = CohereEmbedder("m", {}, transport=Transport(), environ={variable: "k"})
    assert (embedder._endpoint.host, embedder._endpoint.target) == ("api.cohere.com", "/v2/embed")
    assert embedder._headers == {"Authorization": "Bearer k"}


@pytest.mark.parametrize("reply", [{}, {"embeddings": [[1.0]]}, {"embeddings": {"int8": [[1]]}}])
def test_another_answer_is_an_error(reply):
    with Upstream() as upstream:
        upstream.reply(json=reply)
        with pytest.raises(ProviderReplyError):
            make(upstream).encode(["a"])
