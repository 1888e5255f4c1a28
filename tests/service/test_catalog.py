"""The list of models: whose it is, with which key it is asked for, and what becomes of refusals."""

from __future__ import annotations

import pytest

from service.catalog import PLACEHOLDERS, ModelCatalog, ModelListError
from service.settings import from_environment
from tests.upstream import Upstream

#: A key for every provider, to see which one leaves.
KEYS = {
    "OPENAI_API_KEY": "sk-of-openai",
    "NVIDIA_API_KEY": "key-of-nvidia",
    "ANTHROPIC_API_KEY": "key-of-anthropic",
    "AZURE_OPENAI_API_KEY": "key-of-azure",
    "COHERE_API_KEY": "key-of-cohere",
}


@pytest.fixture
def upstream():
    with Upstream() as up:
        yield up


def catalog(**environ: str) -> ModelCatalog:
    return ModelCatalog(from_environment(environ))


def secrets_in(request) -> set[str]:
    text = " ".join([request.target, *request.headers.values()])
    return {value for value in KEYS.values() if value in text}


# -- whose list


@pytest.mark.parametrize("engine", ["openai", "nim", "vllm", "trt_llm", "ollama", "somebody"])
def test_engines_of_the_openai_format_and_unknown_ones_are_asked_at_the_base_url(upstream, engine):
    found = catalog(MAIN_MODEL_ENGINE=engine, MAIN_MODEL_BASE_URL=upstream.base_url).list()
    assert found == [{"id": "echo", "object": "model", "created": 1700000000, "owned_by": "upstream"}]
    assert (upstream.last.method, upstream.last.path) == ("GET", "/v1/models")


def test_a_base_url_alone_means_the_openai_format(upstream):
    assert catalog(MAIN_MODEL_BASE_URL=upstream.base_url).list()[0]["id"] == "echo"


@pytest.mark.parametrize("engine", ["azure", "azure_openai"])
def test_azure_is_asked_at_its_resource_with_its_version(upstream, engine):
    upstream.reply(json={"data": [{"id": "gpt-4o", "created_at": 1699999999}]})
    found = catalog(MAIN_MODEL_ENGINE=engine, AZURE_OPENAI_ENDPOINT=upstream.url, **KEYS).list()
    assert found == [{"id": "gpt-4o", "object": "model", "created": 1699999999, "owned_by": "azure"}]
    assert upstream.last.path == "/openai/models"
    assert upstream.last.query == {"api-version": "2024-06-01"}
    assert upstream.last.headers["api-key"] == "key-of-azure"


def test_the_version_of_azure_can_be_chosen(upstream):
    settings = {"AZURE_OPENAI_ENDPOINT": upstream.url, "AZURE_OPENAI_API_VERSION": "2025-01-01"}
    catalog(MAIN_MODEL_ENGINE="azure", AZURE_OPENAI_API_KEY="k-1", **settings).list()
    assert upstream.last.query == {"api-version": "2025-01-01"}


def test_anthropic_is_asked_in_its_own_words(upstream):
    upstream.reply(json={"data": [{"id": "claude", "type": "model", "created_at": "2025-02-19T00:00:00Z"}]})
    found = catalog(MAIN_MODEL_ENGINE="anthropic", MAIN_MODEL_BASE_URL=upstream.url, **KEYS).list()
    assert found == [{"id": "claude", "object": "model", "created": 1739923200, "owned_by": "anthropic"}]
    assert upstream.last.path == "/v1/models"
    assert upstream.last.headers["x-api-key"] == "key-of-anthropic"
    assert upstream.last.headers["anthropic-version"] == "2023-06-01"


@pytest.mark.parametrize("variable", ["COHERE_BASE_URL", "MAIN_MODEL_BASE_URL"])
def test_cohere_is_asked_for_its_chat_models(upstream, variable):
    upstream.reply(json={"models": [{"name": "command-r", "endpoints": ["chat"]}]})
    environ = {"MAIN_MODEL_ENGINE": "cohere", variable: upstream.url, **KEYS}
    (found,) = catalog(**environ).list()
    assert (found["id"], found["owned_by"]) == ("command-r", "cohere")
    assert upstream.last.headers["authorization"] == "Bearer key-of-cohere"


def test_with_no_engine_no_key_and_no_base_url_there_is_the_offline_model():
    (found,) = catalog(NVIDIA_API_KEY="key-of-nvidia").list("Bearer sk-of-the-caller")
    assert found.pop("created") > 1_700_000_000
    assert found == {"id": "offline", "object": "model", "owned_by": "switchyard"}


def test_an_unknown_engine_without_a_base_url_has_no_models():
    assert catalog(MAIN_MODEL_ENGINE="somebody", **KEYS).list("Bearer sk-1") == []


# -- with which key


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("openai", {"sk-of-openai"}),
        ("nim", {"key-of-nvidia"}),
        ("nvidia_ai_endpoints", {"key-of-nvidia"}),
        ("anthropic", {"key-of-anthropic"}),
        ("azure", {"key-of-azure"}),
        ("cohere", {"key-of-cohere"}),
        ("vllm", set()),
        ("trt_llm", set()),
        ("ollama", set()),
        ("somebody", set()),
    ],
)
def test_an_engine_gets_its_own_key_and_nobody_elses(upstream, engine, expected):
    upstream.reply(json={"data": [], "models": []})
    catalog(MAIN_MODEL_ENGINE=engine, MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list()
    assert secrets_in(upstream.last) == expected


@pytest.mark.parametrize(
    "engine", ["openai", "nim", "vllm", "ollama", "somebody", "anthropic", "azure", "cohere"]
)
@pytest.mark.parametrize(
    "given", ["Bearer sk-of-the-caller", "bearer  sk-of-the-caller ", "sk-of-the-caller"]
)
def test_the_callers_key_wins(upstream, engine, given):
    upstream.reply(json={"data": [], "models": []})
    catalog(MAIN_MODEL_ENGINE=engine, MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list(given)
    headers = upstream.last.headers
    name = {"anthropic": "x-api-key", "azure": "api-key"}.get(engine, "authorization")
    assert headers[name].removeprefix("Bearer ") == "sk-of-the-caller"
    assert secrets_in(upstream.last) == set()


@pytest.mark.parametrize("word", ["not-used", "None", "dummy", "EMPTY", "sk-no-key-required"])
def test_a_placeholder_gives_way_to_the_servers_key(upstream, word):
    catalog(MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list(f"Bearer {word}")
    assert upstream.last.headers["authorization"] == "Bearer sk-of-openai"


def test_a_placeholder_is_forwarded_where_the_server_has_no_key(upstream):
    catalog(MAIN_MODEL_ENGINE="vllm", MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list("Bearer EMPTY")
    assert upstream.last.headers["authorization"] == "Bearer EMPTY"


@pytest.mark.parametrize("given", [None, "", "  ", "Bearer", "Bearer  "])
def test_an_empty_authorization_is_none(upstream, given):
    catalog(MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list(given)
    assert upstream.last.headers["authorization"] == "Bearer sk-of-openai"


@pytest.mark.parametrize("engine", ["openai", "somebody"])
def test_another_scheme_is_forwarded_as_it_came_without_a_key_of_ours(upstream, engine):
    catalog(MAIN_MODEL_ENGINE=engine, MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list("Basic dTpw")
    assert upstream.last.headers["authorization"] == "Basic dTpw"
    assert secrets_in(upstream.last) == set()


def test_every_placeholder_is_written_as_it_is_compared():
    assert {word.lower() for word in PLACEHOLDERS} == PLACEHOLDERS


# -- what comes back


def test_missing_fields_are_filled_and_what_is_no_model_is_left_out(upstream):
    models = [
        {"id": "a"},
        {"id": "b", "created": None, "owned_by": None, "more": 1},
        "c",
        {"name": "d"},
        None,
    ]
    upstream.reply(json={"data": models})
    first, second = catalog(MAIN_MODEL_ENGINE="vllm", MAIN_MODEL_BASE_URL=upstream.base_url).list()
    assert first.pop("created") > 1_700_000_000
    assert first == {"id": "a", "object": "model", "owned_by": "vllm"}
    assert set(second) == {"id", "object", "created", "owned_by"}
    assert second["id"] == "b"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 422, 429])
def test_refusals_of_the_provider_keep_their_status(upstream, status):
    upstream.reply(json={"error": {"message": "no"}}, status=status, headers={"Retry-After": "7"})
    with pytest.raises(ModelListError) as caught:
        catalog(MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list()
    assert caught.value.status == status
    assert caught.value.retry_after in (7.0, None)
    assert (caught.value.code == "invalid_api_key") == (status == 401)
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("status", [302, 500, 502, 503, 504, 529])
def test_failures_of_the_provider_are_502(upstream, status):
    upstream.reply(json={"error": {"message": "oh"}}, status=status, headers={"Location": "http://x/"})
    with pytest.raises(ModelListError) as caught:
        catalog(MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list()
    assert caught.value.status == 502


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"[1", b'"text"', b'{"data": 3}', b""])
def test_an_answer_that_is_no_list_is_502(upstream, body):
    upstream.reply(body=body)
    with pytest.raises(ModelListError) as caught:
        catalog(MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list()
    assert caught.value.status == 502


def test_an_answer_that_breaks_off_is_502(upstream):
    upstream.cut(after=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    with pytest.raises(ModelListError) as caught:
        catalog(MAIN_MODEL_BASE_URL=upstream.base_url, **KEYS).list()
    assert caught.value.status == 502


def test_nobody_there_is_502():
    with Upstream() as gone:
        address = gone.base_url
    with pytest.raises(ModelListError) as caught:
        catalog(MAIN_MODEL_BASE_URL=address, **KEYS).list()
    assert caught.value.status == 502
    assert address not in caught.value.message


def test_nothing_said_in_time_is_502(upstream):
    upstream.raw()
    with pytest.raises(ModelListError) as caught:
        catalog(MAIN_MODEL_BASE_URL=upstream.base_url, UPSTREAM_READ_TIMEOUT="0.1", **KEYS).list()
    assert caught.value.status == 502


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"MAIN_MODEL_ENGINE": "vllm"}, "MAIN_MODEL_BASE_URL is not set"),
        ({"MAIN_MODEL_ENGINE": "azure", "AZURE_OPENAI_API_KEY": "k"}, "AZURE_OPENAI_ENDPOINT is not set"),
        ({"MAIN_MODEL_BASE_URL": "ftp://user:canary@host"}, "MAIN_MODEL_BASE_URL cannot be used"),
    ],
)
def test_a_provider_without_an_address_says_which_variable_is_missing(environ, words):
    with pytest.raises(ModelListError, match=words) as caught:
        catalog(**environ).list()
    assert caught.value.status == 502
    assert "canary" not in caught.value.message


def test_a_provider_that_needs_a_key_and_has_none_is_not_asked():
    with pytest.raises(ModelListError, match="NVIDIA_API_KEY") as caught:
        catalog(MAIN_MODEL_ENGINE="nim", OPENAI_API_KEY="sk-of-openai").list()
    assert (caught.value.status, caught.value.code) == (401, "invalid_api_key")


def test_an_error_never_says_the_key(upstream):
    upstream.reply(json={"error": {"message": "Incorrect API key: sk-canary-0123456789"}}, status=401)
    with pytest.raises(ModelListError) as caught:
        catalog(MAIN_MODEL_BASE_URL=upstream.base_url).list("Bearer sk-canary-0123456789")
    assert "canary" not in caught.value.message


# -- one model


def test_one_model_is_found_by_its_id_with_the_callers_key(upstream):
    upstream.reply(json={"data": [{"id": "a"}, {"id": "meta/b-8b", "created": 5}]})
    found = catalog(MAIN_MODEL_BASE_URL=upstream.base_url).get("meta/b-8b", "Bearer sk-of-the-caller")
    assert (found["id"], found["created"]) == ("meta/b-8b", 5)
    assert upstream.last.headers["authorization"] == "Bearer sk-of-the-caller"


def test_a_model_that_is_not_there_is_model_not_found():
    with pytest.raises(ModelListError) as caught:
        catalog().get("gpt-9" + "x" * 5000)
    assert (caught.value.status, caught.value.code) == (404, "model_not_found")
    assert len(caught.value.message) < 300
