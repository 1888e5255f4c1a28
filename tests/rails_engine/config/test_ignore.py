from __future__ import annotations

import pytest

from rails_engine.config.ignore import find_rules, parse_rules


def test_comments_and_empty_lines_are_no_patterns():
    assert parse_rules("# a comment\n\n  *.draft.yml  \nx.co\n").patterns == ("*.draft.yml", "x.co")


@pytest.mark.parametrize(
    ("pattern", "relative", "ignored"),
    [
        ("*.draft.yml", "a.draft.yml", True),
        ("*.draft.yml", "deep/down/a.draft.yml", True),
        ("*.draft.yml", "a.yml", False),
        ("a.co", "a.co", True),
        ("a.co", "sub/a.co", True),
        ("sub", "sub/a.co", False),
        ("sub/*.co", "sub/a.co", True),
        ("sub/*.co", "other/a.co", False),
        ("[ab].co", "b.co", True),
    ],
)
def test_a_pattern_is_for_names_and_one_with_a_slash_for_paths(pattern, relative, ignored):
    assert parse_rules(pattern).ignores(relative) is ignored


def test_the_nearest_file_counts(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".railsignore").write_text("x")
    assert find_rules(inner) == (tmp_path / ".railsignore").resolve()
    (inner.parent / ".railsignore").write_text("y")
    assert find_rules(inner) == (inner.parent / ".railsignore").resolve()
