"""The lexical ranking: exact cosine of its own features, and good enough for what it promises."""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.embeddings.lexical import LexicalRanking, split_word, split_words

CASES = json.loads(Path(__file__).with_name("cases").joinpath("intents.json").read_text())
EXAMPLES = [(text, intent) for intent, texts in CASES["examples"].items() for text in texts]

words = st.sampled_from(
    ["refund", "refunds", "order", "the", "a", "how", "do", "opening", "hours", "été", "好", "!?"]
)
texts = st.lists(words, max_size=6).map(" ".join)


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_ascii_is_cut_like_any_other_text(text):
    assert split_words(f"{text} a été") == [*split_words(f"{text} a"), "été"]


def features(text):
    found = split_words(text)
    parts = [part for word in found for part in split_word(word)]
    return Counter(parts + [f" {a} {b} " for a, b in itertools.pairwise(found)])


def brute_force(documents, query):
    counts = [features(text) for text in documents]
    size = len(documents)
    weight = {
        f: math.log((1 + size) / (1 + sum(f in c for c in counts))) + 1
        for c in [*counts, features(query)]
        for f in c
    }

    def cosine(a, b):
        dot = sum(n * b[f] * weight[f] ** 2 for f, n in a.items())
        norm = math.sqrt(
            sum((n * weight[f]) ** 2 for f, n in a.items()) * sum((n * weight[f]) ** 2 for f, n in b.items())
        )
        return dot / norm if norm else 0.0

    return [cosine(count, features(query)) for count in counts]


@given(st.lists(texts, min_size=1, max_size=20), texts, st.integers(1, 25))
def test_the_ranking_is_exact(documents, query, count):
    (found,) = LexicalRanking(documents).rank([query], count)
    exact = brute_force(documents, query)
    assert [cosine for _, cosine in found] == pytest.approx(sorted(exact, reverse=True)[:count], abs=1e-9)
    assert all(cosine == pytest.approx(exact[at], abs=1e-9) for at, cosine in found)
    assert len({at for at, _ in found}) == min(count, len(documents))


def test_of_many_texts_the_best_are_found_as_of_few():
    documents = ["two"] * 1_200 + ["one two", "one"]
    (found,) = LexicalRanking(documents).rank(["one"], 4)
    assert [at for at, _ in found] == [1_201, 1_200, 0, 1]


def test_equally_like_texts_keep_their_order():
    documents = ["x one", "two", "y one", "three"]
    (found,) = LexicalRanking(documents).rank(["one"], 4)
    assert [at for at, _ in found] == [0, 2, 1, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What's up, Doc?", ["what", "s", "up", "doc"]),
        ("\uff21\uff22\uff23 straße", ["abc", "strasse"]),
        ("你好 abc世界", ["你", "好", "abc", "世", "界"]),
        (" :-)  ?? ", [":-)", "??"]),
        ("", []),
    ],
)
def test_words_are_found_in_any_script(text, expected):
    assert split_words(text) == expected


def test_short_words_are_whole_and_long_ones_have_parts():
    assert split_word("the") == (" the ",)
    assert split_word("open") == (" open ", " op", "ope", "pen", "en ")


RANKING = LexicalRanking([text for text, _ in EXAMPLES])


def intents_of(query, count):
    return [EXAMPLES[at][1] for at, _ in RANKING.rank([query], count)[0]]


@pytest.mark.parametrize(("query", "intent"), CASES["near verbatim"])
def test_a_near_verbatim_query_finds_its_intent_first(query, intent):
    assert intents_of(query, 1) == [intent]


def test_most_paraphrases_have_their_intent_among_the_five_examples():
    found = [intent in intents_of(query, 5) for query, intent in CASES["paraphrases"]]
    assert sum(found) >= 0.9 * len(found)


def test_a_misspelt_word_still_counts():
    documents = ["reset my password", "track my delivery"]
    (found,) = LexicalRanking(documents).rank(["resett the pasword"], 1)
    assert found[0][0] == 0
