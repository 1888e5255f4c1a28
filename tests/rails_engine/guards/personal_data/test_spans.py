from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.spans import Span, rewrite, without_overlaps

TEXT = "abc def ghi jkl mno pqr stu vwx"


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    made = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(TEXT) - 1))
        end = draw(st.integers(start + 1, len(TEXT)))
        made.append(Span(start, end, draw(st.sampled_from("AB")), draw(st.sampled_from([0.4, 0.9]))))
    return made


def test_the_longer_one_wins_and_among_equals_the_surer_one() -> None:
    inner, outer = Span(4, 7, "A", 1.0), Span(0, 11, "B", 0.4)
    assert without_overlaps([inner, outer], TEXT) == [outer]
    assert without_overlaps([Span(0, 3, "A", 0.4), Span(0, 3, "B", 0.9)], TEXT) == [Span(0, 3, "B", 0.9)]


def test_what_a_loser_covers_beyond_the_winner_is_kept_without_the_blank_between() -> None:
    left = without_overlaps([Span(0, 11, "A", 0.9), Span(8, 15, "B", 0.9)], TEXT)
    assert left == [Span(0, 11, "A", 0.9), Span(12, 15, "B", 0.9)]


@given(spans())
def test_they_come_in_order_and_none_is_over_another(given_spans: list[Span]) -> None:
    left = without_overlaps(given_spans, TEXT)
    assert all(a.end <= b.start for a, b in pairwise(left))
    assert all(0 <= s.start < s.end <= len(TEXT) for s in left)


@given(spans())
def test_no_letter_that_was_covered_is_left_standing_at_one_side(given_spans: list[Span]) -> None:
    left = without_overlaps(given_spans, TEXT)
    for span in given_spans:
        assert any(kept.start < span.end and span.start < kept.end for kept in left)


@given(spans())
def test_rewriting_with_the_values_themselves_changes_nothing(given_spans: list[Span]) -> None:
    left = without_overlaps(given_spans, TEXT)
    assert rewrite(TEXT, left, lambda s: TEXT[s.start : s.end]) == TEXT


def test_rewriting_puts_the_replacement_in_the_place_of_each() -> None:
    assert (
        rewrite("ab cd ef", [Span(0, 2, "A", 1), Span(6, 8, "B", 1)], lambda s: f"<{s.entity}>")
        == "<A> cd <B>"
    )
