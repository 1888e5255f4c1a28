"""A small JSON Schema: enough for the arguments of tools, and bounded whatever the schema and the value are.

Keywords that judge and are not known here are refused when a schema is read, never skipped: a rule that
is not applied protects nobody. ``format`` and the keywords that only describe are left alone, as the
standard has it. References lead to places in the same schema (``#/$defs/x``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ActionError, ConfigError, did_you_mean
from rails_engine.patterns import compile_pattern
from rails_engine.rails.json_values import TYPES, canonical, is_multiple, is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.patterns import Pattern

    Place = tuple[str | int, ...]
    Check = Callable[[Any, Place, "_Budget"], "Problem | None"]

#: Levels of a schema, and of a value.
MAX_DEPTH = 64
#: Schemas inside of one.
MAX_SCHEMAS = 5_000
#: Checks of one value: alternatives that refer to themselves could take for ever.
MAX_STEPS = 50_000

DESCRIBING = frozenset(
    {
        "title",
        "description",
        "default",
        "examples",
        "example",
        "deprecated",
        "readOnly",
        "writeOnly",
        "format",
    }
    | {"$schema", "$id", "$comment", "$defs", "definitions", "contentEncoding", "contentMediaType", "strict"}
)


class SchemaError(ConfigError):
    """A schema that cannot be used; ``place`` leads to what is wrong in it."""

    def __init__(self, message: str, place: Place, hint: str | None = None) -> None:
        self.place = place
        super().__init__(message, hint=hint)


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing in a value that its schema does not allow. It holds nothing of the value."""

    place: Place
    message: str

    def __str__(self) -> str:
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.place)
        return f"{where.lstrip('.') or 'it'} {self.message}"


@dataclass(slots=True)
class _Budget:
    steps: int = MAX_STEPS

    def spend(self, place: Place) -> None:
        self.steps -= 1
        if self.steps < 0 or len(place) > MAX_DEPTH:
            raise ActionError("a value takes too long to be checked against its schema")


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema, ready to judge values."""

    _check: Check = field(repr=False)

    def problem(self, value: Any) -> Problem | None:
        """What is wrong with a value; None where nothing is."""
        try:
            return self._check(value, (), _Budget())
        except RecursionError:
            raise ActionError("a value is nested too deep to be checked against its schema") from None


def read_schema(source: Any) -> Schema:
    """Read a schema, or raise :class:`SchemaError`."""
    return Schema(_Reader(source).read(source, ()))


class _Reader:
    """Reads one document; ``$ref`` to the same place is read once."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._count = 0
        self._referred: dict[str, list[Check]] = {}

    def read(self, source: Any, place: Place) -> Check:
        self._count += 1
        if len(place) > MAX_DEPTH or self._count > MAX_SCHEMAS:
            raise SchemaError("is nested too deep or too large", place)
        if isinstance(source, bool):
            return _anything if source else _nothing
        if not isinstance(source, dict):
            raise SchemaError("must be a schema: a table of keywords, true or false", place)
        for key in source:
            if key not in KEYWORDS and key not in DESCRIBING and key != "$ref":
                hint = (
                    did_you_mean(str(key), (*KEYWORDS, "$ref")) or f"Known are: {', '.join(KEYWORDS)}, $ref."
                )
                raise SchemaError(f"is a keyword that is not known here: {key!r}", (*place, key), hint)
        checks = [KEYWORDS[key](self, source, (*place, key)) for key in source if key in KEYWORDS]
        if "$ref" in source:
            checks.append(self._refer(source["$ref"], (*place, "$ref")))

        def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
            budget.spend(at)
            for one in checks:
                problem = one(value, at, budget)
                if problem is not None:
                    return problem
            return None

        return check

    def _refer(self, reference: Any, place: Place) -> Check:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise SchemaError("must lead to a place in the same schema, such as '#/$defs/name'", place)
        known = self._referred.get(reference)
        if known is None:
            known = self._referred[reference] = []
            known.append(self.read(self._find(reference, place), place))

        def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
            budget.spend(at)
            return known[0](value, at, budget)

        return check

    def _find(self, reference: str, place: Place) -> Any:
        found = self._document
        for part in reference[1:].split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and key in found:
                found = found[key]
            elif isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            else:
                raise SchemaError(f"leads nowhere: {reference!r}", place)
        if isinstance(found, dict) and found.get("$ref") == reference:
            raise SchemaError(f"leads to itself: {reference!r}", place)
        return found

    def read_all(self, sources: Any, place: Place) -> list[Check]:
        """A list of schemas."""
        if not isinstance(sources, list) or not sources:
            raise SchemaError("must be a list of schemas", place)
        return [self.read(source, (*place, index)) for index, source in enumerate(sources)]

    def read_table(self, sources: Any, place: Place) -> dict[str, Check]:
        """A table of schemas."""
        if not isinstance(sources, dict):
            raise SchemaError("must be a table of schemas", place)
        return {str(key): self.read(source, (*place, key)) for key, source in sources.items()}


def _anything(value: Any, at: Place, budget: _Budget) -> Problem | None:
    del value, at, budget
    return None


def _nothing(value: Any, at: Place, budget: _Budget) -> Problem | None:
    del value, budget
    return Problem(at, "is not allowed")


def _read_type(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    del reader
    given = source["type"]
    names = given if isinstance(given, list) else [given]
    for name in names:
        if not isinstance(name, str) or name not in TYPES:
            raise SchemaError(f"is no type: {name!r}", place, did_you_mean(str(name), TYPES))
    tests = [TYPES[name] for name in names]
    wanted = " or ".join(names)

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        del budget
        return None if any(test(value) for test in tests) else Problem(at, f"must be of type {wanted}")

    return check


def _read_choices(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    del reader
    choices = [source["const"]] if place[-1] == "const" else source["enum"]
    if not isinstance(choices, list):
        raise SchemaError("must be a list of values", place)
    allowed = frozenset(map(canonical, choices))

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        del budget
        return None if canonical(value) in allowed else Problem(at, "is none of the allowed values")

    return check


def _read_object(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    """``properties`` and ``additionalProperties`` together."""
    known = reader.read_table(source.get("properties", {}), (*place[:-1], "properties"))
    others = reader.read(source.get("additionalProperties", True), (*place[:-1], "additionalProperties"))

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        if not isinstance(value, dict):
            return None
        for name, item in value.items():
            inner = known.get(name, others)
            problem = inner(item, (*at, name), budget)
            if problem is not None:
                unknown = inner is _nothing and name not in known
                return Problem(at, "has a property that is not allowed") if unknown else problem
        return None

    return check


def _read_additional(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    return _anything if "properties" in source else _read_object(reader, source, place)


def _read_required(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    del reader
    names = source["required"]
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise SchemaError("must be a list of names", place)

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        del budget
        if isinstance(value, dict):
            for name in names:
                if name not in value:
                    return Problem((*at, name), "is missing")
        return None

    return check


def _read_items(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    each = reader.read(source["items"], place)

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                problem = each(item, (*at, index), budget)
                if problem is not None:
                    return problem
        return None

    return check


def _read_unique(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    del reader
    if not isinstance(source["uniqueItems"], bool):
        raise SchemaError("must be true or false", place)
    if not source["uniqueItems"]:
        return _anything

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        del budget
        if isinstance(value, list) and len(set(map(canonical, value))) < len(value):
            return Problem(at, "has the same item twice")
        return None

    return check


@dataclass(frozen=True, slots=True)
class _Bound:
    """A keyword that compares a number of the value with one of the schema."""

    applies: Callable[[Any], bool]
    measure: Callable[[Any], Any]
    holds: Callable[[Any, Any], bool]
    says: str

    def __call__(self, reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
        del reader
        limit = source[str(place[-1])]
        if not is_number(limit) or limit != limit:  # noqa: PLR0124 - NaN is the one that differs
            raise SchemaError("must be a number", place)
        if self.says == _MULTIPLE and limit <= 0:
            raise SchemaError("must be more than 0", place)
        message = f"{self.says} {limit}"

        def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
            del budget
            if self.applies(value) and not self.holds(self.measure(value), limit):
                return Problem(at, message)
            return None

        return check


_MULTIPLE = "must be a multiple of"


def _bounds(kind: str, measure: Callable[[Any], Any], least: str, most: str) -> tuple[_Bound, _Bound]:
    return (
        _Bound(TYPES[kind], measure, lambda value, limit: value >= limit, least),
        _Bound(TYPES[kind], measure, lambda value, limit: value <= limit, most),
    )


def _read_pattern(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    del reader
    if not isinstance(source["pattern"], str):
        raise SchemaError("must be a pattern", place)
    try:
        pattern: Pattern = compile_pattern(source["pattern"])
    except ConfigError as error:
        raise SchemaError(f"is refused: {error.message}", place, error.hint) from None

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        del budget
        if isinstance(value, str) and pattern.search(value) is None:
            return Problem(at, "does not match its pattern")
        return None

    return check


def _read_combination(reader: _Reader, source: Mapping[str, Any], place: Place) -> Check:
    key = str(place[-1])
    parts = [reader.read(source["not"], place)] if key == "not" else reader.read_all(source[key], place)
    least, most, message = {
        "allOf": (len(parts), len(parts), ""),
        "anyOf": (1, len(parts), "fits none of the alternatives"),
        "oneOf": (1, 1, "does not fit exactly one of the alternatives"),
        "not": (0, 0, "is what it must not be"),
    }[key]

    def check(value: Any, at: Place, budget: _Budget) -> Problem | None:
        fitting = 0
        for part in parts:
            problem = part(value, at, budget)
            if problem is not None and key == "allOf":
                return problem
            fitting += problem is None
        return None if least <= fitting <= most else Problem(at, message)

    return check


_LEAST, _MOST = "must be at least", "must be at most"
_minimum, _maximum = _bounds("number", lambda value: value, _LEAST, _MOST)
_min_length, _max_length = _bounds(
    "string", len, "must have a length of at least", "must have a length of at most"
)
_min_items, _max_items = _bounds("array", len, "must have items, at least", "must have items, at most")
_min_names, _max_names = _bounds(
    "object", len, "must have properties, at least", "must have properties, at most"
)

KEYWORDS: Mapping[str, Callable[[_Reader, Mapping[str, Any], Place], Check]] = {
    "type": _read_type,
    "enum": _read_choices,
    "const": _read_choices,
    "required": _read_required,
    "properties": _read_object,
    "additionalProperties": _read_additional,
    "minProperties": _min_names,
    "maxProperties": _max_names,
    "items": _read_items,
    "minItems": _min_items,
    "maxItems": _max_items,
    "uniqueItems": _read_unique,
    "minimum": _minimum,
    "maximum": _maximum,
    "exclusiveMinimum": _Bound(is_number, lambda v: v, lambda v, limit: v > limit, "must be more than"),
    "exclusiveMaximum": _Bound(is_number, lambda v: v, lambda v, limit: v < limit, "must be less than"),
    "multipleOf": _Bound(is_number, lambda v: v, is_multiple, _MULTIPLE),
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _read_pattern,
    "anyOf": _read_combination,
    "oneOf": _read_combination,
    "allOf": _read_combination,
    "not": _read_combination,
}
