from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.f5 import F5
from tests.contracts.remote import ANSWER, KEY, ONCE, QUESTION, Case, RemoteContract
from tests.upstream import Upstream

CLEARED = {"id": "1", "result": {"outcome": "cleared", "scannerResults": []}}
FLAGGED = {"id": "1", "result": {"outcome": "flagged", "scannerResults": []}}


class TestF5(RemoteContract):
    rail = F5
    settings: ClassVar[dict[str, Any]] = {"api_url": "{url}", "max_retries": 1, "retry_backoff_seconds": 0}
    environ: ClassVar[dict[str, str]] = {"F5_GUARDRAILS_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    attempts = 2
    needed = ("F5_GUARDRAILS_API_KEY",)
    cases = (
        Case(
            "f5 guardrails scan input",
            "input",
            {"input": QUESTION},
            CLEARED,
            FLAGGED,
            exception="F5GuardrailsRailException",
            path="/backend/v1/scans",
        ),
        Case(
            "f5 guardrails scan output",
            "output",
            {"input": ANSWER},
            CLEARED,
            {"result": {"outcome": "redacted"}},
            exception="F5GuardrailsRailException",
        ),
    )

    def test_the_address_may_be_in_the_environment(self, up: Upstream) -> None:
        up.reply(json=FLAGGED)
        environ = {**self.environ, "F5_GUARDRAILS_API_URL": up.url}
        assert self.run(self.build({}, environ, self.cases[:1]), self.cases[0]).decision == "blocked"

    def test_a_request_that_failed_in_passing_is_repeated(self, up: Upstream) -> None:
        up.reply(status=503)
        up.reply(json=CLEARED)
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "allowed"

    def test_nobody_waits_longer_than_the_settings_say(self, up: Upstream) -> None:
        up.reply(status=429, headers={"Retry-After": "3"})
        engine = self.engine(up, self.cases[0], max_retry_after_seconds=2)
        assert self.run(engine, self.cases[0]).decision == "blocked"
        assert len(up.requests) == 1

    def test_the_original_s_name_for_passing_on_failure_works(self, up: Upstream) -> None:
        up.reply(status=500, headers=ONCE)
        assert self.run(self.engine(up, self.cases[0], fail_open=True), self.cases[0]).decision == "allowed"

    @pytest.mark.parametrize("name", ["max_retries", "max_retry_after_seconds", "retry_backoff_seconds"])
    def test_numbers_below_zero_are_refused(self, name: str) -> None:
        with pytest.raises(ConfigError, match=name):
            self.engine(None, self.cases[0], **{name: -1})
