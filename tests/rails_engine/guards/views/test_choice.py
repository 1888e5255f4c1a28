from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.classifier import shipped_model
from rails_engine.guards.views.choice import by_consonants, choose
from rails_engine.guards.vocabulary import make_vocabulary, vocabulary

WORDS = vocabulary()


def test_words_are_found_by_their_consonants_the_commonest_first() -> None:
    words = make_vocabulary(["he", "hue", "hoe", "the"], [], {"hoe": 1, "he": 4})
    assert list(by_consonants(words).get("h")) == ["he", "hoe", "hue"]
    assert list(by_consonants(words).get("th")) == ["the"]


def test_the_commoner_word_is_chosen() -> None:
    words = make_vocabulary(["he", "hue"], [], {"he": 4})
    assert choose([("hue", "he")], words) == ["he"]


def test_a_word_is_chosen_by_the_one_before_it() -> None:
    pair = next(pair for pair in shipped_model().neighbours if not {"qa", "qb"} & set(pair))
    words = make_vocabulary([*pair, "qa", "qb"], [])
    assert choose([("qa", pair[0]), ("qb", pair[1])], words) == list(pair)


def test_words_of_attacks_come_first_where_the_worst_is_asked_for() -> None:
    assert choose([("fock", "fuck")], make_vocabulary(["fock", "fuck"], []), worst=True) == ["fuck"]
    assert choose([("fock", "fuck")], make_vocabulary(["fock", "fuck"], [])) == ["fock"]


@pytest.mark.parametrize("worst", [False, True])
@given(options=st.lists(st.lists(st.sampled_from(["how", "to", "kill", "a", "x"]), min_size=1), max_size=40))
def test_one_of_each_is_chosen(worst: bool, options: list[list[str]]) -> None:
    chosen = choose(options, WORDS, worst=worst)
    assert len(chosen) == len(options)
    assert all(word in offered for word, offered in zip(chosen, options, strict=True))
