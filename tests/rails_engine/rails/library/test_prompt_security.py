from __future__ import annotations

from typing import ClassVar

from rails_engine.rails.library.prompt_security import PromptSecurity
from tests.contracts.remote import ANSWER, KEY, QUESTION, UNKNOWN, Case, RemoteContract
from tests.upstream import Upstream


class TestPromptSecurity(RemoteContract):
    rail = PromptSecurity
    environ: ClassVar[dict[str, str]] = {"PS_APP_ID": KEY, "PS_PROTECT_URL": "{url}/api/protect"}
    headers: ClassVar[dict[str, str]] = {"APP-ID": KEY}
    needed = ("PS_APP_ID", "PS_PROTECT_URL")
    cases = (
        Case(
            "protect prompt",
            "input",
            {"prompt": QUESTION},
            {"result": {"action": "log"}},
            {"result": {"action": "block"}},
            reply=UNKNOWN,
            exception="PromptSecurityRailException",
            rewrites=({"result": {"action": "modify", "prompt": {"modified_text": "new"}}}, "new"),
            path="/api/protect",
        ),
        Case(
            "protect response",
            "output",
            {"response": ANSWER},
            {"result": {"action": "log"}},
            {"result": {"action": "block"}},
            reply=UNKNOWN,
            exception="PromptSecurityRailException",
            rewrites=({"result": {"action": "modify", "response": {"modified_text": "new"}}}, "new"),
        ),
    )

    def test_an_action_that_nobody_knows_is_no_pass(self, up: Upstream) -> None:
        up.reply(json={"result": {"action": "shrug"}})
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "blocked"
