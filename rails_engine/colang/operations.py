"""What expressions may do with values: operators, functions and methods, all of them bounded.

No operation here can take more than a fraction of a second, build a text of more than ``MAX_SIZE``
characters or a structure of more than ``MAX_ITEMS`` parts, reach a private name, or change a value.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from rails_engine.errors import ExpressionError

MAX_SIZE = 1_000_000
MAX_BITS = 4_096
MAX_ITEMS = 100_000
MAX_WIDTH_DIGITS = 3
MAX_DIGITS = 100

#: Through these one could reach the interpreter itself.
CLOSED = (
    type,
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.CodeType,
    types.FrameType,
    types.TracebackType,
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
)
ABSENT = object()
LONG_NUMBER = re.compile(r"\d{4,}")
PERCENT_FIELD = re.compile(r"%(?:\([^)]*\))?[#0\- +]*(\*|\d*)(?:\.(\*|\d*))?")


def check_size(value: Any) -> Any:
    """The value itself, if writing it out would stay within the bounds.

    A part that is in it twice counts twice, so that a value which holds itself comes to an end too.
    """
    if isinstance(value, str | bytes):
        if len(value) > MAX_SIZE:
            raise ExpressionError("the text is too long")
        return value
    items, size = 0, 0
    pending = [value]
    while pending:
        item = pending.pop()
        items += 1
        if isinstance(item, str | bytes):
            size += len(item)
        elif isinstance(item, dict):
            pending.extend(item)
            pending.extend(item.values())
        elif isinstance(item, list | tuple | set | frozenset):
            pending.extend(item)
        if size > MAX_SIZE or items + len(pending) > MAX_ITEMS:
            raise ExpressionError("the value is too large")
    return value


def to_text(value: Any) -> str:
    """The text of a value, as ``str`` gives it."""
    return value if type(value) is str else str(check_size(value))


# Operators


def add(left: Any, right: Any) -> Any:
    """Numbers, or two sequences of one kind."""
    if isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        if len(left) + len(right) > MAX_SIZE:
            raise ExpressionError("the sum is too long")
        result = left + right  # type: ignore[operator]  # a mixed pair is the TypeError that it should be
        return result if isinstance(result, str) else check_size(result)
    return left + right


def multiply(left: Any, right: Any) -> Any:
    """Numbers, or a sequence that is repeated."""
    if isinstance(left, int) and isinstance(right, int):
        if left.bit_length() + right.bit_length() > MAX_BITS:
            raise ExpressionError("the number is too large")
        return left * right
    for sequence, count in ((left, right), (right, left)):
        if isinstance(sequence, str | list | tuple) and isinstance(count, int):
            if len(sequence) * count > MAX_SIZE:
                raise ExpressionError("the repetition is too long")
            return check_size(sequence * count)
    return left * right


def power(left: Any, right: Any) -> Any:
    """A power of real numbers."""
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > MAX_BITS:
        raise ExpressionError("the power is too large")
    result = left**right
    if isinstance(result, complex):
        raise ExpressionError("the power is not a real number")
    return result


def modulo(left: Any, right: Any) -> Any:
    """The remainder, or text made with ``%``."""
    if not isinstance(left, str):
        return left % right
    largest = 0
    for width, precision in PERCENT_FIELD.findall(left):
        if "*" in (width, precision) or max(len(width), len(precision)) > MAX_WIDTH_DIGITS:
            raise ExpressionError("a width in the format is too large")
        largest += 1
    values = right.values() if isinstance(right, dict) else right if isinstance(right, tuple) else (right,)
    if largest > 1:
        longest = max((len(to_text(value)) for value in values), default=0)
        if longest * largest > MAX_SIZE:
            raise ExpressionError("the text is too long")
    return left % check_size(right)


def format_value(value: Any, spec: str) -> str:
    """One field of an f-string."""
    if LONG_NUMBER.search(spec):
        raise ExpressionError("a width in the format is too large")
    return format(check_size(value), spec)


def contains(container: Any, member: Any) -> bool:
    """``member in container``."""
    if not hasattr(type(container), "__contains__"):
        container = _items(container)
    return bool(member in container)


def attribute(value: Any, name: str) -> Any:
    """``$value.name``: a key of a mapping, or a public attribute of an object."""
    if type(value) is dict:
        return value.get(name)
    hidden = type(value) in METHODS or isinstance(value, CLOSED)
    result = ABSENT if hidden else getattr(value, name, ABSENT)
    if type(result) in METHODS or (result is not ABSENT and not isinstance(result, CLOSED)):
        return result
    if isinstance(value, Mapping):
        return value.get(name)
    raise ExpressionError(f"{type(value).__name__} has no attribute {name!r}")


def item(value: Any, key: Any) -> Any:
    """``$value[key]``; a mapping without the key has None there."""
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, CLOSED):
        raise ExpressionError(f"{type(value).__name__} has no items")
    return value[key]


# Functions


def _items(value: Any) -> list[Any]:
    """The items of something that may have no end."""
    if isinstance(value, str | list | tuple | dict | set | frozenset | range):
        if len(value) > MAX_SIZE:
            raise ExpressionError("there are too many items")
        return list(value)
    items = list(islice(iter(value), MAX_ITEMS + 1))
    if len(items) > MAX_ITEMS:
        raise ExpressionError("there are too many items")
    return items


def _extreme(choose: Callable[..., Any]) -> Callable[..., Any]:
    def extreme(*values: Any, **default: Any) -> Any:
        return choose(_items(values[0]) if len(values) == 1 else values, **default)

    return extreme


def _range(*bounds: int) -> list[int]:
    numbers = range(*bounds)
    try:
        count = len(numbers)
    except OverflowError:
        count = MAX_ITEMS + 1
    if count > MAX_ITEMS:
        raise ExpressionError("the range is too long")
    return list(numbers)


def _round(number: Any, digits: int | None = None) -> Any:
    if digits is not None and abs(digits) > MAX_DIGITS:
        raise ExpressionError("round: too many digits")
    return round(number, digits)


def _to_int(*values: Any) -> int:
    number = int(*values)
    if number.bit_length() > MAX_BITS:
        raise ExpressionError("the number is too large")
    return number


def _to_dict(value: Any = ()) -> dict[Any, Any]:
    return dict(value) if isinstance(value, Mapping) else dict(_items(value))


#: Each function with the keyword arguments that it takes.
FUNCTIONS: Mapping[str, tuple[Callable[..., Any], frozenset[str]]] = types.MappingProxyType(
    {
        "len": (len, frozenset()),
        "str": (lambda value="": to_text(value), frozenset()),
        "int": (_to_int, frozenset()),
        "float": (lambda value=0.0: float(value), frozenset()),
        "bool": (lambda value=False: bool(value), frozenset()),
        "min": (_extreme(min), frozenset({"default"})),
        "max": (_extreme(max), frozenset({"default"})),
        "sum": (lambda values: sum(_items(values)), frozenset()),
        "abs": (abs, frozenset()),
        "round": (_round, frozenset()),
        "sorted": (lambda values, **how: sorted(_items(values), **how), frozenset({"reverse"})),
        "any": (lambda values: any(_items(values)), frozenset()),
        "all": (lambda values: all(_items(values)), frozenset()),
        "list": (lambda values=(): _items(values), frozenset()),
        "tuple": (lambda values=(): tuple(_items(values)), frozenset()),
        "set": (lambda values=(): set(_items(values)), frozenset()),
        "dict": (_to_dict, frozenset()),
        "range": (_range, frozenset()),
    }
)


# Methods


def _pad(name: str) -> Callable[..., Any]:
    def pad(text: str, width: int, *fill: str) -> Any:
        if width > MAX_ITEMS:
            raise ExpressionError(f"{name}: the width is too large")
        return getattr(text, name)(width, *fill)

    return pad


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    if (len(new) - len(old)) * text.count(old) + len(text) > MAX_SIZE:
        raise ExpressionError("replace: the text is too long")
    return text.replace(old, new, count)


def _join(text: str, values: Any) -> str:
    return text.join(check_join(text, _items(values)))


def check_join(separator: str, parts: list[Any]) -> list[Any]:
    """The parts themselves, if they are not too long together."""
    if sum(len(part) for part in parts if isinstance(part, str)) + len(separator) * len(parts) > MAX_SIZE:
        raise ExpressionError("join: the text is too long")
    return parts


def _listed(name: str) -> Callable[..., Any]:
    """Views are of no use to a flow, which may keep what it gets."""

    def listed(mapping: Mapping[Any, Any]) -> list[Any]:
        return list(getattr(mapping, name)())

    return listed


def _with_items(name: str) -> Callable[..., Any]:
    """A method of sets; what it is given may have no end."""

    def with_items(value: Any, *others: Any) -> Any:
        return getattr(value, name)(*map(_items, others))

    return with_items


def _methods(names: str, **bounded: Callable[..., Any]) -> dict[str, Callable[..., Any] | None]:
    return {**dict.fromkeys(names.split()), **bounded}


TEXT_METHODS = _methods(
    "capitalize casefold count endswith find index isalnum isalpha isascii isdecimal isdigit isidentifier"
    " islower isnumeric isprintable isspace istitle isupper lower lstrip partition removeprefix removesuffix"
    " rfind rindex rpartition rsplit rstrip split splitlines startswith strip swapcase title upper",
    replace=_replace,
    join=_join,
    center=_pad("center"),
    ljust=_pad("ljust"),
    rjust=_pad("rjust"),
    zfill=_pad("zfill"),
)
SET_METHODS = {
    name: _with_items(name)
    for name in (
        "difference",
        "intersection",
        "isdisjoint",
        "issubset",
        "issuperset",
        "symmetric_difference",
        "union",
    )
}
#: The methods of the language's own values; None stands for the method itself.
METHODS: Mapping[type, Mapping[str, Callable[..., Any] | None]] = types.MappingProxyType(
    {
        str: TEXT_METHODS,
        list: _methods("copy count index"),
        tuple: _methods("count index"),
        dict: _methods("copy get", keys=_listed("keys"), values=_listed("values"), items=_listed("items")),
        set: SET_METHODS,
        frozenset: SET_METHODS,
        int: _methods("bit_length"),
        bool: {},
        float: _methods("is_integer"),
        range: _methods("count index"),
        bytes: {},
        complex: {},
        type(None): {},
    }
)


def call_method(value: Any, name: str, arguments: Iterable[Any], named: Mapping[str, Any]) -> Any:
    """``$value.name(…)``: a harmless method of a value, or a public method of an object."""
    kind = next((base for base in type(value).__mro__ if base in METHODS), None)
    if kind is not None and (type(value) is kind or not _own_method(value, name, kind)):
        if name not in METHODS[kind]:
            raise ExpressionError(f"{kind.__name__} has no method {name!r} that a flow may call")
        method = METHODS[kind][name]
        if method is not None:
            return method(value, *arguments, **named)
        return getattr(value, name)(*arguments, **named)
    if isinstance(value, CLOSED):
        raise ExpressionError(f"{type(value).__name__} has no method {name!r} that a flow may call")
    method = getattr(value, name, None)
    if not isinstance(method, types.MethodType | types.BuiltinMethodType) or method.__self__ is not value:
        raise ExpressionError(f"{type(value).__name__} has no method {name!r} that a flow may call")
    try:
        return method(*arguments, **named)
    except Exception as error:  # any class may be behind it, and its text may hold contents
        raise ExpressionError(f"method {name!r} failed with {type(error).__name__}") from error


def _own_method(value: Any, name: str, kind: type) -> bool:
    """Whether a class derived from a plain kind of value defines the method itself."""
    return any(name in vars(base) for base in type(value).__mro__[: type(value).__mro__.index(kind)])
