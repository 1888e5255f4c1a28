from __future__ import annotations

from typing import Any, ClassVar

from rails_engine.rails.library.fiddler import EXCEPTION, FiddlerFaithfulness, FiddlerSafety
from tests.contracts.remote import ANSWER, CHUNKS, KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream

SAFE, UNSAFE = {"fdl_harmful": 0.09, "fdl_sexual": 0}, {"fdl_harmful": 0.01, "fdl_sexual": 0.1}


class TestSafety(RemoteContract):
    rail = FiddlerSafety
    settings: ClassVar[dict[str, Any]] = {"fiddler_endpoint": "{url}"}
    environ: ClassVar[dict[str, str]] = {"FIDDLER_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    needed = ("fiddler_endpoint", "FIDDLER_API_KEY")
    cases = (
        Case(
            "fiddler user safety",
            "input",
            {"data": {"input": QUESTION}},
            SAFE,
            UNSAFE,
            exception=EXCEPTION,
            path="/v3/guardrails/ftl-safety",
        ),
        Case("fiddler bot safety", "output", {"data": {"input": ANSWER}}, SAFE, UNSAFE, exception=EXCEPTION),
    )

    def test_former_names_of_the_actions_work(self, up: Upstream) -> None:
        mine = """
        define subflow fiddler user safety
          $found = execute call fiddler safety on user message
          if $found
            bot refuse to respond
            stop
        """
        up.reply(json=UNSAFE)
        assert self.run(self.engine(up, self.cases[0], colang=mine), self.cases[0]).decision == "blocked"


class TestFaithfulness(RemoteContract):
    rail = FiddlerFaithfulness
    settings: ClassVar[dict[str, Any]] = {"fiddler_endpoint": "{url}"}
    environ: ClassVar[dict[str, str]] = {"FIDDLER_API_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    needed = ("fiddler_endpoint", "FIDDLER_API_KEY")
    cases = (
        Case(
            "fiddler bot faithfulness",
            "output",
            {"data": {"response": ANSWER, "context": CHUNKS}},
            {"fdl_faithful_score": 0.06},
            {"fdl_faithful_score": 0.05},
            exception=EXCEPTION,
            path="/v3/guardrails/ftl-response-faithfulness",
            context={"relevant_chunks": CHUNKS},
        ),
    )
