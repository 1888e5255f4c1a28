"""Colang written as YAML: ``user_messages``, ``bot_messages`` and ``flows``.

Elements are turned into the lines that they stand for, and the statement parser reads those, so both
forms mean the same. Errors name the path inside the YAML.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from rails_engine.colang.blocks import MAX_DEPTH, nest
from rails_engine.colang.definitions import anonymous_name, example_of, flow_options, refuse_repeated_flows
from rails_engine.colang.lexer import Kind, tokenize
from rails_engine.colang.lines import Line, read_lines
from rails_engine.colang.nodes import DefineBot, DefineFlow, DefineUser, Definition, File
from rails_engine.colang.source import Source
from rails_engine.colang.statements import StatementParser
from rails_engine.colang.texts import mark_placeholders
from rails_engine.errors import ColangSyntaxError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Elements with one value, by the words that begin their line.
_SINGLE = {
    "user": "user",
    "bot": "bot",
    "execute": "execute",
    "do": "do",
    "set": "set",
    "event": "event",
    "create_event": "create event",
    "label": "label",
    "goto": "goto",
    "check": "check",
}
#: Elements with lists of elements: their keys, and the line that each begins.
_NESTED = {
    "if": (("if", "then", True), ("else", "else", False)),
    "while": (("while", "do", True),),
    "any": (("any", "any", False),),
}
_SWITCHES = ("subflow", "extension", "parallel", "interruptible")
_FLOW_KEYS = ("id", "elements", "meta", "priority", "tags", *_SWITCHES)
_ALIASES = {
    "is_subflow": "subflow",
    "is_extension": "extension",
    "allow_multiple": "parallel",
    "is_interruptible": "interruptible",
}


def read_coyml(
    user_messages: dict[str, Any], bot_messages: dict[str, Any], flows: list[Any], name: str
) -> File:
    """The definitions of the YAML form. ``name`` is the file that errors speak of."""
    reader = _Reader(name)
    definitions: list[Definition] = []
    for intent, examples in user_messages.items():
        at = Source("", f"{name}: user_messages.{intent}").at(1)
        texts = mark_placeholders(reader.texts(examples, f"user_messages.{intent}"))
        definitions.append(DefineUser(str(intent), texts or (example_of(str(intent)),), at))
    for message, variants in bot_messages.items():
        at = Source("", f"{name}: bot_messages.{message}").at(1)
        definitions.append(DefineBot(str(message), reader.texts(variants, f"bot_messages.{message}"), at))
    for index, flow in enumerate(flows):
        definitions.extend(reader.flow(flow, f"flows[{index}]"))
    try:
        refuse_repeated_flows(definitions)
    except ColangSyntaxError as error:
        reader.refuse_fragment(error)
    return File(name, tuple(definitions))


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name

    def fail(self, path: str, message: str, hint: str | None = None) -> NoReturn:
        raise ColangSyntaxError(f"{path}: {message}", file=self.name, hint=hint)

    def refuse_fragment(self, error: ColangSyntaxError) -> NoReturn:
        """Say an error in a line that an element stands for with the element's path."""
        path = (error.file or "").removeprefix(f"{self.name}: ")
        message = f"{error.message} (in {error.text!r})" if error.text else error.message
        raise ColangSyntaxError(f"{path}: {message}", file=self.name, hint=error.hint) from None

    def texts(self, value: object, path: str) -> tuple[str, ...]:
        if value is None:
            return ()
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            self.fail(path, "expected a text or a list of texts")
        for index, text in enumerate(value):
            if not isinstance(text, str):
                self.fail(f"{path}[{index}]", "expected a text", "Put it in quotation marks.")
        return tuple(value)

    def flow(self, flow: object, path: str) -> list[Definition]:
        if not isinstance(flow, dict):
            self.fail(path, "a flow is a mapping with 'id' and 'elements'")
        options = {_ALIASES.get(str(key), str(key)): value for key, value in flow.items()}
        for key in options:
            if key not in _FLOW_KEYS:
                self.fail(path, f"unknown key {key!r}", did_you_mean(key, _FLOW_KEYS))
        flow_id = options.pop("id", None)
        if flow_id is not None and (not isinstance(flow_id, str) or not flow_id.strip()):
            self.fail(f"{path}.id", "the name of a flow is a text")
        meta = options.pop("meta", None) or {}
        if not isinstance(meta, dict):
            self.fail(f"{path}.meta", "settings are a mapping")
        self._check_options(options, path)
        lines = list(self.elements(options.pop("elements", None) or [], f"{path}.elements", 0))
        source = "\n".join(" " * line.indent + line.phrase.text() for line in lines)
        parser = StatementParser()
        try:
            body = parser.parse_flow(nest(lines))
        except ColangSyntaxError as error:
            self.refuse_fragment(error)
        if flow_id is None and not body:
            self.fail(path, "a flow needs an 'id' or 'elements'")
        node = DefineFlow(
            name=anonymous_name(source) if flow_id is None else " ".join(flow_id.split()),
            body=body,
            at=Source(source.partition("\n")[0], f"{self.name}: {path}").at(1),
            source=source,
            **flow_options([options, meta, parser.meta], subflow=False),
        )
        return [node, *parser.definitions]

    def _check_options(self, options: dict[str, Any], path: str) -> None:
        for key, value in options.items():
            if key == "priority" and (isinstance(value, bool) or not isinstance(value, int | float)):
                self.fail(f"{path}.priority", "a priority is a number")
            if key in _SWITCHES and not isinstance(value, bool):
                self.fail(f"{path}.{key}", "expected true or false")
            if key == "tags":
                self.texts(value, f"{path}.tags")

    def elements(self, elements: object, path: str, depth: int) -> Iterable[Line]:
        if not isinstance(elements, list):
            self.fail(path, "expected a list of elements")
        if depth >= MAX_DEPTH:
            self.fail(path, f"blocks are nested deeper than {MAX_DEPTH}")
        for index, element in enumerate(elements):
            yield from self.element(element, f"{path}[{index}]", depth)

    def element(self, element: object, path: str, depth: int) -> Iterable[Line]:
        """The lines of one element.

        ::

            element: TEXT | {single: value} | {if: E, then: elements, [else: elements]}
                   | {while: E, do: elements} | {any: elements}
        """
        if isinstance(element, str):
            yield from self._statements(element, path, depth)
            return
        if not isinstance(element, dict) or not element:
            self.fail(path, "an element is a text, or a mapping such as {user: intent}")
        first = str(next(iter(element)))
        kind = next((key for key in _NESTED if key in element), first)
        if kind in _NESTED:
            yield from self._nested(element, kind, path, depth)
            return
        if kind not in _SINGLE:
            known = [*_SINGLE, *_NESTED]
            hint = did_you_mean(kind, known) or f"Known elements: {', '.join(known)}."
            self.fail(path, f"unknown element {kind!r}", hint)
        if len(element) > 1:
            other = next(str(key) for key in element if key != kind)
            self.fail(path, f"unexpected {other!r} beside {kind!r}", "Write it as an element of its own.")
        yield self._line(_SINGLE[kind], element[kind], f"{path}.{kind}", depth)

    def _nested(self, element: dict[Any, Any], kind: str, path: str, depth: int) -> Iterable[Line]:
        parts = _NESTED[kind]
        known = {kind, *(body for _, body, _ in parts)}
        for key in element:
            if key not in known:
                self.fail(path, f"unexpected {str(key)!r} beside {kind!r}", did_you_mean(str(key), known))
        for keyword, body, has_condition in parts:
            if keyword not in element and body not in element:
                continue
            if body not in element:
                self.fail(path, f"{kind!r} needs {body!r}")
            condition = element[keyword] if has_condition else ""
            yield self._line(keyword, condition, f"{path}.{keyword}", depth)
            yield from self.elements(element[body], f"{path}.{body}", depth + 1)

    def _line(self, keyword: str, value: object, path: str, depth: int) -> Line:
        if isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str | int | float):
            self.fail(path, "expected a text")
        lines = list(self._statements(f"{keyword} {value}", path, depth))
        if len(lines) != 1 or any(
            token.kind in {Kind.COMMENT, Kind.NEWLINE, Kind.JOIN} for token in tokenize(str(value).strip())
        ):
            self.fail(path, "expected one line without a comment", "Put a text with '#' in double quotes.")
        return lines[0]

    def _statements(self, text: str, path: str, depth: int) -> Iterable[Line]:
        try:
            lines = read_lines(Source(text.rstrip(), f"{self.name}: {path}"))
        except ColangSyntaxError as error:
            self.refuse_fragment(error)
        if not lines:
            self.fail(path, "this element is empty")
        left = min(line.indent for line in lines)
        for line in lines:
            indent = line.indent - left + 2 * depth
            yield replace(line, indent=indent, narrow=indent)
