"""What gunicorn finds out anew with each request, although it stays the same while a worker lives.

Its settings (some twenty look-ups a request through ``__getattr__``), whether a peer is a trusted proxy (its
address is parsed each time), and the date. Together that was 60 of the 160 microseconds of a request.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from gunicorn import util
from gunicorn.http import message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gunicorn.config import Config

MOST_PEERS = 1024


def remember(cfg: Config) -> None:
    """Make the worker of this process do so. Its settings do not change any more."""
    vars(cfg).update({name: setting.get() for name, setting in cfg.settings.items()})
    decide = message._ip_in_allow_list  # noqa: SLF001 - there is no other place to stand in
    if not isinstance(decide, Peers):
        message._ip_in_allow_list = Peers(decide)  # noqa: SLF001


class Peers:
    """Which peers are trusted, decided once for each."""

    def __init__(self, decide: Callable[[str, Sequence[str], Any], bool]) -> None:
        self._decide = decide
        self._known: dict[tuple[str, ...], bool] = {}

    def __call__(self, address: str, allowed: Sequence[str], networks: Any) -> bool:
        """See ``_ip_in_allow_list``; the networks are those that are allowed, parsed."""
        key = (address, *allowed)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_PEERS:
                self._known.clear()
            found = self._known[key] = self._decide(address, allowed, networks)
        return found


class HttpDate:
    """The date of an answer's head, written once a second."""

    __slots__ = ("_clock", "_now")

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._now = (0, "")

    def __call__(self) -> str:
        """As HTTP writes it."""
        second = int(self._clock())
        written, text = self._now
        if second != written:
            text = str(util.http_date(second))
            self._now = (second, text)
        return text
