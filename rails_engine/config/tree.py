"""Configuration values that still know where they were written.

YAML text and Python dicts both become such a tree; merging and typed reading work on it. Nothing here
knows what a key means.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.colang.nodes import Position
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: From the root of the tree to a value: keys and list indices.
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Scalar:
    """A single value. ``written`` is its text in the file: ``1.0`` and ``yes`` lose theirs otherwise."""

    value: Any
    at: Position
    written: str = ""


@dataclass(slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    at: Position


@dataclass(slots=True)
class Entry:
    """One key of a table with its value. ``key`` is the key as plain data has it: a text or a number."""

    key: Any
    at: Position
    node: Node


@dataclass(slots=True)
class Table:
    """A mapping, by the text of its keys."""

    entries: Mapping[str, Entry]
    at: Position

    def node(self, key: str) -> Node | None:
        """The value of a key; one that is there but empty counts as absent."""
        entry = self.entries.get(key)
        return None if entry is None or is_empty(entry.node) else entry.node

    def table(self, key: str) -> Table | None:
        """The value of a key where it is a table."""
        node = self.node(key)
        return node if isinstance(node, Table) else None

    def items(self, key: str) -> tuple[Node, ...]:
        """The items of a key where it is a list."""
        node = self.node(key)
        return node.nodes if isinstance(node, Items) else ()

    def scalar(self, key: str) -> Scalar | None:
        """The value of a key where it is a single one."""
        node = self.node(key)
        return node if isinstance(node, Scalar) else None

    def replaced(self, changes: Mapping[str, Entry]) -> Table:
        """The same table with some entries changed or added."""
        return Table({**self.entries, **changes}, self.at)

    def without(self, keys: Iterable[str]) -> Table:
        """The same table without some keys."""
        dropped = set(keys)
        return Table({key: entry for key, entry in self.entries.items() if key not in dropped}, self.at)


Node = Scalar | Items | Table


def is_empty(node: Node) -> bool:
    """``key:`` with nothing after it means that nobody said anything."""
    return isinstance(node, Scalar) and node.value is None


def plain(node: Node) -> Any:
    """The value without its places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.nodes]
    return {entry.key: plain(entry.node) for entry in node.entries.values()}


def canonical(node: Node) -> str:
    """The same text for equal values, whatever the order of their keys."""
    return json.dumps(_by_text(node), sort_keys=True, default=repr)


def _by_text(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [_by_text(item) for item in node.nodes]
    return {key: _by_text(entry.node) for key, entry in node.entries.items()}


def find(root: Table, path: Path) -> Position:
    """Where a value was written: a list or table by its key, and what is absent by what is around it."""
    node: Node = root
    at = root.at
    for step in path:
        if isinstance(node, Table) and isinstance(step, str) and step in node.entries:
            entry = node.entries[step]
            node = entry.node
            at = node.at if isinstance(node, Scalar) and not is_empty(node) else entry.at
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.nodes):
            node = node.nodes[step]
            at = node.at
        else:
            break
    return at


def show(path: Path) -> str:
    """``rails.input.flows[0]``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def parse_path(root: Table, text: str) -> Path:
    """The path that ``show`` made into a text, as far as it leads. Keys may hold any character."""
    path: list[str | int] = []
    node: Node = root
    while text:
        if isinstance(node, Table):
            text = text.removeprefix(".")
            keys = [key for key in node.entries if text == key or text.startswith((f"{key}.", f"{key}["))]
            if not keys:
                break
            key = max(keys, key=len)
            node, text = node.entries[key].node, text[len(key) :]
            path.append(key)
        else:
            number, bracket, rest = text.removeprefix("[").partition("]")
            if not isinstance(node, Items) or not bracket or not number.isdecimal():
                break
            if int(number) >= len(node.nodes):
                break
            node, text = node.nodes[int(number)], rest
            path.append(int(number))
    return tuple(path)


def empty_table(file: str) -> Table:
    """A table without keys."""
    return Table({}, Position(file, 0, 0))


def table_from_plain(value: Mapping[str, Any], file: str) -> Table:
    """A tree of Python values; its places have a file name and nothing else."""
    node = _from_plain(value, Position(file, 0, 0), ())
    if not isinstance(node, Table):
        raise ConfigError(f"a configuration is a mapping, not {type(value).__name__}", file=file)
    return node


def _from_plain(value: Any, at: Position, around: tuple[int, ...]) -> Node:
    if id(value) in around:
        raise ConfigError("a value of the configuration contains itself", file=at.file)
    inside = (*around, id(value))
    if isinstance(value, Mapping):
        entries = {str(key): Entry(key, at, _from_plain(item, at, inside)) for key, item in value.items()}
        return Table(entries, at)
    if isinstance(value, list | tuple):
        return Items(tuple(_from_plain(item, at, inside) for item in value), at)
    return Scalar(value, at, str(value))
