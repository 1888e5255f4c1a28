from __future__ import annotations

import pytest

from rails_engine import RailsConfig
from service.main_model import fill_main_model
from service.settings import from_environment


def filled(yaml: str, **environ: str) -> tuple[str, str, str | None]:
    config = RailsConfig.from_content(yaml=yaml, environ=environ)
    main = fill_main_model(config, from_environment(environ)).main_model()
    assert main is not None
    return main.engine, main.model, main.parameters.get("base_url")


OWN = "models: [{type: main, engine: nim, model: m, parameters: {base_url: 'http://own/v1'}}]"
OPEN = "models: [{type: main, engine: openai, model: m}]"
OFFLINE = "models: [{type: main, engine: offline, model: offline}]"
NONE = "models: []"


@pytest.mark.parametrize(
    ("yaml", "environ", "expected"),
    [
        (NONE, {}, ("offline", "offline", None)),
        (NONE, {"OPENAI_API_KEY": "k"}, ("openai", "gpt-4o-mini", None)),
        (NONE, {"MAIN_MODEL_ENGINE": "anthropic"}, ("anthropic", "claude-3-5-haiku-latest", None)),
        (NONE, {"MAIN_MODEL_BASE_URL": "http://x/v1"}, ("openai", "gpt-4o-mini", "http://x/v1")),
        (OFFLINE, {}, ("offline", "offline", None)),
        (OFFLINE, {"OPENAI_API_KEY": "k"}, ("openai", "gpt-4o-mini", None)),
        (OFFLINE, {"MAIN_MODEL_ENGINE": "offline", "OPENAI_API_KEY": "k"}, ("offline", "offline", None)),
        (OPEN, {"MAIN_MODEL_BASE_URL": "http://x/v1"}, ("openai", "m", "http://x/v1")),
        (OPEN, {"MAIN_MODEL_BASE_URL": "http://x/v1", "MAIN_MODEL_ENGINE": "nim"}, ("openai", "m", None)),
        (OWN, {"MAIN_MODEL_BASE_URL": "http://x/v1", "OPENAI_API_KEY": "k"}, ("nim", "m", "http://own/v1")),
    ],
)
def test_the_environment_fills_what_is_open_and_nothing_else(
    yaml: str, environ: dict[str, str], expected: tuple[str, str, str | None]
) -> None:
    assert filled(yaml, **environ) == expected
