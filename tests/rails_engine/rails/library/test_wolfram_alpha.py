from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import ConfigError, LLMReply, RailsConfig, RailsEngine
from rails_engine.actions.registry import make_action
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.library.wolfram_alpha import WolframAlpha
from tests.contracts.rail import RailContract, ask
from tests.contracts.remote import KEY, MODEL
from tests.upstream import Upstream

FLOW = """
define subflow sums
  $answer = execute wolfram alpha request(query="2+2")
  bot say it
  stop
define bot say it
  "It is {{ answer }}."
"""


def engine(url: str, colang: str = FLOW, environ: dict[str, str] | None = None) -> RailsEngine:
    rails = {
        "input": {"flows": ["sums"]},
        "config": {"wolfram_alpha": {"server_endpoint": f"{url}/v2/result"}},
    }
    config = RailsConfig.from_content(
        config={"models": [MODEL], "rails": rails},
        colang=colang,
        environ={"WOLFRAM_ALPHA_APP_ID": KEY} if environ is None else environ,
    )
    return RailsEngine(config, llm=ScriptedProvider(lambda _request: LLMReply(text="x")))


class TestWolframAlpha(RailContract):
    rail = WolframAlpha
    context: ClassVar[dict[str, Any]] = {}

    def test_every_action_that_it_executes_is_its_own_and_hidden_from_histories(self) -> None:
        """It has no flows, and what a conversation asked is a part of it."""
        actions = self.rail().actions()
        assert [make_action(function, name).is_system for name, function in actions.items()] == [False]

    def test_it_fails_closed_and_says_so(self) -> None:
        with Upstream() as up:
            up.reply(status=403, body=f"bad appid {KEY}".encode(), headers={"Content-Type": "text/plain"})
            result = engine(up.url).generate(ask())
        assert (result.decision, result.record.rails[0].status) == ("blocked", "failed")
        assert KEY not in (result.record.rails[0].reason or "")

    def test_a_flow_gets_the_short_answer(self) -> None:
        with Upstream() as up:
            up.reply(body=b"4")
            assert engine(up.url).generate(ask()).content == "It is 4."
        assert (up.last.method, up.last.path) == ("GET", "/v2/result")
        assert up.last.query == {"appid": KEY, "i": "2+2"}

    def test_without_a_query_the_user_s_message_is_asked(self) -> None:
        with Upstream() as up:
            up.reply(body=b"4")
            engine(up.url, FLOW.replace('(query="2+2")', "")).generate(ask("how much is it"))
        assert up.last.query["i"] == "how much is it"

    def test_no_short_answer_is_nothing(self) -> None:
        with Upstream() as up:
            up.reply(status=501, body=b"No short answer available")
            assert engine(up.url).generate(ask()).content == "It is ."

    def test_its_key_is_missed_at_load(self) -> None:
        with pytest.raises(ConfigError, match="WOLFRAM_ALPHA_APP_ID"):
            engine("http://127.0.0.1:9", environ={})
