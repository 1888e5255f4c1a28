from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.custom import from_pattern
from rails_engine.guards.personal_data.entities import known_entities
from rails_engine.guards.personal_data.finder import Finder
from rails_engine.guards.personal_data.streaming import MAX_HELD, MAX_KEY, PersonalDataScanner
from rails_engine.rails.scanning import PatternScanner
from tests.contracts.personal_data import masked, streamed

FINDER = Finder(known_entities())


PIECES = st.sampled_from(
    """hello| the| call| me| at| Ana| Berg| Mill| Lane| Street| 12| 4| 555| 0132| +44| 20 7946 0958| my name is zork|
    ana@example.com| may 2024| of| berlin| new york| Berlin,| Dr. |van |Berg|password: hunter2! |passport C1234567 |
    SSN 536-22-8145 |DE89 3704 0044 0532 0130 00|4111 1111 1111 1111| 34 years old|\n|, |key |zebras |
    https://example.com/a| 10.1.2.3| born in 1987| 12 rue de Rivoli, 75001 Paris| i'm |你好| 。|-----BEGIN PRIVATE KEY-----| MIIEabc hello/x+ |-----END PRIVATE KEY-----|Straße 5, |rose | (415) 555-0132""".replace("\n    ", "").split("|")
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=20), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_a_stream_cut_anywhere_is_masked_as_the_whole(pieces: list[str], sizes: list[int]) -> None:
    text = "".join(pieces)
    assert streamed(text, sizes, FINDER, PersonalDataScanner(FINDER)) == masked(FINDER, text, 0)


@given(st.lists(PIECES, min_size=1, max_size=12), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_patterns_of_a_configuration_are_not_cut_in_two_either(pieces: list[str], sizes: list[int]) -> None:
    pattern = r"the hello|zebras [a-z]+ key"
    finder = Finder(["X", "PERSON"], own=[from_pattern("X", pattern, 0.9)])
    scanner = PersonalDataScanner(finder, PatternScanner([pattern]))
    text = "".join(pieces)
    assert streamed(text, sizes, finder, scanner) == masked(finder, text, 0)


def test_prose_is_let_go_word_by_word() -> None:
    text = "this is only some prose that nobody has to hide "
    assert len(text) - PersonalDataScanner(FINDER).settled(text, 0) < 10


def test_a_private_key_is_held_until_it_ends() -> None:
    lines = "MIIEpAIBAAKCAQEA7bqXk29MIIEpAIBAAKCAQEA7bqXk29\n" * 80
    text = "here it comes: -----BEGIN PRIVATE " + "KEY-----\n" + lines
    scanner = PersonalDataScanner(FINDER)
    assert scanner.settled(text, 0) <= text.index("-----BEGIN")
    ended = text + "-----END PRIVATE " + "KEY----- and that "
    assert scanner.settled(ended, 0) == len(ended)
    assert streamed(ended, [5], FINDER, scanner) == "here it comes: <API_KEY> and that "


def test_one_without_an_end_is_not_held_for_ever() -> None:
    scanner = PersonalDataScanner(FINDER)
    text = "-----BEGIN PRIVATE " + "KEY-----\n" + "MIIEpAIBAAKCAQEA7bqXk29\n" * (2 * MAX_KEY // 24)
    assert scanner.settled(text, 0) > 0


@pytest.mark.parametrize("piece", ["A" * 97 + " ", "1 ", "Ana Berg, ", "a@b.c"])
def test_what_is_held_is_bounded(piece: str) -> None:
    scanner = PersonalDataScanner(FINDER)
    text = piece * (10 * MAX_HELD // len(piece))
    assert len(text) - scanner.settled(text, 0) <= 2 * MAX_HELD


def test_clean_says_whether_something_is_found() -> None:
    scanner = PersonalDataScanner(FINDER)
    text = "a@example.com and so on"
    assert not scanner.clean(text, 0)
    assert scanner.clean(text, 13)
