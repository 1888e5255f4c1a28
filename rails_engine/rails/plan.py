"""Which rails a configuration runs, in which order, worked out once at load."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rails_engine.colang.nodes import DefineFlow
from rails_engine.colang.references import split_rail_reference
from rails_engine.errors import BadOptionError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rails_engine.config.schema import RailsConfig
    from rails_engine.options import RailsSelection, Selection
    from rails_engine.rails.base import Judgement, Rail
    from rails_engine.rails.scanning import Scanner

KINDS = ("input", "output", "retrieval", "tool_input", "tool_output")


@dataclass(frozen=True, slots=True)
class ConfiguredRail:
    """One entry of a rails list."""

    kind: str
    #: As written in the configuration; logs and errors use it.
    name: str
    flow: str
    params: Mapping[str, Any]
    judges: Judgement = "window"
    #: How an exact rail looks at text still being written.
    scanner: Scanner | None = None
    #: Whether it is there to rewrite what it judges; nobody can tell of a user's own.
    rewrites: bool = False
    #: Its own word on failure: True lets the text through.
    allow_on_error: bool = False
    #: What a selection may call it.
    aliases: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "aliases", frozenset({folded(self.name), folded(self.flow)}))


@dataclass(frozen=True, slots=True)
class RailPlan:
    """The rails of each kind, in the order of the configuration."""

    rails: Mapping[str, tuple[ConfiguredRail, ...]]
    parallel: frozenset[str] = frozenset()

    def of(self, kind: str) -> tuple[ConfiguredRail, ...]:
        """All configured rails of a kind."""
        return self.rails[kind]

    def check(self, selection: RailsSelection) -> None:
        """Refuse a selection that names a rail which this configuration has not."""
        for kind in KINDS:
            chosen = getattr(selection, kind)
            if not isinstance(chosen, tuple):
                continue
            known = frozenset().union(*(rail.aliases for rail in self.rails[kind]))
            for index, name in enumerate(chosen):
                if folded(name) not in known:
                    hint = did_you_mean(name, [rail.name for rail in self.rails[kind]])
                    raise BadOptionError(
                        f"this configuration has no {kind} rail named {name!r}"
                        + (f". {hint}" if hint else ""),
                        where=("options", "rails", kind, index),
                    )


def selected(rails: Sequence[ConfiguredRail], chosen: Selection) -> Sequence[ConfiguredRail]:
    """Those of some rails of a kind that run under a selection of it."""
    if isinstance(chosen, bool):
        return rails if chosen else ()
    names = set(map(folded, chosen))
    return [rail for rail in rails if not names.isdisjoint(rail.aliases)]


def folded(name: str) -> str:
    """A rail's name as people type it: case and runs of blanks do not matter."""
    return _folded_once(name) if len(name) <= _USUAL_LENGTH else _fold(name)


def _fold(name: str) -> str:
    return " ".join(name.split()).lower()


#: The same names come with every request that chooses rails.
_USUAL_LENGTH = 100
_folded_once = lru_cache(maxsize=512)(_fold)


def plan_rails(config: RailsConfig, owners: Mapping[str, Rail], replaced: Collection[str] = ()) -> RailPlan:
    """Work out the plan.

    ``owners`` maps the names of shipped flows to the rails in use, ``replaced`` has the names of actions
    that are not the rails' own any more.
    """
    lists: dict[str, Sequence[str]] = {kind: getattr(config.rails, kind).flows for kind in KINDS}
    own = {
        node.name
        for file in config.colang
        for node in file.definitions
        if isinstance(node, DefineFlow) and node.subflow
    }
    rails = {
        kind: tuple(
            rail for name in names if (rail := _configure(kind, name, owners, own, replaced)) is not None
        )
        for kind, names in lists.items()
    }
    parallel = frozenset(kind for kind in KINDS if getattr(getattr(config.rails, kind), "parallel", False))
    return RailPlan(rails=rails, parallel=parallel)


def _configure(
    kind: str, name: str, owners: Mapping[str, Rail], own: Collection[str], replaced: Collection[str]
) -> ConfiguredRail | None:
    """None for an ordinary flow that listens by itself; a user's subflow of that name is a rail."""
    flow, params = split_rail_reference(name)
    owner = owners.get(flow)
    if owner is None:
        return ConfiguredRail(kind, name, flow, params)
    info = next(f for f in owner.flows if f.name == flow)
    if info.listens and flow not in own:
        return None
    shipped = flow not in own and not any(action in replaced for action in owner.actions())
    scanner = owner.scanner(flow) if kind == "output" and shipped else None
    return ConfiguredRail(
        kind=kind,
        name=name,
        flow=flow,
        params=params,
        judges="exact" if scanner is not None else "window" if owner.judges == "exact" else owner.judges,
        scanner=scanner,
        rewrites=info.rewrites,
        allow_on_error=owner.allows_on_error(params),
    )
