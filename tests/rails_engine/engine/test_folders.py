"""The public way to a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rails_engine import ConfigError, ModelConfig, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "models: [{type: main, engine: openai, model: m}]\n"


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(MAIN)
    (tmp_path / "talk").mkdir()
    (tmp_path / "talk" / "rails.co").write_text(
        'define user greet\n  "hello"\ndefine bot greet\n  "Hi."\ndefine flow\n  user greet\n  bot greet\n'
    )
    config = RailsConfig.from_path(tmp_path, environ={})
    assert type(config) is RailsConfig
    assert RailsEngine(config, llm=ScriptedProvider(["greet"])).generate(prompt="hello").content == "Hi."


def test_a_yaml_file_alone_is_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "only.yml").write_text(MAIN)
    (tmp_path / "other.yml").write_text("nonsense: [")
    main = RailsConfig.from_path(tmp_path / "only.yml", environ={}).main_model()
    assert main is not None
    assert (main.engine, main.model) == ("openai", "m")


def test_values_count_over_the_yaml_text() -> None:
    config = RailsConfig.from_content(
        yaml=f"{MAIN}passthrough: true\nlowest_temperature: 0.5", config={"passthrough": False}, environ={}
    )
    assert (config.passthrough, config.lowest_temperature) == (False, 0.5)


def test_the_shipped_rails_are_known_by_name() -> None:
    with pytest.raises(ConfigError, match="'self check input'"):
        RailsConfig.from_content(yaml="rails: {input: {flows: [self check inputt]}}", environ={})


def test_two_configurations_add_up_to_a_public_one_where_the_second_wins() -> None:
    first = RailsConfig.from_content(
        yaml=f"{MAIN}enable_rails_exceptions: true\npassthrough: true", environ={}
    )
    both = first + RailsConfig.from_content(yaml="passthrough: false", environ={})
    assert type(both) is RailsConfig
    assert (both.enable_rails_exceptions, both.passthrough) == (True, False)
    assert both.main_model() == first.main_model()
    assert first.passthrough is True


def test_a_sum_can_be_added_to() -> None:
    parts = [
        RailsConfig.from_content(yaml=y, environ={})
        for y in (MAIN, "passthrough: true", "prompting_mode: compact")
    ]
    total = parts[0] + parts[1] + parts[2]
    assert (total.passthrough, total.prompting_mode) == (True, "compact")


def test_configurations_with_other_main_models_do_not_add_up() -> None:
    first = RailsConfig.from_content(yaml=MAIN, environ={})
    with pytest.raises(ConfigError, match="engine"):
        first + RailsConfig.from_content(yaml="models: [{type: main, engine: ollama, model: m}]", environ={})


def test_another_main_model_leaves_everything_else_as_it_is() -> None:
    config = RailsConfig.from_content(
        yaml="""
models:
  - {type: self_check_input, engine: openai, model: small}
  - {type: main, engine: openai, model: m}
passthrough: true
""",
        environ={"A": "b"},
    )
    changed = config.with_main_model(ModelConfig(type="main", engine="ollama", model="other"))
    assert type(changed) is RailsConfig
    assert {m.type: (m.engine, m.model) for m in changed.models} == {
        "main": ("ollama", "other"),
        "self_check_input": ("openai", "small"),
    }
    assert changed.passthrough is True
    assert changed.environ == {"A": "b"}
    main = config.main_model()
    assert main is not None
    assert main.model == "m"


def test_a_main_model_can_be_given_to_a_configuration_without_one() -> None:
    config = RailsConfig.from_content(yaml="models: []", environ={})
    assert config.main_model() is None
    given = ModelConfig(type="main", engine="scripted", model="m", parameters={"replies": ["hello"]})
    assert RailsEngine(config.with_main_model(given)).generate(prompt="x").content == "hello"


def test_the_environment_is_the_one_handed_in() -> None:
    yaml = "models: [{type: main, engine: openai, model: m, api_key_env_var: PATH}]"
    with pytest.raises(ConfigError, match="'PATH', which is not set"):
        RailsConfig.from_content(yaml=yaml, environ={})
    assert RailsConfig.from_content(yaml=yaml).main_model() is not None
