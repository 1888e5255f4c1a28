from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.spans import Span, check_spans, mask_spans


def mask(text: str, *spans: tuple[int, int, str]) -> str:
    return mask_spans(text, [Span(*span) for span in spans], lambda label: f"<{label}>")


@pytest.mark.parametrize(
    ("spans", "masked"),
    [
        ((), "abcdef"),
        (((1, 3, "X"),), "a<X>def"),
        (((4, 6, "Y"), (0, 2, "X")), "<X>cd<Y>"),
        (((0, 3, "X"), (3, 6, "Y")), "<X><Y>"),
        (((0, 4, "X"), (2, 6, "Y")), "<X>"),
        (((0, 6, "X"), (1, 2, "Y")), "<X>"),
        (((1, 2, "X"), (1, 2, "X")), "a<X>cdef"),
    ],
)
def test_each_found_part_has_a_placeholder(spans, masked):
    assert mask("abcdef", *spans) == masked


@pytest.mark.parametrize("span", [(0, 7, "X"), (-1, 2, "X"), (2, 2, "X"), (3, 1, "X")])
def test_a_span_outside_the_text_is_an_error(span):
    with pytest.raises(ProviderReplyError):
        check_spans("abcdef", [Span(*span)])


@given(st.data())
def test_nothing_that_was_found_is_left(data):
    text = data.draw(st.text(alphabet="ab", min_size=1, max_size=30))
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    spans = [(s, e, "X") for s, e in data.draw(st.lists(ends, max_size=6)) if s < e]
    covered = {i for s, e, _ in spans for i in range(s, e)}
    kept = "".join(c for i, c in enumerate(text) if i not in covered)
    assert mask(text, *spans).replace("<X>", "") == kept
