"""The engines of a server: made when first asked for, kept in a bounded number, swapped when files change.

The key of an engine is the tuple of the configurations' ids. The model's name is no part of it: it
belongs to the turn, so a thousand invented names cost nothing. An engine is made outside the pool's lock,
once for all who wait for it. Clients may combine configurations as they like: over the bound, combinations
go first. Which version of a folder is loaded is decided in ``versions``.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine import (
    ConfigError,
    EngineBuilder,
    Fingerprint,
    RailsConfig,
    RailsEngine,
    RailsError,
    UnknownConfigError,
    original_names,
    take_fingerprint,
)
from service.main_model import fill_main_model
from service.root_config import ROOTS
from service.versions import Versions

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
    #: The files that did not load while the last good engine serves.
    refused: str | None = None
    #: Asked for more than once.
    is_wanted: bool = False


def _nothing() -> None:
    """Nobody wants to know."""


class EnginePool:
    """Engines by configuration ids."""

    def __init__(
        self,
        settings: Settings,
        *,
        prepare: Callable[[RailsConfig], RailsEngine] = RailsEngine,
        clock: Callable[[], float] = time.monotonic,
        changed: Callable[[], None] = _nothing,
        refused: Callable[[], None] = _nothing,
        versions: Versions | None = None,
    ) -> None:
        """``changed`` is told of every engine that takes its place, ``refused`` of edits that do not load."""
        self._settings = settings
        self._root = settings.configs
        #: In single-config mode the root is itself a configuration; this is its id.
        self.single = self._root.resolve().name if _holds_config(self._root) else None
        self._prepare = prepare
        self._clock = clock
        self._changed = changed
        self._refused = refused
        self._versions = Versions(None) if versions is None else versions
        self._slots: OrderedDict[Ids, _Slot] = OrderedDict()
        self._lock = threading.Lock()
        #: Configurations whose newest files do not load; the last good engine still serves.
        self.stale: dict[Ids, str] = {}

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
            if slot is not None:
                slot.is_wanted = True
                self._slots.move_to_end(ids)
        if slot is None:
            slot = self._add(ids)
        loaded = slot.loaded
        if loaded is not None:
            return loaded
        with slot.lock:
            if slot.loaded is None:
                self._fill(ids, slot)
            loaded, error = slot.loaded, slot.error
        if loaded is None:
            # Without the places where it was raised before: many requests may raise it.
            raise (error or UnknownConfigError("the configuration could not be loaded")).with_traceback(None)
        return loaded

    def _add(self, ids: Ids) -> _Slot:
        """A place for an engine. Invented names get none, or they would drive out those in use."""
        self._paths(ids)
        with self._lock:
            slot = self._slots.setdefault(ids, _Slot())
            while len(self._slots) > self._settings.engines_max:
                del self._slots[self._least_needed(ids)]
        return slot

    def _least_needed(self, newest: Ids) -> Ids:
        """Whose place the newest gets: a combination's that was asked for once, another's, any's."""
        default = (self._settings.default_config_id or self.single or "",)
        others = [ids for ids in self._slots if ids not in {newest, default}] or [default, newest]
        combined = [ids for ids in others if len(ids) > 1]
        once = [ids for ids in combined if not self._slots[ids].is_wanted]
        return next(ids for ids in (*once, *combined, *others) if ids in self._slots)

    def _fill(self, ids: Ids, slot: _Slot) -> None:
        now = self._clock()
        if slot.error is not None and now - slot.failed_at < PATIENCE:
            return
        try:
            slot.loaded = self._load(ids)
        except RailsError as error:
            slot.loaded = self._load_kept(ids, slot, error)
            if slot.loaded is None:
                slot.error, slot.failed_at = error, now
                log.error("Could not load the configurations %s: %s", list(ids), error)  # noqa: TRY400 - the text says where
                return
        slot.error = None
        self._changed()

    def _load_kept(self, ids: Ids, slot: _Slot, why: RailsError) -> Loaded | None:
        """What another worker could load before the files were edited, where there is such a thing."""
        kept = [self._versions.copy_of(name) for name in ids]
        paths = [path for path in kept if path is not None]
        if len(paths) < len(kept) or isinstance(why, UnknownConfigError):
            return None
        try:
            loaded = self._make(ids, paths)
            slot.refused = take_fingerprint(self._paths(ids)).digest
        except RailsError:
            return None
        self._say_stale(ids, why)
        return loaded

    def load_known(self) -> None:
        """Load what the workers before this one have served: an edit that does not load is known at once."""
        for name in self._versions.names():
            with suppress(RailsError):
                self.get((name,))

    def refresh(self) -> list[Ids]:
        """Look whether files have changed; swap in what loads, keep what served where it does not."""
        with self._lock:
            slots = list(self._slots.items())
        changed = [ids for ids, slot in slots if self._renew(ids, slot)]
        kept = {ids for ids, _ in slots}
        self.stale = {ids: why for ids, why in self.stale.items() if ids in kept}
        if changed:
            self._changed()
        return changed

    def _renew(self, ids: Ids, slot: _Slot) -> bool:
        """Whether one engine had to be swapped, and could be."""
        loaded, digest = slot.loaded, ""
        if loaded is None:
            slot.failed_at = float("-inf")
            return False
        try:
            newest = take_fingerprint(self._paths(ids), loaded.fingerprint)
            digest = newest.digest
            if digest == slot.refused:
                return False
            if digest != loaded.fingerprint.digest:
                slot.loaded = self._load(ids)
        except RailsError as error:
            if slot.refused != digest:
                self._say_stale(ids, error)
            slot.refused = digest
            return False
        slot.refused = None
        if ids in self.stale:
            self.stale = {other: why for other, why in self.stale.items() if other != ids}
            if slot.loaded is loaded and len(ids) == 1:
                self._versions.agree(ids[0], self._path(ids[0]), digest)
        if slot.loaded is loaded:
            return False
        log.info("Reloaded the configurations %s", list(ids))
        return True

    def _say_stale(self, ids: Ids, error: RailsError) -> None:
        log.error(
            "The changed configurations %s do not load, the last good ones still serve: %s", list(ids), error
        )
        why = str(error).split("\n", 1)[0]
        self.stale = {**self.stale, ids: why}
        if len(ids) == 1:
            self._versions.refuse(ids[0], why)
        self._refused()

    def stale_ids(self) -> list[str]:
        """What serves although its newest files do not load, in this worker or another."""
        return sorted({*("+".join(ids) for ids in self.stale), *self._versions.refused()})

    def broken_ids(self) -> list[str]:
        """What was asked for and does not load."""
        with self._lock:
            slots = list(self._slots.items())
        return sorted("+".join(ids) for ids, slot in slots if slot.loaded is None and slot.error is not None)

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
        if not _is_name(name) or not (path.is_dir() or self._versions.is_decided(name)):
            raise UnknownConfigError(f"there is no configuration {name!r}")
        return path

    def _load(self, ids: Ids) -> Loaded:
        found = [self._versions.choose(name, self._path(name)) for name in ids]
        loaded = self._make(ids, [choice.path for choice in found])
        agreed = [
            self._versions.agree(name, choice.path, _digest_of(choice.path, loaded))
            for name, choice in zip(ids, found, strict=True)
            if choice.is_newest
        ]
        if all(agreed):
            return loaded
        return self._make(ids, [self._versions.choose(name, self._path(name)).path for name in ids])

    def _make(self, ids: Ids, paths: list[Path]) -> Loaded:
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


def make_engine(config: RailsConfig) -> RailsEngine:
    """An engine whose users' code finds the names of the original, the server's among them."""
    builder = EngineBuilder(config).load_users_code(names=lambda: original_names(ROOTS))
    return RailsEngine(config, builder=builder)


def _digest_of(path: Path, loaded: Loaded) -> str:
    """The hash of one of the folders that an engine was made from."""
    return take_fingerprint([path], loaded.fingerprint).digest


def _holds_config(path: Path) -> bool:
    return any((place / name).is_file() for place in (path, path / "config") for name in CONFIG_FILES)


def _is_name(name: str) -> bool:
    """Ids are names of folders: nothing that could lead out of the root, nothing hidden."""
    return bool(name) and name[0] not in "._" and not set(name) & {"/", "\\", "\0"} and name.strip() == name
