from __future__ import annotations

import pytest

from rails_engine.guards.personal_data.packed_words import PackedWords

PACKED = PackedWords("ana anna\nbo bob new_york\n zoe")


@pytest.mark.parametrize("word", ["ana", "anna", "bo", "bob", "new_york", "zoe"])
def test_its_words_are_in_it(word: str) -> None:
    assert word in PACKED


@pytest.mark.parametrize("word", ["", "an", "nna", "b", "boo", "york", "zoey", "x"])
def test_parts_of_words_and_others_are_not(word: str) -> None:
    assert word not in PACKED
