"""Passports, licences, number plates: too many forms to tell without the words before them."""

from __future__ import annotations

from rails_engine.guards.personal_data.checksums import digits_of
from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words

_PASSPORT_WORDS = words("passport passports passnummer reisepass passeport pasaporte passaporto paspoort")
_DRIVER_WORDS = words("driver drivers driving dl dmv führerschein führerscheinnummer")
_LICENCE_WORDS = words("license licence licenses licences dl führerschein führerscheinnummer permit")
_MEDICAL_WORDS = words("medical dea npi certificate physician doctor prescriber")
_MIN_DIGITS, _MIN_LENGTH = 4, 5


def _score_document(hit: Hit) -> float:
    long = len(hit.value) >= _MIN_LENGTH and len(digits_of(hit.value)) >= _MIN_DIGITS
    return 0.25 if long else 0.0


def _score_driver(hit: Hit) -> float:
    return _score_document(hit) if hit.follows(_LICENCE_WORDS) else 0.0


def _score_dea(hit: Hit) -> float:
    digits = digits_of(hit.value)
    total = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
    return 0.5 if total % 10 == digits[6] else 0.0


RECOGNISERS = (
    Recogniser(
        "US_DRIVER_LICENSE",
        r"\b[A-Za-z]{0,2}\d{4,14}[A-Za-z]?\b|\b\d{4}-\d{2}-\d{4}\b|\b[A-Za-z]\d{3}(?:-\d{3,4}){2,4}\b",
        judge=_score_driver,
        context=_DRIVER_WORDS,
        needs=True,
    ),
    Recogniser(
        "PASSPORT",
        r"\b[A-Za-z]{0,2}\d{6,9}[A-Za-z]{0,2}\b|\b[A-Z][A-Z0-9]{8}\b",
        judge=_score_document,
        context=_PASSPORT_WORDS,
        needs=True,
    ),
    Recogniser(
        "US_PASSPORT",
        r"\b[A-Z]?\d{8,9}\b",
        judge=_score_document,
        context=_PASSPORT_WORDS,
        needs=True,
    ),
    Recogniser(
        "IT_PASSPORT",
        r"\b[A-Z]{2} ?\d{7}\b",
        score=0.2,
        context=_PASSPORT_WORDS,
        needs=True,
        ignore_case=True,
    ),
    Recogniser(
        "IN_PASSPORT",
        r"\b[A-Z][1-9]\d{6}\b",
        score=0.2,
        context=_PASSPORT_WORDS,
        needs=True,
        ignore_case=True,
    ),
    Recogniser(
        "IT_DRIVER_LICENSE",
        r"\b(?:[A-Z]{2}\d{7}[A-Z]|U1[A-Z0-9]{7}[A-Z])\b",
        score=0.3,
        context=words("patente guida driver driving licence license"),
        needs=True,
        ignore_case=True,
    ),
    Recogniser(
        "IT_IDENTITY_CARD",
        r"\b(?:[A-Z]{2} ?\d{7}|\d{7}[A-Z]{2}|[A-Z]{2}\d{5}[A-Z]{2})\b",
        score=0.2,
        context=words("carta identità identita cie identity"),
        needs=True,
        ignore_case=True,
    ),
    Recogniser(
        "MEDICAL_LICENSE", r"\b[ABFGMPRabfgmpr][A-Za-z9]\d{7}\b", judge=_score_dea, context=_MEDICAL_WORDS
    ),
    Recogniser(
        "IN_VEHICLE_REGISTRATION",
        r"\b[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}\b",
        score=0.35,
        context=words("vehicle registration plate rto car bike scooter"),
    ),
    Recogniser(
        "LICENSE_PLATE",
        r"\b[A-Z]{1,3}[ -][A-Z]{0,2} ?\d{1,4}[A-Z]{0,3}\b|\b[A-Z]{2}\d{2} ?[A-Z]{3}\b|\b\d[A-Z]{3}\d{3}\b",
        score=0.15,
        context=words("plate plates kennzeichen registration matrícula targa"),
        needs=True,
    ),
)
