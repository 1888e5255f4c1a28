from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.entities import NAMES, known_entities
from rails_engine.guards.personal_data.finder import Finder
from rails_engine.guards.personal_data.recogniser import Hit, Recogniser
from tests.contracts.personal_data import found, read_cases, unmarked, values

ALL = Finder(known_entities(), threshold=0.2)
TEXT = (
    "Ana Berg, ana@example.com, 12 Mill Lane, Leeds, +44 20 7946 0958, 4111 1111 1111 1111, born 12 May 1987"
)


def test_only_what_is_asked_for_is_found() -> None:
    assert found(TEXT, "EMAIL_ADDRESS") == [("EMAIL_ADDRESS", "ana@example.com")]
    assert found(TEXT) == []


def test_a_find_below_the_threshold_does_not_count() -> None:
    text = "call 12 34 56 78"
    assert Finder(["PHONE_NUMBER"], threshold=0.4).find(text) != []
    assert Finder(["PHONE_NUMBER"], threshold=0.9).find(text) == []


def test_an_entity_may_have_a_threshold_of_its_own() -> None:
    finder = Finder(["PHONE_NUMBER", "EMAIL_ADDRESS"], thresholds={"PHONE_NUMBER": 0.99})
    assert [s.entity for s in finder.find("a@example.com, call 12 34 56 78")] == ["EMAIL_ADDRESS"]


@pytest.mark.parametrize("allowed", ["ANA@example.com", "@example.com", "@EXAMPLE.com"])
def test_allowed_values_and_domains_are_let_be(allowed: str) -> None:
    assert Finder(["EMAIL_ADDRESS"], allowed=[allowed]).find("ana@example.com") == []
    assert Finder(["EMAIL_ADDRESS"], allowed=[allowed]).find("ana@example.org") != []


def test_an_allowed_domain_does_not_allow_what_ends_like_it() -> None:
    assert Finder(["EMAIL_ADDRESS"], allowed=["@example.com"]).find("ana@myexample.com") != []


def test_a_part_of_a_url_is_a_part_of_it() -> None:
    assert values("see https://example.com/?mail=ana@example.com now", "URL", "EMAIL_ADDRESS") == [
        "https://example.com/?mail=ana@example.com"
    ]


def test_the_search_may_begin_later_and_look_back() -> None:
    text = "x" * 500 + " my passport is C1234567 and"
    start = text.index("C1234567")
    assert [(s.start, s.end) for s in Finder(["PASSPORT"]).find(text, start)] == [(start, start + 8)]
    assert Finder(["PASSPORT"]).find(text, start + 1) == []


def test_half_a_character_is_no_obstacle() -> None:
    text = "\ud800 ana@example.com \udfff"
    assert [text[s.start : s.end] for s in Finder(["EMAIL_ADDRESS"]).find(text)] == ["ana@example.com"]


@given(st.text(max_size=200))
def test_spans_are_in_the_text_in_order_and_apart(text: str) -> None:
    spans = ALL.find(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(
    st.lists(
        st.sampled_from([*"0123456789 .-/+()@:,x", "Ana", "ana@x.de", "key", "::", "rue ", "1A"]),
        max_size=60,
    )
)
def test_spans_are_in_the_text_in_order_and_apart_in_texts_of_marks_and_digits(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = ALL.find(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


STRUCTURED = known_entities() - NAMES - {"DATE_TIME", "AGE", "ADDRESS"}


@pytest.mark.parametrize("case", read_cases("structured"), ids=lambda case: case[:40])
def test_data_with_a_form_is_found_and_nothing_else(case: str) -> None:
    text, marked = unmarked(case)
    assert found(text, *STRUCTURED) == marked


@pytest.mark.parametrize("case", read_cases("structured"), ids=lambda case: case[:40])
def test_a_glance_misses_nothing_that_would_be_found_in_one_of_some_texts(case: str) -> None:
    finder, text = Finder(STRUCTURED), unmarked(case)[0]
    if finder.find(text):
        for texts in ([text], ["Lamps 1", text, "2 lamps"], ["Lamps \ud800", text]):
            assert finder.may_find("\n".join(texts))


def test_a_glance_knows_what_it_does_not_know() -> None:
    assert not Finder(STRUCTURED).may_find("Lamps are bright.")
    assert Finder([*STRUCTURED, "PERSON"]).may_find("Lamps are bright."), "a name may be any word"
    own = Recogniser("TICKET", "^T-[0-9]+$", 0.9)
    finder = Finder(["TICKET"], own=[own])
    assert finder.find("T-1")
    assert finder.may_find("Lamps\nT-1"), "what others wrote may begin where a text does"


@pytest.mark.parametrize("threshold", [0.2, 0.4])
@pytest.mark.parametrize("text", read_cases("clean"), ids=lambda case: case[:40])
def test_sums_code_and_versions_hold_none(text: str, threshold: float) -> None:
    assert found(text, *STRUCTURED, threshold=threshold) == []


def test_most_names_and_places_are_found_and_little_else() -> None:
    gold = said = right = 0
    for case in read_cases("names"):
        text, marked = unmarked(case)
        spans = found(text, "PERSON", "LOCATION")
        gold, said = gold + len(marked), said + len(spans)
        right += sum(each in spans for each in marked)
    assert 2 * right / (gold + said) > 0.95


HARD = [
    "1", "1 ", "1-", "a", "A", "A ", "Ab ", "1.", "+1", "(1", "a@", "a.", "@", "::", "1:", "key ", "password: ", "<", "12 Mill Lane ",
    "4111 ", "DE89 ", "https://", "(", ")", "x.com/)", "Dr. ", "\n", "é", "-----BEGIN PRIVATE KEY-----", "1 Ab ", "is ", "my name is ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
def test_work_grows_no_faster_than_the_text(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work = {"hits": 0, "characters": 0}
    made = Hit.__init__

    def counted(self: Hit, text: str, start: int, end: int) -> None:
        work["hits"] += 1
        work["characters"] += end - start
        made(self, text, start, end)

    monkeypatch.setattr(Hit, "__init__", counted)

    def done(length: int) -> int:
        work.update(hits=0, characters=0)
        ALL.find((piece * (length // len(piece) + 1))[:length])
        return work["hits"] * 10 + work["characters"]

    small, large = done(2_000), done(16_000)
    assert large <= 12 * small + 10_000
