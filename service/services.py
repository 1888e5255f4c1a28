"""Everything that handlers need, wired once when the application is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.call import Limits
    from service.catalog import ModelCatalog
    from service.dialects.base import Dialect
    from service.engines import EnginePool
    from service.loggers import Loggers
    from service.observe.metrics import Metrics
    from service.settings import Settings
    from service.state_token import StateSealer
    from service.threads.base import ThreadStore


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one server."""

    settings: Settings
    engines: EnginePool
    threads: ThreadStore
    sealer: StateSealer
    catalog: ModelCatalog
    metrics: Metrics
    limits: Limits
    #: The last one words the errors of bodies that no dialect can claim.
    dialects: tuple[Dialect, ...]
    #: Functions of the operator that are told of every chat request.
    loggers: Loggers
    challenges: Sequence[dict[str, Any]] = ()
