from __future__ import annotations

from rails_engine.compat.config import RailsConfig
from rails_engine.engine import RailsConfig as EngineConfig

YAML = "models: [{type: main, engine: scripted, model: test}]\n"
COLANG = 'define bot express greeting\n  "Hello!"\n'


def test_texts_are_read_under_the_originals_names_and_under_ours():
    by_theirs = RailsConfig.from_content(colang_content=COLANG, yaml_content=YAML)
    by_ours = RailsConfig.from_content(colang=COLANG, yaml=YAML)
    by_place = RailsConfig.from_content(COLANG, YAML)
    assert by_theirs.digest == by_ours.digest == by_place.digest
    assert by_theirs.models[0].engine == "scripted"


def test_parse_object_reads_what_the_yaml_would_give():
    config = RailsConfig.parse_object({"models": [], "custom_data": {"a": 1}})
    assert config.custom_data["a"] == 1


def test_a_sum_is_of_the_same_class_and_the_last_word_wins():
    first = RailsConfig.from_content(config={"models": [], "custom_data": {"a": 1, "b": 1}})
    second = RailsConfig.from_content(config={"models": [], "custom_data": {"b": 2}})
    both = first + second
    assert type(both) is RailsConfig
    assert dict(both.custom_data) == {"a": 1, "b": 2}


def test_it_is_a_configuration_of_the_engine():
    assert issubclass(RailsConfig, EngineConfig)
