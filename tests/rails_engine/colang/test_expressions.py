from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rails_engine.colang.expressions import compile_condition, compile_expression, compile_value
from rails_engine.colang.nodes import Position
from rails_engine.errors import ColangSyntaxError, ExpressionError

AT = Position("a.co", 3, 8, "  $x = 1")
CONTEXT = {
    "name": "Ada",
    "n": 5,
    "zero": 0,
    "items": ["a", "b"],
    "user": {"name": "Bob", "tags": ["x"]},
    "none": None,
    "1": "first",
    "class": "a word of Python",
}


class Refusing:
    """A value that raises whatever one does with it."""

    def __bool__(self):
        raise RuntimeError("secret")

    def __eq__(self, other):
        raise RuntimeError("secret")

    __hash__ = None


def evaluate(source, context=CONTEXT):
    return compile_expression(source, AT)(context)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("$name", "Ada"),
        ("$unknown", None),
        ("$1", "first"),
        ("$class", "a word of Python"),
        ("1", 1),
        ("1.5e3", 1500.0),
        ("0x10", 16),
        ("1_000", 1000),
        ("-$n", -5),
        ('"text"', "text"),
        ("'text'", "text"),
        ('"costs $name"', "costs $name"),
        (r'"\d+\n"', "\\d+\n"),
        (r'"a\\b"', "a\\b"),
        (r'r"\$n"', r"\$n"),
        ('f"Hi {$name}, {$n + 1:03d}!"', "Hi Ada, 006!"),
        ('f"{{$name}} {$user.name!r}"', "{$name} 'Bob'"),
        ("f'{$n:>{$n}}'", "    5"),
        ('"a" "b"', "ab"),
        ("True", True),
        ("true", True),
        ("null", None),
        ("$n + 2 * 3", 11),
        ("($n - 1) / 2", 2.0),
        ("$n // 2", 2),
        ("$n % 3", 2),
        ("2 ** 3", 8),
        ('"%s is %d" % ($name, $n)', "Ada is 5"),
        ("$n > 3", True),
        ("1 < $n <= 5", True),
        ("1 < $n < 5", False),
        ("$n == 5 and $name != 'x'", True),
        ("$none or 'default'", "default"),
        ("$zero and 1 / $zero", 0),
        ("not $name", False),
        ("$none is None", True),
        ("$n is not None", True),
        ("'a' in $items", True),
        ("'z' not in $items", True),
        ("'big' if $n > 3 else 'small'", "big"),
        ("$items[0]", "a"),
        ("$items[-1]", "b"),
        ("$items[0:1]", ["a"]),
        ("$name[::-1]", "adA"),
        ("$user.name", "Bob"),
        ("$user['name']", "Bob"),
        ("$user['none']", None),
        ("$user.none", None),
        ("$user.tags[0].upper()", "X"),
        ("$name.replace('A', 'E')", "Eda"),
        ("$user.get('k', 3)", 3),
        ("len($items)", 2),
        ("max($n, 7)", 7),
        ("sorted($items, reverse=True)", ["b", "a"]),
        ("max([], default=3)", 3),
        ("[1, $n]", [1, 5]),
        ("(1, $n)", (1, 5)),
        ("{1, $n}", {1, 5}),
        ("{'a': $n}", {"a": 5}),
        ("[]", []),
        ("$items.count('a')\n", 1),
        ("(\n$n\n+ 1)", 6),
    ],
)
def test_expressions_mean_what_they_mean_in_python(source, value):
    result = evaluate(source)
    assert result == value
    assert type(result) is type(value)


def test_a_literal_is_made_anew_each_time():
    make = compile_expression("[1, 2]", AT)
    assert make({}) is not make({})


@pytest.mark.parametrize(
    ("source", "message", "column"),
    [
        ("", "an expression is missing", 8),
        ("$a +", "not an expression", 12),
        ("$a ++* 1", "not an expression", 13),
        ("name", "unknown name 'name'", 8),
        ("$a + name", "unknown name 'name'", 13),
        ("$ä + name", "unknown name 'name'", 13),
        ("lenn($a)", "unknown function 'lenn'", 8),
        ("$f(1)", "unknown function '$f'", 8),
        ("len(x=1)", "len() takes no argument 'x'", 8),
        ("len(*$a)", "not something that an expression may hold", 12),
        ("len(**$a)", "not something that an expression may hold", 8),
        ("$a.__class__", "'__class__' is a private name", 8),
        ("$a._x()", "'_x' is a private name", 8),
        ("f'{$a.__class__}'", "'__class__' is a private name", 0),
        ("lambda: 1", "not something", 8),
        ("[$x for x in $y]", "not something", 8),
        ("b'x'", "not something", 8),
        ("...", "not something", 8),
        ("1j", "not a number", 8),
        ("1if $a else 2", "not a number", 8),
        ("1.2.3", "not a number", 8),
        ("~$a", "not something", 8),
        ("$a | 1", "not something", 8),
        ("$a := 1", "not an expression", 11),
        ("(yield)", "not something", 9),
        ("{**$a}", "not something", 8),
        ("$a; 1", "not an expression", 10),
        ("((1)", "not an expression", 8),
        ("'abc", "not an expression", 8),
        ("\0", "not an expression", 0),
        ("-" * 5_000 + "1", "", 0),
        ("(" * 300 + "1" + ")" * 300, "not an expression", 0),
        ("1 + " * 300 + "1", "nested too deeply", 0),
        ("1" * 30_000, "too long", 8),
    ],
)
def test_what_is_no_expression_is_an_error_when_it_is_loaded(source, message, column):
    with pytest.raises(ColangSyntaxError) as caught:
        compile_expression(source, AT)
    assert message in caught.value.message
    assert caught.value.line == 3
    assert not column or caught.value.column == column


def test_an_unknown_function_gets_the_nearest_name():
    with pytest.raises(ColangSyntaxError, match=r"Did you mean 'sorted'\?"):
        compile_expression("sortd($a)", AT)


def test_an_expression_without_a_place_shows_itself():
    with pytest.raises(ColangSyntaxError) as caught:
        compile_expression("$a + name", None)
    assert caught.value.text == "$a + name"
    assert caught.value.column == 6


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("$none.name", "cannot evaluate '$none.name': NoneType has no attribute 'name'"),
        ("$none + 1", "TypeError: unsupported operand"),
        ("$n > $none", "TypeError"),
        ("$items[7]", "IndexError: list index out of range"),
        ("$none[0]", "TypeError"),
        ("1 / $zero", "ZeroDivisionError"),
        ("int($name)", "ValueError"),
        ("{[]: 1}", "TypeError"),
        ("'x' in $none", "TypeError"),
        ("$items.append(1)", "no method 'append'"),
        ("$name.format(1)", "no method 'format'"),
        ("9 ** 9 ** 9", "the power is too large"),
        ("'a' * 10 ** 9", "the repetition is too long"),
        ("f'{$name:99999}'", "width"),
        ("'%99999s' % 1", "width"),
        ("10.0 ** 400", "OverflowError"),
        ("range(10 ** 9)", "the range is too long"),
    ],
)
def test_what_cannot_be_evaluated_is_an_error_with_its_place(source, message):
    with pytest.raises(ExpressionError) as caught:
        evaluate(source)
    assert str(caught.value).startswith("a.co:3:8: cannot evaluate ")
    assert message in str(caught.value)


def test_contents_stay_out_of_the_message():
    with pytest.raises(ExpressionError) as caught:
        evaluate("int($name)", {"name": "my secret"})
    assert "my secret" not in str(caught.value)


@pytest.mark.parametrize(
    "source", ["not $x", "$x and 1", "$x == 1", "1 in [$x]", "1 if $x else 2", "bool($x)"]
)
def test_values_that_raise_are_expression_errors(source):
    with pytest.raises(ExpressionError, match="RuntimeError") as caught:
        evaluate(source, {"x": Refusing()})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("source", ["$x", "$x or $x", "$list[0]"])
def test_a_condition_is_true_or_false(source):
    assert compile_condition(source, AT)({"x": "text", "list": [1]}) is True
    assert compile_condition(source, AT)({"x": "", "list": [0]}) is False
    with pytest.raises(ExpressionError):
        compile_condition(source, AT)({"x": Refusing(), "list": [Refusing()]})


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("$name", "Ada"),
        ('"$name"', "Ada"),
        ("'$name'", "Ada"),
        ('"$name and more"', "$name and more"),
        ('"text"', "text"),
        ("3", 3),
        ("[1, 'a']", [1, "a"]),
        ("{'a': None}", {"a": None}),
        ("true", True),
        ("plain words", "plain words"),
        ("1.2.3", "1.2.3"),
        ("a@b.c", "a@b.c"),
        ("C:\\dir", "C:\\dir"),
        ("$n + 1", 6),
        ("$user.name", "Bob"),
        ("['$name']", ["$name"]),
        (r'"\d+"', r"\d+"),
        (r'"a\"b"', 'a"b'),
    ],
)
def test_parameters_are_literals_variables_expressions_or_text(source, value):
    assert compile_value(source, AT)(CONTEXT) == value


def test_a_parameter_with_a_broken_expression_is_an_error():
    with pytest.raises(ColangSyntaxError):
        compile_value("$n +", AT)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(Refusing()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
PIECES = st.sampled_from(
    [
        *[
            "$a",
            "$b",
            "$unknown",
            "1",
            "0",
            "2.5",
            "1e9",
            "10**9",
            "'x'",
            '"$a"',
            "f'{$a}'",
            "f'{$a:>9}'",
            "r'\\d'",
        ],
        *["True", "None", "[", "]", "(", ")", "{", "}", ",", ":", ".", "+", "-", "*", "/", "//", "%", "**"],
        *[
            "==",
            "!=",
            "<",
            ">",
            "in",
            "is",
            "not",
            "and",
            "or",
            "if",
            "else",
            "len",
            "str",
            "int",
            "sorted",
            "range",
        ],
        *[
            "sum",
            "dict",
            ".upper()",
            ".get('k')",
            ".items",
            ".x",
            "[0]",
            "[1:]",
            "lambda",
            "for",
            "...",
            "__class__",
        ],
        *[";", "\\", "#", "\n", ":=", "&", "|", "~", "@", "!", "'", '"', "é", "\ud800", "\0"],
    ]
)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=20), VALUES, VALUES)
@example("$a ** $a ** $a", 99, 99)
@example("$a % ($b,)", "%c", 2**40)
def test_expressions_raise_nothing_but_our_errors(source, a, b):
    for compile_source in (compile_expression, compile_condition, compile_value):
        with contextlib.suppress(ColangSyntaxError, ExpressionError):
            compile_source(source, AT)({"a": a, "b": b})
