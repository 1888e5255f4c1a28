from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.trend_micro import TrendMicro
from tests.contracts.remote import ANSWER, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream


class TestTrendMicro(RemoteContract):
    rail = TrendMicro
    settings: ClassVar[dict[str, Any]] = {
        "v1_url": "{url}/v3.0/aiSecurity/applyGuardrails",
        "application_name": "app",
    }
    environ: ClassVar[dict[str, str]] = {"V1_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {
        "Authorization": f"Bearer {KEY}",
        "TMV1-Application-Name": "app",
        "Prefer": "return=minimal",
    }
    needed = ("V1_API_KEY",)
    cases = (
        Case(
            "trend ai guard input",
            "input",
            {"prompt": QUESTION},
            {"action": "Allow", "reason": ""},
            {"action": "Block", "reason": "prompt attack"},
            exception="TrendAiGuardRailException",
            path="/v3.0/aiSecurity/applyGuardrails",
        ),
        Case(
            "trend ai guard output",
            "output",
            {"prompt": ANSWER},
            {"action": "allow", "reasons": []},
            {"action": "block", "reasons": ["a", "b"]},
            exception="TrendAiGuardRailException",
        ),
    )

    def test_the_reason_is_on_the_record(self, up: Upstream) -> None:
        up.reply(json=self.cases[0].blocks)
        result = self.run(self.engine(up, self.cases[0]), self.cases[0])
        verdict = result.record.rails[0].actions[0].return_value
        assert (verdict.reason, verdict["blocked"]) == ("prompt attack", True)

    def test_an_action_that_nobody_knows_is_no_pass(self, up: Upstream) -> None:
        up.reply(json={"action": "shrug"})
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "blocked"

    def test_a_name_that_the_service_would_refuse_is_refused_at_load(self) -> None:
        with pytest.raises(ConfigError, match="application_name"):
            self.engine(None, self.cases[0], application_name="two words")
