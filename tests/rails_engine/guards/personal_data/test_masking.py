from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.finder import Finder
from rails_engine.guards.personal_data.masking import hashed_with, mask
from rails_engine.guards.personal_data.placeholders import Vault, restore
from rails_engine.guards.personal_data.spans import Span
from tests.contracts.personal_data import finder

SPANS = [Span(3, 6, "US_SSN", 1.0), Span(7, 10, "US_SSN", 1.0), Span(11, 14, "PERSON", 1.0)]
TEXT = "is 123 123 Ana."
ASKED = frozenset(
    {"EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "PERSON", "LOCATION", "URL", "API_KEY", "DATE_TIME"}
)


def test_a_mask_names_the_kind() -> None:
    assert mask(TEXT, SPANS) == "is <US_SSN> <US_SSN> <PERSON>."


def test_equal_values_have_equal_hashes_and_no_hash_without_the_key() -> None:
    hidden = mask(TEXT, SPANS, hashed_with("k"))
    first, second, third = re.findall(r"<(?:US_SSN|PERSON):([0-9a-f]{16})>", hidden)
    assert first == second != third
    assert mask(TEXT, SPANS, hashed_with("k")) == hidden
    assert mask(TEXT, SPANS, hashed_with("other")) != hidden


def test_a_value_with_half_a_character_can_be_hashed() -> None:
    assert mask("\ud800", [Span(0, 1, "X", 1)], hashed_with("k")).startswith("<X:")


PERSONAL = st.sampled_from(
    ["ana@example.com", "+44 20 7946 0958", "4111 1111 1111 1111", "Maria Lopez", "in Berlin", "<EMAIL_1>", "<", ">",
     "my name is li", "https://example.com/x", "12 May 2024", "&", "\\", "\n", " ", "ß", "İ", "\U0001f600", "<PERSON_2>", "\x00"]
)  # fmt: skip


@given(st.lists(st.one_of(PERSONAL, st.text(max_size=6)), max_size=12), st.booleans())
def test_masking_and_unmasking_is_the_identity(pieces: list[str], blanks: bool) -> None:
    text = (" " if blanks else "").join(pieces)
    looks: Finder = finder(ASKED)
    vault = Vault()
    vault.reserve(text)
    hidden = mask(text, looks.find(text), vault.placeholder)
    assert restore(hidden, vault.mapping) == text
