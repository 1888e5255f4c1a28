"""How recognisers look at text that is still being written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from rails_engine.guards.personal_data.cuts import last_cut
from rails_engine.guards.personal_data.recogniser import LOOKS_BACK

if TYPE_CHECKING:
    from rails_engine.guards.personal_data.spans import Finds

#: Where a text has no place to cut it, this much is kept and the rest let go, once it is twice as much.
#: A private key may be longer.
MAX_HELD = 1000
MAX_KEY = 8000
_KEY_BEGINS = "-----BEGIN "
_KEY_END = re.compile(r"-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----")


class Settles(Protocol):
    """Whoever else says up to where a text can be judged for good."""

    def settled(self, text: str, start: int) -> int:
        """At least ``start``, at most the whole text."""
        ...


class PersonalDataScanner:
    """Cuts a stream where no span can be, see :mod:`cuts`. A span longer than ``MAX_HELD`` may be split."""

    looks_back = LOOKS_BACK + 1

    def __init__(self, finder: Finds, also: Settles | None = None) -> None:
        self._finder = finder
        #: For patterns of a configuration, which may match anything.
        self._also = also

    def settled(self, text: str, start: int) -> int:
        """Behind the last plain word."""
        cut = self._common_cut(text, start)
        begun = self._key_over(text, start, cut)
        if begun is not None:
            cut = min(cut, self._common_cut(text[:begun], start))
            if len(text) - cut <= MAX_KEY:
                return cut
        if len(text) - cut <= 2 * MAX_HELD:
            return cut
        cut = max(cut, len(text) - MAX_HELD)
        for span in self._finder.find(text, start):
            if span.start < cut < span.end:
                return span.start if span.start > start else min(span.end, len(text))
        return cut

    @staticmethod
    def _key_over(text: str, start: int, cut: int) -> int | None:
        """Where a private key begins that has not ended before the cut."""
        begun = text.find(_KEY_BEGINS, start)
        while begun >= 0:
            ended = _KEY_END.search(text, begun)
            if ended is None or ended.end() > cut:
                return begun
            begun = text.find(_KEY_BEGINS, ended.end())
        return None

    def _common_cut(self, text: str, start: int) -> int:
        cut = last_cut(text, start)
        while self._also is not None and cut > start:
            other = self._also.settled(text[:cut], start)
            if other == cut:
                break
            cut = last_cut(text[:other], start)
        return cut

    def clean(self, text: str, start: int) -> bool:
        """Whether nothing is found."""
        return not self._finder.find(text, start)
