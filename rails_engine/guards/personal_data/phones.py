"""Telephone numbers as people write them in many countries, without a table of numbering plans.

A country code, an area code in brackets, the North American shape or a leading zero make a number likely;
other groups of digits count where a word says that they are one. What looks like a date, a price, a range,
a version or an identifier is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.cards import is_card
from rails_engine.guards.personal_data.checksums import digits_of
from rails_engine.guards.personal_data.recogniser import LIFT, Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

PHONE_WORDS = words(
    "phone phones telephone tel cell cellphone mobile mob call calling callback dial ring sms whatsapp "
    "fax hotline landline handy telefon telefonnummer rufnummer mobil téléphone telefono teléfono móvil "
    "celular telefone telefoon puhelin puhelinnumero ph тел телефон 电话 電話 手机 전화 telemóvel telemovel "
    "tlm tlf gsm natel viber msisdn fono telefono cellulare portable komórka matkapuhelin моб τηλ κιν 携帯 "
    "연락처"
)
_WEAK_WORDS = words("number numbers nummer signal reach contact messages message office")
_OTHER_WORDS = words(
    "isbn issn version invoice order ratio score population price sku serial ticket case port ports "
    "range id ean article tracking zip page pages scores sum total imei doi rfc section ref reference "
    "iban account card ssn license licence passport permit serials serienummer seriennummer sn meter ndc"
)
#: What has numbers of its own, which are not to call.
_HOLDERS = words(
    "member membership army chip lotto lottery employee customer policy contract patient badge student"
)
#: Registers whose numbers have the form of a telephone number.
_REGISTERS = words(
    "cpr nhs personnummer pesel bsn nif nie dni tin vat abn acn tfn sin nino aadhaar cpf cnpj curp rut cuit "
    "ssn medicare itin steuer hetu insee nir siret siren uen nric rrn"
)
_WORD = re.compile(r"[^\W_]+")
_NEAR = 24
_MINE = re.compile(
    r"\b(?:my|his|her|your|our|their) (?:new |cell |mobile |personal |work |home )?(?:number|digits)"
    r"(?: is|'s|:)?:?\s?\Z|"
    r"\b(?:call|dial|ring|text|phone|cell|mobile|reach|sms|whatsapp)"
    r"(?: (?:me|us|him|her|them|back|number|now|today|at|on|is|under|my|to)){0,4}:? ?\Z|"
    r"\b(?:my|his|her|your|our|their) line(?: is|'s|:)? ?\Z|\b(?:mine|his|hers|yours)(?: is|'s|:) ?\Z|"
    r"\b(?:answers?|reachable|available) (?:at|on|under) ?\Z"
)
_MINE_ENDS = (
    *("number", "digits", "is", "'s", "me", "us", "him", "her", "them", "back", "now", "today", "at", "on"),
    *("under", "to", "text", "reach", "line"),
)
#: A number with a country code not far before: a list of telephone numbers.
_LISTED = re.compile(r"\+\d(?:[ .()\-]{0,2}\d){8}")
_AFTER = re.compile(r"\s?[-–(,]?\s?(?:office|fax|mobile|cell|home|work|tel|phone|direct)\b", re.IGNORECASE)  # noqa: RUF001
_GROUP = re.compile(r"\d+")
_BAR = re.compile(" ?/ ?")
_EXTENSION = re.compile(r"\s?(?:x|ext\.?|extension)\s?\d{1,6}\Z", re.IGNORECASE)
_MIN, _MIN_NAMED, _MAX = 7, 6, 15
#: Below what a detecting rail takes for one, and with a word before it above what a masking rail does.
_UNLIKELY = 0.15
_NANP = ([3, 3, 4], [1, 3, 3, 4])
_NANP_DIGITS = 11
_POST_CODE = [5, 3]
_TOLL_FREE = ("1300", "1800")
_IBERIAN = ([2, 3, 2, 2], [3, 2, 2, 2])
_DATES = ([4, 2, 2], [2, 2, 4], [1, 2, 4], [2, 1, 4], [1, 1, 4], [4, 1, 2], [4, 2, 1], [2, 2, 2])
_RANGES = ([4, 4], [5, 5], [6, 6], [3, 3], [2, 2])


def _score(hit: Hit) -> float:
    value = hit.value
    if not _stands_alone(hit, value):
        return 0.0
    number = _EXTENSION.sub("", value) if value[-1].isdigit() and "x" in value.lower() else value
    extended = len(number) != len(value)
    if number[0] == "(" and number.find(")") in (-1, len(number) - 1):
        number = number.strip("()")
    groups = _GROUP.findall(number)
    sizes = [len(group) for group in groups]
    count = sum(sizes)
    if not _MIN_NAMED <= count <= _MAX or _is_something_else(number, groups, sizes, named=True):
        return 0.0
    last = hit.lead.rstrip(" .:\uff1a#=\"'").rpartition(" ")[2]
    named = last in PHONE_WORDS or _is_mine(hit.lead) or _AFTER.match(hit.text, hit.end) is not None
    if count < _MIN and not (named and len(sizes) > 1):
        return 0.0
    if not named and _is_something_else(number, groups, sizes, named=False):
        return 0.0
    score = _shape(number, groups, sizes, count)
    if (number[0] == "+" and score > _UNLIKELY) or extended:
        return max(score, 0.75)
    if last.rstrip("s.:#") in _OTHER_WORDS or last in _OTHER_WORDS or _is_of_register(hit):
        return 0.0
    if named or (hit.follows(PHONE_WORDS) and (len(sizes) > 1 or count >= 9)):  # noqa: PLR2004
        return min(1.0, score + LIFT)
    bracketed = hit.before == "(" and hit.after == ")"
    if hit.follows(_OTHER_WORDS) and not bracketed:
        return min(score, _UNLIKELY)
    numbered = hit.follows(_WEAK_WORDS) and not hit.follows(_HOLDERS)
    likely = bracketed or numbered or _LISTED.search(hit.lead) is not None
    return min(1.0, score + LIFT) if len(sizes) > 1 and likely else score


def _is_mine(lead: str) -> bool:
    """``my number is``, ``call me at``; a search for that only where it ends so."""
    return lead.rstrip(" :").endswith(_MINE_ENDS) and _MINE.search(lead) is not None


def _is_of_register(hit: Hit) -> bool:
    return not _REGISTERS.isdisjoint(_WORD.findall(hit.lead[-_NEAR:]))


def _stands_alone(hit: Hit, value: str) -> bool:
    """Whether the neighbours leave it a number of its own."""
    before, after = hit.before, hit.after
    if hit.lead.endswith(".."):
        before = ""  # a list with dots between names and numbers
    if before and (before.isalnum() or before in "_.#$€£¥%=/&@+*^[" or (before == "-" and value[0] != "+")):
        # ``tel=0301234567`` is one all the same.
        said = _WORD.findall(hit.lead[-_NEAR:])
        if before == "=" and value[0] == "+":
            return not after.isalnum()
        return before in "=/" and bool(said) and (said[-1] in PHONE_WORDS or said[-1].endswith("phone"))
    if before in (":", ",") and value[0] != "+" and hit.text[hit.start - 2 : hit.start - 1].isdigit():
        return False
    if value[:2] == "+ " and (hit.lead.rstrip()[-1:].isalnum() or " - " in value):
        return False  # a sum
    if after.isalnum() or (after and after in "_%$€£¥=*^°"):
        return False
    beyond = hit.text[hit.end + 1 : hit.end + 3]
    if after == "-" and beyond.rstrip(" ,.;)").isupper():
        return False  # one of a series
    return not (after and after in ".,:/-" and beyond[:1].isdigit())


def _is_something_else(number: str, groups: list[str], sizes: list[int], *, named: bool) -> bool:
    """A date, a price, a range, an address of a machine, a card, a book."""
    if number[0] == "+":
        return False
    code, slash, rest = number.partition("/")
    if slash and not (number[0] == "0" and code.strip() == groups[0] and "/" not in rest):
        return True
    if "." in number and len(groups) == 4 and all(int(g) < 256 for g in groups):  # noqa: PLR2004
        return True
    if sizes == [2, 2, 2] and " " in number and named:
        return False
    if number[0] != "(" and _is_list(number, groups, sizes, named=named):
        return True
    digits = "".join(groups)
    if len(digits) == 13 and digits[:3] in ("978", "979"):  # noqa: PLR2004
        return True
    return len(set(digits)) <= 1 or (len(digits) > 12 and is_card(digits_of(digits)))  # noqa: PLR2004


def _is_list(number: str, groups: list[str], sizes: list[int], *, named: bool) -> bool:
    """Parts of a date, a range, years, a decimal, or one number with marks between its thousands."""
    if sizes in _DATES or (sizes in _RANGES and " " not in number) or sizes == [3, 2, 4]:
        return True
    # Years: 2024 2025, 1999-2004.
    if len(groups) > 1 and all(len(g) == 4 and g[:2] in ("19", "20") for g in groups):  # noqa: PLR2004
        return True
    # A decimal, or a list of small numbers.
    if (len(groups) == 2 and "." in number) or (sizes.count(1) > 1 and not named):  # noqa: PLR2004
        return True
    if sizes[0] <= 3 and len(sizes) > 2 and set(sizes[1:]) == {3} and groups[0][0] != "0":  # noqa: PLR2004
        return number.count(" ") != len(sizes) - 1 or groups[-1] == "000"
    return False


def _shape(number: str, groups: list[str], sizes: list[int], count: int) -> float:
    """How much it looks like a telephone number by itself."""
    first = number[0]
    if first == "+":
        return 0.95 if _has_code("".join(groups)) else _UNLIKELY
    if number.startswith("00") and count >= 10 and len(groups) > 1:  # noqa: PLR2004
        return 0.75 if _has_code("".join(groups)[2:]) else 0.0
    if sizes in _NANP and groups[-3][0] not in "01":
        return 0.75 if first == "(" or "-" in number or "." in number else 0.6
    if first == "(":
        return 0.7 if (sizes[0] > 1 or groups[0] == "0") and number.count("(") == 1 else 0.1
    if first in "1378" and len(groups) > 2 and number[1:3].strip() == "(" and count >= 10:  # noqa: PLR2004
        return 0.7
    other = sizes == _POST_CODE or (len(sizes) > 5 and set(sizes) == {2})  # noqa: PLR2004
    if len(groups) > 1 and first == "0" and sizes[0] > 1 and 8 <= count <= 12 and not other:  # noqa: PLR2004
        return 0.6
    if len(groups) > 1:
        return _loose_groups(number, sizes, count)
    if count == _NANP_DIGITS and first == "0" and number[1] in "789":
        return 0.42  # mobile ones of several countries
    return 0.15 if count >= 9 else 0.06  # noqa: PLR2004


def _has_code(digits: str) -> bool:
    """Whether a country may be called so: none begins with 0, and two have numbers of one length only."""
    return digits[0] != "0" and (digits[0] not in "17" or len(digits) == _NANP_DIGITS)


def _loose_groups(number: str, sizes: list[int], count: int) -> float:
    """Groups of digits that many things could be."""
    if max(sizes) > 5 or min(sizes) < 2:  # noqa: PLR2004
        return 0.1
    if sizes == [3, 4] and "-" in number:
        return 0.18
    if sizes in _IBERIAN and number[0] in "6789":
        return 0.42
    if sizes == [4, 3, 3] and number.startswith(_TOLL_FREE):
        return 0.5
    return _UNLIKELY if count <= 12 else 0.1  # noqa: PLR2004


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without brackets around all of it."""
    if text[start] == "(" and text.find(")", start, end) == end - 1:
        return start + 1, end - 1
    return start, end


def _split(hit: Hit) -> list[Span]:
    """A run of digits and marks may hold several numbers, one behind the other."""
    found = []
    for match in _NUMBER.finditer(hit.text, hit.start, hit.end):
        for start, end in _apart(hit.text, match.start(), match.end()):
            if end - start >= _MIN_NAMED:
                number = Hit(hit.text, *_bare(hit.text, start, end))
                score = _score(number)
                if score > 0:
                    found.append(Span(number.start, number.end, "PHONE_NUMBER", score))
    return found


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Two numbers with a bar between them, and a number without the bracket that begins behind it."""
    value = text[start:end]
    if value.count("(") > value.count(")") and value.rfind(" (") > 0:
        end = start + value.rfind(" (")
    at = start
    if sum(map(str.isdigit, value)) > _MAX:
        for bar in _BAR.finditer(text, start, end):
            yield at, bar.start()
            at = bar.end()
    yield at, end


#: Digits and the marks between them: of one class, so that the search for a run is one pass.
_RUN = r"[+(]{0,2} ?\d(?:[ .()\-/+\x{a0}\x{2011}]{0,3}\d){5,}\)?(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?"
_NUMBER = re.compile(
    r"(?:\+ ?|\( ?\+ ?)?\(?\d{1,12}\)?(?:(?:[ .\-/\xa0\u2011]|\) ?| [-/] | ?\()?\(?\d{1,10}\)?){0,7}"
    r"(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?"
)

RECOGNISERS = (
    Recogniser("PHONE_NUMBER", _RUN, split=_split, inside=True, trigger=r"\d(?:[^a-zA-Z0-9]{0,3}\d){5}"),
)
