from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.guardrails_ai import GuardrailsAI
from tests.contracts.remote import ANSWER, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream

INPUT = 'guardrailsai check input $validator="toxic_language"'
OUTPUT = 'guardrailsai check output $validator="guardrails/detect_pii"'


class TestGuardrailsAI(RemoteContract):
    rail = GuardrailsAI
    settings: ClassVar[dict[str, Any]] = {
        "server_endpoint": "{url}",
        "api_key_env_var": "GUARDRAILS_KEY",
        "validators": [
            {"name": "toxic_language", "metadata": {"a": 1}},
            {"name": "guardrails/detect_pii", "parameters": {"pii_entities": ["EMAIL_ADDRESS"]}},
        ],
    }
    environ: ClassVar[dict[str, str]] = {"GUARDRAILS_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    needed = ("GUARDRAILS_KEY",)
    cases = (
        Case(
            INPUT,
            "input",
            {"llmOutput": QUESTION, "numReasks": 0, "metadata": {"a": 1}},
            {"validationPassed": True},
            {"validationPassed": False},
            exception="GuardrailsAIException",
            path="/guards/toxic_language/validate",
        ),
        Case(
            OUTPUT,
            "output",
            {"llmOutput": ANSWER},
            {"validation_passed": True},
            {"validation_passed": False},
            exception="GuardrailsAIException",
            path="/guards/detect_pii/validate",
        ),
    )

    @pytest.mark.parametrize("on_error", ["block", "allow"])
    def test_a_guard_that_raises_has_judged(self, on_error: str, up: Upstream) -> None:
        up.reply(status=400, json={"detail": "Validation failed"})
        result = self.run(self.engine(up, self.cases[0], on_error=on_error), self.cases[0])
        assert (result.decision, result.record.rails[0].status) == ("blocked", "ran")

    def test_a_validator_that_is_none_is_missed_at_load(self) -> None:
        case = Case('guardrailsai check input $validator="toxic_langage"', "input", {}, {})
        with pytest.raises(ConfigError, match="Did you mean 'toxic_language'"):
            self.engine(None, case)

    def test_parameters_are_said_to_be_the_server_s(self, caplog: pytest.LogCaptureFixture) -> None:
        self.engine(None, *self.cases, api_key_env_var=None)
        assert "detect_pii" in caplog.text
        assert "toxic_language" not in caplog.text
