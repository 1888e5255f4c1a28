"""JSON in and out, by orjson where it is installed and by the standard library elsewhere.

The choice is made once, here, so that nobody else asks which of the two there is. Text that is not JSON is a
``ValueError`` from either.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def dump_plain(value: Any) -> bytes:
    """Encode with the standard library; takes lone surrogates and big integers too."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def load_plain(text: bytes | str) -> Any:
    """Decode with the standard library."""
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _fastest() -> tuple[Callable[[Any], bytes], Callable[[bytes | str], Any]]:
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
