from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.clavata import Clavata
from tests.contracts.remote import ANSWER, FAILURES, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream

POLICY = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000002"


def job(result: str = "TRUE", status: str = "COMPLETED", **labels: bool) -> dict[str, Any]:
    sections = [
        {"name": name, "message": "", "result": f"OUTCOME_{'TRUE' if matched else 'FALSE'}"}
        for name, matched in labels.items()
    ]
    report = {"result": f"OUTCOME_{result}", "sectionEvaluationReports": sections}
    return {"job": {"status": f"JOB_STATUS_{status}", "results": [{"report": report}]}}


class TestClavata(RemoteContract):
    rail = Clavata
    settings: ClassVar[dict[str, Any]] = {
        "server_endpoint": "{url}",
        "policies": {"Fraud": POLICY},
        "input": {"policy": "Fraud", "labels": ["Phishing", "Scam"]},
        "output": {"policy": OTHER},
    }
    environ: ClassVar[dict[str, str]] = {"CLAVATA_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    #: A broken connection is tried again after a pause, for which no test waits.
    failures = tuple(failure for failure in FAILURES if failure.error != "ProviderUnreachableError")
    needed = ("CLAVATA_API_KEY",)
    cases = (
        Case(
            "clavata check input",
            "input",
            {"content_data": [{"text": QUESTION}], "policy_id": POLICY, "wait_for_completion": True},
            job(Phishing=False, Spam=True),
            job(Phishing=True),
            exception="ClavataPolicyMatchException",
            path="/v1/jobs",
        ),
        Case(
            "clavata check output",
            "output",
            {"content_data": [{"text": ANSWER}], "policy_id": OTHER},
            job("FALSE"),
            job("TRUE"),
            exception="ClavataPolicyMatchException",
        ),
    )

    @pytest.mark.parametrize(
        ("found", "decision"),
        [({"Phishing": True, "Scam": False}, "allowed"), ({"Phishing": True, "Scam": True}, "blocked")],
        ids=str,
    )
    def test_all_labels_must_match_where_that_is_wanted(
        self, found: dict[str, bool], decision: str, up: Upstream
    ) -> None:
        up.reply(json=job(**found))
        engine = self.engine(up, self.cases[0], label_match_logic="ALL")
        assert self.run(engine, self.cases[0]).decision == decision

    @pytest.mark.parametrize(
        "answer", [job("FAILED"), job("FALSE", "FAILED"), job("FALSE", "PENDING")], ids=str
    )
    def test_a_policy_that_could_not_be_evaluated_is_no_pass(self, answer: Any, up: Upstream) -> None:
        up.reply(json=answer)
        assert self.run(self.engine(up, self.cases[1]), self.cases[1]).decision == "blocked"

    @pytest.mark.parametrize(
        ("options", "message"),
        [({"policy": "Frod"}, "Did you mean 'Fraud'"), ({}, r"clavata\.input\.policy")],
        ids=str,
    )
    def test_a_policy_that_is_none_is_missed_at_load(self, options: dict[str, str], message: str) -> None:
        with pytest.raises(ConfigError, match=message):
            self.engine(None, self.cases[0], input=options)

    def test_a_request_that_came_too_early_is_repeated(self, up: Upstream) -> None:
        up.reply(status=429, headers={"Retry-After": "0"})
        up.reply(json=self.cases[0].passes)
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "allowed"
        assert len(up.requests) == 2
