"""Numbers that states outside Europe give to persons: by check digits or by the words before them."""

from __future__ import annotations

from rails_engine.guards.personal_data.checksums import (
    digits_of,
    is_cnpj,
    is_cpf,
    is_luhn,
    is_verhoeff,
    is_weighted,
)
from rails_engine.guards.personal_data.recogniser import THINGS, Hit, Recogniser, words

_SSN_WORDS = words("ssn ssns ss soc social security taxpayer tin sozialversicherungsnummer")
_NRIC = {"S": ("JZIHGFEDCBA", 0), "T": ("JZIHGFEDCBA", 4), "F": ("XWUTRQPNMLK", 0), "G": ("XWUTRQPNMLK", 4)}
_CHINESE = "10X98765432"


def _ssn(hit: Hit) -> float:
    if hit.after == "-" and hit.text[hit.end + 1 : hit.end + 2].isalnum():
        return 0.0  # a part number
    digits = "".join(map(str, digits_of(hit.value)))
    if digits[:3] in ("000", "666") or digits[3:5] == "00" or digits[5:] == "0000" or digits[0] == "9":
        return 0.0
    marks = {c for c in hit.value if not c.isdigit()}
    if len(marks) > 1 or len(set(digits)) == 1:
        return 0.0
    return {"-": 0.9, " ": 0.15, ".": 0.15}.get(next(iter(marks), ""), 0.0)


def _ssn_named(hit: Hit) -> float:
    digits = "".join(map(str, digits_of(hit.value)))
    good = (
        digits[:3] not in ("000", "666") and digits[3:5] != "00" and digits[5:] != "0000" and digits[0] != "9"
    )
    return 0.3 if good and len(set(digits)) > 1 else 0.0


def _itin(hit: Hit) -> float:
    return 0.7 if "-" in hit.value else 0.3


def _ca_sin(hit: Hit) -> float:
    return (0.45 if len(hit.value) > 9 else 0.3) if is_luhn(digits_of(hit.value)) else 0.0  # noqa: PLR2004


def _sg_nric(hit: Hit) -> float:
    letters, offset = _NRIC[hit.value[0].upper()]
    digits = digits_of(hit.value)
    total = sum(d * w for d, w in zip(digits, (2, 7, 6, 5, 4, 3, 2), strict=True)) + offset
    return 0.95 if letters[total % 11] == hit.value[-1].upper() else 0.0


def _tfn(hit: Hit) -> float:
    return 0.4 if is_weighted(digits_of(hit.value), (1, 4, 3, 7, 5, 8, 6, 9, 10), 11) else 0.0


def _medicare(hit: Hit) -> float:
    digits = digits_of(hit.value)
    check = sum(d * w for d, w in zip(digits[:8], (1, 3, 7, 9, 1, 3, 7, 9), strict=True)) % 10
    return 0.4 if check == digits[8] else 0.0


def _abn(hit: Hit) -> float:
    digits = digits_of(hit.value)
    digits[0] -= 1
    return 0.4 if is_weighted(digits, (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19), 89) else 0.0


def _acn(hit: Hit) -> float:
    digits = digits_of(hit.value)
    return (
        0.4
        if (10 - sum(d * w for d, w in zip(digits, range(8, 0, -1), strict=False)) % 10) % 10 == digits[8]
        else 0.0
    )


def _aadhaar(hit: Hit) -> float:
    if not is_verhoeff(digits_of(hit.value)):
        return 0.0
    if hit.follows(THINGS):
        return 0.1
    return 0.6 if " " in hit.value or "-" in hit.value else 0.2


def _cpf(hit: Hit) -> float:
    if not is_cpf(digits_of(hit.value)):
        return 0.0
    return 0.95 if "." in hit.value else 0.3


def _cnpj(hit: Hit) -> float:
    return 0.95 if is_cnpj(digits_of(hit.value)) else 0.0


def _kr_rrn(hit: Hit) -> float:
    digits = digits_of(hit.value)
    return 0.6 if 1 <= digits[2] * 10 + digits[3] <= 12 and 1 <= digits[4] * 10 + digits[5] <= 31 else 0.0  # noqa: PLR2004


def _cn_id(hit: Hit) -> float:
    digits = digits_of(hit.value[:17])
    total = sum(
        d * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    return 0.95 if _CHINESE[total % 11] == hit.value[-1].upper() else 0.0


def _za_id(hit: Hit) -> float:
    digits = digits_of(hit.value)
    day = 1 <= digits[2] * 10 + digits[3] <= 12 and 1 <= digits[4] * 10 + digits[5] <= 31  # noqa: PLR2004
    return 0.4 if day and is_luhn(digits) else 0.0


def _th_tnin(hit: Hit) -> float:
    digits = digits_of(hit.value)
    if (11 - sum(d * w for d, w in zip(digits[:12], range(13, 1, -1), strict=True)) % 11) % 10 != digits[12]:
        return 0.0
    return 0.7 if "-" in hit.value or " " in hit.value else 0.15


def _tr_id(hit: Hit) -> float:
    d = digits_of(hit.value)
    tenth = (sum(d[0:9:2]) * 7 - sum(d[1:8:2])) % 10
    return 0.3 if d[9] == tenth and sum(d[:10]) % 10 == d[10] else 0.0


RECOGNISERS = (
    Recogniser("US_SSN", r"\b\d{3}[- .]\d{2}[- .]\d{4}\b", judge=_ssn, context=_SSN_WORDS),
    Recogniser("US_SSN", r"\b\d{9}\b", judge=_ssn_named, context=_SSN_WORDS, needs=True),
    Recogniser(
        "US_ITIN",
        r"\b9\d{2}[- ]?(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- ]?\d{4}\b",
        judge=_itin,
        context=words("itin taxpayer tax"),
        needs=True,
    ),
    Recogniser(
        "CA_SIN",
        r"\b\d{3}[ -]?\d{3}[ -]?\d{3}\b",
        judge=_ca_sin,
        context=words("sin social insurance nas"),
        needs=True,
    ),
    Recogniser("SG_NRIC_FIN", r"\b[STFGstfg]\d{7}[A-Za-z]\b", judge=_sg_nric, context=words("nric fin")),
    Recogniser(
        "SG_UEN",
        r"\b(?:\d{8,9}|[TSR]\d{2}[A-Z]{2}\d{4})[A-Z]\b",
        score=0.25,
        context=words("uen acra entity"),
        needs=True,
        ignore_case=True,
    ),
    Recogniser(
        "TH_TNIN",
        r"\b[1-8][ -]?\d{4}[ -]?\d{5}[ -]?\d{2}[ -]?\d\b",
        judge=_th_tnin,
        context=words("tnin thai id"),
    ),
    Recogniser("AU_TFN", r"\b\d{3} ?\d{3} ?\d{3}\b", judge=_tfn, context=words("tfn tax"), needs=True),
    Recogniser(
        "AU_MEDICARE",
        r"\b[2-6]\d{3}[ -]?\d{5}[ -]?\d\b",
        judge=_medicare,
        context=words("medicare"),
        needs=True,
    ),
    Recogniser(
        "AU_ABN", r"\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b", judge=_abn, context=words("abn business"), needs=True
    ),
    Recogniser("AU_ACN", r"\b\d{3} ?\d{3} ?\d{3}\b", judge=_acn, context=words("acn company"), needs=True),
    Recogniser(
        "IN_AADHAAR",
        r"\b[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}\b",
        judge=_aadhaar,
        context=words("aadhaar aadhar uidai uid"),
    ),
    Recogniser(
        "IN_PAN", r"\b[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]\b", score=0.6, context=words("pan permanent tax")
    ),
    Recogniser("IN_VOTER", r"\b[A-Z]{3}\d{7}\b", score=0.2, context=words("voter epic election"), needs=True),
    Recogniser("BR_CPF", r"\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b", judge=_cpf, context=words("cpf")),
    Recogniser("BR_CNPJ", r"\b\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}\b", judge=_cnpj, context=words("cnpj")),
    Recogniser("KR_RRN", r"\b\d{6}-[1-8]\d{6}\b", judge=_kr_rrn, context=words("rrn resident")),
    Recogniser("CN_ID", r"\b[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d{4}[\dXx]\b", judge=_cn_id),
    Recogniser("ZA_ID", r"\b\d{13}\b", judge=_za_id, context=words("id identity"), needs=True),
    Recogniser("TR_ID", r"\b[1-9]\d{10}\b", judge=_tr_id, context=words("tc kimlik tckn"), needs=True),
    Recogniser("MX_CURP", r"\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d\b", score=0.95),
)
