from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.jailbreak_detection import HEURISTICS, MODEL, JailbreakDetection
from tests.contracts.remote import KEY, QUESTION, Case, RemoteContract
from tests.upstream import Upstream

EXCEPTION = "JailbreakDetectionRailException"
SAFE, UNSAFE = {"jailbreak": False, "score": -0.9}, {"jailbreak": True, "score": 0.9}


class TestServer(RemoteContract):
    rail = JailbreakDetection
    settings: ClassVar[dict[str, Any]] = {"server_endpoint": "{url}/heuristics"}
    needed = ("server_endpoint",)
    cases = (
        Case(
            HEURISTICS,
            "input",
            {"prompt": QUESTION, "lp_threshold": 89.79, "ps_ppl_threshold": 1845.65},
            SAFE,
            UNSAFE,
            exception=EXCEPTION,
            path="/heuristics",
        ),
        Case(MODEL, "input", {"prompt": QUESTION}, SAFE, UNSAFE, exception=EXCEPTION),
    )


class TestNim(RemoteContract):
    rail = JailbreakDetection
    settings: ClassVar[dict[str, Any]] = {"nim_base_url": "{url}/v1", "api_key_env_var": "JAILBREAK_KEY"}
    environ: ClassVar[dict[str, str]] = {"JAILBREAK_KEY": KEY}
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    needed = ("JAILBREAK_KEY",)
    cases = (
        Case(MODEL, "input", {"input": QUESTION}, SAFE, UNSAFE, exception=EXCEPTION, path="/v1/classify"),
    )

    def test_every_flow_has_its_case(self) -> None:
        """The heuristics are none of the NIM's."""

    def test_the_heuristics_need_the_server(self) -> None:
        case = Case(HEURISTICS, "input", {}, {})
        with pytest.raises(ConfigError, match=r"jailbreak_detection\.server_endpoint"):
            self.engine(None, case)

    def test_older_names_of_the_address_work(self, up: Upstream) -> None:
        up.reply(json=UNSAFE)
        settings = {"nim_url": "127.0.0.1", "nim_port": up.port}
        engine = self.build(settings, {}, self.cases)
        assert self.run(engine, self.cases[0]).decision == "blocked"
        assert up.last.path == "/v1/classify"

    def test_the_same_message_is_asked_about_once_where_verdicts_are_kept(self, up: Upstream) -> None:
        up.reply(json=UNSAFE)
        engine = WithCache().engine(up, *self.cases)
        assert [self.run(engine, self.cases[0]).decision for _ in range(2)] == ["blocked", "blocked"]
        assert len(up.requests) == 1


class WithCache(TestNim):
    models: ClassVar[list[Any]] = [
        {
            "type": "jailbreak_detection",
            "engine": "openai",
            "model": "none",
            "parameters": {"api_key": "k"},
            "cache": {"enabled": True},
        }
    ]
