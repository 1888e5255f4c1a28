from __future__ import annotations

import importlib.util
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine import jsontext

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
READERS = [jsontext.loads, jsontext.load_strictly]


@settings(max_examples=40)
@given(JSON)
def test_what_one_encoder_writes_the_other_reads(value):
    assert jsontext.load_plain(jsontext.dumps(value)) == value
    assert jsontext.loads(jsontext.dump_plain(value)) == value


@pytest.mark.parametrize("value", ["\ud800 alone", 2**80, {"big": -(2**70)}])
def test_values_that_the_fast_encoder_refuses_are_still_encoded(value):
    assert jsontext.load_plain(jsontext.dumps(value)) == value


@pytest.mark.parametrize("load", READERS)
@pytest.mark.parametrize("text", ['{"a": 1}', '"\\ud83d\\ude00"'])
def test_text_is_read_as_bytes_are(load, text):
    assert load(text) == load(text.encode())


@pytest.mark.parametrize("load", READERS)
@pytest.mark.parametrize("text", [b"", b"{", b"NaN", b"[1,]", b"{} x", b"\xff\xfe", '"\ud800"'])
def test_text_that_is_not_json_is_a_value_error(load, text):
    with pytest.raises(ValueError):
        load(text)


@pytest.mark.parametrize("load", READERS)
@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"NaN", b"-Infinity", b"1e999", b'"\\ud800"', b'{"\\udfff":1}', b'"\xff"', b"\xef\xbb\xbf{}"],
)
def test_what_is_not_strictly_json_is_a_value_error(load, text):
    with pytest.raises(ValueError):
        load(text)


@pytest.mark.parametrize("load", READERS)
@pytest.mark.parametrize(
    "number", [0, -1, 2**53 + 1, 2**63, 2**64 - 1, 2**64 + 5, -(2**63), -(2**63) - 9999, 10**30]
)
def test_integers_of_64_bits_stay_exact_and_larger_ones_are_doubles(load, number):
    exact = -(2**63) <= number < 2**64
    got = load(str(number).encode())
    assert (type(got), got) == ((int, number) if exact else (float, float(number)))


@pytest.mark.parametrize("load", READERS)
def test_what_is_nested_too_deep_is_a_value_error(load):
    with pytest.raises(ValueError):
        load(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize("load", READERS)
def test_whole_surrogate_pairs_are_read(load):
    assert load(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"


def test_without_orjson_the_standard_library_serves(monkeypatch):
    monkeypatch.setitem(sys.modules, "orjson", None)
    spec = importlib.util.spec_from_file_location("jsontext_without", jsontext.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.dumps is module.dump_plain
    assert module.loads is module.load_strictly
