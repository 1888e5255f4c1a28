"""What JSON says of values, and Python says differently: their types, and which are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def is_number(value: Any) -> bool:
    """A number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


#: By the names that schemas use.
TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": is_number,
    "integer": lambda value: is_number(value) and value == value // 1,
}


def canonical(value: Any) -> Any:
    """Something that is equal and hashes alike for values that JSON takes for equal."""
    if isinstance(value, bool) or value is None:
        return (type(value).__name__, value)
    if isinstance(value, list):
        return ("array", tuple(map(canonical, value)))
    if isinstance(value, dict):
        return ("object", frozenset((key, canonical(item)) for key, item in value.items()))
    return ("number" if is_number(value) else "string", value)


def is_multiple(value: float, step: float) -> bool:
    """Whether a number is a multiple of another, as far as fractions can tell."""
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    ratio = value / step
    return abs(ratio - round(ratio)) < 1e-9  # noqa: PLR2004 - 0.3 is a multiple of 0.1
