"""YAML text to a tree of values with places.

The one door to the YAML library. Stricter than YAML where a slip would go unnoticed (a key given twice,
tags that build objects), and without the surprises of YAML 1.1 that nobody means: dates, ``1:30``,
``.nan`` and a key ``on`` stay text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import yaml

from rails_engine.colang.nodes import Position
from rails_engine.config.findings import refusal
from rails_engine.config.tree import Entry, Items, Node, Scalar, Table, empty_table, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from rails_engine.errors import ConfigError

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 60
#: Values of one file, counted as often as its anchors repeat them.
MAX_VALUES = 200_000

_TAG = "tag:yaml.org,2002:"
_MERGE = f"{_TAG}merge"
#: What YAML counts as the end of a line.
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_EXPONENT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]\d+", re.ASCII)
_TRUE = frozenset({"yes", "true", "on"})
_FALSE = frozenset({"no", "false", "off"})
_INFINITE = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf")}


def compose(text: str, file: str) -> Table:
    """The values of a YAML text, which must be keys and values at its top."""
    composer = _Composer(text, file)
    try:
        node = composer.document()
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, composer.position) from None
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return empty_table(file)
    if not isinstance(node, Table):
        kind = "a list" if isinstance(node, Items) else "a single value"
        raise refusal(f"the file must hold keys and values at its top, not {kind}", node.at)
    return node


class _Composer:
    """Builds the tree from the events of one text."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = _LINE_END.split(text)
        self._text = text
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._open: set[str] = set()
        self._depth = 0

    def document(self) -> Node | None:
        """The one document of the text."""
        loader = Loader(self._text)
        self._next: Callable[[], yaml.Event] = loader.get_event
        self._resolve: Callable[..., str] = loader.resolve
        try:
            self._next()
            if isinstance(self._next(), yaml.StreamEndEvent):
                return None
            node, _ = self._node(self._next())
            self._next()
            after = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                at = self._at(after)
                raise refusal("one file holds one YAML document, but a second one begins here", at)
            return node
        finally:
            loader.dispose()

    def position(self, line: int, column: int) -> Position:
        """A place by its indices from 0; the end of the text belongs to its last line."""
        last = len(self._lines) - 1
        while last > 0 and line >= last and not self._lines[last]:
            last -= 1
        if line > last:
            line, column = last, len(self._lines[last])
        return Position(self._file, line + 1, column + 1, self._lines[line])

    def _at(self, event: yaml.Event) -> Position:
        mark = cast("yaml.Mark", event.start_mark)
        lines = self._lines
        text = lines[mark.line] if mark.line < len(lines) else ""
        return Position(self._file, mark.line + 1, mark.column + 1, text)

    def _node(self, event: Any) -> tuple[Node, int]:
        """A value, and how many values it stands for."""
        node: Node
        size = 1
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        else:
            self._enter(event)
            if isinstance(event, yaml.MappingStartEvent):
                node, size = self._table(event)
            else:
                node, size = self._items(event)
            self._depth -= 1
            self._open.discard(event.anchor or "")
        if size > MAX_VALUES:
            raise refusal(f"more than {MAX_VALUES:,} values, counting what anchors repeat", self._at(event))
        if event.anchor:
            self._anchors[event.anchor] = (node, size)
        return node, size

    def _enter(self, event: Any) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise refusal(f"nested more than {MAX_DEPTH} levels deep", self._at(event))
        if event.anchor:
            self._open.add(event.anchor)

    def _alias(self, event: yaml.AliasEvent) -> tuple[Node, int]:
        name = str(event.anchor)
        if name in self._open:
            raise refusal(f"the anchor '&{name}' contains itself", self._at(event))
        if name not in self._anchors:
            hint = f"Put a text that begins with '*' in quotes, or define '&{name}' above it."
            raise refusal(f"there is no anchor '&{name}'", self._at(event), hint)
        return self._anchors[name]

    def _items(self, event: Any) -> tuple[Items, int]:
        at = self._at(event)
        self._refuse_tag(event, f"{_TAG}seq")
        nodes: list[Node] = []
        total = 1
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            node, size = self._node(event)
            nodes.append(node)
            total += size
        return Items(tuple(nodes), at), total

    def _table(self, event: Any) -> tuple[Table, int]:
        at = self._at(event)
        self._refuse_tag(event, f"{_TAG}map")
        own: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        total = 1
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key_at = self._at(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise refusal("a key must be a single word or text", key_at)
            key = self._scalar(event)
            node, size = self._node(self._next())
            total += size
            if self._is_merge(event):
                merged.update(_merged(node, key_at))
                continue
            if event.value in own:
                first = own[event.value].at.line
                hint = f"It was given first in line {first}; keep one of them."
                raise refusal(f"the key {event.value!r} is given twice", key_at, hint)
            own[event.value] = Entry(key.value if type(key.value) is int else key.written, key_at, node)
        return Table({**merged, **own} if merged else own, at), total

    def _is_merge(self, event: yaml.ScalarEvent) -> bool:
        return event.tag == _MERGE or (event.value == "<<" and event.implicit[0])

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        at = self._at(event)
        text = event.value
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._resolve(yaml.ScalarNode, text, event.implicit)
        if tag == f"{_TAG}str":
            if event.implicit[0] and text[:1] in "0123456789+-.":
                return Scalar(_number_with_exponent(text), at, text)
            return Scalar(text, at, text)
        if not tag.startswith(_TAG) or tag.removeprefix(_TAG) not in _READERS:
            raise _unsupported(tag, at)
        try:
            return Scalar(_READERS[tag.removeprefix(_TAG)](text), at, text)
        except (ValueError, KeyError):
            raise refusal(f"{text!r} is not a value of the tag {_short(tag)}", at) from None

    def _refuse_tag(self, event: Any, usual: str) -> None:
        if event.tag not in (None, "!", usual):
            raise _unsupported(event.tag, self._at(event))


def _merged(node: Node, at: Position) -> dict[str, Entry]:
    """The entries that ``<<`` brings in: those of one table or of several, the first of which wins."""
    if isinstance(node, Table):
        return dict(node.entries)
    if isinstance(node, Items) and all(isinstance(item, Table) for item in node.nodes):
        entries: dict[str, Entry] = {}
        for item in reversed(node.nodes):
            entries.update(_merged(item, at))
        return entries
    raise refusal("'<<' takes a table or a list of tables", at)


def _number_with_exponent(text: str) -> str | float:
    """``1e-3`` is a number to everybody but YAML 1.1. Without the sign it may be a name, so it stays text."""
    return float(text) if _EXPONENT.fullmatch(text) else text


def _bool(text: str) -> bool:
    lower = text.lower()
    if lower in _TRUE:
        return True
    if lower in _FALSE:
        return False
    raise ValueError(text)


def _int(text: str) -> int | str:
    if ":" in text:
        return text
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    if digits[:2] in ("0b", "0x"):
        return sign * int(digits, 0)
    if len(digits) > 1 and digits.startswith("0"):
        return sign * int(digits, 8)
    return sign * int(digits)


def _float(text: str) -> float | str:
    lower = text.lower()
    if lower in _INFINITE:
        return _INFINITE[lower]
    if ":" in text or lower == ".nan":
        return text
    return float(lower.replace("_", ""))


def _null(_text: str) -> None:
    return None


_READERS: dict[str, Callable[[str], object]] = {
    "null": _null,
    "bool": _bool,
    "int": _int,
    "float": _float,
    "str": str,
    "timestamp": str,
    "value": str,
    "merge": str,
}


def _short(tag: str) -> str:
    return f"'!!{tag.removeprefix(_TAG)}'" if tag.startswith(_TAG) else f"'{tag}'"


def _unsupported(tag: str, at: Position) -> ConfigError:
    return refusal(
        f"the YAML tag {_short(tag)} is not supported here", at, "A configuration holds plain values only."
    )


def _not_yaml(error: yaml.YAMLError, text: str, position: Callable[[int, int], Position]) -> ConfigError:
    """The library's error in our form, with a hint for what people stumble over."""
    if isinstance(error, yaml.reader.ReaderError):
        before = text[: text.find(chr(error.character))] if isinstance(error.character, int) else ""
        at = position(before.count("\n"), len(before) - before.rfind("\n") - 1)
        return refusal(f"not valid YAML: {error.reason}", at)
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return refusal("not valid YAML", position(0, 0))
    at = position(error.problem_mark.line, error.problem_mark.column)
    problem = error.problem or "this cannot be read"
    context = (
        f" ({error.context} that began in line {error.context_mark.line + 1})" if error.context_mark else ""
    )
    return refusal(f"not valid YAML: {problem}{context}", at, _hint(problem, at.text[at.column - 1 :]))


def _hint(problem: str, rest: str) -> str | None:
    if "tab" in problem or rest.startswith("\t") or problem.startswith("found character"):
        if rest.startswith(("@", "`", "%")):
            return f"A text that begins with {rest[0]!r} needs quotes around it."
        return "YAML is indented with blanks, not with tabs."
    if "mapping values are not allowed" in problem:
        return "A text with ': ' in it needs quotes around it; a key needs its own line and indentation."
    if "did not find expected" in problem:
        return "Look at the indentation, and for a bracket or quote that is not closed."
    return None


def read_plain(text: str) -> Any:
    """A YAML text as plain values, for texts whose places nobody needs."""
    return plain(compose(text, "<yaml>"))
