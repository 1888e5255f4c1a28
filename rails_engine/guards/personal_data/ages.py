"""Ages: a number, in digits or in words, where what stands beside it says that somebody is so old."""

from __future__ import annotations

import re

from rails_engine.guards.personal_data.addresses import STREET_WORDS
from rails_engine.guards.personal_data.capitals import LETTER, RE2_LETTER, TITLES, fold
from rails_engine.guards.personal_data.common_words import common_words
from rails_engine.guards.personal_data.given_names import ambiguous_names, given_names
from rails_engine.guards.personal_data.more_given_names import more_given_names
from rails_engine.guards.personal_data.place_names import more_places, places
from rails_engine.guards.personal_data.recogniser import LOOKS_BACK, Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span

_NUMBER = re.compile(r"\d{1,3}")
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_SPELLED = rf"(?:{_TENS}(?:-{_UNITS})?|{_TEENS}|{_UNITS})"
_PERSON = (
    r"(?:he|she|who|son|daughter|mother|father|mom|mum|dad|brother|sister|wife|husband|child|baby|patient|"
    r"client|boy|girl|kid|toddler|grandson|granddaughter|nephew|niece|twins?|aunt|uncle|cousin|victim|"
    r"suspect|accused|"
    r"applicant)"
)
_AGE_LEAD = re.compile(
    rf"(?:\b(?:aged?|ages|age of|age is|age as|age[\"']?[:=]|turned|turn|turning|turns|i'm|i am|im|he's|"
    rf"she's|{_PERSON} (?:is|was)|(?:child|boy|girl|son|daughter|kid|kids|children|man|woman) of)|\bage|"
    rf"\balter|"
    rf"\bedad|\bâge)"
    r"(?: just| only| almost| about| now|[:=])?[\s:\"']{1,3}\Z"
)
#: ``She is one`` is not said of an age.
_SMALL = words("one two three four five six seven eight nine")
_AGED = re.compile(r"\b(?:aged?|turn|turned|turns|turning) \Z")
#: A second age: ``aged 31 and 33``.
_ALSO_LEAD = re.compile(r"\b(?:aged?|ages) \d{1,2}(?:, \d{1,2})?(?:,| and|,? but i'm) \Z")
#: ``Ana is``, in the letters that the text has.
_NAMED_LEAD = re.compile(r"(?:\A|[\s,;(\"])[^\W\d_a-z][^\W\d_A-Z]{1,20},? (?:is|was) (?:just |only |now )?\Z")
#: ``ana is``: a name of the lists.
_SMALL_NAMED_LEAD = re.compile(r"(?:\A|[\s,;(\"])([^\W\d_A-Z]{3,20}),? (?:is|was) (?:just |only |now )?\Z")
#: What is counted, and no age.
_COUNTED = re.compile(
    r"\s?(?:[%$€£°/*+=<>x]|-(?!year)|(?:percent|times|minutes|hours|days|weeks|months|seconds|miles|"
    r"meters|metres|km|cm|kg|mm|ms|items|people|points|dollars|euros|degrees|pages|of|more|less|out|"
    r"and a half)\b|"
    r"years? (?:ago|older|younger|later|earlier|more|longer|before|after)\b)"
)
#: A name with a number behind it, between commas or brackets: ``Ana Berg, 34,`` and ``Ana Berg (34)``.
_NAME = rf"[A-Z\u00c0-\u00de]{LETTER}*(?:[-'\u2019]{LETTER}+)*"
_NAME_LEAD = re.compile(rf"(?:\A|[^\w@#/])((?:{_NAME}\s){{0,3}}{_NAME})(?:,\s|\s\()\Z")
_KIN_LEAD = re.compile(
    rf"\b(?:{_PERSON}) \(\Z|\b(?:mother|father|mum|mom|dad|"
    rf"parent)s? of \w{{1,6}} \((?:\d{{1,2}}, ){{0,4}}(?:\d{{1,2}} and )?\Z"
)
_BEHIND = re.compile(r"[,;]?(?:\s|\Z)|[.)](?:\D|\Z)")
_SAID_OF_ALL = re.compile(r", (?:of|from|was|is|who|has|had|said|says|told|pleaded|married|born|died)\b")
_AGE_TRIGGER = (
    r"(?i:age|aged|ages|age[\"']?[:=][\"']?|of|turned|turn|turning|turns|i'm|i am|im|is|was|he's|she's|"
    r"just|only|almost|"
    r"about|now|as|alter|edad|âge)[\s:\"']{1,3}\d{1,3}\b|(?i:,? and|but i'm) \d{1,2}\b"
)
_SPELLED_TRIGGER = (
    rf"(?:aged?|turned|turning|turns|i'm|i am|he's|she's|is|was):? (?:just |only |almost |now )?{_SPELLED}\b"
)
_MAX_AGE = 120
_QUOTES, _MARKS = "\"'", frozenset(":=,")


def _split_age(hit: Hit) -> list[Span]:
    """Only the number."""
    found = _NUMBER.search(hit.text, hit.start, hit.end)
    if found is None or int(found[0]) > _MAX_AGE:
        return []
    return [Span(found.start(), found.end(), "AGE", 0.6)]


def _score_turned(hit: Hit) -> float:
    last = hit.lead.rstrip().rstrip(_QUOTES).rstrip()[-1:]
    if not last.isalpha() and last not in _MARKS:
        return 0.0  # behind a number or a sign it is none; said here, since texts of numbers have many
    if not 0 < int(hit.value) <= _MAX_AGE or _COUNTED.match(hit.text, hit.end):
        return 0.0
    if _AGE_LEAD.search(hit.lead) or _ALSO_LEAD.search(hit.lead):
        return 0.5
    if _NAMED_LEAD.search(hit.text[max(0, hit.start - LOOKS_BACK) : hit.start]):
        return 0.45
    small = _SMALL_NAMED_LEAD.search(hit.lead)
    return 0.45 if small and fold(small[1]) in given_names() else 0.0


def _score_spelled(hit: Hit) -> float:
    if _COUNTED.match(hit.text, hit.end):
        return 0.0
    if hit.value.lower() in _SMALL and not _AGED.search(hit.lead):
        return 0.0
    return 0.5 if _AGE_LEAD.search(hit.lead) and not hit.lead.endswith(" of ") else 0.0


def _score_beside_name(hit: Hit) -> float:
    """The number of ``Ana Berg, 34,``, if that is a name."""
    if not hit.lead.endswith((", ", " (")) or not _BEHIND.match(hit.text, hit.end):
        return 0.0
    if hit.value == "one":
        return 0.0
    if hit.value.isdigit() and (int(hit.value) == 0 or _KIN_LEAD.search(hit.lead)):
        return 0.45 if int(hit.value) else 0.0
    lead = hit.text[max(0, hit.start - LOOKS_BACK) : hit.start]
    # Behind a number in words, which may be the last before a cut, nothing more is read.
    said = hit.value.isdigit() and _SAID_OF_ALL.match(hit.text, hit.end) is not None
    return 0.45 if _is_named(lead, said=said) else 0.0


def _is_named(lead: str, *, said: bool) -> bool:
    """Whether a name stands before; an unknown one is one only if something is said of it."""
    named = _NAME_LEAD.search(lead)
    if named is None:
        return False
    name = [fold(word) for word in named[1].split()]
    if not STREET_WORDS.isdisjoint(name):
        return False
    if (
        any(word in common_words() for word in name[-1:])
        or "_".join(name) in more_places()
        or " ".join(name) in places()
    ):
        return False
    if any(word in given_names() or word in more_given_names() or word in TITLES for word in name):
        return True
    if name[0] in ambiguous_names():
        return True
    return said and name[0] not in common_words()


RECOGNISERS = (
    Recogniser(
        "AGE",
        r"\b\d{1,3}[ -](?:(?:years?|yrs?)[ -](?:old|of age)|y/?o)\b",
        split=_split_age,
        ignore_case=True,
    ),
    Recogniser(
        "AGE",
        rf"\b(?:\d{{1,3}}-(?:month|week|day)s?|{_SPELLED}-(?:year|month|week|day)s?|"
        rf"{_TENS}-{_UNITS} years?)[ -]old\b|"
        r"\b\d{1,3}(?:yo|y/o)\b",
        score=0.6,
        ignore_case=True,
    ),
    Recogniser(
        "AGE",
        rf"\b{_SPELLED}\b",
        judge=_score_spelled,
        ignore_case=True,
        trigger=_SPELLED_TRIGGER,
    ),
    Recogniser("AGE", r"\b\d{1,3}\b", judge=_score_turned, trigger=_AGE_TRIGGER),
    Recogniser(
        "AGE", r"\b\d{1,2}\b", judge=_score_beside_name, trigger=rf"{RE2_LETTER}(?:, | \()\d{{1,2}}\b"
    ),
    Recogniser("AGE", rf"\b{_SPELLED}\b", judge=_score_beside_name, trigger=rf"(?:, | \(){_SPELLED}[,)]"),
)
