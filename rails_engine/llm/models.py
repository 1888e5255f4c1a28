"""From an entry of ``models`` to a provider: what each parameter means, which key, which class.

Every mistake that can be seen without a call is a ``ConfigError`` here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rails_engine.discovery import discover
from rails_engine.errors import ConfigError, DuplicatePluginError, did_you_mean
from rails_engine.llm import parameters as meaning
from rails_engine.llm import providers
from rails_engine.llm.base import ModelSpec, Provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.transport import Transport

_NOT_IN_A_HEADER = re.compile(r"[^a-z0-9.]")


def fold_name(name: str) -> str:
    """A model's name or type as ``X-{model}-Authorization`` can hold it; both sides are compared so."""
    return _NOT_IN_A_HEADER.sub("-", name.lower())


@cache
def find_providers() -> Mapping[str, type[Provider]]:
    """Every shipped engine by its name and its other names."""
    found = dict(discover(providers, Provider))
    for cls in list(found.values()):
        for alias in cls.aliases:
            if alias in found:
                raise DuplicatePluginError(alias, cls.__module__)
            found[alias] = cls
    return MappingProxyType(found)


def make_spec(
    *,
    type: str,  # noqa: A002 - the word in config.yml
    engine: str,
    model: str,
    parameters: Mapping[str, Any],
    api_key_env_var: str | None,
    environ: Mapping[str, str],
) -> ModelSpec:
    """Resolve an entry of ``models``."""
    cls = find_providers().get(engine, Provider)
    sorted_out = meaning.sort_out(parameters, cls, environ)
    return ModelSpec(
        type=type,
        engine=engine,
        model=model,
        api_key=_find_key(cls, sorted_out.api_key, api_key_env_var, environ),
        base_url=sorted_out.base_url,
        parameters=sorted_out.body,
        options=sorted_out.options,
        headers=sorted_out.headers,
        query=sorted_out.query,
        connect_timeout=sorted_out.connect_timeout,
        read_timeout=sorted_out.read_timeout,
        max_retries=sorted_out.max_retries,
    )


def make_provider(
    spec: ModelSpec, transport: Transport, registered: Mapping[str, Any] | None = None
) -> Provider:
    """The provider of a spec. ``registered`` holds what users' code adds: ``Provider`` classes, by engine."""
    known = find_providers()
    make = (registered or {}).get(spec.engine) or known.get(spec.engine)
    if make is None and spec.base_url:
        make = known["openai_compatible"]
    if make is None:
        names = sorted({*known, *(registered or {})})
        hint = did_you_mean(spec.engine, names) or ""
        raise ConfigError(
            f"unknown engine {spec.engine!r} for the model of type {spec.type!r}",
            hint=f"{hint} Known engines: {', '.join(names)}; any other needs parameters.base_url.".strip(),
        )
    provider = make(spec, transport)
    if not isinstance(provider, Provider):
        raise ConfigError(
            f"what is registered as engine {spec.engine!r} does not make a Provider",
            hint="Register a subclass of rails_engine.Provider.",
        )
    return provider


def _find_key(
    cls: type[Provider], given: str | None, named: str | None, environ: Mapping[str, str]
) -> str | None:
    if given:
        return given
    if named:
        key = environ.get(named)
        if not key:
            raise ConfigError(f"Model API Key environment variable '{named}' not set.")
        return key
    return (environ.get(cls.key_variable) or None) if cls.key_variable else None


class Models(Mapping[str, Provider]):
    """The providers of a configuration by type. Never changed."""

    __slots__ = ("_by_type", "main")

    def __init__(self, by_type: Mapping[str, Provider]) -> None:
        self._by_type = dict(by_type)
        self.main = self._by_type.get("main")

    def __getitem__(self, key: str) -> Provider:
        return self._by_type[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_type)

    def __len__(self) -> int:
        return len(self._by_type)

    def for_task(self, task: str) -> Provider | None:
        """The model whose type is the task, else the main one."""
        return self._by_type.get(task) or self.main

    def key_for(self, spec: ModelSpec, keys: Mapping[str, str], model: str | None = None) -> str | None:
        """The key that a turn brings for a model (names folded): by its name, then by its type.

        ``model`` is the name that the turn gives the model, where it gives one.
        """
        if not keys:
            return None
        return (
            (keys.get(fold_name(model)) if model else None)
            or keys.get(fold_name(spec.model))
            or keys.get(fold_name(spec.type))
        )
