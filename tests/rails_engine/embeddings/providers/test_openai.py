"""Engines that speak OpenAI's embeddings: whose address, whose key, what is in the body."""

from __future__ import annotations

import pytest

from rails_engine.embeddings.providers.openai import (
    CompatibleEmbedder,
    GoogleEmbedder,
    NimEmbedder,
    OllamaEmbedder,
    OpenAIEmbedder,
)
from rails_engine.transport import Transport
from tests.upstream import Upstream

ENGINES = [
    (OpenAIEmbedder, "https://api.openai.com/v1/embeddings", {"OPENAI_API_KEY": "k"}),
    (NimEmbedder, "https://integrate.api.nvidia.com/v1/embeddings", {"NVIDIA_API_KEY": "k"}),
    (
        GoogleEmbedder,
        "https://generativelanguage.googleapis.com/v1beta/openai/embeddings",
        {"GOOGLE_API_KEY": "k"},
    ),
    (
        GoogleEmbedder,
        "https://generativelanguage.googleapis.com/v1beta/openai/embeddings",
        {"GEMINI_API_KEY": "k"},
    ),
    (OllamaEmbedder, "http://localhost:11434/v1/embeddings", {}),
]


@pytest.mark.parametrize(("cls", "address", "environ"), ENGINES)
def test_an_engine_knows_its_address_and_its_key(cls, address, environ):
    embedder = cls("m", {}, transport=Transport(), environ=environ)
    endpoint = embedder._endpoint
    port = f":{endpoint.port}" if endpoint.port not in (80, 443) else ""
    assert f"{endpoint.scheme}://{endpoint.host}{port}{endpoint.target}" == address
    assert embedder._headers == ({"Authorization": "Bearer k"} if environ else {})
    assert "k" not in embedder.describe().split()


@pytest.mark.parametrize(
    ("cls", "parameters", "extra"),
    [
        (CompatibleEmbedder, {}, {}),
        (NimEmbedder, {}, {"input_type": "passage"}),
        (NimEmbedder, {"input_type": "query", "truncate": "END"}, {"input_type": "query", "truncate": "END"}),
    ],
)
def test_the_body_holds_model_input_and_parameters(cls, parameters, extra):
    with Upstream() as upstream:
        embedder = cls("m", {"base_url": upstream.base_url, **parameters}, transport=Transport(), environ={})
        embedder.encode(["a"])
        assert upstream.last.path == "/v1/embeddings"
        assert upstream.last.json == {"model": "m", "input": ["a"], **extra}


def test_embeddings_are_put_in_the_order_of_their_index():
    with Upstream() as upstream:
        upstream.reply(json={"data": [{"index": 1, "embedding": [1.0]}, {"index": 0, "embedding": [0.0]}]})
        embedder = CompatibleEmbedder("m", {"base_url": upstream.base_url}, transport=Transport(), environ={})
        assert embedder.encode(["a", "b"]) == [[0.0], [1.0]]
