from __future__ import annotations

from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.config import compose as module
from rails_engine.config.compose import compose
from rails_engine.config.tree import find, plain
from rails_engine.errors import ConfigError


@pytest.fixture(params=["C", "Python"], autouse=True)
def loader(request, monkeypatch):
    """Both loaders of the library give the same values and places."""
    kind = yaml.CSafeLoader if request.param == "C" else yaml.SafeLoader
    monkeypatch.setattr(module, "Loader", kind)


def test_every_value_knows_its_place():
    tree = compose("a:\n  - x: 1\n    y: two\n", "f.yml")
    at = find(tree, ("a", 0, "y"))
    assert (at.file, at.line, at.column, at.text) == ("f.yml", 3, 8, "    y: two")
    assert find(tree, ("a",)).column == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-12", -12),
        ("1_000", 1000),
        ("0x1f", 31),
        ("0b11", 3),
        ("010", 8),
        ("2.5", 2.5),
        ("1e-3", 0.001),
        ("1E+5", 100000.0),
        (".5e-1", 0.05),
        ("12e10", "12e10"),
        (".inf", float("inf")),
        ("-.inf", float("-inf")),
        ("yes", True),
        ("Off", False),
        ("true", True),
        ("~", None),
        ("null", None),
        ("", None),
        (".nan", ".nan"),
        ("2024-02-01", "2024-02-01"),
        ("2024-02-01 10:00:00", "2024-02-01 10:00:00"),
        ("1:30", "1:30"),
        ("1:30.5", "1:30.5"),
        ('"1"', "1"),
        ("'yes'", "yes"),
        ('"1e5"', "1e5"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("=", "="),
        ("1e", "1e"),
        ("4e-bit", "4e-bit"),
        ("|\n    two\n    lines", "two\nlines\n"),
    ],
)
def test_values_are_what_people_mean(text, value):
    found = plain(compose(f"k: {text}\n", "f.yml"))["k"]
    assert found == value
    assert type(found) is type(value)


def test_anchors_repeat_a_value_and_keep_its_place():
    tree = compose("a: &x {k: 1}\nb: *x\n", "f.yml")
    assert plain(tree) == {"a": {"k": 1}, "b": {"k": 1}}
    assert find(tree, ("b", "k")).line == 1


def test_merges_fill_in_what_is_not_said():
    text = "base: &b {x: 1, y: 1}\nmore: &m {y: 2, z: 2}\nc:\n  x: 3\n  <<: [*b, *m]\n"
    assert plain(compose(text, "f"))["c"] == {"x": 3, "y": 1, "z": 2}
    assert plain(compose("b: &b {x: 1, y: 1}\nc: {<<: *b, y: 2}\n", "f"))["c"] == {"x": 1, "y": 2}


def test_a_quoted_merge_key_is_a_key():
    assert plain(compose("'<<': 5\n", "f")) == {"<<": 5}


def test_keys_are_texts_but_for_whole_numbers():
    tree = compose("1: a\nyes: b\n1.10: c\n~: d\n", "f")
    assert plain(tree) == {1: "a", "yes": "b", "1.10": "c", "~": "d"}
    assert list(tree.entries) == ["1", "yes", "1.10", "~"]


def test_an_empty_text_says_nothing():
    for text in ("", "# only a comment\n", "---\n", "~\n"):
        assert plain(compose(text, "f")) == {}


def test_the_end_of_the_text_is_in_its_last_line():
    with pytest.raises(ConfigError) as caught:
        compose("a: 1\nb: [\n\n\n", "f.yml")
    assert caught.value.line == 2


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text):
    with suppress(ConfigError):
        compose(text, "f.yml")
        return
    with pytest.raises(ConfigError) as caught:
        compose(text, "f.yml")
    assert caught.value.file == "f.yml"
    assert 1 <= caught.value.line <= sum(map(text.count, "\r\n\x85\u2028\u2029")) + 1


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="eE"), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_what_the_library_writes_comes_back(value):
    assert plain(compose(yaml.safe_dump(value), "f")) == value
