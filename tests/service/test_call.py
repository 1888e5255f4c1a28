from __future__ import annotations

import pytest

from service.call import ChatCall


@pytest.mark.parametrize(("model", "name"), [(None, None), ("", None), ("gpt-4o", "gpt-4o")])
def test_an_empty_model_keeps_the_configured_one(model, name):
    assert ChatCall("openai", model=model).model_name == name


@pytest.mark.parametrize(("length", "short"), [(0, True), (15, True), (16, False), (255, False)])
def test_a_thread_id_is_short_below_16_characters(length, short):
    assert ChatCall("openai", thread_id="t" * length).has_short_thread_id is short


def test_no_thread_id_is_not_a_short_one():
    assert not ChatCall("openai").has_short_thread_id
