from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.rails.entailment import Evidence, claims, read_sentence, support_of

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "bench/layer_texts/grounding.json").read_text()
)
LAMP = Evidence(["The lamp is 160 cm tall and takes one bulb of at most 1,500 W.", "It is sold in Bern."])


def scores(kind: str) -> list[float]:
    return [
        min((support_of(claim, evidence).score for claim in claims(answer)), default=1.0)
        for case in CASES
        for evidence in (Evidence(case["evidence"]),)
        for answer in case[kind]
    ]


def against(text: str) -> tuple[str, ...]:
    return support_of(text, LAMP).against


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The lamp is 160 cm tall.", ()),
        ("The lamp is 180 cm tall.", ("number",)),
        ("The bulb may have 1500 W.", ()),
        ("It is sold for 160 in Bern.", ("number elsewhere",)),
        ("It is sold in Zurich.", ("name",)),
        ("The lamp is not tall.", ("negation",)),
        ("It takes a bulb of at least 1500 W.", ("opposite",)),
    ],
)
def test_what_speaks_against_a_sentence(text: str, found: tuple[str, ...]) -> None:
    assert against(text) == found


def test_names_are_words_with_a_capital_letter_that_they_need() -> None:
    text = 'Maria met Bert in Old Basel, Switzerland. "Nobody" knows: Cats do.'
    assert read_sentence(text).names == {"bert", "old", "basel", "switzer"}


def test_words_about_the_evidence_need_no_proof() -> None:
    text = 'According to the passages: "The lamp is 160 cm tall." [1]'
    assert [support_of(claim, LAMP).score for claim in claims(text)] == [1.0]


def test_numbers_are_compared_by_value() -> None:
    assert read_sentence("twelve, 12, 12.0 and 012").numbers == {"12"}
    assert read_sentence("1,234.50 or 1234.5").numbers == {"1234.5"}
    assert read_sentence("one of them").numbers == frozenset()


def test_a_sentence_is_as_good_as_its_words_are_found() -> None:
    full = support_of("The lamp takes one bulb.", LAMP).score
    half = support_of("The lamp takes one battery.", LAMP).score
    none = support_of("Batteries explode rarely.", LAMP).score
    assert (full, none) == (1.0, 0.0)
    assert none < half < full


def test_words_of_the_question_prove_nothing() -> None:
    claim = "The wonderful lamp is 160 cm tall."
    assert support_of(claim, LAMP).score < support_of(claim, LAMP, question="How wonderful is it?").score


def test_what_claims_nothing_is_not_compared() -> None:
    text = "Hello! I looked it up. The lamp is tall. Shall I order it? Please ask for more.\nFine."
    assert list(claims(text)) == ["The lamp is tall."]


def test_supported_answers_score_higher_than_others() -> None:
    good, bad = scores("supported"), scores("unsupported")
    assert sum(score >= 0.55 for score in good) / len(good) >= 0.95
    assert sum(score < 0.55 for score in bad) / len(bad) >= 0.9


@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=3))
def test_every_score_is_one(text: str, chunks: list[str]) -> None:
    evidence = Evidence(chunks)
    for claim in claims(text):
        assert 0 <= support_of(claim, evidence).score <= 1


@given(st.text("abc DEF 123.,\n", max_size=200))
def test_a_text_supports_itself(text: str) -> None:
    evidence = Evidence([text])
    assert all(support_of(claim, evidence).against == () for claim in claims(text))


def test_the_time_grows_with_the_text_only() -> None:
    begin = time.process_time()
    evidence = Evidence(["The lamp takes a bulb of 60 W in the hall. " * 2_000])
    for claim in claims("The lamp takes a bulb of 60 W in the hall. " * 500):
        support_of(claim, evidence)
    assert time.process_time() - begin < 4
