"""Checks that ask a model the same at the same time: one call where the model's cache is on, and the same verdicts."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from rails_engine import RailsConfig, RailsEngine
from tests.upstream import Reply, Request, Upstream, completion

CONFIG = """
models:
  - {{type: main, engine: openai, model: m, parameters: {{base_url: "{url}", api_key: k, max_retries: 0}}}}
  - type: judge
    engine: openai
    model: judge
    parameters: {{base_url: "{url}/judge", api_key: k, max_retries: 0}}
    {cache}
rails:
  input:
    parallel: {parallel}
    flows: [look once, look twice]
"""
COLANG = """
define subflow look once
  $answer = execute ask_judge
  if $answer == "bad"
    bot refuse to respond
    stop

define subflow look twice
  $answer = execute ask_judge
  if $answer == "bad"
    bot refuse to respond
    stop
"""


def ask_judge(llm_task_manager: Any, llms: Any, user_message: str = "") -> str:
    return str(llms["judge"].complete(user_message or "?", task="judge").text)


class Judge:
    """Answers when it has been asked so many times, or when it has waited long enough for that."""

    def __init__(self, wanted: int, answers: list[Any]) -> None:
        self.calls = 0
        self._wanted = wanted
        self._answers = answers
        self._changed = threading.Condition()

    def __call__(self, _: Request) -> Reply:
        with self._changed:
            self.calls += 1
            answer = self._answers[min(self.calls, len(self._answers)) - 1]
            self._changed.notify_all()
            self._changed.wait_for(lambda: self.calls >= self._wanted, timeout=5)
        return answer


def says(text: str) -> Reply:
    return Reply([json.dumps(completion(text)).encode()], 200, {"Content-Type": "application/json"})


def run(up: Upstream, judge: Judge, *, cached: bool, parallel: bool = True) -> Any:
    up.route("/v1/judge/chat/completions", judge)
    up.chat("hello", path="/v1/chat/completions")
    cache = "cache: {enabled: true}" if cached else ""
    yaml = CONFIG.format(url=up.base_url, cache=cache, parallel=str(parallel).lower())
    config = RailsConfig.from_content(yaml=yaml, colang=COLANG, environ={})
    engine = RailsEngine(config).register_action(ask_judge)
    return engine.generate([{"role": "user", "content": "hi"}])


@pytest.mark.parametrize(("cached", "calls"), [(True, 1), (False, 2)])
def test_side_by_side_they_share_a_call(cached: bool, calls: int) -> None:
    judge = Judge(calls, [says("fine")])
    with Upstream() as up:
        result = run(up, judge, cached=cached)
    assert (result.decision, judge.calls) == ("allowed", calls)
    assert len([call for call in result.record.llm_calls if call.task == "judge"]) == 2
    assert len([call for call in result.record.llm_calls if call.from_cache]) == 2 - calls


@pytest.mark.parametrize("cached", [True, False])
def test_the_verdict_is_the_same(cached: bool) -> None:
    with Upstream() as up:
        assert run(up, Judge(1, [says("bad")]), cached=cached).decision == "blocked"


def test_a_call_that_fails_is_nobodys_answer() -> None:
    judge = Judge(1, [Reply([b"{}"], 500, {}), says("fine")])
    with Upstream() as up:
        result = run(up, judge, cached=True, parallel=True)
    assert judge.calls <= 2
    assert result.decision == "blocked", "the rail that failed blocks; the other one asked for itself"
