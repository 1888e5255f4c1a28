"""Which shipped rails a configuration uses: named in a list, called by a flow, or given a prompt."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.colang import nodes
from rails_engine.colang.references import split_rail_reference
from rails_engine.rails.plan import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.config.schema import RailsConfig
    from rails_engine.rails.base import Rail
    from rails_engine.rails.catalog import RailLibrary


def rails_in_use(config: RailsConfig, library: RailLibrary) -> list[type[Rail]]:
    """The rails, each once, in the order in which they are first named."""
    found: dict[type[Rail], None] = {}
    for kind in KINDS:
        for reference in getattr(config.rails, kind).flows:
            owner = library.owner(split_rail_reference(reference)[0])
            if owner is not None:
                found[owner] = None
    called = set(_called(config.colang))
    tasks = {prompt.task for prompt in config.prompts}
    for rail in library.rails.values():
        calls = {flow.name for flow in rail.flows} | set(rail(None).actions())
        prompts = {task for flow in rail.flows for task in flow.prompts}
        if calls & called or prompts & tasks:
            found[rail] = None
    return list(found)


def _called(files: Any) -> Iterator[str]:
    """The names of flows and actions that statements call."""
    for node in _walk(files):
        if isinstance(node, nodes.Do) and isinstance(node.flow, str):
            yield node.flow
        elif isinstance(node, nodes.Execute):
            yield node.action
            yield node.action.replace(" ", "_")


def _walk(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple | list):
        for item in node:
            yield from _walk(item)
    elif is_dataclass(node):
        yield node
        for field in fields(node):
            yield from _walk(getattr(node, field.name))
