"""JSON in and out, by orjson where it is installed and by the standard library elsewhere.

``loads`` reads the same with both: UTF-8 only, no NaN, no number too large for a double, no half of a
surrogate pair, and any of these is a ``ValueError``. The choice is made once, here, so that nobody else asks
which of the two there is. Nothing is said about sizes and depths.
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


def load_plain(text: bytes | str) -> Any:
    """Decode with the standard library what ``dump_plain`` may have written."""
    return json.loads(text, parse_constant=_refuse_constant)


def load_strictly(text: bytes | str) -> Any:
    """Decode with the standard library, as strictly as orjson does."""
    plain = (text.encode() if isinstance(text, str) else text).decode()
    try:
        value = json.loads(plain, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer)
        if "\\u" in plain:
            json.dumps(value, ensure_ascii=False).encode()  # raises for half of a surrogate pair
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


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


def _fastest() -> tuple[Callable[[Any], bytes], Callable[[bytes | str], Any]]:
    try:
        import orjson
    except ImportError:
        return dump_plain, load_strictly
    fast = orjson.dumps

    def dump(value: Any) -> bytes:
        try:
            return bytes(fast(value))
        except TypeError:
            return dump_plain(value)

    return dump, orjson.loads


dumps, loads = _fastest()
