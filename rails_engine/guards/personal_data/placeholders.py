"""Placeholders for values, and back: ``<EMAIL_1>`` goes to the model, the address comes back to the user.

A vault knows which value each placeholder stands for. The same value has the same placeholder for as long as
the vault's mapping is kept. A placeholder that the conversation already contains is never given to a value:
who types ``<EMAIL_1>`` by hand gets no more back than that.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.entities import SHORT_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The longest placeholder; longer names of entities are cut.
MAX_NAME = 40
MAX_DIGITS = 6
_PLACEHOLDER = re.compile(rf"<[A-Z][A-Z0-9_]{{0,{MAX_NAME - 1}}}_\d{{1,{MAX_DIGITS}}}>")
#: In JSON a model may write the brackets as escapes.
_ESCAPED = re.compile(
    rf"(?:<|\\u003[cC])([A-Z][A-Z0-9_]{{0,{MAX_NAME - 1}}}_\d{{1,{MAX_DIGITS}}})(?:>|\\u003[eE])"
)
_UNWRITABLE = re.compile(r"[^A-Z0-9_]")
_OPEN = r"(?:<|\\u003[cC])"
_ESCAPE_BEGUN = r"\\(?:u(?:0(?:0(?:3[eEcC]?)?)?)?)?"
_TAIL = re.compile(
    rf"(?:{_OPEN}(?:[A-Z][A-Z0-9_]{{0,{MAX_NAME + MAX_DIGITS}}})?(?:{_ESCAPE_BEGUN})?|{_ESCAPE_BEGUN})\Z"
)
_LONGEST = MAX_NAME + MAX_DIGITS + 2 * len(r"\u003c") + 1


class Vault:
    """Values by their placeholders, for one conversation."""

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        #: Placeholder to value. Whoever keeps it keeps the values.
        self.mapping = dict(mapping or {})
        self._by_value = {(_name_in(p), value): p for p, value in self.mapping.items()}
        self._taken = set(self.mapping)
        self._next: dict[str, int] = {}

    def reserve(self, text: str) -> None:
        """What the text already contains is given to no value."""
        if "<" in text:
            self._taken.update(_PLACEHOLDER.findall(text))

    def placeholder(self, entity: str, value: str) -> str:
        """What stands for the value from now on."""
        name = placeholder_name(entity)
        known = self._by_value.get((name, value))
        if known is not None:
            return known
        number = self._next.get(name, 1)
        while f"<{name}_{number}>" in self._taken:
            number += 1
        self._next[name] = number + 1
        made = f"<{name}_{number}>"
        self._taken.add(made)
        self.mapping[made] = value
        self._by_value[name, value] = made
        return made


def placeholder_name(entity: str) -> str:
    """How an entity is called in a placeholder."""
    name = _UNWRITABLE.sub("_", SHORT_NAMES.get(entity, entity).upper()).strip("_")[:MAX_NAME].rstrip("_")
    return name if name[:1].isalpha() else f"X_{name}"[:MAX_NAME].rstrip("_")


def _name_in(placeholder: str) -> str:
    return placeholder[1:-1].rpartition("_")[0]


def restore(text: str, mapping: Mapping[str, str], *, in_json: bool = False) -> str:
    """The text with the values in the place of their placeholders, escaped where it is JSON."""
    if not mapping or ("<" not in text and "\\" not in text):
        return text
    if not in_json:
        return _PLACEHOLDER.sub(lambda found: mapping.get(found[0], found[0]), text)

    def value_of(found: re.Match[str]) -> str:
        value = mapping.get(f"<{found[1]}>")
        return found[0] if value is None else json.dumps(value, ensure_ascii=False)[1:-1]

    return _ESCAPED.sub(value_of, text)


class PlaceholderScanner:
    """On a stream, only a tail that could still become a placeholder is held back."""

    looks_back = 1

    def settled(self, text: str, start: int) -> int:
        """Before the tail."""
        found = _TAIL.search(text, max(start, len(text) - _LONGEST))
        return len(text) if found is None else found.start()

    def clean(self, text: str, start: int) -> bool:
        """Whether there is nothing that could be restored."""
        return _ESCAPED.search(text, start) is None
