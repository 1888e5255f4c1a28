from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine.rails.library.policyai import PolicyAI
from tests.contracts.remote import ANSWER, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream


def policies(*assessments: str) -> dict[str, Any]:
    return {
        "data": [{"status": "success", "assessment": a, "category": "c", "severity": 1} for a in assessments]
    }


class TestPolicyAI(RemoteContract):
    rail = PolicyAI
    environ: ClassVar[dict[str, str]] = {
        "POLICYAI_API_KEY": KEY,
        "POLICYAI_BASE_URL": "{url}",
        "POLICYAI_TAG_NAME": "staging",
    }
    headers: ClassVar[dict[str, str]] = {"Musubi-Api-Key": KEY}
    needed = ("POLICYAI_API_KEY",)
    cases = (
        Case(
            "policyai moderation on input",
            "input",
            {"content": [{"type": "TEXT", "content": QUESTION}]},
            policies("SAFE", "SAFE"),
            policies("SAFE", "UNSAFE"),
            exception="PolicyAIModerationRailException",
            path="/policyai/v1/decisions/evaluate/staging",
        ),
        Case(
            "policyai moderation on output",
            "output",
            {"content": [{"type": "TEXT", "content": ANSWER}]},
            policies("SAFE"),
            policies("UNSAFE"),
            exception="PolicyAIModerationRailException",
        ),
    )

    @pytest.mark.parametrize("answer", [policies(), policies("SAFE", "UNKNOWN"), policies("safe")], ids=str)
    def test_what_is_no_assessment_is_no_pass(self, answer: Any, up: Upstream) -> None:
        up.reply(json=answer)
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "blocked"

    def test_the_tag_is_prod_unless_it_is_set(self, up: Upstream) -> None:
        up.reply(json=policies("SAFE"))
        engine = self.build({}, {"POLICYAI_API_KEY": KEY, "POLICYAI_BASE_URL": up.url}, self.cases[:1])
        self.run(engine, self.cases[0])
        assert up.last.path == "/policyai/v1/decisions/evaluate/prod"
