"""JSON in and out, by orjson where it is installed and by the standard library elsewhere.

Both read the same: UTF-8 only, no NaN, no number too large for a double, no half of a surrogate pair, and any
of these is a ``ValueError``. The choice is made once, here. Nothing is said about sizes and depths.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


#: The integers that are read as such; others are doubles.
LEAST, MOST = -(2**63), 2**64 - 1
LONGEST_INTEGER = 20


def dump_plain(value: Any) -> bytes:
    """Encode with the standard library; takes lone surrogates and big integers too."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def load_plain(text: bytes) -> Any:
    """Decode with the standard library, as strictly as orjson does."""
    try:
        value = json.loads(
            text.decode(), parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer
        )
        if b"\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # raises for half of a surrogate pair
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def repeats_a_key(text: bytes) -> bool:
    """Whether an object of this JSON text has a key twice. Slow; the text is known to be readable."""
    repeated = False

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(pairs)
        repeated = repeated or len(found) < len(pairs)
        return found

    json.loads(text.decode(), object_pairs_hook=look)
    return repeated


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


def _integer(text: str) -> float:
    number = int(text) if len(text) <= LONGEST_INTEGER else None
    return number if number is not None and LEAST <= number <= MOST else _finite(text)


def _fastest() -> tuple[Callable[[Any], bytes], Callable[[bytes], Any]]:
    try:
        import orjson
    except ImportError:
        return dump_plain, load_plain
    fast = orjson.dumps

    def dump(value: Any) -> bytes:
        try:
            return bytes(fast(value))
        except TypeError:
            return dump_plain(value)

    return dump, orjson.loads


dumps, loads = _fastest()
