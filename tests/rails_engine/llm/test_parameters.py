from __future__ import annotations

import pytest

from rails_engine.errors import ConfigError
from rails_engine.llm.parameters import FOREIGN, RENAMED, sort_out
from rails_engine.llm.providers.anthropic import AnthropicProvider
from rails_engine.llm.providers.azure import AzureProvider
from rails_engine.llm.providers.openai import CompatibleProvider, OpenAIProvider


def sort(engine=OpenAIProvider, environ=None, **given):
    return sort_out(given, engine, environ or {})


def test_parameters_go_where_they_belong():
    found = sort(
        base_url="http://h",
        api_key="k",
        timeout=7,
        connect_timeout="1.5",
        max_retries=0,
        default_headers={"X": 1, "Y": None},
        default_query={"q": True},
        verify=False,
        ca_cert="/ca.pem",
        model="again",
        temperature=0,
        top_p=None,
        anything={"a": []},
    )
    assert found.body == {"temperature": 0, "top_p": None, "anything": {"a": []}}
    assert found.options == {"verify": False, "ca_cert": "/ca.pem"}
    assert (found.base_url, found.api_key) == ("http://h", "k")
    assert (found.headers, found.query) == ({"X": "1"}, {"q": "True"})
    assert (found.connect_timeout, found.read_timeout, found.max_retries) == (1.5, 7, 0)


def test_what_is_left_out_has_sane_values():
    found = sort(timeout=None, default_headers=None)
    assert (found.connect_timeout, found.read_timeout, found.max_retries) == (5, 60, 2)
    assert (found.body, found.options, found.base_url, found.api_key) == ({}, {}, None, None)


def test_the_environment_may_set_the_usual_timeouts():
    found = sort(environ={"UPSTREAM_READ_TIMEOUT": "30", "UPSTREAM_CONNECT_TIMEOUT": "2"})
    assert (found.connect_timeout, found.read_timeout) == (2, 30)
    assert sort(environ={"UPSTREAM_READ_TIMEOUT": "30"}, timeout=4).read_timeout == 4


def test_the_engines_own_options_stay_out_of_the_body_and_come_from_its_variables():
    found = sort(
        AzureProvider,
        {"AZURE_OPENAI_ENDPOINT": "https://e", "AZURE_OPENAI_API_VERSION": "1"},
        api_version="2",
        deployment_name="d",
    )
    assert found.options == {"azure_endpoint": "https://e", "api_version": "2", "azure_deployment": "d"}
    assert found.body == {}


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        (OpenAIProvider, "openai_api_key"),
        (CompatibleProvider, "openai_api_key"),
        (AzureProvider, "openai_api_key"),
        (AnthropicProvider, "anthropic_api_key"),
    ],
)
def test_a_key_under_its_owners_name_is_the_key(engine, name):
    assert sort(engine, **{name: "k"}).api_key == "k"


def test_a_key_under_anothers_name_is_refused():
    with pytest.raises(ConfigError, match="openai_api_key"):
        sort(AnthropicProvider, openai_api_key="k")


@pytest.mark.parametrize("name", [name for name in RENAMED if not name.endswith("_api_key")])
def test_every_other_word_is_taken_in_its_meaning(name):
    value = {"X": "1"} if name.startswith("extra_") else 3
    assert sort(AzureProvider, **{name: value}) == sort(AzureProvider, **{RENAMED[name]: value})


def test_dictionaries_of_parameters_are_spread_into_the_body():
    found = sort(model_kwargs={"top_p": 1, "seed": 2}, extra_body={"guided": True}, seed=3)
    assert found.body == {"top_p": 1, "seed": 3, "guided": True}


def test_the_organisation_is_a_header():
    assert sort(organization="o", openai_project="p").headers == {
        "OpenAI-Organization": "o",
        "OpenAI-Project": "p",
    }


@pytest.mark.parametrize("name", FOREIGN)
def test_what_means_nothing_here_is_refused_with_advice(name):
    with pytest.raises(ConfigError) as caught:
        sort(**{name: True})
    assert repr(name) in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "given",
    [
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": "soon"},
        {"timeout": True},
        {"timeout": float("nan")},
        {"connect_timeout": [1]},
        {"max_retries": -1},
        {"max_retries": "2"},
        {"max_retries": True},
        {"default_headers": ["a"]},
        {"default_query": "a=b"},
        {"model_kwargs": 5},
        {"base_url": "a", "openai_api_base": "b"},
        {"openai_api_base": "b", "base_url": "a"},
        {"api_base": "b", "openai_api_base": "a"},
    ],
)
def test_wrong_values_are_config_errors(given):
    with pytest.raises(ConfigError):
        sort(**given)


def test_no_key_is_in_the_repr():
    assert "secret" not in repr(sort(api_key="secret", default_headers={"A": "secret"}))


@pytest.mark.parametrize("name", ["stream", "streaming", "stream_usage", "verbose"])
def test_what_old_folders_say_about_streams_is_accepted_and_never_sent(name: str) -> None:
    assert name not in sort_out({name: True, "temperature": 0}, OpenAIProvider, {}).body
