from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rails_engine.guards.views.view import Piece, Rewriter, View


def rewritten(text: str, cuts: list[tuple[int, int, str]]) -> tuple[View, Rewriter]:
    rewriter = Rewriter(View(text))
    for start, end, said in cuts:
        rewriter.put(start, end, said)
    return rewriter.view("made"), rewriter


class TestSpan:
    def test_of_the_original_is_what_is_asked_for(self) -> None:
        assert View("hello").span(1, 3) == (1, 3)

    def test_of_what_was_left_is_the_same_characters(self) -> None:
        view, _ = rewritten("one 2 three", [(4, 5, "two")])
        assert view.text == "one two three"
        assert view.span(8, 13) == (6, 11)

    def test_of_what_was_put_is_the_whole_of_what_it_stands_for(self) -> None:
        view, _ = rewritten("one 2 three", [(4, 5, "two")])
        assert view.span(5, 6) == (4, 5)

    def test_over_both_is_the_smallest_stretch_that_holds_them(self) -> None:
        view, _ = rewritten("one 2 three", [(4, 5, "two")])
        assert view.span(2, 9) == (2, 7)

    def test_leads_back_over_several_views(self) -> None:
        first, _ = rewritten("aXXb", [(1, 3, "longer")])
        second = Rewriter(first)
        second.put(0, 3, "-")
        assert second.view("second").span(0, 1) == (0, 3)

    def test_without_a_way_back_is_the_parents(self) -> None:
        assert View("abc", "lower", View("ABC")).span(1, 2) == (1, 2)

    def test_that_is_out_of_bounds_is_cut(self) -> None:
        view, _ = rewritten("abcd", [(1, 2, "xyz")])
        assert view.span(-5, 99) == (0, 4)
        assert view.span(3, 1)[0] <= view.span(3, 1)[1]

    def test_of_nothing_is_nothing(self) -> None:
        assert View("", "empty", View("abc"), tuple[Piece, ...]).span(0, 0) == (0, 0)

    def test_the_way_back_is_worked_out_once_and_only_when_asked_for(self) -> None:
        asked = []

        def trace() -> list[Piece]:
            asked.append(1)
            return [Piece(0, 0, 2, exact=True)]

        view = View("ab", "lazy", View("ab"), trace)
        assert not asked
        view.span(0, 1)
        view.span(1, 2)
        assert len(asked) == 1


def test_a_view_knows_what_it_was_made_of() -> None:
    first = View("b", "decoded", View("a"))
    assert View("c", "folded", first).kinds == {"folded", "decoded"}
    assert first.kinds == {"decoded"}


class TestExtract:
    def test_is_what_was_put_alone(self) -> None:
        _, rewriter = rewritten("say QQ and WW now", [(4, 6, "this"), (11, 13, "that")])
        alone = rewriter.extract("alone")
        assert alone is not None
        assert alone.text == "this that"
        assert alone.span(0, 4) == (4, 6)
        assert alone.span(5, 9) == (11, 13)
        assert alone.span(0, 9) == (4, 13)

    def test_is_nothing_where_all_or_nothing_was_put(self) -> None:
        assert rewritten("QQ", [(0, 2, "all")])[1].extract("alone") is None
        assert rewritten("QQ", [])[1].extract("alone") is None
        assert rewritten("a QQ", [(2, 4, " ")])[1].extract("alone") is None


@st.composite
def views(draw: st.DrawFn) -> tuple[str, View]:
    """A text, and a view of a view of it."""
    text = draw(st.text(max_size=40))
    view = View(text)
    for _ in range(draw(st.integers(1, 3))):
        rewriter, at = Rewriter(view), 0
        for _ in range(draw(st.integers(0, 4)) if view.text else 0):
            if at == len(view.text):
                break
            start = draw(st.integers(at, len(view.text) - 1))
            at = draw(st.integers(start + 1, len(view.text)))
            rewriter.put(start, at, draw(st.text(max_size=6)))
        view = rewriter.view("next")
    return text, view


@given(views(), st.integers(0, 60), st.integers(0, 60), st.integers(0, 20), st.integers(0, 20))
def test_a_span_is_inside_of_the_original_and_grows_with_what_it_is_of(
    made: tuple[str, View], start: int, size: int, before: int, after: int
) -> None:
    text, view = made
    low, high = view.span(start, start + size)
    assert 0 <= low <= high <= len(text)
    if start < len(view.text) and size:
        wide_low, wide_high = view.span(start - before, start + size + after)
        assert wide_low <= low <= high <= wide_high


@given(views())
def test_neighbours_in_a_view_are_in_order_in_the_original(made: tuple[str, View]) -> None:
    text, view = made
    last = (0, 0)
    for at in range(len(view.text)):
        span = view.span(at, at + 1)
        assert last[0] <= span[0] <= span[1] <= len(text)
        assert last[1] <= span[1]
        last = span
