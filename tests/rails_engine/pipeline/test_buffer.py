"""A stream in windows: nothing is lost, nothing comes twice, the context is what came before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.pipeline.buffer import OutputBuffer, Window


def windows(pieces: list[str], chunk_size: int | None, context_size: int) -> list[Window]:
    buffer = OutputBuffer(chunk_size, context_size)
    made = [window for piece in pieces for window in buffer.feed(piece)]
    return made + list(buffer.close())


@pytest.mark.parametrize(
    ("chunk_size", "context_size", "expected"),
    [
        (3, 1, ["|abc", "c|de", "e|fg", "g|h"]),
        (3, 0, ["|abc", "|def", "|gh"]),
        (4, 2, ["|abcd", "cd|ef", "ef|gh"]),
        (2, 2, ["|ab", "ab|c", "bc|d", "cd|e", "de|f", "ef|g", "fg|h"]),
        (8, 4, ["|abcdefgh"]),
        (None, 4, ["|abcdefgh"]),
        (9, 0, ["|abcdefgh"]),
    ],
)
def test_windows_are_cut_as_the_configuration_says(
    chunk_size: int | None, context_size: int, expected: list[str]
) -> None:
    made = windows(list("abcdefgh"), chunk_size, context_size)
    assert [f"{w.context}|{w.fresh}" for w in made] == expected


def test_an_empty_answer_is_one_empty_window() -> None:
    assert windows([], 3, 1) == [Window("", "")]


@given(
    st.lists(st.text(max_size=3), max_size=40),
    st.one_of(st.none(), st.integers(1, 8)),
    st.integers(0, 10),
)
def test_the_fresh_parts_are_the_whole_text(
    pieces: list[str], chunk_size: int | None, context_size: int
) -> None:
    made = windows(pieces, chunk_size, context_size)
    assert "".join(w.fresh for w in made) == "".join(pieces)
    so_far = ""
    for window in made:
        assert so_far.endswith(window.context)
        so_far += window.fresh
