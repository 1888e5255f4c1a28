"""The shipped rails, found in ``library/`` and indexed by what a configuration may name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rails_engine.colang.parser import parse
from rails_engine.discovery import discover
from rails_engine.rails import library
from rails_engine.rails.base import Rail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.colang import nodes
    from rails_engine.config.catalog import RailFlow


class RailLibrary:
    """What configuration needs to know of the shipped rails, and their flows."""

    def __init__(self, rails: Mapping[str, type[Rail]]) -> None:
        self.rails = dict(rails)
        self.flows: dict[str, RailFlow] = {}
        self.settings: dict[str, type] = {}
        self._owners: dict[str, type[Rail]] = {}
        for rail in self.rails.values():
            for flow in rail.flows:
                self.flows[flow.name] = flow
                self._owners[flow.name] = rail
            if rail.settings_key is not None and rail.settings_type is not None:
                self.settings[rail.settings_key] = rail.settings_type

    def owner(self, flow: str) -> type[Rail] | None:
        """The rail that ships this flow."""
        return self._owners.get(flow)

    def program(self, rail: type[Rail]) -> nodes.File:
        """The flows of a rail, parsed once a process."""
        return _parsed(rail.colang, f"<{rail.name}>")


@cache
def _parsed(colang: str, name: str) -> nodes.File:
    return parse(colang, name)


@cache
def shipped_rails() -> RailLibrary:
    """Every rail in ``library/``; they are code, so they are looked for once a process."""
    return RailLibrary(discover(library, Rail))
