from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from rails_engine.rails.library.autoalign import AutoAlign, AutoAlignFacts
from tests.contracts.remote import ANSWER, CHUNKS, KEY, QUESTION, UNKNOWN, Case, RemoteContract
from tests.upstream import Upstream

ENVIRON = {"AUTOALIGN_API_KEY": KEY}
HEADERS = {"x-api-key": KEY}


def task(name: str, *, guarded: bool, response: str = "") -> dict[str, Any]:
    return {"task": name, "guarded": guarded, "response": response}


SAFE = [task("jailbreak_detection", guarded=False), task("pii", guarded=False)]
UNSAFE = [task("jailbreak_detection", guarded=True), task("pii", guarded=True, response="masked")]
MASKED = [task("jailbreak_detection", guarded=False), task("pii_fast", guarded=True, response="masked")]


class TestAutoAlign(RemoteContract):
    rail = AutoAlign
    settings: ClassVar[dict[str, Any]] = {
        "parameters": {"endpoint": "{url}/guardrail"},
        "input": {"guardrails_config": {"pii": {"mode": "OFF"}}},
    }
    environ: ClassVar[dict[str, str]] = ENVIRON
    headers: ClassVar[dict[str, str]] = HEADERS
    needed = ("AUTOALIGN_API_KEY",)
    cases = (
        Case(
            "autoalign check input",
            "input",
            {"prompt": QUESTION, "config": {"pii": {"mode": "OFF"}}, "multi_language": False},
            SAFE,
            UNSAFE,
            exception="AutoAlignInputRailException",
            rewrites=(MASKED, "masked"),
            path="/guardrail",
        ),
        Case(
            "autoalign check output",
            "output",
            {"prompt": ANSWER, "config": {}},
            SAFE,
            UNSAFE,
            exception="AutoAlignOutputRailException",
            rewrites=(MASKED, "masked"),
        ),
    )

    @pytest.mark.parametrize(("results", "decision"), [(SAFE, "allowed"), (UNSAFE, "blocked")])
    def test_results_come_line_by_line(self, results: list[Any], decision: str, up: Upstream) -> None:
        up.reply(body=b"\n".join(json.dumps(result).encode() for result in results) + b"\n")
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == decision


class TestFacts(RemoteContract):
    rail = AutoAlignFacts
    settings: ClassVar[dict[str, Any]] = {
        "parameters": {"groundedness_check_endpoint": "{url}/ground", "fact_check_endpoint": "{url}/facts"}
    }
    environ: ClassVar[dict[str, str]] = ENVIRON
    headers: ClassVar[dict[str, str]] = HEADERS
    needed = ("AUTOALIGN_API_KEY",)
    cases = (
        Case(
            "autoalign groundedness output",
            "output",
            {"prompt": ANSWER, "documents": [CHUNKS]},
            [{"task": "groundedness_checker", "response": "Factcheck Score: 0.5"}],
            [{"task": "groundedness_checker", "response": "Factcheck Score: 0.49"}],
            reply=UNKNOWN,
            exception="AutoAlignOutputRailException",
            path="/ground",
            context={"relevant_chunks": CHUNKS},
        ),
        Case(
            "autoalign factcheck output",
            "output",
            {"user_prompt": QUESTION, "multi_language": False},
            {"all_overall_fact_scores": [0.9]},
            {"all_overall_fact_scores": [0.1]},
            reply=UNKNOWN,
            exception="AutoAlignOutputRailException",
            path="/facts",
        ),
    )

    @pytest.mark.parametrize("said", ["Factcheck Score: nan", "high", ""])
    def test_a_score_that_is_none_is_no_pass(self, said: str, up: Upstream) -> None:
        up.reply(json=[{"task": "groundedness_checker", "response": said}])
        assert self.run(self.engine(up, self.cases[0]), self.cases[0]).decision == "blocked"
