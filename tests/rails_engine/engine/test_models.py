"""From ``models`` to providers: one a type, and ``llm=`` in the place of the main one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rails_engine import ConfigError, ModelSpec, RailsConfig, RailsEngine, Transport
from rails_engine.engine.models import build_models
from rails_engine.llm.providers.scripted import ScriptedProvider

if TYPE_CHECKING:
    from rails_engine.llm.models import Models

YAML = """
models:
  - {type: main, engine: scripted, model: large}
  - {type: self_check_input, engine: scripted, model: small, parameters: {replies: ["Yes"]}}
  - {type: embeddings, engine: FastEmbed, model: all-MiniLM-L6-v2}
  - {type: jailbreak_detection, engine: made_up, model: m}
prompts: [{task: self_check_input, content: "Block {{ user_input }}?"}]
rails: {input: {flows: [self check input]}}
"""


def config(yaml: str = YAML, environ: dict[str, str] | None = None) -> RailsConfig:
    return RailsConfig.from_content(yaml=yaml, environ=environ or {})


def build(made: RailsConfig, llm: Any = None, registered: dict[str, Any] | None = None) -> Models:
    return build_models(made, Transport(), llm=llm, registered=registered or {})


def test_every_language_model_gets_a_provider_of_its_own_and_nothing_else_does() -> None:
    models = build(config())
    assert {kind: provider.spec.model for kind, provider in models.items()} == {
        "main": "large",
        "self_check_input": "small",
    }


def test_a_task_is_done_by_the_model_of_its_name_and_others_by_the_main_one() -> None:
    main = ScriptedProvider(["unused"])
    result = RailsEngine(config(), llm=main).generate(prompt="hello")
    assert result.decision == "blocked"
    assert [(call.task, call.model) for call in result.record.llm_calls] == [("self_check_input", "small")]
    assert main.requests == []


def test_llm_takes_the_place_of_the_main_model_only() -> None:
    given = ScriptedProvider(["x"])
    models = build(config(), given)
    assert models.main is given
    assert models["self_check_input"].spec.model == "small"


def test_with_llm_the_entry_of_the_main_model_need_not_be_usable() -> None:
    yaml = "models: [{type: main, engine: no_such_engine, model: m}]"
    assert RailsEngine(config(yaml), llm=ScriptedProvider(["fine"])).generate(prompt="x").content == "fine"
    with pytest.raises(ConfigError, match="unknown engine"):
        RailsEngine(config(yaml))


def test_llm_is_the_main_model_of_a_configuration_without_one() -> None:
    assert (
        RailsEngine(config("models: []"), llm=ScriptedProvider(["hi"])).generate(prompt="x").content == "hi"
    )


def test_an_unknown_engine_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="unknown engine 'opnai' for the model of type 'main'") as caught:
        RailsEngine(config("models: [{type: main, engine: opnai, model: m}]"))
    assert "Did you mean 'openai'?" in str(caught.value)


def test_a_registered_engine_is_known_and_gets_its_parameters() -> None:
    class Mine(ScriptedProvider):
        def __init__(self, spec: ModelSpec, transport: Transport) -> None:
            super().__init__([f"{spec.model} at {spec.parameters['temperature']}"], transport, spec=spec)

    yaml = "models: [{type: main, engine: mine, model: m, parameters: {temperature: 0.3}}]"
    provider = build(config(yaml), registered={"mine": Mine})["main"]
    assert isinstance(provider, Mine)
    assert provider.spec.engine == "mine"
    assert provider.spec.parameters["temperature"] == 0.3


def test_what_is_registered_as_an_engine_must_make_a_provider() -> None:
    yaml = "models: [{type: main, engine: mine, model: m}]"
    with pytest.raises(ConfigError, match="'mine' does not make a Provider"):
        build(config(yaml), registered={"mine": lambda spec, transport: (spec, transport)})


def test_the_key_comes_from_the_configurations_environment() -> None:
    yaml = "models: [{type: main, engine: openai, model: m, api_key_env_var: MINE}]"
    assert build(config(yaml, {"MINE": "k1"}))["main"].spec.api_key == "k1"
