"""Plain functions register for the engine that is being built, or for all that a script builds later."""

from __future__ import annotations

import pytest

from rails_engine.compat.config import RailsConfig
from rails_engine.compat.providers import Registrations
from rails_engine.engine.builder import BUILDING, EngineBuilder
from rails_engine.errors import ConfigError


class Parrot:
    def __init__(self, model):
        self.model = model

    def invoke(self, prompt):
        return f"{self.model}: {prompt}"


def config():
    return RailsConfig.from_content(yaml_content="models: [{type: main, engine: parrot, model: grey}]")


@pytest.fixture
def building():
    builder = EngineBuilder(config())
    token = BUILDING.set(builder)
    yield builder
    BUILDING.reset(token)


def test_in_a_configurations_own_code_it_is_for_its_engine_alone(building):
    registrations = Registrations()
    registrations.add_model("parrot", Parrot)
    assert building.build().toolbox.models["main"].target.model == "grey"
    other = EngineBuilder(config())
    registrations.give(other)
    with pytest.raises(ConfigError, match="unknown engine 'parrot'"):
        other.build()


def test_in_a_script_it_is_for_every_engine_to_come():
    registrations = Registrations()
    registrations.add_model("parrot", Parrot)
    for _ in range(2):
        builder = EngineBuilder(config())
        registrations.give(builder)
        assert builder.build().toolbox.models["main"].target.model == "grey"


class Letters:
    engine_name = "letters"

    def __init__(self, embedding_model=None):
        pass

    def encode(self, texts):
        return [[1.0] for _ in texts]


@pytest.mark.parametrize("while_building", [True, False])
def test_embedders_likewise(while_building):
    text = "models: [{type: embeddings, engine: letters, model: l}]"
    loaded = RailsConfig.from_content('define user greet\n  "hi"\n', text)
    builder, registrations = EngineBuilder(loaded), Registrations()
    token = BUILDING.set(builder if while_building else None)
    registrations.add_embedder(Letters)
    BUILDING.reset(token)
    registrations.give(builder)
    hits = builder.build().dialogue.user_index.search("anything")
    assert hits[0].score == pytest.approx(1.0)
