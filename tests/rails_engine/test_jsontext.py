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


@settings(max_examples=40)
@given(JSON)
def test_what_one_encoder_writes_the_other_reads(value):
    assert jsontext.load_plain(jsontext.dumps(value)) == value
    assert jsontext.loads(jsontext.dump_plain(value)) == value


@pytest.mark.parametrize("value", ["\ud800 alone", 2**80, {"big": -(2**70)}])
def test_values_that_the_fast_encoder_refuses_are_still_encoded(value):
    assert jsontext.load_plain(jsontext.dumps(value)) == value


@pytest.mark.parametrize("load", [jsontext.loads, jsontext.load_plain])
@pytest.mark.parametrize("text", [b"", b"{", b"NaN", b"[1,]", b"{} x", b"\xff\xfe"])
def test_text_that_is_not_json_is_a_value_error(load, text):
    with pytest.raises(ValueError):
        load(text)


def test_without_orjson_the_standard_library_serves(monkeypatch):
    monkeypatch.setitem(sys.modules, "orjson", None)
    spec = importlib.util.spec_from_file_location("jsontext_without", jsontext.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.dumps is module.dump_plain
    assert module.loads is module.load_plain
