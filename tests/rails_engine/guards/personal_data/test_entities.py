from __future__ import annotations

from pathlib import Path

from rails_engine.guards.personal_data.entities import NAMES, SHORT_NAMES, known_entities, recognisers
from rails_engine.guards.personal_data.recogniser import words

#: What configurations for Presidio ask for, as its documentation lists it.
PRESIDIO = words("""
CREDIT_CARD CRYPTO DATE_TIME EMAIL_ADDRESS IBAN_CODE IP_ADDRESS MAC_ADDRESS NRP LOCATION PERSON PHONE_NUMBER
MEDICAL_LICENSE URL US_BANK_NUMBER US_DRIVER_LICENSE US_ITIN US_PASSPORT US_SSN UK_NHS UK_NINO ES_NIF ES_NIE
IT_FISCAL_CODE IT_DRIVER_LICENSE IT_VAT_CODE IT_PASSPORT IT_IDENTITY_CARD PL_PESEL SG_NRIC_FIN SG_UEN AU_ABN AU_ACN
AU_TFN AU_MEDICARE IN_PAN IN_AADHAAR IN_VEHICLE_REGISTRATION IN_VOTER IN_PASSPORT FI_PERSONAL_IDENTITY_CODE
KR_RRN TH_TNIN ORGANIZATION
""")


def test_every_entity_that_presidio_lists_may_be_asked_for() -> None:
    assert sorted(PRESIDIO - known_entities()) == []


def test_names_are_known_though_no_pattern_finds_them() -> None:
    assert known_entities() >= NAMES
    assert not NAMES & {r.entity for r in recognisers()}


def test_short_names_are_of_entities_that_exist_and_differ() -> None:
    assert set(SHORT_NAMES) <= known_entities()
    assert len(set(SHORT_NAMES.values())) == len(SHORT_NAMES)
    assert not set(SHORT_NAMES.values()) & known_entities()


def test_the_page_names_every_entity() -> None:
    page = (Path(__file__).parents[4] / "docs/rails/sensitive-data.md").read_text(encoding="utf-8")
    assert sorted(entity for entity in known_entities() if f"`{entity}`" not in page) == []
