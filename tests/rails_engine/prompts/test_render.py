from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.errors import ConfigError, RailsError, TurnError
from rails_engine.prompts.filters import FILTERS
from rails_engine.prompts.render import Templates, compile_message, compile_template

MESSAGES = yaml.safe_load((Path(__file__).parents[2] / "cases/prompts/messages.yml").read_text())


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case["rule"])
def test_a_bot_message_is_filled_in(case):
    assert compile_message(case["text"])(case["given"]) == case["said"]


@given(
    st.text() | st.text(alphabet="$ab_.[]()\"'05{ }\n\\-"),
    st.dictionaries(st.sampled_from("ab"), st.integers() | st.text()),
)
def test_a_message_without_tags_never_raises(text, given):
    if not any(tag in text for tag in ("{{", "{%", "{#")):
        compile_message(text)(given)


@given(st.text(), st.text())
def test_values_are_said_as_they_are(before, value):
    text = before.replace("$", "").replace("{", "").replace("\\", "")
    assert compile_message(f"{text} $x")({"x": value}) == f"{text} {value}"


class Hostile:
    def __getattr__(self, name):
        raise RuntimeError(name)

    def __getitem__(self, key):
        raise RuntimeError(key)


@pytest.mark.parametrize("text", ["$x.a", "$x[0]", "$x[y]"])
def test_an_object_that_raises_has_nothing_to_say(text):
    assert compile_message(text)({"x": Hostile()}) == ""


def test_generators_and_functions_show_no_frames():
    def plain():
        return 1

    assert compile_message("$g.gi_frame")({"g": (i for i in ())}) == ""
    assert compile_message("$f.__globals__")({"f": plain}) == ""


# Templates


PART = st.sampled_from(
    [
        "{{ a }}",
        "{{a}}",
        "{{ b|up }}",
        "{{ c | up|up }}",
        "{{ n | cut(2) }}",
        "{{ missing }}",
        "{{ missing | up }}",
        "{{ none }}",
        "{{ nothing }}",
        "{{ true }}",
        "{{- a }}",
        "{{ a -}}",
        "{% if a %}x{% endif %}",
        "{# x #}",
        "{{ '{{' }}",
    ]
)
TEXT = st.text(alphabet="x {}%#\n\r\t-$é", max_size=8)
VALUES = {"a": "A{{ b }}", "b": 3, "c": ["x"], "n": "nnnn", "nothing": None}
FILTER_SET = {"up": lambda value: str(value).upper(), "cut": lambda value, n: str(value)[:n]}


@given(st.lists(PART | TEXT, max_size=6).map("".join))
def test_the_short_way_gives_what_jinja_gives(source):
    templates = Templates(FILTER_SET)
    try:
        slow = templates.compile_with_jinja(source)
    except ConfigError:
        with pytest.raises(ConfigError):
            templates.compile(source)
        return
    fast = templates.compile(source)
    assert fast(VALUES) == slow(VALUES)
    assert (fast.value is None) == (slow.value is None)
    if fast.value is not None and slow.value is not None:
        assert fast.value(VALUES) == slow.value(VALUES)


@pytest.mark.parametrize("source", ["a\n", "a\n\n", "a\r\n", "\n", "{{ a }}\n", "a\r\nb\rc", ""])
def test_newlines_at_the_end_are_treated_as_jinja_treats_them(source):
    assert compile_template(source)(VALUES) == Templates().compile_with_jinja(source)(VALUES)


def test_plain_templates_do_not_import_jinja():
    code = (
        "import sys\n"
        "from rails_engine.prompts.render import Templates, compile_message\n"
        "assert Templates({'up': str.upper}).compile('a {{ x | up }}')({'x': 'b'}) == 'a B'\n"
        "assert compile_message('Hi $a.b[0]')({'a': {'b': [1]}}) == 'Hi 1'\n"
        "assert 'jinja2' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])


def test_a_template_says_which_names_it_uses():
    assert compile_template("{{ a }} {{ b }}").variables == {"a", "b"}
    assert compile_template("{% for x in a %}{{ x }}{{ b.c }}{% endfor %}").variables == {"a", "b"}


def test_one_expression_keeps_its_value():
    assert compile_template(" {{ a }}\n").value({"a": [1]}) == [1]
    assert compile_template("{{ a.b[0] }}").value({"a": {"b": [[2]]}}) == [2]
    assert compile_template("{{ a.b }}").value({}) == ""
    assert compile_template("a {{ a }}").value is None
    assert compile_template("{{ a }}{{ b }}").value is None


def test_undefined_is_empty_however_deep():
    assert compile_template("[{{ a.b.c[0].d }}{{ a['x'] }}]")({}) == "[]"


def test_user_text_is_never_a_template():
    text = "{{ 7 * 7 }}{% for i in range(9) %}x{% endfor %}"
    assert compile_template("{{ user_input }}")({"user_input": text}) == text
    assert compile_template("{% if user_input %}{{ user_input }}{% endif %}")({"user_input": text}) == text


@pytest.mark.parametrize("source", ["{{ x.__class__ }}", "{{ x.__class__.__mro__ }}", "{{ f.__globals__ }}"])
def test_the_sandbox_shows_no_inside(source):
    assert compile_template(source)({"x": "s", "f": compile_template}) == ""


@pytest.mark.parametrize(
    "source",
    [
        "{{ x.__class__.__mro__[1].__subclasses__() }}",
        "{% set _ = l.append(1) %}",
        "{{ f() }}",
        "{{ range(10000000) | list }}",
        "{{ 1 / 0 }}",
    ],
)
def test_what_a_template_must_not_do_is_an_error_of_ours(source):
    numbers = [1]
    with pytest.raises(ConfigError, match="the greeting cannot be rendered"):
        compile_template(source, name="the greeting")({"x": "s", "l": numbers})
    assert numbers == [1]


def test_an_error_does_not_quote_values():
    def fail(value):
        raise ValueError(value)

    with pytest.raises(ConfigError) as caught:
        compile_template("{{ x | fail }}", filters={"fail": fail})({"x": "secret"})
    assert "secret" not in str(caught.value)
    assert "ValueError" in str(caught.value)


def test_our_own_errors_pass_through_a_filter():
    def fail(_):
        raise TurnError("too much")

    with pytest.raises(TurnError):
        compile_template("{{ x | fail }}", filters={"fail": fail})({})


def test_a_broken_template_says_where():
    with pytest.raises(ConfigError) as caught:
        compile_template("fine\n{% if x %}\n{{ x | }}\n", name="the prompt for task 'a'")
    assert "the prompt for task 'a' is not a valid template: line 3" in str(caught.value)
    assert caught.value.text == "{{ x | }}"


def test_an_unknown_filter_has_a_suggestion():
    with pytest.raises(ConfigError, match="Did you mean 'to_messages'"):
        compile_template("{{ history | to_mesages }}", filters=FILTERS)


def test_filters_with_named_arguments_and_context_work():
    from jinja2 import pass_context

    @pass_context
    def greet(context, value):
        return f"{value} {context['name']}"

    filters = {"greet": greet, "cut": lambda value, n=1: value[:n]}
    assert (
        compile_template("{{ 'Hi' | greet }}{{ x | greet }}", filters=filters)({"name": "Ann", "x": 1})
        == "Hi Ann1 Ann"
    )
    assert compile_template("{{ x | cut(n=2) }}", filters=filters)({"x": "abc"}) == "ab"


@pytest.mark.parametrize("text", ["{{ a", "{% if a %}", "{% nonsense %}"])
def test_a_broken_message_is_refused_at_load(text):
    with pytest.raises(ConfigError, match="bot message is not a valid template"):
        compile_message(text)


def test_a_message_that_calls_what_is_not_there_is_an_error_of_ours():
    with pytest.raises(RailsError):
        compile_message("$x.y()")({})
