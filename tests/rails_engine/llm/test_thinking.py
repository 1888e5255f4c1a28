from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.llm.thinking import ThinkSplitter, split_thinking

CASES = [
    ("<think>why</think>answer", ("answer", "why")),
    ("\n <think>\nwhy\n</think>\n\nanswer ", ("answer ", "\nwhy\n")),
    ("answer <think>no</think>", ("answer <think>no</think>", "")),
    ("<think>never ends</thi", ("", "never ends</thi")),
    ("<thin", ("<thin", "")),
    ("  ", ("  ", "")),
    ("", ("", "")),
    ("<think></think>", ("", "")),
    ("<think>a</think>b</think>c", ("b</think>c", "a")),
    ("<think>a<</think>b", ("b", "a<")),
    (" plain", (" plain", "")),
]


@pytest.mark.parametrize(("answer", "parts"), CASES)
def test_reasoning_is_split_from_the_text(answer, parts):
    assert split_thinking(answer) == parts


PIECES = st.lists(
    st.sampled_from(["<think>", "</think>", "<", "/", "think", ">", " ", "\n", "a", "</thi", "<thi"]),
    max_size=12,
)


@given(PIECES, st.lists(st.integers(0, 200), max_size=10))
def test_the_split_does_not_depend_on_where_the_answer_is_cut(pieces, places):
    answer = "".join(pieces)
    edges = sorted({0, len(answer), *(place % (len(answer) + 1) for place in places)})
    splitter = ThinkSplitter()
    got = [splitter.feed(answer[a:b]) for a, b in pairwise(edges)] + [splitter.finish()]
    assert ("".join(text for text, _ in got), "".join(why for _, why in got)) == split_thinking(answer)


@given(PIECES)
def test_nothing_is_lost_but_the_marks_and_the_blanks_around_them(pieces):
    answer = "".join(pieces)
    text, reasoning = split_thinking(answer)
    assert "".join((reasoning + text).split()) == "".join(
        (
            answer.strip().removeprefix("<think>").replace("</think>", "", 1)
            if answer.strip().startswith("<think>")
            else answer
        ).split()
    )


def test_text_is_not_held_back_longer_than_it_could_be_a_mark():
    splitter = ThinkSplitter()
    assert splitter.feed("<") == ("", "")
    assert splitter.feed("b") == ("<b", "")
    assert splitter.plain
    splitter = ThinkSplitter()
    assert splitter.feed("<think>ab</") == ("", "ab")
    assert splitter.feed("i>") == ("", "</i>")
    assert splitter.feed("</think> x") == ("x", "")
