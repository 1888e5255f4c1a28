from __future__ import annotations

from dataclasses import dataclass

from rails_engine.rails.base import Rail


@dataclass(frozen=True)
class Settings:
    limit: int = 3


class Limited(Rail):
    name = "limited"
    settings_key = "limited"
    settings_type = Settings


def test_a_rail_without_settings_of_its_own_gets_the_defaults() -> None:
    assert Limited().settings == Settings(3)
    assert Limited(Settings(5)).settings.limit == 5
    assert Rail().settings is None
    assert Rail().actions() == {}
