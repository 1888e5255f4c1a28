from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

import pytest

from rails_engine.config.compose import compose
from rails_engine.config.reading import InvalidValueError, Reader, fields_of, read_text
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Note(TypedDict):
    text: str
    author: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Inner:
    size: int = 1
    ratio: float = 0.5

    def __post_init__(self) -> None:
        if self.size > 9:
            raise InvalidValueError("size", "is too big", hint="Take 9.")


@dataclass(frozen=True, slots=True)
class Outer:
    name: str
    inner: Inner = Inner()
    notes: tuple[Note | str, ...] = ()
    mode: Literal["a", "b", 3] = "a"
    maybe: bool | None = None
    limit: int | Literal["none"] | None = None
    free: Any = None
    table: Mapping[str, Inner] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    ours: str = field(default="ours", metadata={"loaded": True})


@dataclass(frozen=True, slots=True)
class Further(Outer):
    more: int = 0


def read(text, kind=Outer):
    return read_text(kind, text, "f.yml")


def refused(text, kind=Outer):
    with pytest.raises(ConfigError) as caught:
        read(text, kind)
    return caught.value


def test_what_is_not_said_has_its_default():
    assert read("name: x") == Outer("x")


def test_what_is_empty_has_its_default():
    assert read("name: x\ninner:\nmode:\nnotes:\nmaybe:\ntable:\n") == Outer("x")


def test_every_shape_is_read():
    text = """
    name: x
    inner: {size: 3, ratio: 1}
    notes: [plain, {text: t}, {text: t, author: a}]
    mode: 3
    maybe: false
    limit: none
    free: {a: [1, b]}
    table: {k: {size: 2}}
    extra: {1: a}
    """
    assert read(text) == Outer(
        name="x",
        inner=Inner(3, 1.0),
        notes=("plain", {"text": "t"}, {"text": "t", "author": "a"}),
        mode=3,
        maybe=False,
        limit="none",
        free={"a": [1, "b"]},
        table={"k": Inner(2)},
        extra={1: "a"},
    )


@pytest.mark.parametrize(("text", "value"), [('"7"', 7), ("7.0", 7), ('"7.0"', 7), ("1e0", 1)])
def test_numbers_in_quotes_are_numbers(text, value):
    assert read(f"name: x\ninner: {{size: {text}}}").inner.size == value


@pytest.mark.parametrize(("text", "value"), [('"0.25"', 0.25), ("1", 1.0), ('"1e-3"', 0.001)])
def test_fractions_in_quotes_are_numbers(text, value):
    ratio = read(f"name: x\ninner: {{ratio: {text}}}").inner.ratio
    assert ratio == value
    assert isinstance(ratio, float)


@pytest.mark.parametrize("text", ["yes", "x", "1.5", ".inf", "[1]", "''", "'nan'", "{a: 1}"])
def test_anything_else_is_no_whole_number(text):
    error = refused(f"name: x\ninner:\n  size: {text}")
    assert "inner.size must be a whole number" in error.message
    assert error.line == 3


@pytest.mark.parametrize("text", ["5", "true", "1.5", "[x]"])
def test_a_text_must_be_one(text):
    assert "name must be a text" in refused(f"name: {text}").message


def test_a_missing_value_is_an_error_at_its_table():
    error = refused("mode: a")
    assert (error.message, error.line, error.column) == ("name is missing", 1, 1)


def test_an_unknown_key_is_an_error_or_a_remark():
    assert "Did you mean 'inner'?" in refused("name: x\niner: {}").hint
    reader = Reader(is_strict=lambda path: path == ("inner",))
    assert reader.read_table(Outer, compose("name: x\niner: {}\n", "f.yml"), ()).name == "x"
    assert [str(finding) for finding in reader.findings] == [
        "f.yml:2:1: unknown key 'iner' (Did you mean 'inner'?)"
    ]
    with pytest.raises(ConfigError, match="unknown key 'siz' under inner"):
        reader.read_table(Outer, compose("name: x\ninner: {siz: 1}\n", "f.yml"), ())


def test_a_key_that_resembles_none_is_answered_with_all():
    assert refused("name: x\nzzzzzz: 1").hint.startswith("Known here: extra, free, inner,")


def test_fields_of_the_loader_are_no_keys():
    assert "unknown key 'ours'" in refused("name: x\nours: y").message
    assert "ours" not in fields_of(Outer)


def test_a_value_that_the_class_refuses_is_shown_at_its_place():
    error = refused("name: x\ntable:\n  k:\n    size: 10")
    assert error.message == "table.k.size is too big"
    assert (error.line, error.column, error.hint) == (4, 11, "Take 9.")


def test_inherited_fields_are_read():
    assert read("name: x\nmore: 2\nmode: b", Further) == Further("x", mode="b", more=2)


def test_a_union_says_what_it_takes():
    error = refused("name: x\nlimit: some")
    assert "limit must be a whole number or 'none', not the text 'some'" in error.message


def test_long_values_are_shortened_in_errors():
    assert len(refused(f"name: x\nmaybe: {'long ' * 50}").message) < 120


def test_a_hint_that_nobody_can_read_is_a_programming_error():
    @dataclass
    class Odd:
        value: bytes

    with pytest.raises(TypeError, match="no way to read"):
        Reader().read(bytes, compose("v: x", "f").node("v"), ("v",))


def test_invalid_values_are_errors_of_python_too():
    with pytest.raises(ValueError, match="size: is too big"):
        Inner(size=10)
