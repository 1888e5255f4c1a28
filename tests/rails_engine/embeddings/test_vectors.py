"""Dense ranking: exact, the same with and without numpy, and strict about what engines return."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.embeddings.vectors import SMALL, DenseRanking, NumpyRows, PlainRows, unit
from rails_engine.errors import ProviderReplyError

numbers = st.floats(-1, 1, allow_nan=False).map(lambda x: round(x, 3))
vectors = st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=30)


def brute_force(rows, query, count):
    def cosine(a, b):
        norms = math.hypot(*a) * math.hypot(*b)
        return sum(x * y for x, y in zip(a, b, strict=True)) / norms if norms else 0.0

    found = [(at, cosine(row, query)) for at, row in enumerate(rows)]
    return sorted(found, key=lambda pair: (-round(pair[1], 9), pair[0]))[:count]


def ranking(rows):
    table = {f"row {at}": row for at, row in enumerate(rows)}

    def encode(texts):
        return [table.get(text) or [float(x) for x in text.split()] for text in texts]

    return DenseRanking(list(table), encode, "test engine")


@given(vectors, st.lists(numbers, min_size=3, max_size=3), st.integers(1, 35))
def test_the_ranking_is_that_of_brute_force(rows, query, count):
    (found,) = ranking(rows).rank([" ".join(map(str, query))], count)
    expected = brute_force(rows, query, count)
    assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-9)
    every = dict(brute_force(rows, query, len(rows)))
    assert all(cosine == pytest.approx(every[at], abs=1e-9) for at, cosine in found)


@given(vectors, st.lists(numbers, min_size=3, max_size=3), st.integers(1, 35))
def test_plain_and_numpy_rows_agree(rows, query, count):
    pytest.importorskip("numpy")
    # Where two cosines differ by rounding only, either may come first; distinct directions cannot.
    plain, fast = (
        [*kind([unit(r) for r in rows]).nearest(unit(query), count)] for kind in (PlainRows, NumpyRows)
    )
    assert [cosine for _, cosine in plain] == pytest.approx([cosine for _, cosine in fast], abs=1e-9)
    every = dict(PlainRows([unit(r) for r in rows]).nearest(unit(query), len(rows)))
    assert all(cosine == pytest.approx(every[at], abs=1e-9) for at, cosine in fast)


def test_equal_vectors_tie_in_their_order():
    rows = [[1, 0, 0], [0.3, 0.4, 0.5], [1, 0, 0], [0.3, 0.4, 0.5], [0.3, 0.4, 0.5]] * 400
    assert len(rows) * 3 > SMALL
    (found,) = ranking(rows).rank(["0.3 0.4 0.5"], 1300)
    first = [at for at, row in enumerate(rows) if row != [1, 0, 0]]
    assert [at for at, _ in found[:1200]] == first
    assert [at for at, _ in found[1200:]] == [at for at, row in enumerate(rows) if row == [1, 0, 0]][:100]


@pytest.mark.parametrize("kind", [PlainRows, NumpyRows])
def test_different_vectors_of_one_cosine_tie_in_their_order(kind):
    pytest.importorskip("numpy")
    rows = [
        [across, math.sqrt(1 - across**2) * math.cos(angle), math.sqrt(1 - across**2) * math.sin(angle)]
        for angle in range(300)
        for across in (0.6, 0.8, 0.6, 0.1)
    ]
    expected = [at for at in range(1200) if at % 4 == 1] + [at for at in range(1200) if at % 2 == 0]
    assert [at for at, _ in kind(rows).nearest([1.0, 0.0, 0.0], 800)] == expected[:800]


def test_a_zero_vector_is_like_nothing():
    (found,) = ranking([[0, 0, 0], [0, 1, 0]]).rank(["0 2 0"], 5)
    assert found == [(1, 1.0), (0, 0.0)]


def test_vectors_may_come_as_numpy_arrays():
    np = pytest.importorskip("numpy")
    made = DenseRanking(["a", "b"], lambda texts: np.eye(2, dtype=np.float32)[: len(texts)], "test engine")
    assert made.rank(["x"], 2) == [[(0, 1.0), (1, 0.0)]]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([[1.0, 2.0]], "1 embeddings for 2 texts"),
        ([[1.0, 2.0], [1.0]], "has 1 numbers, expected 2"),
        ([[], []], "has 0 numbers"),
        ([[1.0, math.nan], [0.0, 1.0]], "not finite"),
        ([[1.0, math.inf], [0.0, 1.0]], "not finite"),
        (["ab", "cd"], "not a list of numbers"),
        ([None, None], "not a list of numbers"),
    ],
)
def test_an_answer_that_is_no_embedding_is_refused(answer, message):
    with pytest.raises(ProviderReplyError, match=f"test engine: .*{message}"):
        DenseRanking(["a", "b"], lambda _: answer, "test engine")


def test_a_query_must_have_the_length_of_the_items():
    made = DenseRanking(
        ["a"], lambda texts: [[1.0, 0.0] if text == "a" else [1.0] for text in texts], "test engine"
    )
    with pytest.raises(ProviderReplyError, match="expected 2"):
        made.rank(["b"], 1)
