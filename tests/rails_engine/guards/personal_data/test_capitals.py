from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.personal_data.capitals import fold, runs


def words(text: str, start: int = 0) -> list[list[str]]:
    return [[word.text for word in run] for run in runs(text, start)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we met Ana Berg today", [["Ana", "Berg"]]),
        ("Ludwig van Beethoven wrote", [["Ludwig", "van", "Beethoven"]]),
        ("Dr. Ana M. Berg", [["Dr.", "Ana", "M.", "Berg"]]),
        ("Ana. Berg", [["Ana"], ["Berg"]]),
        ("Anne-Marie O'Neill", [["Anne-Marie", "O'Neill"]]),
        ("Jörg Müller, Åsa", [["Jörg", "Müller"], ["Åsa"]]),
        ("Иван Петров", [["Иван", "Петров"]]),
        ("camelCase @Ana #Berg /Tmp", []),
        ("none here", []),
        ("", []),
    ],
)
def test_runs_of_capitals(text: str, expected: list[list[str]]) -> None:
    assert words(text) == expected


def test_a_run_has_at_most_eight_words() -> None:
    assert max(len(run) for run in words("Abc " * 30)) <= 8


def test_the_search_begins_where_it_is_told_to() -> None:
    assert words("Ana and Ben", 4) == [["Ben"]]


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Ærø", "aero"), ("Łódź", "lodz"), ("STRASSE", "strasse"), ("İ", "i"), ("Þór", "thor")],
)
def test_folded_words_have_small_letters_without_accents(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(alphabet="Aab .'-éÉ_@1\n", max_size=60))
def test_every_word_stands_in_the_text_where_it_says(text: str) -> None:
    for run in runs(text, 0):
        for word in run:
            assert text[word.start : word.end] == word.text


def test_a_run_of_one_boring_word_is_left_out() -> None:
    found = [[word.text for word in run] for run in runs("When Ana calls. When? Ana", 0, frozenset({"when"}))]
    assert found == [["When", "Ana"], ["Ana"]]
