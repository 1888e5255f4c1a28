"""Trees of values to typed values: a dataclass is the schema, its type hints say what may stand where.

Understood: ``str``, ``int``, ``float``, ``bool``, ``Any``, ``Literal``, unions, ``tuple[X, ...]``,
``Mapping[str, X]``, ``TypedDict`` and dataclasses. Numbers in quotes are numbers; beyond that nothing is
converted. A dataclass may refuse values in its ``__post_init__`` with :class:`InvalidValueError`.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
import textwrap
import types
import typing
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union

from rails_engine.config.findings import Finding, refusal
from rails_engine.config.tree import Items, Scalar, Table, empty_table, find, is_empty, plain, show
from rails_engine.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from rails_engine.config.tree import Node, Path

T = TypeVar("T")

#: Fields with this metadata are filled in by the loader and are no keys of a file.
LOADED: Mapping[str, bool] = {"loaded": True}


class InvalidValueError(ValueError):
    """A value of a dataclass that its ``__post_init__`` refuses; ``path`` leads to it from there."""

    def __init__(self, path: str | Path, message: str, *, hint: str | None = None) -> None:
        self.path: Path = (path,) if isinstance(path, str) else path
        self.message = message
        self.hint = hint
        super().__init__(f"{show(self.path)}: {message}")


@dataclasses.dataclass(frozen=True, slots=True)
class FieldSpec:
    """One key that a table may have."""

    name: str
    hint: Any
    required: bool


class Reader:
    """Reads one tree. Unknown keys are errors where ``is_strict`` says so, and remarks elsewhere."""

    def __init__(
        self,
        *,
        is_strict: Callable[[Path], bool] = lambda _path: True,
        special: Mapping[Any, Callable[[Reader, Node, Path], Any]] | None = None,
    ) -> None:
        self.findings: list[Finding] = []
        self._is_strict = is_strict
        self._special = special or {}

    def read(self, hint: Any, node: Node, path: Path) -> Any:
        """The value of a node under a type hint."""
        special = self._special.get(hint) if isinstance(hint, type) else None
        if special is not None:
            return special(self, node, path)
        if hint is Any:
            return plain(node)
        if isinstance(hint, type) and hint in _SCALARS:
            return _SCALARS[hint](node, path)
        origin = typing.get_origin(hint)
        if origin is Literal:
            return _literal(typing.get_args(hint), node, path)
        if origin is Union or origin is types.UnionType:
            return self._union(typing.get_args(hint), node, path)
        if origin is tuple:
            return self._tuple(typing.get_args(hint)[0], node, path)
        if origin in (dict, Mapping):
            return self._mapping(typing.get_args(hint)[1], node, path)
        if dataclasses.is_dataclass(hint) or typing.is_typeddict(hint):
            return self.read_table(hint, node, path)
        raise TypeError(f"{show(path)}: no way to read {hint!r}")

    def read_table(self, kind: Any, node: Node, path: Path) -> Any:
        """A dataclass or TypedDict from a table."""
        table = as_table(node, path)
        values = self.read_fields(kind, table, path)
        try:
            return kind(**values)
        except InvalidValueError as error:
            where = show((*path, *error.path))
            raise refusal(f"{where} {error.message}", find(table, error.path), error.hint) from None

    def read_fields(self, kind: Any, table: Table, path: Path) -> dict[str, Any]:
        """The values of a dataclass that a table gives, by field name."""
        specs = fields_of(kind)
        for key, entry in table.entries.items():
            if key not in specs:
                self.unknown(key, entry.at, path, specs)
        values = {}
        for name, spec in specs.items():
            entry_node = table.node(name)
            if entry_node is not None:
                values[name] = self.read(spec.hint, entry_node, (*path, name))
            elif spec.required:
                what = "is empty" if name in table.entries else "is missing"
                raise refusal(f"{show((*path, name))} {what}", find(table, (name,)))
        return values

    def unknown(self, key: str, at: Any, path: Path, known: Any) -> None:
        """Remark on a key that means nothing here, or refuse it."""
        message = f"unknown key {key!r}" + (f" under {show(path)}" if path else "")
        hint = did_you_mean(key, known) or (f"Known here: {', '.join(sorted(known))}." if known else None)
        if self._is_strict(path):
            raise refusal(message, at, hint)
        self.findings.append(Finding("warning", "unknown-key", message, at, did_you_mean(key, known)))

    def _union(self, hints: tuple[Any, ...], node: Node, path: Path) -> Any:
        choices = [hint for hint in hints if hint is not type(None)]
        if is_empty(node) and len(choices) < len(hints):
            return None
        for hint in choices:
            if len(choices) == 1 or _fits(hint, node):
                return self.read(hint, node, path)
        wanted = " or ".join(_NAMES.get(hint) or _shape(hint) for hint in choices)
        raise _mismatch(wanted, node, path)

    def _tuple(self, hint: Any, node: Node, path: Path) -> tuple[Any, ...]:
        if isinstance(node, Items):
            return tuple(self.read(hint, item, (*path, index)) for index, item in enumerate(node.nodes))
        if is_empty(node):
            return ()
        raise _mismatch("a list", node, path, "Write each item in a line of its own that begins with '- '.")

    def _mapping(self, hint: Any, node: Node, path: Path) -> dict[Any, Any]:
        table = as_table(node, path)
        if hint is Any:
            return {entry.key: plain(entry.node) for entry in table.entries.values()}
        return {key: self.read(hint, entry.node, (*path, key)) for key, entry in table.entries.items()}


def read_text(kind: type[T], text: str, file: str) -> T:
    """A dataclass from a YAML text of its own, where every unknown key is an error."""
    from rails_engine.config.compose import compose

    value: T = Reader().read_table(kind, compose(text, file), ())
    return value


@cache
def fields_of(kind: Any) -> Mapping[str, FieldSpec]:
    """The keys of a dataclass or TypedDict."""
    if typing.is_typeddict(kind):
        return {
            name: FieldSpec(name, *_required(hint, total=kind.__total__))
            for name, hint in typing.get_type_hints(kind, include_extras=True).items()
        }
    missing = dataclasses.MISSING
    read = [f for f in dataclasses.fields(kind) if f.init and "loaded" not in f.metadata]
    hints = _hints_of(kind, {f.name for f in read})
    return {
        f.name: FieldSpec(f.name, hints[f.name], f.default is missing and f.default_factory is missing)
        for f in read
    }


def _required(hint: Any, *, total: bool) -> tuple[Any, bool]:
    """The hint of a TypedDict's key, and whether the key must be there."""
    origin = typing.get_origin(hint)
    if origin is typing.Required or origin is typing.NotRequired:
        return typing.get_args(hint)[0], origin is typing.Required
    return hint, total


def _hints_of(kind: type, names: set[str]) -> dict[str, Any]:
    """The type hints of some fields; only theirs, because others may name what only type checkers import."""
    known = {"Mapping": Mapping, "Sequence": Sequence, "Any": Any, "Literal": Literal}
    hints: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        own = {key: hint for key, hint in inspect.get_annotations(base).items() if key in names}
        holder = types.SimpleNamespace(__annotations__=own)
        hints |= typing.get_type_hints(holder, globalns={**known, **vars(sys.modules[base.__module__])})
    return hints


def as_table(node: Node, path: Path) -> Table:
    """The node as a table; an empty one says nothing."""
    if isinstance(node, Table):
        return node
    if is_empty(node):
        return empty_table(node.at.file)
    raise _mismatch("a section of keys and values", node, path)


def _literal(allowed: tuple[Any, ...], node: Node, path: Path) -> Any:
    value = node.value if isinstance(node, Scalar) else None
    for choice in allowed:
        if value == choice and type(value) is type(choice):
            return choice
    wanted = ", ".join(repr(choice) for choice in allowed)
    near = did_you_mean(value, [str(choice) for choice in allowed]) if isinstance(value, str) else None
    raise _mismatch(f"one of {wanted}" if len(allowed) > 1 else wanted, node, path, near)


def _str(node: Node, path: Path) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    hint = "Put it in quotes." if isinstance(node, Scalar) and not is_empty(node) else None
    raise _mismatch("a text", node, path, hint)


def _bool(node: Node, path: Path) -> bool:
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    quoted = isinstance(node, Scalar) and str(node.value).lower() in ("true", "false", "yes", "no")
    raise _mismatch("true or false", node, path, "Leave the quotes away." if quoted else None)


def _float(node: Node, path: Path) -> float:
    number = _number(node)
    if number is None:
        raise _mismatch("a number", node, path)
    return float(number)


def _int(node: Node, path: Path) -> int:
    number = _number(node)
    if number is None or number in (float("inf"), -float("inf")) or number != int(number):
        raise _mismatch("a whole number", node, path)
    return int(number)


def _number(node: Node) -> int | float | None:
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value) if any(mark in value for mark in ".eE") else int(value)
        except ValueError:
            return None
    if isinstance(value, int | float) and value == value:  # noqa: PLR0124 - NaN is the one that differs
        return value
    return None


_SCALARS: Mapping[type, Callable[[Node, Path], Any]] = {str: _str, bool: _bool, int: _int, float: _float}
_NAMES: Mapping[Any, str] = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


def _fits(hint: Any, node: Node) -> bool:
    """Whether a choice of a union is meant, by the shape of the value."""
    if hint is Any:
        return True
    if isinstance(node, Table):
        return (
            dataclasses.is_dataclass(hint)
            or typing.is_typeddict(hint)
            or typing.get_origin(hint) in (dict, Mapping)
        )
    if isinstance(node, Items):
        return typing.get_origin(hint) is tuple
    if typing.get_origin(hint) is Literal:
        return node.value in typing.get_args(hint)
    if hint is float:
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return isinstance(hint, type) and type(node.value) is hint


def _shape(hint: Any) -> str:
    if typing.get_origin(hint) is tuple:
        return "a list"
    if typing.get_origin(hint) is Literal:
        return ", ".join(repr(choice) for choice in typing.get_args(hint))
    return "a section of keys and values"


def _mismatch(wanted: str, node: Node, path: Path, hint: str | None = None) -> Exception:
    return refusal(f"{show(path)} must be {wanted}, not {_describe(node)}", node.at, hint)


def _describe(node: Node) -> str:
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Table):
        return "a section of keys and values"
    if node.value is None:
        return "empty"
    if isinstance(node.value, str):
        return f"the text {textwrap.shorten(node.value, 40, placeholder='…')!r}"
    return str(node.written or node.value)
