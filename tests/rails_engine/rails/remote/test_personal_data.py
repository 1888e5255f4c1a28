from __future__ import annotations

from rails_engine.rails.remote.flows import Mask
from rails_engine.rails.remote.personal_data import detected, masked, personal_data_flows


def test_there_are_six_flows():
    flows = personal_data_flows("acme ", "acme_detect", "acme_mask")
    assert [(flow.flow, flow.kind, isinstance(flow, Mask)) for flow in flows] == [
        *((f"acme detect pii on {kind}", kind, False) for kind in ("input", "output", "retrieval")),
        *((f"acme mask pii on {kind}", kind, True) for kind in ("input", "output", "retrieval")),
    ]
    assert flows[2].call == 'acme_detect(source="retrieval", text=$relevant_chunks)'


def test_what_was_found_blocks_and_reads_as_true():
    verdict = detected(["NAME", "EMAIL", "NAME"])
    assert (verdict.is_blocked, bool(verdict), verdict.metadata) == (
        True,
        True,
        {"entities": ["EMAIL", "NAME"]},
    )
    assert (detected([]).is_blocked, bool(detected([]))) == (False, False)


def test_a_masked_text_reads_as_the_text():
    assert (masked("x").transform_text, str(masked("x")), masked("x").is_transform) == ("x", "x", True)
