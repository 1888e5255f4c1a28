"""Postal addresses: street and number, flat, post box, the town and country that follow; post codes.

Streets are told by their words in a dozen languages (Street, -straße, -gatan, Rue, Via, …) or by standing
between two numbers. Addresses in small letters are not seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.capitals import LETTER, RE2_LETTER, fold
from rails_engine.guards.personal_data.common_words import common_words
from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span
from rails_engine.patterns import compile_pattern

if TYPE_CHECKING:
    from rails_engine.patterns import Pattern

#: In English the number stands before them, with a name between.
_ENGLISH_WORDS = words(
    "street st road rd avenue ave boulevard blvd lane ln drive dr court ct place pl square sq terrace way "
    "highway hwy parkway pkwy circle crescent close grove mews walk row trail alley gardens quay knolls "
    "manor path pike ridge run view islands isle crossing creek commons falls ford forge fork glen heights "
    "hills hollow junction lakes landing loop meadow meadows mill orchard parkways shore shores spring "
    "springs summit trace turnpike valley villages ville"
)
STREET_WORDS = _ENGLISH_WORDS | words(
    "rue chemin allee impasse quai via viale piazza corso largo vicolo calle carrer avenida plaza paseo rua "
    "travessa praca alameda estrada ulica ul utca ut ter korut krt fejedelem namesti trida ulitsa bulevar "
    "trg cesta strasse str gasse platz weg ring vej gade alle plads vei veien gate gata plass vag vagen "
    "gatan torg katu tie polku laan plein straat dreef kade gracht quadra"
)
#: A full stop behind them is theirs.
_SHORTENED = words("st rd ave blvd ln dr ct pl sq hwy pkwy apt ste str")
#: Those that stand before the name.
_FRONT_WORDS = words(
    "rue chemin allee impasse quai via viale piazza corso largo calle carrer avenida avenue boulevard plaza "
    "paseo rua travessa praca alameda estrada ulica ul ulitsa place"
)
_STREET_ENDS = (
    "strasse", "strasze", "str.", "gasse", "platz", "allee", "weg", "damm", "ufer", "gatan", "gata", "vagen",
    "vag", "veien", "vegen", "vej", "veg", "gade", "gate", "plads", "alleen", "straat", "laan", "plein",
    "dreef", "kade", "gracht", "plaats", "steeg", "katu", "tie",
    "kuja", "polku", "utca", "utja", "braut", "stigur", "hlid",
    "bakki", "sund", "torg", "stien", "bakken",
)  # fmt: skip
_UNITS = words("apt apartment suite ste unit flat floor room wohnung box")
_WORD = rf"\p{{Lu}}{RE2_LETTER}*(?:['\x{{2019}}-]{RE2_LETTER}+)*\.?"
_NUMBER = r"\d{1,6}(?:-\d{1,4})?[A-Za-z]?"
_PARTICLE = (
    r"(?:de la|de los|de las|de l'|de|du|des|del|della|dei|da|do|dos|van de|van der|van den|van|von|der|"
    r"den|of|la|le|nan|rue|avenue|boulevard|quai|chemin|impasse|allée|place|calle|avenida|plaza|paseo|rua|"
    r"via|viale|piazza|corso|ulica|ul\.|ulitsa)"
)
_BETWEEN = r"(?:,? |,?[ ]?\n {0,8}(?:, ?)?)"
_POST_CODE = r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d"
_ELEMENT = rf"(?:{_POST_CODE}|{_NUMBER}|{_WORD}|P\.?O\.? Box|nan)"
_CHAIN = rf"\b{_ELEMENT}(?:{_BETWEEN}(?:{_PARTICLE} ){{0,3}}{_ELEMENT}){{1,20}}"
#: A number near a word of streets or flats, or two numbers with words between them, or one behind a capital.
_TRIGGER = (
    r"(?i:apt|apartment|suite|ste|flat|unit|box|floor|room)\.? ?\d|\d[A-Za-z]? [^a-z0-9 .+*/=()-][^ ]+[ ,]|"
    r"[A-Z\x{c0}-\x{24f}][^ ]{3,} \d|[A-Z][^ ]+ (?:Street|Avenue|Boulevard)|"
    r"\d,? (?:rue|via|calle|rua|quai|chemin|avenue|boulevard|place|impasse|allée) "
)
_TOKEN = re.compile(rf"\d+(?:-\d+)?[A-Za-z]?|{LETTER}+(?:['\u2019\-]{LETTER}+)*\.?")
_ZIP_LEAD = re.compile(
    r"(?:zip|postcode|postal|plz|postleitzahl|cap)\W{0,4}(?:code|is|number)?\W{0,4}(?:is)?\W{0,3}\Z"
)
_MIN_END = 5
#: Words that, with nothing but a number, say little.
_ANYWHERE = words("room unit floor gate box plaza place circle")
_BARE = 2
#: What tables write where a part is missing.
_MISSING = "nan"
_NEAR = 4


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    plain: str
    number: bool
    #: What stands between it and the one before.
    gap: str


@cache
def _trigger() -> Pattern:
    return compile_pattern(_TRIGGER)


def _tokens(hit: Hit) -> list[_Token]:
    tokens: list[_Token] = []
    at = hit.start
    for match in _TOKEN.finditer(hit.text, hit.start, hit.end):
        gap = hit.text[at : match.start()]
        word = match[0]
        tokens.append(_Token(match.start(), match.end(), fold(word), word[0].isdigit(), gap))
        at = match.end()
    return tokens


def _is_street(token: _Token) -> bool:
    plain = token.plain.rstrip(".")
    return plain in STREET_WORDS or (len(plain) > _MIN_END and token.plain.endswith((*_STREET_ENDS, "str.")))


def _anchor(tokens: list[_Token]) -> tuple[int, float] | None:
    """Where something stands that only an address has, and how sure that is."""
    last = len(tokens) - 1
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index < last else None
        if token.plain.rstrip(".") in _UNITS and after is not None and after.number and after.gap == " ":
            return index, 0.7
        if not _is_street(token) or (index == 0 and token.plain in STREET_WORDS - _FRONT_WORDS):
            continue
        if _has_number(tokens, index):
            return index, 0.65
    return next(((index, 0.45) for index in range(last - 1) if _is_between_numbers(tokens, index)), None)


def _has_number(tokens: list[_Token], index: int) -> bool:
    """Whether a number belongs to the street here: before its words, or right behind it."""
    plain = tokens[index].plain.rstrip(".")
    at = index
    while at and index - at < _NEAR and (tokens[at].gap == " " or tokens[at - 1].number):
        at -= 1
        if tokens[at].number:
            return index - at > 1 or plain not in _ENGLISH_WORDS or plain in _FRONT_WORDS
    if plain in _ENGLISH_WORDS:
        return False
    at = index + 1
    while at < len(tokens) and at - index < _NEAR and tokens[at].gap == " ":
        if tokens[at].number:
            return True
        at += 1
    return False


def _is_between_numbers(tokens: list[_Token], index: int) -> bool:
    """``59 Metsanurga 48``: a name that is no ordinary word between two numbers."""
    end = index + 1
    while end < len(tokens) and end - index <= _NEAR and tokens[end].gap == " " and not tokens[end].number:
        if tokens[end].plain in common_words():
            return False
        end += 1
    if not tokens[index].number or end == index + 1 or end == len(tokens):
        return False
    return tokens[end].number and tokens[end].gap == " " and len(tokens[index + 1].plain) >= _NEAR


def _split(hit: Hit) -> list[Span]:
    # The text may have been looked at for the sake of something elsewhere in it.
    if hit.before.isalnum() or hit.before in ("_", "$", "#", "@"):
        return []
    if _trigger().search(hit.text[hit.start : hit.end + 1]) is None:
        return []
    tokens = _tokens(hit)
    found = _anchor(tokens)
    if found is None:
        return _bare_street(tokens)
    at, score = found
    first = at
    while (
        first and "\n" not in tokens[first].gap and ("," not in tokens[first].gap or tokens[first - 1].number)
    ):
        before = tokens[first - 1]
        if before.number and tokens[first].number and tokens[first].gap != " ":
            break
        behind_number = first > 1 and tokens[first - 2].number
        if before.plain in common_words() and not _is_street(before) and not behind_number:
            break
        first -= 1
    while first < at and not tokens[first].number and tokens[first + 1].number and first + 1 == at:
        first += 1
    last = at
    while last + 1 < len(tokens) and not _ends(hit.text, tokens, last):
        last += 1
    inside = tokens[first : last + 1]
    if not any(t.number for t in inside) or all(t.number for t in inside):
        return []
    if len(inside) <= _BARE and tokens[at].plain.rstrip(".") in _ANYWHERE:
        # ``Room 212``, ``Gate 14``: they may be in any house.
        score = 0.3
    return [Span(tokens[first].start, _end(hit.text, tokens[last]), "ADDRESS", score)]


def _end(text: str, token: _Token) -> int:
    """Without the full stop of the sentence."""
    stopped = text[token.end - 1] == "." and token.plain.rstrip(".") not in _SHORTENED
    return token.end - 1 if stopped else token.end


def _ends(text: str, tokens: list[_Token], index: int) -> bool:
    """Whether the address ends with this token: with a sentence, or where ordinary words begin."""
    token, after = tokens[index], tokens[index + 1]
    if text[token.end - 1] == "." and token.plain.rstrip(".") not in _UNITS and not _is_street(token):
        return True
    if token.number and after.number and "\n" in after.gap:
        return True
    if "," in after.gap and _is_town(tokens, index + 1):
        return False
    ordinary = (
        after.plain in common_words() and not _is_street(after) and after.plain.rstrip(".") not in _UNITS
    )
    return ordinary and after.plain != _MISSING


def _is_town(tokens: list[_Token], index: int) -> bool:
    """Whether an ordinary word behind a comma begins a name: ``Little Whinging``, ``New York``."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and after.gap == " " and not after.number and after.plain not in common_words()


def _bare_street(tokens: list[_Token]) -> list[Span]:
    """``Elm Street``, without a number."""
    return [
        Span(before.start, token.end, "ADDRESS", 0.4)
        for before, token in pairwise(tokens)
        if token.plain in ("street", "avenue", "boulevard")
        and before.plain not in common_words()
        and not before.number
    ]


def _score_zip(hit: Hit) -> float:
    """The word stands right before it (``zip code: 90210``)."""
    return 0.25 if _ZIP_LEAD.search(hit.lead) else 0.0


RECOGNISERS = (
    Recogniser("ADDRESS", _CHAIN, split=_split, inside=True, trigger=_TRIGGER),
    Recogniser(
        "ZIP_CODE",
        r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
        r",? \d{5}(?:-\d{4})?\b",
        split=lambda hit: [Span(hit.start + hit.value.rindex(" ") + 1, hit.end, "ZIP_CODE", 0.6)],
    ),
    Recogniser(
        "ZIP_CODE",
        r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b|\b[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d\b",
        score=0.5,
    ),
    Recogniser(
        "ZIP_CODE",
        r"\b\d{4,5}(?:-\d{3,4})?\b",
        judge=_score_zip,
        context=words("zip zipcode postcode postal plz postleitzahl cap"),
        needs=True,
    ),
)
