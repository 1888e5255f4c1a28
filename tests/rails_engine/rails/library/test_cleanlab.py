from __future__ import annotations

from typing import Any, ClassVar

from rails_engine.rails.library.cleanlab import Cleanlab
from tests.contracts.remote import ANSWER, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream


class TestCleanlab(RemoteContract):
    rail = Cleanlab
    settings: ClassVar[dict[str, Any]] = {"server_endpoint": "{url}/api/v0/trustworthy_llm"}
    environ: ClassVar[dict[str, str]] = {"CLEANLAB_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"bearer {KEY}"}
    needed = ("CLEANLAB_API_KEY",)
    cases = (
        Case(
            "cleanlab trustworthiness",
            "output",
            {"prompt": QUESTION, "response": ANSWER, "quality": "medium", "options": {}},
            {"confidence_score": 0.6},
            {"confidence_score": 0.59},
            reply=f"{ANSWER}\nCAUTION: this answer was rated as not trustworthy.",
            exception="CleanlabTrustworthinessRailException",
            path="/api/v0/trustworthy_llm/get_confidence_score",
        ),
    )

    def test_a_flow_as_users_write_it_reads_the_score(self, up: Upstream) -> None:
        mine = """
        define subflow cleanlab trustworthiness
          $result = execute call cleanlab api
          if $result.trustworthiness_score < 0.7
            bot response untrustworthy
            stop
        define bot response untrustworthy
          "no"
        """
        up.reply(json={"confidence_score": 0.65})
        assert self.run(self.engine(up, *self.cases, colang=mine), self.cases[0]).content == "no"
