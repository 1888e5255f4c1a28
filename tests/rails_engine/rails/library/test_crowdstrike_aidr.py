from __future__ import annotations

from typing import ClassVar

from rails_engine.rails.library.crowdstrike_aidr import CrowdStrikeAidr
from tests.contracts.remote import ANSWER, KEY, QUESTION, UNKNOWN, Case, RemoteContract
from tests.upstream import Upstream

USER = {"role": "user", "content": QUESTION}
BOT = {"role": "assistant", "content": ANSWER}
PATH = "/aidr/aiguard/v1/guard_chat_completions"
PASSED = {"result": {"blocked": False, "transformed": False}}
BLOCKED = {"result": {"blocked": True, "transformed": True, "policy": "p"}}


class TestCrowdStrikeAidr(RemoteContract):
    rail = CrowdStrikeAidr
    environ: ClassVar[dict[str, str]] = {
        "CS_AIDR_TOKEN": KEY,
        "CS_AIDR_BASE_URL_TEMPLATE": "{url}/aidr/{SERVICE_NAME}",
    }
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    needed = ("CS_AIDR_TOKEN",)
    cases = (
        Case(
            "crowdstrike aidr guard input",
            "input",
            {"guard_input": {"messages": [USER]}, "event_type": "input"},
            PASSED,
            BLOCKED,
            reply=UNKNOWN,
            exception="CrowdStrikeAidrGuardRailException",
            rewrites=(
                {"result": {"transformed": True, "guard_output": {"messages": [{**USER, "content": "new"}]}}},
                "new",
            ),
            path=PATH,
        ),
        Case(
            "crowdstrike aidr guard output",
            "output",
            {"guard_input": {"messages": [USER, BOT]}, "event_type": "output"},
            PASSED,
            BLOCKED,
            reply=UNKNOWN,
            exception="CrowdStrikeAidrGuardRailException",
            rewrites=(
                {
                    "result": {
                        "transformed": True,
                        "guard_output": {"messages": [USER, {**BOT, "content": "new"}]},
                    }
                },
                "new",
            ),
            path=PATH,
        ),
    )

    def test_a_new_text_that_is_missing_is_no_pass(self, up: Upstream) -> None:
        up.reply(json={"result": {"transformed": True, "guard_output": {"messages": [BOT]}}})
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "blocked"
