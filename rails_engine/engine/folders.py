"""The public way to a configuration: from a folder, from texts, from several put together."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Self

from rails_engine.config import schema
from rails_engine.config.loader import combine, load_content, load_path
from rails_engine.rails.catalog import shipped_rails

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class RailsConfig(schema.RailsConfig):
    """A configuration that knows the shipped rails. ``environ`` is the process's own where none is given."""

    __slots__ = ()

    @classmethod
    def from_path(cls, path: str | Path, *, environ: Mapping[str, str] | None = None) -> Self:
        """Read a folder, or a single YAML file."""
        return cls._of(load_path(path, environ=_environ(environ), catalog=shipped_rails()))

    @classmethod
    def from_content(
        cls,
        colang: str | None = None,
        yaml: str | None = None,
        config: Mapping[str, Any] | None = None,
        *,
        environ: Mapping[str, str] | None = None,
    ) -> Self:
        """Read texts: flows in Colang, the rest as YAML or as the mapping that the YAML would give."""
        made = load_content(
            colang=colang, yaml=yaml, config=config, environ=_environ(environ), catalog=shipped_rails()
        )
        return cls._of(made)

    def main_model(self) -> schema.ModelConfig | None:
        """The entry of the main model, if there is one."""
        return next((model for model in self.models if model.type == "main"), None)

    def with_main_model(self, main: schema.ModelConfig) -> Self:
        """The same configuration with this main model in the place of its own."""
        return replace(self, models=(main, *(m for m in self.models if m.type != "main")))

    @classmethod
    def _of(cls, config: schema.RailsConfig) -> Self:
        made = object.__new__(cls)
        for item in fields(config):
            object.__setattr__(made, item.name, getattr(config, item.name))
        return made

    def __add__(self, other: schema.RailsConfig) -> Self:
        """Both together; what the other one says explicitly wins."""
        return self._of(combine(self, other))


def _environ(given: Mapping[str, str] | None) -> Mapping[str, str]:
    return os.environ if given is None else given  # noqa: TID251 - the default of the public API, read only here
