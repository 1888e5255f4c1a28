"""What every request meets, whoever answers it: an id, an open door, an honest answer if all else fails."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from service.answering import error_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.answering import WholeAnswer
    from service.dialects.base import Dialect
    from service.settings import Settings

log = logging.getLogger("service")

LONGEST_REQUEST_ID = 128


def request_id(environ: Mapping[str, str]) -> str:
    """The caller's, if it can be shown as it is, else a new one."""
    given = environ.get("HTTP_X_REQUEST_ID")
    if given and len(given) <= LONGEST_REQUEST_ID and given.isascii() and given.isprintable():
        return given
    return os.urandom(16).hex()


def is_closed(settings: Settings) -> bool:
    """Whether the operator has closed the server; the file is looked for with every request."""
    file = settings.maintenance_file
    return settings.maintenance or (file is not None and os.path.exists(file))  # noqa: PTH110 - cheaper than Path's


def answer_failure(dialect: Dialect, of_request: str, error: Exception) -> WholeAnswer:
    """The answer to a request that broke something of ours."""
    log.error("Request %s failed", of_request, exc_info=error)
    return error_answer(dialect, error)
