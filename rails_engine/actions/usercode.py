"""The Python files of one configuration folder, as modules that no other folder can see.

Two folders may both have an ``actions/tools.py``, and one folder may be loaded again after an edit, while
other threads import what they like. So ``sys.path`` is left alone: the files get an ``__import__`` of their
own, which looks for a name where Python always would, and then beside the file, in the folder above it and
in the configuration folder. It works in functions that import when they are called, too.
"""

from __future__ import annotations

import builtins
import hashlib
import importlib.abc
import importlib.util
import sys
import threading
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from rails_engine.actions.imports import ORIGINAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.actions.imports import Hook

#: Modules of users' code are named below a package ``<PREFIX><hash of the folder's path>``.
PREFIX = "rails_code_"


class CodeFolder:
    """The modules of one folder. Each file is executed once; a second ``CodeFolder`` executes it anew."""

    def __init__(self, root: Path, names: Hook = nullcontext) -> None:
        """``names`` is entered around imports of the names that it answers, whenever they happen."""
        self.root = root.resolve()
        self._names = names
        digest = hashlib.blake2b(str(self.root).encode(), digest_size=8).hexdigest()
        self.name = f"{PREFIX}{digest}"
        self._modules: dict[Path, ModuleType] = {}
        self._filled: set[Path] = set()
        self._lock = threading.RLock()
        self._builtins = {**vars(builtins), "__import__": self._import}
        for known in list(sys.modules):
            if f"{known}.".startswith(f"{self.name}."):
                del sys.modules[known]

    def module(self, file: Path) -> ModuleType:
        """The module of a file below ``root``, executed if it has not been. Its exceptions are its own."""
        with self._lock:
            found = self._modules.get(file)
            return found if found is not None else self._execute(file)

    def _execute(self, file: Path) -> ModuleType:
        package = self._package(file.parent)
        # Where actions.py stands beside actions/, the name is the folder's.
        stem = f"{file.stem}-file" if file.with_suffix("").is_dir() else file.stem
        name = f"{package.__name__}.{stem}"
        loader = _Source(name, file, self._builtins)
        spec = importlib.util.spec_from_file_location(name, file, loader=loader)
        if spec is None:
            raise ImportError(f"not a Python file: {file}")
        module = importlib.util.module_from_spec(spec)
        self._keep(file, module)
        try:
            loader.exec_module(module)
        except BaseException:
            del self._modules[file]
            sys.modules.pop(name, None)
            raise
        return module

    def _package(self, folder: Path) -> ModuleType:
        """A folder as a package, and those that it lies in."""
        found = self._modules.get(folder)
        if found is None:
            inside = folder != self.root
            name = f"{self._package(folder.parent).__name__}.{folder.name}" if inside else self.name
            found = ModuleType(name)
            found.__path__ = [str(folder)]
            found.__package__ = name
            self._keep(folder, found)
        return found

    def _keep(self, path: Path, module: ModuleType) -> None:
        self._modules[path] = module
        sys.modules[module.__name__] = module

    def _import(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,  # noqa: A002 - the signature of __import__
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - the signature of __import__
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        """What an ``import`` in a user's file does."""
        if level:
            return self._import_relative(name, globals or {}, fromlist, level)
        try:
            with self._names() if name.partition(".")[0] == ORIGINAL else nullcontext():
                found = builtins.__import__(name, globals, locals, fromlist or (), 0)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{name}.".startswith(f"{error.name}."):
                raise  # something that it imports is missing
            chain = self._beside(name, globals or {})
            if chain is None:
                raise
            return self._give(chain, fromlist)
        lacks = fromlist and not all(item == "*" or hasattr(found, item) for item in fromlist)
        if lacks or _is_only_a_folder(found):
            chain = self._beside(name, globals or {})
            return found if chain is None else self._give(chain, fromlist)
        return found

    def _import_relative(
        self, name: str, scope: Mapping[str, Any], fromlist: Sequence[str] | None, level: int
    ) -> ModuleType:
        shown = "." * level + name
        absolute = importlib.util.resolve_name(shown, scope.get("__package__") or "")
        parts = absolute.removeprefix(self.name).split(".")[1:]
        chain = self._reach(self.root, parts)
        if chain is None:
            raise ModuleNotFoundError(f"No module named {shown!r}", name=shown)
        return self._give(chain, fromlist)

    def _beside(self, name: str, scope: Mapping[str, Any]) -> list[ModuleType] | None:
        """The modules that an absolute name means in this folder, seen from an importing file."""
        parts = name.split(".")
        file = Path(scope.get("__file__") or self.root / "config.py")
        for base in (file.parent, file.parent.parent, self.root):
            if base.is_relative_to(self.root) and base.joinpath(*parts).with_suffix(".py") != file:
                chain = self._reach(base, parts)
                if chain is not None:
                    return chain
        if parts[0] == self.root.name:
            below = self._reach(self.root, parts[1:])
            return None if below is None else [self._package(self.root), *below]
        return None

    def _reach(self, base: Path, parts: Sequence[str]) -> list[ModuleType] | None:
        """The modules of a dotted name below a folder, outermost first; None if there is no such file."""
        target = base.joinpath(*parts)
        if parts and not (_is_file(target) or _is_folder(target)):
            return None
        with self._lock:
            if not parts:
                return [self._package(base)]
            chain: list[ModuleType] = []
            for depth, part in enumerate(parts, start=1):
                path = base.joinpath(*parts[:depth])
                leaf = depth == len(parts) and _is_file(path)
                chain.append(self.module(path.with_suffix(".py")) if leaf else self._package(path))
                if depth > 1:
                    setattr(chain[-2], part, chain[-1])
            return chain

    def _give(self, chain: Sequence[ModuleType], fromlist: Sequence[str] | None) -> ModuleType:
        """What an import statement gets: the leaf with the names that it asks for, or the outermost."""
        leaf = chain[-1]
        if not fromlist:
            self._fill(leaf)
            return chain[0]
        for item in fromlist:
            if not hasattr(leaf, item):
                below = self._reach(Path(leaf.__path__[0]), [item]) if hasattr(leaf, "__path__") else None
                if below is None:
                    self._fill(leaf)
                else:
                    setattr(leaf, item, below[-1])
        return leaf

    def _fill(self, module: ModuleType) -> None:
        """Execute a package's ``__init__.py``, which is only done when somebody needs its names."""
        if not hasattr(module, "__path__"):
            return
        file = Path(module.__path__[0]) / "__init__.py"
        with self._lock:
            if file not in self._filled and file.is_file():
                self._filled.add(file)
                module.__file__ = str(file)
                _Source(module.__name__, file, self._builtins).exec_module(module)


class _Source(importlib.abc.SourceLoader):
    """Executes a file from its source, every time: compiled files beside it might be of another edit."""

    def __init__(self, name: str, file: Path, names: dict[str, Any]) -> None:
        self._name = name
        self._file = file
        self._builtins = names

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002 - a loader has one file here
        return str(self._file)

    def get_data(self, path: str) -> bytes:
        return Path(path).read_bytes()

    def exec_module(self, module: ModuleType) -> None:
        vars(module)["__builtins__"] = self._builtins
        super().exec_module(module)


def _is_only_a_folder(module: ModuleType) -> bool:
    """Whether Python took any folder of that name for a package, say one where the process happens to run."""
    return hasattr(module, "__path__") and getattr(module, "__file__", None) is None


def _is_file(path: Path) -> bool:
    """Whether a name without its suffix is a module: a file, unless a folder with ``__init__.py`` has it."""
    return path.with_suffix(".py").is_file() and not (path / "__init__.py").is_file()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and next(path.glob("*.py"), None) is not None
