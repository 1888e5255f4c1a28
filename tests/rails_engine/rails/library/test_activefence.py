from __future__ import annotations

from typing import ClassVar

import pytest

from rails_engine.rails.library.activefence import DETAILED, VIOLATIONS, ActiveFence
from tests.contracts.remote import ANSWER, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream


def scores(**found: float) -> dict[str, object]:
    return {
        "violations": [{"violation_type": kind, "risk_score": score} for kind, score in found.items()],
        "errors": [],
    }


class TestActiveFence(RemoteContract):
    rail = ActiveFence
    settings: ClassVar[dict[str, str]] = {"server_endpoint": "{url}/sync/v3/content/text"}
    environ: ClassVar[dict[str, str]] = {"ACTIVEFENCE_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"af-api-key": KEY}
    needed = ("ACTIVEFENCE_API_KEY",)
    cases = (
        Case(
            "activefence moderation on input",
            "input",
            {"text": QUESTION},
            scores(any=0.7),
            scores(other=0.1, any=0.71),
            exception="ActiveFenceInputRailException",
            path="/sync/v3/content/text",
        ),
        Case(
            "activefence moderation on output",
            "output",
            {"text": ANSWER},
            scores(),
            scores(any=0.9),
            exception="ActiveFenceOutputRailException",
        ),
        Case(
            DETAILED,
            "input",
            {"text": QUESTION},
            scores(**{"abusive_or_harmful.profanity": 0.7, "unknown": 1.0}),
            scores(**{"abusive_or_harmful.profanity": 0.71}),
            reply="I will not engage in abusive or harmful behavior.",
            exception="ActiveFenceProfanityRailException",
        ),
    )

    @pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda v: v.kind)
    def test_each_kind_of_violation_has_its_limit_and_its_exception(
        self, violation: object, up: Upstream
    ) -> None:
        case = self.cases[2]
        kind, limit = violation.kind, violation.limit  # type: ignore[attr-defined]
        for score, decision in ((limit, "allowed"), (limit + 0.01, "blocked")):
            up.reply(json=scores(**{kind: score}))
            result = self.run(self.engine(up, case, exceptions=True), case)
            assert result.decision == decision
        assert violation.exception in [e["type"] for e in result.record.events]  # type: ignore[attr-defined]

    def test_a_flow_as_users_write_it_reads_the_scores(self, up: Upstream) -> None:
        case = self.cases[0]
        mine = """
        define subflow activefence moderation on input
          $result = execute call activefence api(text=$user_message)
          if $result.violations.get("abusive_or_harmful.hate_speech", 0) > 0.8
            bot inform cannot answer
            stop
          if $result.max_risk_score > 0.85
            bot refuse to respond
            stop
        define bot inform cannot answer
          "no"
        """
        for found, content in (({"abusive_or_harmful.hate_speech": 0.81}, "no"), ({"x": 0.8}, ANSWER)):
            up.reply(json=scores(**found))
            assert self.run(self.engine(up, case, colang=mine), case).content == content
