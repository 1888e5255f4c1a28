"""One provider for each type of model."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import ConfigError, RailsConfig
from rails_engine.engine.models import build_models
from rails_engine.llm.providers.openai import OpenAIProvider
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.transport import Transport

YAML = """
models:
  - {type: main, engine: openai, model: big, api_key_env_var: KEY}
  - {type: self_check_input, engine: scripted, model: small, parameters: {replies: [x]}}
  - {type: embeddings, engine: openai, model: e}
  - {type: jailbreak_detection, engine: nim, model: j}
"""


def built(yaml: str = YAML, llm: Any = None, registered: Any = None) -> Any:
    config = RailsConfig.from_content(yaml=yaml, environ={"KEY": "k"})
    return build_models(config, Transport({}), llm=llm, registered=registered or {})


def test_language_models_have_one_and_others_do_not() -> None:
    models = built()
    assert set(models) == {"main", "self_check_input"}
    assert isinstance(models["main"], OpenAIProvider)
    assert (models["main"].spec.model, models["main"].spec.api_key) == ("big", "k")
    assert models.for_task("self_check_input").spec.model == "small"
    assert models.for_task("general") is models.main


def test_a_model_that_is_handed_in_takes_the_place_of_the_main_one() -> None:
    llm = ScriptedProvider()
    assert built(llm=llm).main is llm
    assert built("rails: {}", llm=llm).main is llm


def test_without_any_there_is_none() -> None:
    assert built("rails: {}").main is None


def test_a_registered_class_answers_for_its_engine() -> None:
    class Own(ScriptedProvider):
        pass

    models = built("models: [{type: main, engine: own, model: m}]", registered={"own": Own})
    assert isinstance(models.main, Own)
    with pytest.raises(ConfigError, match="unknown engine 'own'"):
        built("models: [{type: main, engine: own, model: m}]")
