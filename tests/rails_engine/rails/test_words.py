from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.rails.words import content_words, folded_words, stem


def test_words_are_compared_in_lower_case() -> None:
    assert folded_words("It's J. O\u2019Neil 3rd_try") == ["it's", "j", "o'neil", "3rd", "try"]


@given(st.text(st.characters(max_codepoint=127), max_size=80))
def test_ascii_is_cut_like_any_other_text(text: str) -> None:
    assert folded_words(f"{text} \u00e9") == [*folded_words(text), "\u00e9"]


def test_only_words_with_a_meaning_carry_it() -> None:
    assert content_words("Where is my ORDER, and why doesn\u2019t it come?") == ["order"]
    assert content_words("der Hund") == ["der", "hund"]


@pytest.mark.parametrize(
    "forms",
    [
        ("order", "orders", "ordered", "ordering", "order's"),
        ("carry", "carries", "carried"),
        ("ship", "ships", "shipped", "shipping"),
        ("close", "closes", "closed", "closing"),
        ("lamp", "lamps"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_short_words_stay_what_they_are() -> None:
    assert [stem(word) for word in ("bus", "red", "ing", "as")] == ["bus", "red", "ing", "as"]
