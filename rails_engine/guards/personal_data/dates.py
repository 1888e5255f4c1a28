"""Dates, times and ages. A bare number is a year or an age only where the words beside it say so.

A year behind a month of another language is found by itself, for a stream may be cut between the two.
"""

from __future__ import annotations

import re

from rails_engine.guards.personal_data.ages import RECOGNISERS as AGES
from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
#: Of the larger languages of Europe, and of Turkish.
_OTHER_MONTHS = (
    r"(?:januar|jänner|januari|janvier|enero|gennaio|janeiro|tammikuuta|stycznia|ledna|január|ocak|января|"
    r"februar|feber|februari|février|febrero|febbraio|fevereiro|helmikuuta|lutego|února|február|şubat|"
    r"февраля|märz|mars|marts|marzo|março|maart|maaliskuuta|marca|března|március|mart|марта|avril|abril|"
    r"aprile|huhtikuuta|kwietnia|dubna|április|nisan|апреля|mai|maj|mayo|maggio|maio|mei|toukokuuta|maja|"
    r"května|május|mayıs|мая|juni|juin|junio|giugno|junho|kesäkuuta|czerwca|června|június|haziran|июня|"  # noqa: RUF001
    r"juli|juillet|julio|luglio|julho|heinäkuuta|lipca|července|július|temmuz|июля|augusti|août|agosto|"
    r"augustus|elokuuta|sierpnia|srpna|augusztus|ağustos|августа|septembre|septiembre|settembre|setembro|"
    r"syyskuuta|września|září|szeptember|eylül|сентября|oktober|octobre|octubre|ottobre|outubro|lokakuuta|"
    r"października|října|október|ekim|октября|novembre|noviembre|novembro|marraskuuta|listopada|listopadu|"
    r"kasım|ноября|dezember|desember|décembre|diciembre|"  # noqa: RUF001
    r"dicembre|dezembro|joulukuuta|grudnia|prosince|aralık|декабря)"  # noqa: RUF001
)
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SHORT_DAYS = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[89]|20)\d\d"
_BIRTH = words("born birth birthday dob birthdate geburtsdatum geboren née")
_YEAR_WORDS = words(
    "in since year from during until till by of before after born around circa summer winter spring "
    "autumn fall "
    "early late mid class anno seit im jahr depuis en desde nel dal sedan sinds i od w rok roku vom bis år"
)
_YEAR_LEAD = re.compile(
    rf"(?:{_OTHER_MONTHS}\.? (?:de |del )?|\b(?:b\.|d\.|©|c\.|ca\.|est\.) |\b{_YEAR}(?: ?[-–—] ?| to |"  # noqa: RUF001
    rf" and | or |, ))\Z"
)
_YEAR_BEHIND = re.compile(rf" ?[-–—] ?{_YEAR}(?!\d)")  # noqa: RUF001
_YEAR_RANGE_STARTS = re.compile(r"[\s(:;,|]\Z")
#: Before a date without its year: ``17.05.``, ``12/24``.
_DATED = re.compile(r"\b(?:on|until|due|dated|date|am|vom|bis|seit|zum|den|le|el|dal|op)[\s:]{1,2}\Z")
#: What a time of day stands behind, where it is a part of a date.
_DAY_LEAD = re.compile(
    rf"(?:(?:{_DAYS}|{_SHORT_DAYS}|{_MONTHS}|{_OTHER_MONTHS}|\d{{1,2}}(?:st|nd|rd|th)|\d[./-]\d{{1,4}}\.?|"
    rf"{_YEAR}|today|tomorrow)"
    r"\.?,?(?: (?:at|from|after|before|until|um|à|a las|alle|kl\.|kl|approx\.?|around|@))?[ ,(]{1,2})\Z"
)
#: No longer than what stands right before a year.
_NEAR = 24
_MONTHS_OF_A_YEAR, _DAYS_OF_A_MONTH = 12, 31
_HOURS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PAST = re.compile(r"\b(?:half|quarter|twenty|ten|five)(?: minutes)? (?:past|to) \Z")
#: Parts of something, and the whole week.
_FRACTION = re.compile(r"24/7\b|\d/\d(?:\D|\Z)|\d{1,2}/\d{1,2}(?:[%\"]| (?:of|inch|cups?|scale|the)\b)")


def _score_weekday(hit: Hit) -> float:
    last = hit.lead.split()[-1:]
    return 0.3 if last and last[0] in ("every", "each", "last", "next", "on", "the", "this") else 0.6


def _score_year(hit: Hit) -> float:
    if hit.after in ("%", "$", "€") or hit.before in ("$", "€", "#"):
        return 0.0
    last = hit.lead.split()[-1:]
    if (last and last[0] in _YEAR_WORDS) or _YEAR_LEAD.search(hit.lead[-_NEAR:]):
        return 0.6
    starts = not hit.lead or _YEAR_RANGE_STARTS.search(hit.lead)
    return 0.5 if starts and _YEAR_BEHIND.match(hit.text, hit.end) else 0.0


def _score_day(hit: Hit) -> float:
    """A day and a month, where the word before says that they are no fraction."""
    day, _, month = hit.value.rstrip(".").replace(".", "/").partition("/")
    if min(int(day), int(month)) > _MONTHS_OF_A_YEAR or max(int(day), int(month)) > _DAYS_OF_A_MONTH:
        return 0.0
    return 0.5 if _DATED.search(hit.lead) and not _FRACTION.match(hit.text, hit.start) else 0.0


def _score_time(hit: Hit) -> float:
    """Alone it says little of a person."""
    return 0.5 if _DAY_LEAD.search(hit.lead[-_NEAR:]) else 0.35


def _score_past(hit: Hit) -> float:
    """Of ``half past six`` only the last word: a stream may be cut before it."""
    return 0.35 if _PAST.search(hit.lead) else 0.0


def _score_clock(hit: Hit) -> float:
    if hit.lead.endswith(("verse ", "chapter ", "ratio ", "ratio of ", "score ", "psalm ")):
        return 0.0
    return _score_time(hit)


RECOGNISERS = (
    Recogniser(
        "DATE_TIME",
        rf"\b(?:{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}|{_DAY}[-/.]{_MONTH}[-/.](?:{_YEAR}|\d\d)|"
        rf"{_MONTH}[-/.]{_DAY}[-/.](?:{_YEAR}|\d\d))"
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
    Recogniser(
        "DATE_TIME",
        rf"\b{_DAY}(?:\.|er|º)? ?(?:de )?{_OTHER_MONTHS}\b",
        score=0.6,
        ignore_case=True,
    ),
    Recogniser("DATE_TIME", rf"\b{_DAY}\.{_MONTH}\.|\b\d{{1,2}}/\d{{1,2}}\b", judge=_score_day),
    Recogniser("DATE_TIME", rf"\b{_DAYS}\b", judge=_score_weekday, ignore_case=True),
    Recogniser("DATE_TIME", rf"\b{_YEAR}\b", judge=_score_year),
    Recogniser("DATE_TIME", r"\b(?:[01]?\d|2[0-3]):[0-5]\d ?(?:[ap]\.?m\b\.?)", score=0.5, ignore_case=True),
    Recogniser("DATE_TIME", r"\b(?:0?[1-9]|1[0-2]) ?[ap]\.?m\b\.?", judge=_score_time, ignore_case=True),
    Recogniser("DATE_TIME", r"\b(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b", judge=_score_clock),
    Recogniser(
        "DATE_TIME",
        rf"\b{_HOURS}\b",
        judge=_score_past,
        ignore_case=True,
        trigger=rf"(?:past|to) {_HOURS}\b",
    ),
    Recogniser("DATE_TIME", r"\b(?:0?[1-9]|1[0-2]) o'clock\b", judge=_score_time, ignore_case=True),
    *AGES,
)
