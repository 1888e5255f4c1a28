"""The actions of the layers. ``layers`` and ``personal_data`` are the patterns that config.py compiled."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from rails_engine import action

if TYPE_CHECKING:
    from collections.abc import Mapping

#: From this value on, the digits of a doubled digit are added up.
TWO_DIGITS = 10


@action
def matches(text: str, layer: str, layers: Mapping[str, Any]) -> bool:
    """Whether the text has one of the forms of a layer."""
    return layers[layer].search(_plain(text)) is not None


@action
def mask(text: str, personal_data: Mapping[str, Any]) -> str:
    """The text with ``<EMAIL>`` and the like in place of personal data."""
    for kind, pattern in personal_data.items():
        text = pattern.sub(lambda found, kind=kind: _masked(found[0], kind), text)
    return text


def _masked(found: str, kind: str) -> str:
    """Of numbers that look like a card's, only those that can be one."""
    return found if kind == "CARD_NUMBER" and not _is_card_number(found) else f"<{kind}>"


def _is_card_number(text: str) -> bool:
    """The check digit that every card number has (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed([int(char) for char in text if char.isdigit()])):
        value = digit * (1 + place % 2)
        total += value - 9 if value >= TWO_DIGITS else value
    return total % 10 == 0


def _plain(text: str) -> str:
    """One spelling: no invisible characters, no wide or styled letters, one blank between words."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible).split())
