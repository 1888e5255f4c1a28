"""The engines of a server: made when first asked for, kept in a bounded number, swapped when files change.

The key of an engine is the tuple of the configurations' ids. The model's name is no part of it: it
belongs to the turn, so a thousand invented names cost nothing. An engine is made outside the pool's lock,
once for all who wait for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine import (
    ConfigError,
    Fingerprint,
    RailsConfig,
    RailsEngine,
    RailsError,
    UnknownConfigError,
    take_fingerprint,
)
from service.main_model import fill_main_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from service.settings import Settings

log = logging.getLogger("service.engines")

Ids = tuple[str, ...]
CONFIG_FILES = ("config.yml", "config.yaml")
#: For how long a configuration that did not load is not tried again, in seconds.
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Loaded:
    """An engine and what it was made from."""

    ids: Ids
    engine: RailsEngine
    digest: str
    fingerprint: Fingerprint
    loaded_at: float


@dataclass(slots=True)
class _Slot:
    """The place of one key: what is there, what went wrong, and who is making it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    loaded: Loaded | None = None
    error: RailsError | None = None
    failed_at: float = 0.0


class EnginePool:
    """Engines by configuration ids."""

    def __init__(
        self,
        settings: Settings,
        *,
        prepare: Callable[[RailsConfig], RailsEngine] = RailsEngine,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._root = settings.configs
        self._prepare = prepare
        self._clock = clock
        self._slots: OrderedDict[Ids, _Slot] = OrderedDict()
        self._lock = threading.Lock()
        #: Configurations whose newest files do not load; the last good engine still serves.
        self.stale: dict[Ids, str] = {}

    @property
    def single(self) -> str | None:
        """In single-config mode the root is itself a configuration; this is its id."""
        return self._root.resolve().name if _holds_config(self._root) else None

    def ids(self) -> list[str]:
        """Every configuration that can be asked for, sorted."""
        if self.single is not None:
            return [self.single]
        if not self._root.is_dir():
            return []
        return sorted(
            path.name
            for path in self._root.iterdir()
            if path.is_dir() and _is_name(path.name) and _holds_config(path)
        )

    def get(self, ids: Ids) -> Loaded:
        """The engine of these configurations, in this order. Raises what makes it impossible."""
        with self._lock:
            slot = self._slots.get(ids)
            if slot is None:
                slot = self._slots[ids] = _Slot()
                while len(self._slots) > self._settings.engines_max:
                    self._slots.popitem(last=False)
            else:
                self._slots.move_to_end(ids)
        loaded = slot.loaded
        if loaded is not None:
            return loaded
        with slot.lock:
            if slot.loaded is None:
                self._fill(ids, slot)
            loaded = slot.loaded
        if loaded is None:
            raise slot.error or UnknownConfigError("the configuration could not be loaded")
        return loaded

    def _fill(self, ids: Ids, slot: _Slot) -> None:
        now = self._clock()
        if slot.error is not None and now - slot.failed_at < PATIENCE:
            return
        try:
            slot.loaded, slot.error = self._load(ids), None
        except RailsError as error:
            slot.error, slot.failed_at = error, now
            log.error("Could not load the configurations %s: %s", list(ids), error)  # noqa: TRY400 - the text says where

    def refresh(self) -> list[Ids]:
        """Look whether files have changed; swap in what loads, keep what served where it does not."""
        with self._lock:
            slots = list(self._slots.items())
        changed: list[Ids] = []
        for ids, slot in slots:
            loaded = slot.loaded
            if loaded is None:
                slot.failed_at = float("-inf")
                continue
            try:
                newest = take_fingerprint(self._paths(ids), loaded.fingerprint)
                if newest.digest == loaded.fingerprint.digest:
                    self.stale.pop(ids, None)
                    continue
                slot.loaded = self._load(ids)
            except RailsError as error:
                if ids not in self.stale:
                    log.error(
                        "The changed configurations %s do not load, the last good ones still serve: %s",
                        list(ids),
                        error,
                    )
                self.stale[ids] = str(error).split("\n", 1)[0]
                continue
            self.stale.pop(ids, None)
            changed.append(ids)
            log.info("Reloaded the configurations %s", list(ids))
        return changed

    def loaded(self) -> list[Loaded]:
        """The engines that are there now."""
        with self._lock:
            return [slot.loaded for slot in self._slots.values() if slot.loaded is not None]

    def _paths(self, ids: Ids) -> list[Path]:
        return [self._path(name) for name in ids]

    def _path(self, name: str) -> Path:
        if self.single is not None:
            if name == self.single:
                return self._root
            raise UnknownConfigError(f"there is no configuration {name!r}")
        path = self._root / name
        if not _is_name(name) or not path.is_dir():
            raise UnknownConfigError(f"there is no configuration {name!r}")
        return path

    def _load(self, ids: Ids) -> Loaded:
        paths = self._paths(ids)
        before = take_fingerprint(paths)
        configs = [RailsConfig.from_path(path, environ=self._settings.environ) for path in paths]
        config = configs[0]
        for other in configs[1:]:
            config = config + other
        config = fill_main_model(config, self._settings)
        for warning in config.warnings:
            log.warning("%s", warning)
        try:
            engine = self._prepare(config)
        except RailsError:
            raise
        except Exception as error:
            raise ConfigError(
                f"the configuration's own code failed: {type(error).__name__}: {error}"
            ) from error
        return Loaded(ids, engine, config.digest, before, time.time())


def _holds_config(path: Path) -> bool:
    return any((place / name).is_file() for place in (path, path / "config") for name in CONFIG_FILES)


def _is_name(name: str) -> bool:
    """Ids are names of folders: nothing that could lead out of the root, nothing hidden."""
    return bool(name) and name[0] not in "._" and not set(name) & {"/", "\\", "\0"} and name.strip() == name
