from __future__ import annotations

from typing import ClassVar

from rails_engine.rails.library.ai_defense import AIDefense
from tests.contracts.remote import ANSWER, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream


class TestAIDefense(RemoteContract):
    rail = AIDefense
    environ: ClassVar[dict[str, str]] = {
        "AI_DEFENSE_API_KEY": KEY,
        "AI_DEFENSE_API_ENDPOINT": "{url}/api/v1/inspect/chat",
    }
    headers: ClassVar[dict[str, str]] = {"X-Cisco-AI-Defense-API-Key": KEY}
    needed = ("AI_DEFENSE_API_KEY", "AI_DEFENSE_API_ENDPOINT")
    cases = (
        Case(
            "ai defense inspect prompt",
            "input",
            {"messages": [{"role": "user", "content": QUESTION}]},
            {"is_safe": True},
            {"is_safe": False, "rules": [{"rule_name": "Prompt Injection"}]},
            exception="AIDefenseRailException",
            path="/api/v1/inspect/chat",
        ),
        Case(
            "ai defense inspect response",
            "output",
            {"messages": [{"role": "assistant", "content": ANSWER}]},
            {"is_safe": True},
            {"is_safe": False},
            exception="AIDefenseRailException",
        ),
    )

    def test_the_original_s_name_for_passing_on_failure_works(self, up: Upstream) -> None:
        up.reply(status=500, headers={"x-should-retry": "false"})
        assert self.run(self.engine(up, self.cases[0], fail_open=True), self.cases[0]).decision == "allowed"
