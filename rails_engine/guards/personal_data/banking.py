"""Bank accounts: IBAN by country, length and check digits; BIC and other numbers by the words before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.checksums import digits_of, is_mod97, is_weighted
from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTHS = {
    pair[:2]: int(pair[2:])
    for pair in words(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 "
        "DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 "
        "IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 "
        "NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 "
        "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    )
}
_COUNTRIES = "|".join(sorted(_LENGTHS))
_BIC_WORDS = words("bic swift")
_ACCOUNT_WORDS = words("account acct acc konto kontonummer compte cuenta conto rekening routing aba bank")
_ROUTING = (3, 7, 1) * 3


def _split_iban(hit: Hit) -> Iterator[Span]:
    """The pattern may have read on into the words behind the number, or into a second one."""
    text, at = hit.text, hit.start
    while at < hit.end:
        size = _LENGTHS.get(text[at : at + 2].upper())
        if size is None:
            return
        end = at
        plain: list[str] = []
        while end < hit.end and len(plain) < size:
            if text[end].isalnum():
                plain.append(text[end].upper())
            end += 1
        value = "".join(plain)
        if len(plain) < size or not value.isascii() or not is_mod97(value):
            return
        if Hit(text, at, end).is_apart:
            yield Span(at, end, "IBAN_CODE", 1.0)
        at = end
        while at < hit.end and not text[at].isalnum():
            at += 1


def _score_routing(hit: Hit) -> float:
    digits = digits_of(hit.value)
    return 0.4 if any(digits) and is_weighted(digits, _ROUTING, 10) else 0.0


RECOGNISERS = (
    Recogniser(
        "IBAN_CODE", rf"\b(?:{_COUNTRIES})\d\d[A-Z0-9]{{11,29}}\b", split=_split_iban, ignore_case=True
    ),
    Recogniser(
        "IBAN_CODE",
        rf"\b(?:{_COUNTRIES})\d\d(?:[ -][A-Z0-9]{{4}}){{2,8}}(?:[ -][A-Z0-9]{{1,4}})?\b",
        split=_split_iban,
        inside=True,
        ignore_case=True,
    ),
    Recogniser(
        "SWIFT_CODE",
        rf"\b[A-Z]{{4}}(?:{_COUNTRIES}|US|CA|AU|JP|CN|IN|SG|HK|NZ|ZA|MX)[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{{3}})?\b",
        score=0.5,
        context=_BIC_WORDS,
        needs=True,
    ),
    Recogniser("US_BANK_NUMBER", r"\b\d{8,17}\b", score=0.1, context=_ACCOUNT_WORDS, needs=True),
    Recogniser(
        "US_BANK_NUMBER",
        r"\b\d{9}\b",
        judge=_score_routing,
        context=words("routing aba rtn"),
        needs=True,
    ),
)
