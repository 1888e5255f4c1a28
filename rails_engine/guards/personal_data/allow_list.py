"""Values that a configuration lets be: nobody's secret, though they have the form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class AllowList:
    """Says which values are let be; case does not matter."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._values = frozenset(value.casefold() for value in values)

    def has(self, value: str) -> bool:
        """An address of an allowed domain (``@example.com``) is allowed too."""
        if not self._values:
            return False
        value = value.casefold()
        _, at, domain = value.rpartition("@")
        return value in self._values or (bool(at) and f"@{domain}" in self._values)
