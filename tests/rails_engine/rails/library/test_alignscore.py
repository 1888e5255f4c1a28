from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError, LLMReply
from rails_engine.rails.library.alignscore import AlignScore
from tests.contracts.remote import ANSWER, CHUNKS, ONCE, UNKNOWN, Case, RemoteContract
from tests.upstream import Upstream

FLOW = "alignscore check facts"
GROUNDED = {"check_facts": True, "relevant_chunks": CHUNKS}


class TestAlignScore(RemoteContract):
    rail = AlignScore
    settings: ClassVar[dict[str, Any]] = {"parameters": {"endpoint": "{url}/alignscore_base"}}
    cases = (
        Case(
            FLOW,
            "output",
            {"evidence": CHUNKS, "claim": ANSWER},
            {"alignscore": 0.5},
            {"alignscore": 0.49},
            reply=UNKNOWN,
            exception="AlignScoreCheckFactRailException",
            path="/alignscore_base",
            context=GROUNDED,
        ),
    )

    def test_its_address_is_missed_at_load(self) -> None:
        with pytest.raises(ConfigError, match=r"fact_checking\.parameters\.endpoint"):
            self.build({}, {}, self.cases)

    @pytest.mark.parametrize("context", [{}, {"check_facts": True}, {"relevant_chunks": CHUNKS}], ids=str)
    def test_it_asks_only_for_what_it_was_told_to_check(self, context: dict[str, Any], up: Upstream) -> None:
        case = Case(FLOW, "output", {}, {}, context=context)
        assert self.run(self.engine(up, case), case).decision == "allowed"
        assert up.requests == []

    def test_a_fallback_without_its_prompt_is_missed_at_load(self) -> None:
        with pytest.raises(ConfigError, match="no prompt for the task 'self_check_facts'"):
            self.engine(None, *self.cases, fallback_to_self_check=True)


class TestFallback:
    @pytest.mark.parametrize(("said", "decision"), [("yes", "allowed"), ("no", "blocked")])
    def test_the_model_is_asked_where_the_server_fails(self, said: str, decision: str) -> None:
        made = WithFallback()
        made.said = said
        with Upstream() as up:
            up.reply(status=500, headers=ONCE)
            engine = made.engine(up, *made.cases, fallback_to_self_check=True)
            assert made.run(engine, made.cases[0]).decision == decision


class WithFallback(TestAlignScore):
    said = ""
    extra: ClassVar[dict[str, Any]] = {
        "prompts": [{"task": "self_check_facts", "content": "{{ evidence }} {{ response }} yes or no?"}]
    }

    def answer(self, request: Any) -> LLMReply:
        return LLMReply(text=ANSWER if request.task == "general" else self.said)
