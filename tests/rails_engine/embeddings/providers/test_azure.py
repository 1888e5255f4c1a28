"""Azure: deployment and version in the address, the key in its own header."""

from __future__ import annotations

import pytest

from rails_engine.embeddings.providers.azure import AzureEmbedder
from rails_engine.errors import ConfigError
from rails_engine.transport import Transport
from tests.upstream import Upstream, vector


def make(parameters, environ=None):
    return AzureEmbedder("ada", parameters, transport=Transport(), environ=environ or {})


@pytest.mark.parametrize("place", ["azure_endpoint", "base_url", "environment"])
def test_the_call_goes_to_the_deployment(place):
    with Upstream() as upstream:
        parameters = {
            "api_version": "2024-02-01",
            "azure_deployment": "my-ada",
            "api_key": "k",
            "dimensions": 8,
        }
        environ = {"AZURE_OPENAI_ENDPOINT": upstream.url}
        if place != "environment":
            parameters[place], environ = upstream.url, {}
        assert make(parameters, environ).encode(["a"]) == [vector("a")]
        request = upstream.last
    assert request.path == "/openai/deployments/my-ada/embeddings"
    assert request.query == {"api-version": "2024-02-01"}
    assert request.headers["api-key"] == "k"
    assert "authorization" not in request.headers
    assert request.json == {"model": "ada", "input": ["a"], "dimensions": 8}


def test_key_version_and_deployment_have_their_usual_defaults():
    environ = {
        "AZURE_OPENAI_API_KEY": "k",
        "OPENAI_API_VERSION": "v1",
        "AZURE_OPENAI_ENDPOINT": "https://x.example",
    }
    embedder = make({}, environ)
    assert embedder._endpoint.target == "/openai/deployments/ada/embeddings?api-version=v1"
    assert embedder._headers == {"api-key": "k"}


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"api_key": "k"}, "parameters.api_version"),
        (
            {"api_key": "k", "api_version": "v"},
            "parameters.azure_endpoint\nOr set the environment variable AZURE_OPENAI_ENDPOINT",
        ),
        ({"azure_endpoint": "https://x.example", "api_version": "v"}, "AZURE_OPENAI_API_KEY"),
    ],
)
def test_what_is_missing_is_named(parameters, message):
    with pytest.raises(ConfigError, match=message):
        make(parameters)
