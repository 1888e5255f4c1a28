"""Dates, times and ages. A bare number is a year or an age only where the words beside it say so."""

from __future__ import annotations

import re

from rails_engine.guards.personal_data.recogniser import LOOKS_BACK, Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[89]|20)\d\d"
_BIRTH = words("born birth birthday dob birthdate geburtsdatum geboren née")
_YEAR_WORDS = words("in since year from during until till by of before after born around circa")
_NUMBER = re.compile(r"\d{1,3}")
_AGE_LEAD = re.compile(
    r"(?:\b(?:aged?|age of|age is|age:|turned|turn|turning|turns|i'm|i am|he's|she's|"
    r"(?:he|she|who|son|daughter|mother|father|mom|dad|brother|sister|wife|husband|child|baby|patient|"
    r"client) (?:is|was))|\bage)(?: just| only| almost| about| now)?[\s:]{1,2}\Z"
)
#: ``Ana is``, in the letters that the text has.
_NAMED_LEAD = re.compile(r"(?:\A|[\s,;(\"])[^\W\d_a-z][^\W\d_A-Z]{1,20} (?:is|was) (?:just |only |now )?\Z")
#: What is counted, and no age.
_COUNTED = re.compile(
    r"\s?(?:[%$€£°/*+=<>x]|-(?!year)|(?:percent|times|minutes|hours|days|weeks|months|seconds|miles|meters|metres|km|cm|"
    r"kg|mm|ms|items|people|points|dollars|euros|degrees|pages|of|more|less|out|and a half)\b|"
    r"years? (?:ago|older|younger|later|earlier|more|longer|before|after)\b)"
)
_AGE_TRIGGER = (
    r"(?i:age|aged|of|turned|turn|turning|turns|i'm|i am|is|was|he's|she's|just|only|almost|about|now)"
    r"[\s:]{1,2}\d{1,3}\b"
)
_MAX_AGE = 120


def _score_weekday(hit: Hit) -> float:
    last = hit.lead.split()[-1:]
    return 0.3 if last and last[0] in ("every", "each", "last", "next", "on", "the", "this") else 0.6


def _score_year(hit: Hit) -> float:
    last = hit.lead.split()[-1:]
    if hit.after in ("%", "$", "€") or hit.before in ("$", "€", "#"):
        return 0.0
    return 0.6 if last and last[0] in _YEAR_WORDS else 0.0


def _split_age(hit: Hit) -> list[Span]:
    """Only the number."""
    found = _NUMBER.search(hit.text, hit.start, hit.end)
    if found is None or int(found[0]) > _MAX_AGE:
        return []
    return [Span(found.start(), found.end(), "AGE", 0.6)]


def _score_turned(hit: Hit) -> float:
    if not 0 < int(hit.value) <= _MAX_AGE or _COUNTED.match(hit.text, hit.end):
        return 0.0
    if _AGE_LEAD.search(hit.lead):
        return 0.5
    return 0.45 if _NAMED_LEAD.search(hit.text[max(0, hit.start - LOOKS_BACK) : hit.start]) else 0.0


RECOGNISERS = (
    Recogniser(
        "DATE_TIME",
        rf"\b(?:{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}|{_DAY}[-/.]{_MONTH}[-/.](?:{_YEAR}|\d\d)|{_MONTH}[-/.]{_DAY}[-/.](?:{_YEAR}|\d\d))"
        r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?\b",
        score=0.6,
        context=_BIRTH,
    ),
    Recogniser(
        "DATE_TIME",
        rf"\b(?:{_DAYS},? )?(?:the )?{_DAY}(?:st|nd|rd|th|\.)? (?:of )?{_MONTHS}\.?(?:,? {_YEAR})?\b",
        score=0.6,
        ignore_case=True,
    ),
    Recogniser(
        "DATE_TIME",
        rf"\b(?:{_DAYS},? )?{_MONTHS}\.? {_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?\b",
        score=0.6,
        ignore_case=True,
    ),
    Recogniser(
        "DATE_TIME",
        rf"\b{_DAY}(?:-{_MONTHS}-(?:{_YEAR}|\d\d)|/{_MONTHS}/{_YEAR}(?::\d\d:\d\d:\d\d)?)\b",
        score=0.6,
        ignore_case=True,
    ),
    Recogniser("DATE_TIME", rf"\b{_MONTHS}\.?,? {_YEAR}\b", score=0.55, ignore_case=True),
    Recogniser("DATE_TIME", rf"\b{_DAYS}\b", judge=_score_weekday, ignore_case=True),
    Recogniser("DATE_TIME", rf"\b{_YEAR}\b", judge=_score_year),
    Recogniser("DATE_TIME", r"\b(?:[01]?\d|2[0-3]):[0-5]\d ?(?:[ap]\.?m\b\.?)", score=0.5, ignore_case=True),
    Recogniser(
        "AGE",
        r"\b\d{1,3}[ -](?:(?:years?|yrs?)[ -](?:old|of age)|y/?o)\b",
        split=_split_age,
        ignore_case=True,
    ),
    Recogniser("AGE", r"\b\d{1,3}\b", judge=_score_turned, trigger=_AGE_TRIGGER),
)
