from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.patronus_api import PatronusApi
from tests.contracts.remote import ANSWER, CHUNKS, KEY, QUESTION, UNKNOWN, Case, RemoteContract
from tests.upstream import Upstream

PARAMS = {"evaluators": [{"evaluator": "lynx"}], "tags": {"app": "test"}}


def results(*passed: bool) -> dict[str, Any]:
    return {"results": [{"status": "success", "evaluation_result": {"pass": p}} for p in passed]}


class TestPatronusApi(RemoteContract):
    rail = PatronusApi
    settings: ClassVar[dict[str, Any]] = {
        "server_endpoint": "{url}/v1/evaluate",
        "output": {"evaluate_config": {"success_strategy": "all_pass", "params": PARAMS}},
    }
    environ: ClassVar[dict[str, str]] = {"PATRONUS_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"X-API-KEY": KEY}
    needed = ("PATRONUS_API_KEY",)
    cases = (
        Case(
            "patronus api check output",
            "output",
            {
                **PARAMS,
                "evaluated_model_input": QUESTION,
                "evaluated_model_output": ANSWER,
                "evaluated_model_retrieved_context": [CHUNKS],
            },
            results(True, True),
            results(True, False),
            reply=UNKNOWN,
            path="/v1/evaluate",
            context={"relevant_chunks": CHUNKS},
        ),
    )

    def test_one_pass_is_enough_where_that_is_wanted(self, up: Upstream) -> None:
        up.reply(json=results(False, True))
        output = {"evaluate_config": {"success_strategy": "any_pass", "params": PARAMS}}
        assert self.run(self.engine(up, *self.cases, output=output), self.cases[0]).decision == "allowed"

    def test_no_results_are_no_pass(self, up: Upstream) -> None:
        up.reply(json={"results": []})
        assert self.run(self.engine(up, *self.cases), self.cases[0]).decision == "blocked"

    @pytest.mark.parametrize("params", [{}, {"evaluators": []}, {"evaluators": "lynx"}], ids=str)
    def test_evaluators_are_missed_at_load(self, params: dict[str, Any]) -> None:
        with pytest.raises(ConfigError, match=r"evaluate_config\.params\.evaluators"):
            self.engine(None, *self.cases, output={"evaluate_config": {"params": params}})
