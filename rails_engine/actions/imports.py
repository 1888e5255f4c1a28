"""The import names of the original, answered with modules of ours, so that users' code loads unchanged.

A *root* is a package of ours that stands for ``nemoguardrails``; of several the first that has a module
gives it. The module is the same object under both names, so classes are identical. Nothing of the original
is executed, changed or hidden for good: modules of it that are loaded are set aside and put back.

Other threads that import the original for the first time while the names are ours get ours.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import pkgutil
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rails_engine.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    #: Makes the context in which the names are ours: ``original_names``, or that with other roots.
    Hook = Callable[[], AbstractContextManager[None]]

#: The package whose names are answered.
ORIGINAL = "nemoguardrails"
#: The names that this package offers. A service adds a root of its own for those that concern it.
ROOTS = ("rails_engine.compat.nemoguardrails",)


@contextmanager
def original_names(roots: Sequence[str] = ROOTS) -> Iterator[None]:
    """While this lasts, ``import nemoguardrails…`` means ours, installed or not. It may be nested.

    Afterwards the name is the original's again; where that is not installed it goes on meaning ours, for
    the functions in users' code that import when they are called.
    """
    names = _names()
    names.begin(roots)
    try:
        yield
    finally:
        names.end(roots)


def install_names(roots: Sequence[str] = ROOTS) -> None:
    """From now on ``import nemoguardrails…`` means ours in the whole process."""
    _names().begin(roots)


class _Names(importlib.abc.MetaPathFinder):
    """Stands in front of all finders; it answers while the names are ours, and below modules of ours."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._uses: list[tuple[str, ...]] = []
        self._aside: dict[str, ModuleType] | None = None
        self._known: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[str, ...]:
        """Those in force; else all that ever were, the latest first, for what is imported afterwards."""
        return _joined(self._uses) or self._known

    def begin(self, roots: Sequence[str]) -> None:
        """Set the original's modules aside. No lock is held while users' code runs."""
        with self._lock:
            if not self._uses and not _is_one_of(roots, sys.modules.get(ORIGINAL)):
                self._aside = _take_out()
            self._uses.append(tuple(roots))
            self._known = _joined([roots, self._known])

    def end(self, roots: Sequence[str]) -> None:
        """Put the original's modules back, when the last has ended."""
        with self._lock:
            self._uses.remove(tuple(roots))
            if not self._uses and self._aside is not None:
                _take_out()
                sys.modules.update(self._aside)
                self._aside = None

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the signature of a finder
        target: ModuleType | None = None,  # noqa: ARG002 - the signature of a finder
    ) -> ModuleSpec | None:
        """Our module for a name of the original."""
        if not _is_original(fullname):
            return None
        roots = self.roots
        if not self._uses and (fullname == ORIGINAL or not _is_one_of(roots, sys.modules.get(ORIGINAL))):
            return None
        found = _find(fullname, roots)
        if found is None:
            raise ModuleNotFoundError(_refusal(fullname, roots), name=fullname)
        return found


class _LastResort(importlib.abc.MetaPathFinder):
    """Stands behind all finders: it answers for an original that is not installed, and refuses clearly."""

    def __init__(self, names: _Names) -> None:
        self._names = names

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the signature of a finder
        target: ModuleType | None = None,  # noqa: ARG002 - the signature of a finder
    ) -> ModuleSpec | None:
        """Our module where nobody has the original; an error for what is missing in one of ours."""
        roots = self._names.roots
        if fullname == ORIGINAL:
            return _find(fullname, roots)
        for root in roots:
            # ``from nemoguardrails.actions import x`` looks for a module x below ours.
            if fullname.startswith(f"{root}."):
                # Were it a ModuleNotFoundError, that import statement would put in words of its own.
                refusal = _refusal(ORIGINAL + fullname.removeprefix(root), roots)
                raise ImportError(refusal, name=fullname)
        return None


class _Alias(importlib.abc.Loader):
    """Gives a module that there is under another name, and leaves it as it is."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._spec = module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:  # noqa: ARG002 - the signature of a loader
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        """It was executed under its own name; the machinery has put the other name's spec on it."""
        module.__spec__ = self._spec


#: Held only while the finders are looked up or added.
_LOCK = threading.Lock()


def _names() -> _Names:
    """The process's finder, added to ``sys.meta_path`` on first use."""
    with _LOCK:
        for finder in sys.meta_path:
            if isinstance(finder, _Names):
                return finder
        names = _Names()
        sys.meta_path.insert(0, names)
        sys.meta_path.append(_LastResort(names))
        return names


def _is_original(name: str) -> bool:
    return name == ORIGINAL or name.startswith(f"{ORIGINAL}.")


def _joined(uses: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(root for roots in uses for root in roots))


def _is_one_of(roots: Sequence[str], module: ModuleType | None) -> bool:
    return module is not None and module.__name__ in roots


def _take_out() -> dict[str, ModuleType]:
    return {name: sys.modules.pop(name) for name in list(sys.modules) if _is_original(name)}


def _find(name: str, roots: Sequence[str]) -> ModuleSpec | None:
    for root in roots:
        module = _module(root + name.removeprefix(ORIGINAL))
        if module is not None:
            return importlib.util.spec_from_loader(
                name, _Alias(module), is_package=hasattr(module, "__path__")
            )
    return None


def _module(name: str) -> ModuleType | None:
    """A module, or None if there is none of this name; what it fails with itself is raised."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            return None
        raise


def _refusal(name: str, roots: Sequence[str]) -> str:
    parent, _, leaf = name.rpartition(".")
    offered = _offered(parent, roots)
    hint = did_you_mean(leaf, offered) or f"From {parent!r} it offers: {', '.join(offered) or 'nothing'}."
    return f"Switchyard does not offer {name!r}. {hint}"


def _offered(name: str, roots: Sequence[str]) -> list[str]:
    """What can be imported from a name of the original."""
    found: set[str] = set()
    for root in roots:
        module = _module(root + name.removeprefix(ORIGINAL))
        if module is not None:
            found.update(getattr(module, "__all__", ()))
            found.update(info.name for info in pkgutil.iter_modules(getattr(module, "__path__", ())))
    return sorted(found)
