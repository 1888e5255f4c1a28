from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rails_engine.config.catalog import RailFlow
from rails_engine.config.loader import load_content
from rails_engine.config.schema import RailsConfig
from rails_engine.engine.builder import EngineBuilder
from rails_engine.rails.base import Rail
from rails_engine.rails.catalog import RailLibrary
from rails_engine.transport import Transport


@dataclass(frozen=True)
class Settings:
    limit: int = 3


@dataclass(frozen=True)
class Lenient:
    on_error: str = "allow"


class Limited(Rail):
    name = "limited"
    settings_key = "limited"
    settings_type = Settings


def test_a_rail_without_settings_of_its_own_gets_the_defaults() -> None:
    assert Limited().settings == Settings(3)
    assert Limited(Settings(5)).settings.limit == 5
    assert Rail().settings is None
    assert Rail().actions() == {}


def test_a_rail_that_could_not_judge_blocks_unless_its_settings_say_otherwise() -> None:
    assert Rail().allows_on_error({}) is False
    assert Limited().allows_on_error({}) is False
    assert Limited(Lenient()).allows_on_error({}) is True
    assert Limited(Lenient("block")).allows_on_error({}) is False


def test_a_rail_is_connected_once_before_its_engine_is_used() -> None:
    seen = []

    class Connected(Rail):
        name = "connected"
        flows = (RailFlow("connected", frozenset({"input"})),)
        colang = "define subflow connected\n  execute note\n"

        def connect(self, config: RailsConfig, transport: Transport) -> None:
            seen.append((config.environ["KEY"], transport))

        def actions(self) -> dict[str, Any]:
            return {"note": lambda: None}

    library, transport = RailLibrary({"connected": Connected}), Transport({})
    yaml = "rails: {input: {flows: [connected]}}"
    config = load_content(yaml=yaml, environ={"KEY": "k"}, catalog=library)
    EngineBuilder(config, library=library, transport=transport).build()
    assert seen == [("k", transport)]
