"""Reads one safetensors file: named arrays behind a JSON header, mapped into memory, never copied whole.

Everything the header claims is checked against the file; the format holds no code and none is run.
Needs numpy: import this module only where numpy is known to be there.
"""

from __future__ import annotations

import json
import math
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

Array = NDArray[np.float32]

#: Stored type → how numpy reads it. BF16 is the upper half of a float32.
_DTYPES = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "BF16": "<u2", "I64": "<i8", "I32": "<i4"}
_MAX_HEADER = 100_000_000


def load_safetensors(path: Path) -> dict[str, Array]:
    """Every array of the file by name, as float32. Arrays stored so stay on disk until they are used."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            length = struct.unpack("<Q", start)[0] if len(start) == len(b"<length>") else -1
            if not 0 < length <= min(_MAX_HEADER, size - 8):
                raise _broken(path, "its header does not fit into the file")
            header = json.loads(file.read(length))
    except OSError as error:
        raise ConfigError(f"weights cannot be read: {error.strerror}", file=str(path)) from None
    except ValueError:
        raise _broken(path, "its header is not JSON") from None
    if not isinstance(header, dict):
        raise _broken(path, "its header is not a table of arrays")
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length) if size > 8 + length else None
    return {name: _array(path, name, entry, data) for name, entry in header.items() if name != "__metadata__"}


def _array(path: Path, name: str, entry: Any, data: NDArray[np.uint8] | None) -> Array:
    try:
        kind, shape, (begin, end) = entry["dtype"], list(entry["shape"]), entry["data_offsets"]
        dtype = np.dtype(_DTYPES[kind])
        wanted = math.prod(shape) * dtype.itemsize
        fits = min(shape, default=1) >= 0 and end - begin == wanted
        fits = fits and 0 <= begin <= end <= (0 if data is None else len(data))
    except (KeyError, TypeError, ValueError):
        raise _broken(path, f"the entry of {name!r} is not one that can be read") from None
    if not fits:
        raise _broken(path, f"the entry of {name!r} does not fit its data")
    if data is None:
        return np.zeros(shape, np.float32)
    raw = data[begin:end].view(dtype).reshape(shape)
    if kind == "BF16":
        return (raw.astype(np.uint32) << np.uint32(16)).view(np.float32)
    return raw.view(np.ndarray) if kind == "F32" else raw.astype(np.float32)


def _broken(path: Path, why: str) -> ConfigError:
    return ConfigError(f"not a usable safetensors file: {why}", file=str(path))
