"""The names by which a configuration asks for kinds of personal data, and who recognises each."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rails_engine.guards.personal_data.recogniser import Recogniser

#: Found by words and lists and not by patterns.
NAMES = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "NRP", "TITLE"})
_MODULES = (
    "emails",
    "phones",
    "cards",
    "banking",
    "national_ids_europe",
    "national_ids_world",
    "documents",
    "network",
    "urls",
    "crypto",
    "secrets",
    "dates",
    "addresses",
)
#: How an entity is called inside a placeholder, where that is shorter.
SHORT_NAMES = {
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP",
    "MAC_ADDRESS": "MAC",
    "DATE_TIME": "DATE",
}


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """All that work by patterns; loaded when somebody first asks for personal data."""
    package = __name__.rpartition(".")[0]
    return tuple(r for name in _MODULES for r in import_module(f"{package}.{name}").RECOGNISERS)


@cache
def known_entities() -> frozenset[str]:
    """Every name that may be asked for."""
    return NAMES | {recogniser.entity for recogniser in recognisers()}
