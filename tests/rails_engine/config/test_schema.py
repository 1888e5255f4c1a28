from __future__ import annotations

import dataclasses

import pytest

from rails_engine.config import schema
from rails_engine.config.reading import InvalidValueError
from rails_engine.config.schema import ModelConfig, RailsConfig, RailSettings, TaskPrompt


def test_the_defaults_are_those_of_the_format(read):
    config = read("")
    assert config.models == ()
    assert config.instructions == schema.DEFAULT_INSTRUCTIONS
    assert config.sample_conversation is None
    assert (config.prompting_mode, config.lowest_temperature, config.passthrough) == ("standard", 0.001, None)
    assert config.enable_rails_exceptions is config.enable_multi_step_generation is False
    assert config.knowledge_base.folder == "kb"
    assert config.core.embedding_search_provider.name == "default"
    assert config.core.embedding_search_provider.cache == schema.EmbeddingCacheConfig()
    assert config.rails.output.streaming == schema.StreamingConfig(False, 200, 50, None)
    assert config.rails.dialog.single_call == schema.SingleCall(False, True)
    assert config.actions_server_url is None
    assert config.custom_data == {}


@pytest.mark.parametrize(
    "where",
    [
        {"model": "m"},
        {"parameters": {"model": "m"}},
        {"parameters": {"model_name": "m"}},
        {"model": "", "parameters": {"model": "m"}},
    ],
    ids=str,
)
def test_a_models_name_has_one_of_three_places_and_is_then_in_one(where):
    made = ModelConfig("main", "openai", **{"parameters": {}, **where})
    assert made.model == "m"
    assert made.parameters == {}


@pytest.mark.parametrize(
    "where",
    [{}, {"model": "m", "parameters": {"model": "m"}}, {"parameters": {"model": "m", "model_name": "m"}}],
    ids=str,
)
def test_a_models_name_in_no_place_or_in_two_is_refused(where):
    with pytest.raises(InvalidValueError, match="in exactly one place"):
        ModelConfig("main", "openai", **where)


def test_keys_of_models_and_of_the_environment_are_not_printed(read):
    yaml = "models: [{type: main, engine: openai, model: m, parameters: {api_key: sk-12345}}]"
    assert "sk-12345" not in repr(read(yaml))


def test_a_prompt_has_content_or_messages():
    assert TaskPrompt("general", messages=("{{ history }}",)).content is None
    assert TaskPrompt("general", content="").messages is None
    with pytest.raises(InvalidValueError):
        TaskPrompt("general")
    with pytest.raises(InvalidValueError):
        TaskPrompt("general", content="x", messages=("y",))


def test_settings_are_a_mapping_and_attributes():
    settings = RailSettings({"words": 5})
    assert settings["words"] == settings.words == 5
    assert settings.get("nothing") is None
    assert (list(settings), len(settings)) == (["words"], 1)
    with pytest.raises(AttributeError):
        _ = settings.nothing


def test_nothing_of_a_configuration_can_be_changed(read):
    with pytest.raises(dataclasses.FrozenInstanceError):
        read("").lowest_temperature = 1.0


def test_where_leads_to_the_place_of_a_value(read):
    config = read("rails:\n  input:\n    flows:\n      - check words\n")
    at = config.where(("rails", "input", "flows", 0))
    assert (at.file, at.line, at.column, at.text) == ("<yaml>", 4, 9, "      - check words")
    assert RailsConfig().where(("rails",)) is None


def test_two_configurations_can_be_added(read):
    both = read("lowest_temperature: 0.5") + read("prompting_mode: compact")
    assert (both.lowest_temperature, both.prompting_mode) == (0.5, "compact")
