"""``RailsConfig`` with the names of the parameters that callers of the original use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from rails_engine.engine.folders import RailsConfig as EngineConfig

if TYPE_CHECKING:
    from collections.abc import Mapping


class RailsConfig(EngineConfig):
    """A configuration."""

    __slots__ = ()

    @classmethod
    def from_content(  # type: ignore[override] # the first two have other names, which is what this is for
        cls,
        colang_content: str | None = None,
        yaml_content: str | None = None,
        config: Mapping[str, Any] | None = None,
        *,
        colang: str | None = None,
        yaml: str | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Self:
        """Read texts: flows in Colang, the rest as YAML or as the mapping that the YAML would give."""
        return super().from_content(
            colang_content if colang is None else colang,
            yaml_content if yaml is None else yaml,
            config,
            environ=environ,
        )

    @classmethod
    def parse_object(cls, obj: Mapping[str, Any]) -> Self:
        """Read the mapping that a configuration's YAML would give."""
        return cls.from_content(config=obj)
