from __future__ import annotations

import pytest

from rails_engine import errors
from rails_engine.llm.models import make_provider, make_spec
from rails_engine.transport import Transport
from tests.contracts.provider import ProviderContract, ask
from tests.rails_engine.llm.providers.test_openai import OpenAIWire


class TestAzure(OpenAIWire):
    engine = "azure"
    base_path = ""
    parameters = {"azure_deployment": "dep one"}
    chat_path = "/openai/deployments/dep%20one/chat/completions"
    key_header = "api-key"
    key_prefix = ""

    def test_the_version_and_the_deployment_are_in_the_address(self, up, make):
        up.chat("a")
        make(api_version="2025-01-01").complete(ask())
        assert up.last.query == {"api-version": "2025-01-01"}
        request = ask()
        request.model = "other"
        make(azure_deployment=None).complete(request)
        assert up.last.path == "/openai/deployments/other/chat/completions"
        assert up.last.query == {"api-version": "2024-06-01"}

    def test_reasoning_models_get_the_parameters_that_they_take(self, up, make):
        make("o3-mini").complete(ask(temperature=1, max_tokens=2))
        assert up.last.json["max_completion_tokens"] == 2
        assert "temperature" not in up.last.json


assert issubclass(TestAzure, ProviderContract)


def provider(environ, **parameters):
    spec = make_spec(
        type="main",
        engine="azure_openai",
        model="gpt",
        parameters=parameters,
        api_key_env_var=None,
        environ=environ,
    )
    return make_provider(spec, Transport())


@pytest.mark.parametrize(
    ("parameters", "address"),
    [
        (
            {"azure_endpoint": "https://r.azure.com"},
            "https://r.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-06-01",
        ),
        (
            {"azure_endpoint": "https://r.azure.com/", "deployment_name": "d"},
            "https://r.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01",
        ),
        (
            {"base_url": "https://r.azure.com/openai/deployments/d"},
            "https://r.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01",
        ),
        ({"base_url": "https://r.azure.com/openai/v1/"}, "https://r.azure.com/openai/v1/chat/completions"),
        (
            {"base_url": "https://r.azure.com/openai/v1", "api_version": "preview"},
            "https://r.azure.com/openai/v1/chat/completions?api-version=preview",
        ),
        (
            {"base_url": "https://r.azure.com?api-version=7"},
            "https://r.azure.com/openai/deployments/gpt/chat/completions?api-version=7",
        ),
    ],
)
def test_addresses(parameters, address):
    endpoint = provider({}, **parameters).chat_address("gpt")
    assert f"https://{endpoint.netloc}{endpoint.target}" == address


def test_the_environment_fills_in_what_the_configuration_leaves_out():
    environ = {
        "AZURE_OPENAI_ENDPOINT": "https://e.azure.com",
        "AZURE_OPENAI_API_VERSION": "9",
        "AZURE_OPENAI_API_KEY": "k",
    }
    made = provider(environ)
    assert made.chat_address("gpt").target.endswith("?api-version=9")
    assert made.headers(None)["api-key"] == "k"


def test_without_an_address_it_is_a_config_error():
    with pytest.raises(errors.ConfigError, match="AZURE_OPENAI_ENDPOINT"):
        provider({})


def test_without_a_key_it_is_not_asked():
    with pytest.raises(errors.ProviderAuthError, match="AZURE_OPENAI_API_KEY"):
        provider({}, azure_endpoint="https://r.azure.com").complete(ask())
