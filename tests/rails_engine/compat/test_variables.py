from __future__ import annotations

import pytest

from rails_engine.compat.variables import (
    call_variables,
    generation_options_var,
    llm_call_info_var,
    raw_llm_request,
    streaming_handler_var,
)
from rails_engine.options import DEFAULT_OPTIONS


def test_variables_are_set_for_one_call_and_put_back_whatever_happens():
    handler = object()
    llm_call_info_var.set("left over")
    with pytest.raises(ZeroDivisionError), call_variables("hi", DEFAULT_OPTIONS, handler):
        assert raw_llm_request.get() == "hi"
        assert generation_options_var.get() is DEFAULT_OPTIONS
        assert streaming_handler_var.get() is handler
        assert llm_call_info_var.get() is None
        raise ZeroDivisionError
    assert raw_llm_request.get() is None
    assert streaming_handler_var.get() is None
    assert llm_call_info_var.get() == "left over"
    llm_call_info_var.set(None)
