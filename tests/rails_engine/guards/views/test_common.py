from __future__ import annotations

from rails_engine.guards.views.common import common, common_words, telling_words
from rails_engine.guards.vocabulary import vocabulary


def test_common_words_are_ordered_and_there_once() -> None:
    words = common_words()
    assert words[0] == "the"
    assert len(words) == len(set(words)) == len(common())
    assert words.index("that") < words.index("jailbreak")


def test_ciphered_texts_are_known_by_the_commonest_and_by_those_of_attacks() -> None:
    assert {"the", "you", "ignore", "password", "vorherigen"} <= set(telling_words())
    assert not set(telling_words()) <= common()


def test_nearly_all_of_them_are_in_the_vocabulary() -> None:
    assert len(common() - vocabulary().words) <= 12
