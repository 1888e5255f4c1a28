"""A JSON value as the one byte string that stands for it, whoever wrote it down in between.

Two texts that mean the same value give the same bytes: the order of keys does not count, nor how a number
is written. JavaScript turns ``1.0`` into ``1`` and keeps no more of an integer than a double does, so all
numbers are compared as doubles; what signs such bytes must not tell those apart. With orjson this takes
one pass as long as there is no number that needs care.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: Numbers (or text that looks like them) that need care: 1.0, 1e+30, 1e-7 and 0.00001. Each pattern begins
#: with letters, which makes the search a hundred times faster than one pattern of all.
CARE = tuple(re.compile(pattern).search for pattern in (rb"\.0[,\]}]", rb"e\+\d", rb"e-\d", rb"0\.0000"))
#: From here on, JavaScript writes a double with an exponent.
LARGEST_PLAIN = 1e21


def canonical(value: dict[str, Any]) -> bytes:
    """The bytes of a JSON object. ``ValueError``: it is not JSON; ``RecursionError``: it is too deep."""
    text = _dump_fast(value)
    if text is not None and not any(search(text) for search in CARE):
        return text
    try:
        return _dump_plain(_with_doubles(value))
    except TypeError as error:
        raise ValueError("not a JSON value") from error


def _with_doubles(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return {name: _with_doubles(item) for name, item in value.items()}
    if kind is list:
        return [_with_doubles(item) for item in value]
    if kind is int or kind is float:
        return _number(value)
    return value


def _number(value: float) -> float | None:
    try:
        double = float(value)
    except OverflowError:
        return value
    if double - double != 0:  # not finite: JSON has no word for it, writers say null
        return None
    return int(double) if double.is_integer() and abs(double) < LARGEST_PLAIN else double


def _dump_plain(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _fastest() -> Callable[[Any], bytes | None]:
    try:
        import orjson
    except ImportError:
        return lambda _: None
    # Strict: an integer that is no double is refused here, as lone surrogates and great depths are.
    options = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER

    def dump(value: Any) -> bytes | None:
        try:
            return orjson.dumps(value, option=options)
        except TypeError:
            return None

    return dump


_dump_fast = _fastest()
