"""What the environment says of the main model, where a configuration leaves it open.

A configuration's own engine, address and key win. One without a main model gets the one of the
environment, and the shipped ``offline`` model gives way to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rails_engine import ModelConfig

if TYPE_CHECKING:
    from rails_engine import RailsConfig
    from service.settings import Settings

#: The model of a request that names none, by engine.
DEFAULT_MODELS = {
    "openai": "gpt-4o-mini",
    "nim": "meta/llama-3.1-8b-instruct",
    "nvidia_ai_endpoints": "meta/llama-3.1-8b-instruct",
    "anthropic": "claude-3-5-haiku-latest",
    "cohere": "command-r",
    "ollama": "llama3.1",
    "offline": "offline",
}


def engine_of_environment(settings: Settings) -> str:
    """The engine that the environment asks for; ``offline`` without a name, a key or an address."""
    if settings.main_model_engine:
        return settings.main_model_engine
    if settings.main_model_base_url or settings.environ.get("OPENAI_API_KEY"):
        return "openai"
    return "offline"


def fill_main_model(config: RailsConfig, settings: Settings) -> RailsConfig:
    """The configuration with a main model."""
    main = config.main_model()
    engine = engine_of_environment(settings)
    if main is None or (main.engine == "offline" and engine != "offline"):
        parameters: dict[str, Any] = {}
        if settings.main_model_base_url and engine != "offline":
            parameters["base_url"] = settings.main_model_base_url
        name = DEFAULT_MODELS.get(engine, "default")
        return config.with_main_model(ModelConfig("main", engine, name, parameters=parameters))
    same_engine = settings.main_model_engine in (None, main.engine)
    if (
        settings.main_model_base_url
        and same_engine
        and "base_url" not in main.parameters
        and main.engine != "offline"
    ):
        parameters = {**main.parameters, "base_url": settings.main_model_base_url}
        return config.with_main_model(replace(main, parameters=parameters))
    return config
