from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rails_engine.guards.personal_data.entities import recognisers
from rails_engine.guards.personal_data.recogniser import LIFT, LOOKS_BACK, Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span
from rails_engine.patterns import compile_pattern


def spans(recogniser: Recogniser, text: str) -> list[Span]:
    return list(recogniser.spans(text, (m.span() for m in recogniser.compiled().finditer(text))))


def test_a_hit_knows_what_stands_around_it() -> None:
    hit = Hit("The PIN: 1234.", 9, 13)
    assert (hit.value, hit.before, hit.after, hit.lead) == ("1234", " ", ".", "the pin: ")
    assert hit.follows({"pin"})
    assert not hit.follows({"the pin"})


def test_a_hit_at_the_edges_of_a_text_has_nothing_around_it() -> None:
    hit = Hit("12", 0, 2)
    assert (hit.before, hit.after, hit.lead) == ("", "", "")
    assert hit.is_apart


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("(12)", True),
        ("12.", True),
        ("x=12,", True),
        ("a12", False),
        ("12b", False),
        ("_12", False),
        ("12_", False),
        ("3.12", False),
        ("12.5", False),
        ("12-3", False),
        ("4/12", False),
    ],
)
def test_a_part_of_a_longer_word_or_number_is_not_apart(text: str, apart: bool) -> None:
    start = text.index("12")
    assert Hit(text, start, start + 2).is_apart is apart


def test_words_further_away_than_a_stream_keeps_do_not_count() -> None:
    near = "pin" + " " * (LOOKS_BACK - 3)
    assert Hit(near + "12", len(near), len(near) + 2).follows({"pin"})
    far = "pin" + " " * (LOOKS_BACK - 2)
    assert not Hit(far + "12", len(far), len(far) + 2).follows({"pin"})


def test_context_makes_surer_and_may_be_needed() -> None:
    free = Recogniser("X", r"\d+", score=0.5, context=words("pin code"))
    assert [s.score for s in spans(free, "7, pin 8")] == [0.5, 0.5 + LIFT]
    bound = Recogniser("X", r"\d+", score=0.5, context=words("pin"), needs=True)
    assert [s.start for s in spans(bound, "7, pin 8")] == [7]
    assert not bound.could_be_in("7 and 8")
    assert bound.could_be_in("7, pin 8")


def test_a_score_is_never_more_than_certain() -> None:
    sure = Recogniser("X", r"\d+", score=0.9, context=words("pin"))
    assert spans(sure, "pin 8")[0].score == 1.0


def test_a_judge_decides_and_zero_is_none() -> None:
    even = Recogniser("X", r"\d+", judge=lambda hit: 0.0 if int(hit.value) % 2 else 0.7)
    assert [s.start for s in spans(even, "1 2 3 4")] == [2, 6]


def test_a_part_of_something_longer_counts_only_if_it_may() -> None:
    assert spans(Recogniser("X", r"\d{2}"), "a12b") == []
    assert len(spans(Recogniser("X", r"\d{2}", inside=True), "a12b")) == 1


@pytest.mark.parametrize("recogniser", recognisers(), ids=lambda r: f"{r.entity} {r.pattern[:20]}")
def test_patterns_and_what_triggers_them_are_of_re2(recogniser: Recogniser) -> None:
    recogniser.compiled()
    compile_pattern(recogniser.glance)
    assert re.fullmatch("[A-Z][A-Z0-9_]+", recogniser.entity)
    assert 0 < recogniser.score <= 1
    assert not recogniser.needs or recogniser.context


def as_python(pattern: str) -> str:
    """A pattern of RE2 as Python reads it, near enough to make texts that match."""
    return re.sub(r"\\x\{([0-9a-f]+)\}", lambda m: rf"\u{int(m[1], 16):04x}", pattern).replace(
        r"\p{Lu}", "[A-Z]"
    )


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_judge_stumbles_over_what_its_pattern_matches(data: st.DataObject) -> None:
    recogniser = data.draw(st.sampled_from(recognisers()))
    flags = re.IGNORECASE | re.ASCII if recogniser.ignore_case else re.ASCII
    text = data.draw(st.from_regex(re.compile(as_python(recogniser.pattern), flags)))
    for seen in (text, f"{min(recogniser.context, default='')} {text}"):
        made = spans(recogniser, seen)
        assert all(0 <= span.start < span.end <= len(seen) for span in made)
        assert all(0 < span.score <= 1 and span.entity == recogniser.entity for span in made)
        assert not made or compile_pattern(recogniser.glance).search(seen) is not None
