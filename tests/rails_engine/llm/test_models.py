from __future__ import annotations

import pytest

from rails_engine import errors
from rails_engine.llm.base import ModelSpec
from rails_engine.llm.models import Models, find_providers, fold_name, make_provider, make_spec
from rails_engine.llm.providers.openai import CompatibleProvider
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.transport import Transport

ALL_KEYS = {
    name: f"value of {name}"
    for name in (
        "OPENAI_API_KEY",
        "NVIDIA_API_KEY",
        "ANTHROPIC_API_KEY",
        "AZURE_OPENAI_API_KEY",
        "COHERE_API_KEY",
    )
}


def spec(engine="openai", environ=None, *, named=None, kind="main", model="m", **parameters):
    return make_spec(
        type=kind,
        engine=engine,
        model=model,
        parameters=parameters,
        api_key_env_var=named,
        environ=environ or {},
    )


def test_every_engine_of_the_documents_is_found():
    engines = {
        "openai",
        "azure",
        "azure_openai",
        "nim",
        "nvidia_ai_endpoints",
        "vllm",
        "trt_llm",
        "ollama",
        "anthropic",
        "cohere",
        "scripted",
        "offline",
    }
    assert engines <= set(find_providers())


@pytest.mark.parametrize(
    ("engine", "variable"),
    [
        ("openai", "OPENAI_API_KEY"),
        ("nim", "NVIDIA_API_KEY"),
        ("nvidia_ai_endpoints", "NVIDIA_API_KEY"),
        ("anthropic", "ANTHROPIC_API_KEY"),
        ("azure", "AZURE_OPENAI_API_KEY"),
        ("cohere", "COHERE_API_KEY"),
        ("vllm", None),
        ("ollama", None),
        ("something_else", None),
        ("offline", None),
    ],
)
def test_an_engine_gets_its_own_key_and_no_other(engine, variable):
    assert spec(engine, ALL_KEYS).api_key == (f"value of {variable}" if variable else None)


def test_the_key_of_the_parameters_wins_over_the_named_and_that_over_the_usual():
    environ = {**ALL_KEYS, "MINE": "mine"}
    assert spec(environ=environ, named="MINE", api_key="given").api_key == "given"
    assert spec(environ=environ, named="MINE").api_key == "mine"


@pytest.mark.parametrize("environ", [{}, {"MINE": ""}])
def test_a_named_variable_must_be_there(environ):
    with pytest.raises(errors.ConfigError, match=r"^Model API Key environment variable 'MINE' not set\.$"):
        spec(environ={**ALL_KEYS, **environ}, named="MINE")


def test_an_empty_usual_variable_is_no_key():
    assert spec(environ={"OPENAI_API_KEY": ""}).api_key is None


def test_no_key_is_in_the_repr():
    made = spec(api_key="secret-one", default_headers={"Authorization": "secret-two"})
    assert "secret" not in repr(made)


def test_an_unknown_engine_is_an_error_that_names_the_nearest():
    with pytest.raises(errors.ConfigError) as caught:
        make_provider(spec("opnai"), Transport())
    text = str(caught.value)
    assert "'opnai'" in text
    assert "'openai'" in text
    assert "anthropic" in text
    assert "base_url" in text


def test_an_unknown_engine_with_an_address_speaks_openai():
    assert type(make_provider(spec("gateway", base_url="http://h/v1"), Transport())) is CompatibleProvider


def test_registered_classes_come_first():
    class Mine(ScriptedProvider):
        pass

    assert type(make_provider(spec("mine"), Transport(), {"mine": Mine})) is Mine
    assert type(make_provider(spec("openai"), Transport(), {"openai": Mine})) is Mine


def test_what_is_registered_must_make_a_provider():
    with pytest.raises(errors.ConfigError, match="'mine'"):
        make_provider(spec("mine"), Transport(), {"mine": lambda spec, transport: object()})


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("meta/llama-3.1-8b-instruct", "meta-llama-3.1-8b-instruct"),
        ("Gpt_4o", "gpt-4o"),
        ("a b:c", "a-b-c"),
        ("main", "main"),
        ("é", "-"),
    ],
)
def test_names_are_folded_as_headers_hold_them(name, folded):
    assert fold_name(name) == folded
    assert fold_name(folded) == folded


def provider(kind, model="m"):
    return ScriptedProvider(spec=ModelSpec(kind, "scripted", model))


def test_models_are_found_by_type_and_by_task():
    main, checker = provider("main"), provider("self_check_input")
    models = Models({"main": main, "self_check_input": checker})
    assert models.main is main
    assert models.for_task("self_check_input") is checker
    assert models.for_task("general") is main
    assert models.get("nothing") is None
    assert models["main"] is main
    assert list(models) == ["main", "self_check_input"]
    assert len(models) == 2
    assert Models({}).main is None
    assert Models({}).for_task("general") is None


def test_a_turns_key_is_found_by_the_models_name_then_by_its_type():
    models = Models({})
    safety = ModelSpec("content_safety", "nim", "nvidia/Safety_8b")
    keys = {"nvidia-safety-8b": "by name", "content-safety": "by type", "main": "main"}
    assert models.key_for(safety, keys) == "by name"
    assert models.key_for(safety, {"content-safety": "by type"}) == "by type"
    assert models.key_for(safety, {"main": "main"}) is None
    assert models.key_for(safety, {}) is None
    assert models.key_for(ModelSpec("main", "nim", "one"), {"two": "k2", "one": "k1"}, "two") == "k2"
