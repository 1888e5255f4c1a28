"""Numbers that European states give to persons, told by their check digits or by the words before them."""

from __future__ import annotations

from rails_engine.guards.personal_data.checksums import digits_of, is_iso7064, is_luhn, is_weighted
from rails_engine.guards.personal_data.recogniser import THINGS, Hit, Recogniser, words

_SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE"
_FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_ITALIAN_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def _plain(hit: Hit) -> str:
    return "".join(c for c in hit.value if c.isalnum()).upper()


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12  # noqa: PLR2004


def _nhs(hit: Hit) -> float:
    digits = digits_of(hit.value)
    check = (11 - sum(d * w for d, w in zip(digits[:9], range(10, 1, -1), strict=True)) % 11) % 11
    return 0.4 if check == digits[9] else 0.0


def _es_nif(hit: Hit) -> float:
    value = _plain(hit)
    number = value[:-1].translate(str.maketrans("XYZ", "012"))
    return 0.7 if number.isdigit() and _SPANISH[int(number) % 23] == value[-1] else 0.0


def _it_code(hit: Hit) -> float:
    value = _plain(hit)
    total = 0
    for index, character in enumerate(value[:15]):
        number = int(character) if character.isdigit() else ord(character) - 65
        total += number if index % 2 else _ITALIAN_ODD[number]
    return 0.95 if chr(65 + total % 26) == value[15] else 0.0


def _it_vat(hit: Hit) -> float:
    return 0.4 if is_luhn(digits_of(hit.value)) else 0.0


def _fr_nir(hit: Hit) -> float:
    value = _plain(hit).replace("2A", "19").replace("2B", "18")
    month = int(value[3:5])
    if not (1 <= month <= 12 or 20 <= month <= 42):  # noqa: PLR2004
        return 0.0
    return 0.9 if 97 - int(value[:13]) % 97 == int(value[13:15]) else 0.0


def _nl_bsn(hit: Hit) -> float:
    digits = digits_of(hit.value)
    return 0.4 if is_weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), 11) and any(digits) else 0.0


def _pl_pesel(hit: Hit) -> float:
    digits = digits_of(hit.value)
    month, day = (digits[2] * 10 + digits[3]) % 20, digits[4] * 10 + digits[5]
    good = is_weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10) and _is_day(day, month)
    return 0.35 if good else 0.0


def _de_tax(hit: Hit) -> float:
    digits = digits_of(hit.value)
    return 0.4 if digits[0] and len(set(digits[:10])) < 10 and is_iso7064(digits) else 0.0  # noqa: PLR2004


def _nino(hit: Hit) -> float:
    return 0.6 if hit.value == hit.value.upper() else 0.15


def _se_number(hit: Hit) -> float:
    if hit.follows(THINGS):
        return 0.1
    digits = digits_of(hit.value)[-10:]
    day = digits[4] * 10 + digits[5]
    good = is_luhn(digits) and _is_day(day - 60 if day > 60 else day, digits[2] * 10 + digits[3])  # noqa: PLR2004
    return 0.5 if good else 0.0


def _fi_code(hit: Hit) -> float:
    value = _plain(hit)
    digits = value[:6] + hit.value[7:10]
    if not _is_day(int(value[:2]), int(value[2:4])):
        return 0.0
    return 0.9 if _FINNISH[int(digits) % 31] == hit.value[-1].upper() else 0.0


def _be_number(hit: Hit) -> float:
    value = _plain(hit)
    rest = int(value[9:])
    return 0.8 if rest in (97 - int(value[:9]) % 97, 97 - int("2" + value[:9]) % 97) else 0.0


def _ch_ahv(hit: Hit) -> float:
    digits = digits_of(hit.value)
    return 0.95 if is_weighted(digits, (1, 3) * 6 + (1,), 10) else 0.0


def _dk_cpr(hit: Hit) -> float:
    digits = digits_of(hit.value)
    return 0.3 if _is_day(digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]) else 0.0


def _pt_nif(hit: Hit) -> float:
    digits = digits_of(hit.value)
    check = 11 - sum(d * w for d, w in zip(digits[:8], range(9, 1, -1), strict=True)) % 11
    return 0.3 if digits[8] == (0 if check > 9 else check) else 0.0  # noqa: PLR2004


RECOGNISERS = (
    Recogniser(
        "UK_NINO",
        r"\b[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z] ?\d\d ?\d\d ?\d\d ?[A-Da-d]\b",
        judge=_nino,
        context=words("national insurance nino ni nic"),
    ),
    Recogniser(
        "UK_NHS",
        r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b",
        judge=_nhs,
        context=words("nhs patient health medical"),
        needs=True,
    ),
    Recogniser("ES_NIF", r"\b\d{8}-?[A-HJ-NP-TV-Z]\b", judge=_es_nif, context=words("dni nif")),
    Recogniser("ES_NIE", r"\b[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]\b", judge=_es_nif, context=words("nie nif")),
    Recogniser(
        "IT_FISCAL_CODE",
        r"\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b",
        judge=_it_code,
        ignore_case=True,
    ),
    Recogniser(
        "IT_VAT_CODE",
        r"\b(?:IT ?)?\d{11}\b",
        judge=_it_vat,
        context=words("iva piva partita vat fiscale"),
        needs=True,
        ignore_case=True,
    ),
    Recogniser(
        "FR_NIR",
        r"\b[12] ?\d{2} ?[0-9]{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b",
        judge=_fr_nir,
        context=words("nir sécurité sociale securite insee social"),
    ),
    Recogniser(
        "NL_BSN",
        r"\b\d{4}[. ]?\d{2}[. ]?\d{3}\b",
        judge=_nl_bsn,
        context=words("bsn burgerservicenummer sofinummer"),
        needs=True,
    ),
    Recogniser("PL_PESEL", r"\b\d{11}\b", judge=_pl_pesel, context=words("pesel"), needs=True),
    Recogniser(
        "DE_TAX_ID",
        r"\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b",
        judge=_de_tax,
        context=words("steuer steuernummer steueridentifikationsnummer idnr steuerid tax tin id"),
        needs=True,
    ),
    Recogniser(
        "SE_PERSONNUMMER",
        r"\b(?:19|20)?\d{6}[-+]\d{4}\b",
        judge=_se_number,
        context=words("personnummer personal samordningsnummer"),
    ),
    Recogniser("FI_PERSONAL_IDENTITY_CODE", r"\b\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y]\b", judge=_fi_code),
    Recogniser("BE_NATIONAL_NUMBER", r"\b\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}\b", judge=_be_number),
    Recogniser("CH_AHV", r"\b756\.?\d{4}\.?\d{4}\.?\d{2}\b", judge=_ch_ahv),
    Recogniser("DK_CPR", r"\b\d{6}-\d{4}\b", judge=_dk_cpr, context=words("cpr personnummer"), needs=True),
    Recogniser("PT_NIF", r"\b[125689]\d{8}\b", judge=_pt_nif, context=words("nif contribuinte"), needs=True),
)
