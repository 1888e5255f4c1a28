from __future__ import annotations

from typing import Any

from rails_engine import LLMReply
from rails_engine.rails.library.self_check_hallucination import SelfCheckHallucination
from tests.contracts.rail import RailContract, ask, engine, unreachable

CONFIG = """
rails: {output: {flows: [self check hallucination]}}
prompts: [{task: self_check_hallucination, content: '{{ statement }} vs {{ paragraph }}'}]
"""
ASKED = {"check_hallucination": True}


class TestSelfCheckHallucination(RailContract):
    rail = SelfCheckHallucination

    def test_it_samples_twice_and_asks_whether_they_agree(self) -> None:
        made = engine(CONFIG, ["In Bern.", "In Bern.", "Bern", "yes"])
        assert made.generate(ask(), context=ASKED).content == "In Bern."
        requests = made.parts.toolbox.models.main.requests  # type: ignore[union-attr]
        assert [r.params.get("temperature") for r in requests] == [None, 1.0, 1.0, 0.001]
        assert "In Bern." in requests[-1].messages[0]["content"]

    def test_an_answer_that_the_samples_contradict_is_withheld(self) -> None:
        result = engine(CONFIG, ["In Bern.", "In Rome.", "In Paris.", "No"]).generate(ask(), context=ASKED)
        assert result.content == "I don't know the answer to that."
        assert result.blocked_by == "self check hallucination"

    def test_it_runs_only_when_asked_for(self) -> None:
        assert engine(CONFIG, ["a"]).generate(ask()).content == "a"

    def test_where_nothing_can_be_sampled_the_answer_passes(self) -> None:
        def answer(request: Any) -> LLMReply:
            return LLMReply(text="a") if request.task == "general" else unreachable(request)

        result = engine(CONFIG, answer).generate(ask(), context=ASKED)
        assert result.content == "a"
