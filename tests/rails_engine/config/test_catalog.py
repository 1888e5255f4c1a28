from __future__ import annotations

import dataclasses

import pytest

from rails_engine.config.catalog import RailFlow


def test_a_flow_asks_for_nothing_unless_it_says_so(read):
    flow = RailFlow("check words", frozenset({"input"}))
    assert (flow.settings, flow.prompts, flow.model_type) == (None, (), None)
    assert not (flow.model_param or flow.rewrites or flow.listens)
    assert read("rails: {input: {flows: [check words]}}").rails.input.flows == ("check words",)


def test_a_flow_does_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        RailFlow("a", frozenset()).name = "b"
