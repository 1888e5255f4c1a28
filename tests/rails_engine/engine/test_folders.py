"""The public way to a configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from rails_engine import ConfigError, RailsConfig
from tests.talking import MODEL


def test_from_texts_and_from_a_mapping() -> None:
    assert RailsConfig.from_content(yaml=MODEL, environ={}).models[0].model == "m"
    config = {"models": [{"type": "main", "engine": "openai", "model": "m"}]}
    made = RailsConfig.from_content(config=config, colang='define bot x\n  "y"\n', environ={})
    assert (made.models[0].model, made.colang[0].definitions[0].name) == ("m", "x")


def test_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(MODEL)
    config = RailsConfig.from_path(tmp_path, environ={})
    assert type(config) is RailsConfig
    assert config.paths == (tmp_path,)


def test_shipped_rails_are_known() -> None:
    with pytest.raises(ConfigError, match="self check input"):
        RailsConfig.from_content(yaml="rails: {input: {flows: [self chek input]}}", environ={})


def test_two_together_are_one_of_the_same_kind() -> None:
    both = RailsConfig.from_content(
        yaml=MODEL + "lowest_temperature: 0.1", environ={}
    ) + RailsConfig.from_content(yaml="enable_rails_exceptions: true", environ={})
    assert type(both) is RailsConfig
    assert (both.lowest_temperature, both.enable_rails_exceptions) == (0.1, True)


def test_variables_of_the_environment_are_those_that_are_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    yaml = "models: [{type: main, engine: openai, model: m, api_key_env_var: OUR_KEY}]"
    assert RailsConfig.from_content(yaml=yaml, environ={"OUR_KEY": "x"}).models
    with pytest.raises(ConfigError, match="OUR_KEY"):
        RailsConfig.from_content(yaml=yaml, environ={})
    monkeypatch.setenv("OUR_KEY", "x")
    assert RailsConfig.from_content(yaml=yaml).models


def test_the_main_model_can_be_put_in_the_place_of_another() -> None:
    config = RailsConfig.from_content(yaml=MODEL, environ={})
    main = RailsConfig.from_content(yaml=MODEL.replace("model: m", "model: n"), environ={}).models[0]
    changed = config.with_main_model(main)
    assert (changed.main_model(), config.main_model()) == (main, config.models[0])
    assert RailsConfig.from_content(yaml="rails: {}", environ={}).main_model() is None
