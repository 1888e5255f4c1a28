"""The three functions by which a root's config.py extends the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.registrations import current

if TYPE_CHECKING:
    from collections.abc import Sequence


def register_datastore(datastore: Any) -> None:
    """Keep conversation threads in this store."""
    current("register_datastore").datastore = datastore


def register_logger(logger: Any) -> None:
    """Tell this function of every chat request: ``{"endpoint", "body"}``; it may be a coroutine function."""
    current("register_logger").loggers.append(logger)


def register_challenges(challenges: Sequence[dict[str, Any]]) -> None:
    """Add to what ``GET /v1/challenges`` lists."""
    current("register_challenges").challenges.extend(challenges)
