"""The one door of syntax errors."""

from __future__ import annotations

import pytest

from rails_engine.colang.source import Source, fail
from rails_engine.errors import ColangSyntaxError


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(end: str) -> None:
    assert Source(f"a{end}b{end}", "x.co").lines == ["a", "b", ""]


def test_an_error_shows_the_line_with_a_caret_under_the_place() -> None:
    source = Source("define flow x\n  usr a", "x.co")
    with pytest.raises(ColangSyntaxError) as caught:
        fail(source.at(2, 3), "unknown statement 'usr'", "Did you mean 'user'?")
    assert str(caught.value).split("\n") == [
        "x.co:2:3: unknown statement 'usr'",
        "      usr a",
        "      ^",
        "Did you mean 'user'?",
    ]


def test_a_text_without_a_file_has_no_place() -> None:
    with pytest.raises(ColangSyntaxError) as caught:
        fail(Source("check $a", "").at(1, 7), "no")
    assert (caught.value.file, caught.value.line) == (None, None)
