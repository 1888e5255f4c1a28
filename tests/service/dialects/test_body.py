from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine import jsontext
from service.call import Limits
from service.dialects.body import read_body
from service.errors import BadRequestError, BodyTooLargeError
from tests.service.dialects.malformed import malformed

LIMITS = Limits()


def refusal(raw, limits=LIMITS):
    with pytest.raises(BadRequestError) as caught:
        read_body(raw, limits)
    assert caught.value.status == 400
    (problem,) = caught.value.problems
    assert problem.loc == ("body",)
    return problem


def test_an_object_is_read():
    assert read_body(b' {"a": [1, {"b": null}]}\n', LIMITS) == {"a": [1, {"b": None}]}


def test_a_byte_order_mark_is_no_mistake():
    assert read_body(b'\xef\xbb\xbf{"a":1}', LIMITS) == {"a": 1}


def test_the_place_of_a_mistake_is_told_and_nothing_else():
    problem = refusal(b'{"a": "secret",\n  oops}')
    assert problem.msg == "the body is not valid JSON (line 2, column 3)"
    assert problem.type == "json_invalid"


@pytest.mark.parametrize("raw", [b"", b" \n", b"\xef\xbb\xbf "])
def test_an_empty_body_has_its_own_words(raw):
    assert "empty" in refusal(raw).msg


@pytest.mark.parametrize("raw", [b"[]", b"null", b'"x"', b"1", b"true"])
def test_only_an_object_is_a_body(raw):
    assert refusal(raw).msg == "the body must be a JSON object"


def test_the_bound_counts_bytes():
    body = json.dumps({"a": "é" * 20}, ensure_ascii=False).encode()
    assert read_body(body, Limits(max_body_bytes=len(body)))
    with pytest.raises(BodyTooLargeError) as caught:
        read_body(body, Limits(max_body_bytes=len(body) - 1))
    assert caught.value.status == 413


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_is_bounded_exactly(opening, closing):
    def nested(depth):
        return f'{{"x":{opening * (depth - 1)}1{closing * (depth - 1)}}}'.encode()

    assert read_body(nested(5), Limits(max_depth=5))
    assert refusal(nested(6), Limits(max_depth=5)).type == "json_depth"


TEXT = st.text(alphabet='ab":\\ {},\n', max_size=8)
VALUES = st.recursive(
    TEXT | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=300)
@given(st.dictionaries(TEXT, VALUES, max_size=4), st.sampled_from([None, 1]), st.booleans())
def test_no_text_is_taken_for_a_repeated_key(value, indent, compact):
    separators = (",", ":") if compact else (" , ", " : ")
    raw = json.dumps(value, indent=indent, separators=separators).encode()
    assert read_body(raw, LIMITS) == value


@settings(max_examples=300)
@given(st.lists(st.tuples(TEXT, VALUES), min_size=1, max_size=4), st.data(), st.booleans())
def test_a_repeated_key_is_never_missed(pairs, data, compact):
    twice = data.draw(st.sampled_from(pairs))
    colon = ":" if compact else " :\n"
    inside = ",".join(
        f"{json.dumps(name)}{colon}{json.dumps(value)}"
        for name, value in [*pairs, (twice[0], data.draw(VALUES))]
    )
    assert refusal(f"{{{inside}}}".encode()).type == "json_repeated_key"
    assert refusal(f'{{"outer":[{{{inside}}}]}}'.encode()).type == "json_repeated_key"


TEXTS = {case.name: case.raw for case in malformed() if case.status != 413 and "000 of " not in case.name}


def outcome(load, text):
    try:
        return load(text)
    except ValueError:
        return "refused"


@pytest.mark.parametrize("name", TEXTS)
def test_both_readers_of_json_refuse_the_same(name):
    assert outcome(jsontext.load_strictly, TEXTS[name]) == outcome(jsontext.loads, TEXTS[name])


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        (b'{"a":1,"b":{"a":1}}', False),
        (b'{"a":1,"a":1}', True),
        (b'{"a":1,"\\u0061":2}', True),
        (b'[{"a":1},{"a":1}]', False),
        (b'{"b":[{"a":1,"c":2,"a":3}]}', True),
    ],
)
def test_a_key_that_an_object_has_twice_is_found(text, repeats):
    body = b'{"body":' + text + b"}"
    if repeats:
        assert refusal(body).type == "json_repeated_key"
    else:
        assert read_body(body, LIMITS)["body"] is not None
