"""Load the code of configuration folders: the actions that they bring, and their ``init(app)``.

Looked at are ``actions.py`` and everything below ``actions/`` (but ``__init__.py`` and hidden files), and
``config.py``. The directory that the process happens to run in is not. A file that cannot be executed
stops the load: rails whose actions are missing would not be rails.
"""

from __future__ import annotations

import linecache
import logging
import traceback
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from rails_engine.actions.coroutines import drive
from rails_engine.actions.registry import mark_of
from rails_engine.actions.usercode import CodeFolder
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from rails_engine.actions.imports import Hook

log = logging.getLogger("rails_engine.actions")

NO_NAME = "Install it where this engine runs, or correct the name."
BROKEN = "The configuration cannot be used before this file can be imported."


class UserCode:
    """The code of some folders, loaded together: ``config.py`` and the actions share their modules.

    ``hook`` is entered around everything of theirs that runs at load, and around what they import later.
    """

    def __init__(self, code_paths: Sequence[Path], hook: Hook = nullcontext) -> None:
        folders = {path.resolve(): CodeFolder(path, hook) for path in code_paths if path.is_dir()}
        self._folders = tuple(folders.values())
        self._hook = hook

    def load_actions(self) -> dict[str, object]:
        """Every marked function and class by its action's name; those of later folders win."""
        found: dict[str, object] = {}
        for folder in self._folders:
            origin: dict[str, Path] = {}
            for file in _action_files(folder.root):
                for name, target in self._marked(folder, file):
                    if name in origin and found[name] is not target:
                        log.warning("Action %r of %s is replaced by that of %s", name, origin[name], file)
                    found[name] = target
                    origin[name] = file
        return found

    def load_init(self) -> list[Callable[[Any], None]]:
        """The ``init`` functions, in order. What goes wrong in one when it is called is a ``ConfigError``."""
        inits: list[Callable[[Any], None]] = []
        for folder in self._folders:
            file = folder.root / "config.py"
            if file.is_file():
                with self._hook(), _Blamed(folder.root, file):
                    init = getattr(folder.module(file), "init", None)
                if callable(init):
                    inits.append(self._guarded(init, folder.root, file))
                elif init is not None:
                    raise ConfigError("init is not a function", file=str(file), hint="Write def init(app): …")
        return inits

    def _marked(self, folder: CodeFolder, file: Path) -> Iterator[tuple[str, object]]:
        with self._hook(), _Blamed(folder.root, file):
            module = folder.module(file)
        for target in list(vars(module).values()):
            mark = mark_of(target)
            if mark is not None:
                yield mark.name, target

    def _guarded(self, init: Callable[[Any], Any], root: Path, file: Path) -> Callable[[Any], None]:
        def run(app: Any) -> None:
            with self._hook(), _Blamed(root, file):
                done = init(app)
                if hasattr(type(done), "__await__"):
                    drive(done, name="init")

        return run


def load_actions(code_paths: Sequence[Path], hook: Hook = nullcontext) -> dict[str, object]:
    """The actions of some folders, where their ``config.py`` is not wanted."""
    return UserCode(code_paths, hook).load_actions()


def load_init(code_paths: Sequence[Path], hook: Hook = nullcontext) -> list[Callable[[Any], None]]:
    """The ``init`` functions of some folders, where their actions are not wanted."""
    return UserCode(code_paths, hook).load_init()


def _action_files(root: Path) -> list[Path]:
    single = root / "actions.py"
    files = [single] if single.is_file() else []
    below = root / "actions"
    for file in sorted(below.rglob("*.py")):
        hidden = any(part.startswith(".") for part in file.relative_to(below).parts)
        if file.name != "__init__.py" and not hidden and file.is_file():
            files.append(file)
    return files


class _Blamed:
    """Whatever is raised inside becomes a ``ConfigError`` that shows the line of the user's file."""

    def __init__(self, root: Path, file: Path) -> None:
        self._root = root
        self._file = file

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception | SystemExit):
            raise blame(error, self._root, self._file) from error


def blame(error: BaseException, root: Path, file: Path) -> ConfigError:
    """What a user needs to mend code of theirs: file, line, the exception, and what to do."""
    where, line, column = str(file), None, None
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(f"{root}/")]
    if isinstance(error, SyntaxError) and error.filename:
        where, line, column = error.filename, error.lineno, error.offset
    elif frames:
        where, line = frames[-1].filename, frames[-1].lineno
    linecache.checkcache(where)
    text = linecache.getline(where, line).rstrip() if line else None
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    missing = isinstance(error, ModuleNotFoundError) and said.startswith("No module named")
    return ConfigError(
        f"{type(error).__name__}: {said}" if said else type(error).__name__,
        file=where,
        line=line,
        column=column or None,
        text=text,
        hint=NO_NAME if missing else BROKEN,
    )
