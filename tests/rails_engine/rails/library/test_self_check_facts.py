from __future__ import annotations

import pytest

from rails_engine.rails.library.self_check_facts import SelfCheckFacts
from tests.contracts.rail import RailContract, ask, engine

CONFIG = """
rails: {output: {flows: [self check facts]}}
prompts: [{task: self_check_facts, content: '{{ evidence }} => {{ response }}?'}]
"""
EVIDENCE = {"check_facts": True, "relevant_chunks": "Bern is in Switzerland."}


class TestSelfCheckFacts(RailContract):
    rail = SelfCheckFacts
    failing = CONFIG
    context = EVIDENCE

    @pytest.mark.parametrize(
        ("verdict", "allowed"),
        [("yes", True), ("Yes, it does.", True), ("no", False), ("", False), ("perhaps", False)],
    )
    def test_the_answer_has_to_be_supported(self, verdict: str, allowed: bool) -> None:
        result = engine(CONFIG, ["Bern is in France.", verdict]).generate(ask(), context=EVIDENCE)
        assert (result.decision == "allowed") == allowed

    def test_it_runs_only_when_asked_for(self) -> None:
        made = engine(CONFIG, ["a", "b"])
        assert made.generate(ask(), context={"relevant_chunks": "x"}).content == "a"

    def test_without_evidence_there_is_nothing_to_check(self) -> None:
        assert engine(CONFIG, ["a"]).generate(ask(), context={"check_facts": True}).content == "a"

    def test_an_older_flow_reads_the_accuracy_as_a_number(self) -> None:
        flow = """
        define subflow facts as numbers
          $accuracy = execute self_check_facts
          if $accuracy < 0.5
            bot refuse to respond
            stop
        """
        config = CONFIG.replace("flows: [self check facts]", "flows: [facts as numbers]")
        assert (
            engine(config, ["a", "no"], colang=flow).generate(ask(), context=EVIDENCE).decision == "blocked"
        )
        assert engine(config, ["a", "yes"], colang=flow).generate(ask(), context=EVIDENCE).content == "a"
