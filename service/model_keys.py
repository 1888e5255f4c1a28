"""Keys that a request brings for its models: ``X-{model}-Authorization``. For it alone, and for no log.

A header's name cannot hold every character of a model's, so both sides are folded (see ``fold_name``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine import fold_name
from service.errors import AmbiguousKeyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX, SUFFIX = "HTTP_X_", "_AUTHORIZATION"
BEARER = "bearer "


def keys_of(environ: Mapping[str, object]) -> dict[str, str]:
    """The keys in the headers of a WSGI request, by folded name."""
    found: dict[str, str] = {}
    for name, value in environ.items():
        if name.startswith(PREFIX) and name.endswith(SUFFIX) and len(name) > len(PREFIX) + len(SUFFIX):
            key = str(value).strip()
            if key.lower().startswith(BEARER):
                key = key[len(BEARER) :].strip()
            if key:
                found[fold_name(name[len(PREFIX) : -len(SUFFIX)])] = key
    return found


def refuse_ambiguous(keys: Mapping[str, str], models: Iterable[tuple[str, str, str]]) -> None:
    """Two different models whose names fold together cannot share a key.

    ``models``: the engine, the name that the request gives the model, and the one that it is configured with.
    """
    if not keys:
        return
    seen: dict[str, tuple[str, str, str]] = {}
    for model in models:
        for folded in {fold_name(name) for name in model[1:]}:
            other = seen.setdefault(folded, model)
            same = model[0] == other[0] and not {*model[1:]}.isdisjoint(other[1:])
            if folded in keys and not same:
                raise AmbiguousKeyError(other[1], model[1])
