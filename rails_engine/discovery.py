"""Find the plug-ins of a folder: one file there, one plug-in.

Rails, providers and embedders are all found this way, so that adding one means adding a file. The
result is a plain dict that the caller owns; nothing registers itself on import.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from rails_engine.errors import DuplicatePluginError

if TYPE_CHECKING:
    from types import ModuleType


class Named(Protocol):
    """A plug-in class says what it is called in a config file."""

    name: ClassVar[str]


P = TypeVar("P", bound=Named)


def discover(package: ModuleType, base: type[P]) -> dict[str, type[P]]:
    """Map plug-in name to class, for every concrete ``base`` defined in a folder."""
    found: dict[str, type[P]] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__, f"{package.__name__}."), key=lambda i: i.name):
        module = importlib.import_module(info.name)
        for cls in vars(module).values():
            if not inspect.isclass(cls) or cls.__module__ != info.name or inspect.isabstract(cls):
                continue
            if issubclass(cls, base):
                if cls.name in found:
                    raise DuplicatePluginError(cls.name, info.name)
                found[cls.name] = cls
    return found
