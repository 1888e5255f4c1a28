"""From the ``models`` of a configuration to the providers that answer for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.llm.models import Models, make_provider, make_spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.config.schema import RailsConfig
    from rails_engine.llm.base import Provider
    from rails_engine.transport import Transport

#: Types that are not language models.
OTHER_TYPES = frozenset({"embeddings", "jailbreak_detection"})


def build_models(
    config: RailsConfig, transport: Transport, *, llm: Provider | None, registered: Mapping[str, Any]
) -> Models:
    """One provider a type; ``llm`` takes the place of the main model."""
    found: dict[str, Provider] = {}
    for model in config.models:
        if model.type in OTHER_TYPES or (model.type == "main" and llm is not None):
            continue
        spec = make_spec(
            type=model.type,
            engine=model.engine,
            model=model.model,
            parameters=model.parameters,
            api_key_env_var=model.api_key_env_var,
            environ=config.environ,
        )
        found[model.type] = make_provider(spec, transport, registered)
    if llm is not None:
        found["main"] = llm
    return Models(found)
