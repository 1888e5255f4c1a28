"""The configurations that come with the server keep what their ``tests.yml`` promises, with the offline model.

``tests.yml`` is a list of conversations. ``turns``: what the user says (``user``, ``context``, ``options``) and what
must come of it: ``says`` (a part of the answer), ``sent`` (a part of what the main model saw), ``decision``,
``blocked_by``, ``modified_by``, ``calls`` (the tasks of the model calls, in order); ``with`` names further
configurations. Each is run whole and as a stream. Or ``check``: messages that are judged without a call of the main
model, with ``status``, ``rail``, ``modified_by`` and ``says``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from rails_engine import Delta, Finished, RailsConfig, RailsEngine, lint, parse_options
from rails_engine.config.files import list_folder
from service.challenges import read_challenges
from service.engines import EnginePool
from service.settings import from_environment
from tests.upstream import Reply, Request, Upstream, completion

CONFIGS = Path(__file__).parents[2] / "configs"
FOLDERS = sorted(path for path in CONFIGS.iterdir() if path.is_dir())
#: Those that the documents use, those that the README shows, and one for each layer of ``protected``.
PROMISED = {
    "main",
    "input_checking",
    "output_checking",
    "content_safety",
    "customer-service",
    "content-moderation",
    "my-config",
    "protected",
    "handbook",
    "response-length",
    "grounding",
    "topic-boundary",
    "conversation-limits",
    "personal-data",
    "jailbreak",
    "harmful-content",
    "prompt-injection",
    "toxicity",
}


@cache
def pool() -> EnginePool:
    return EnginePool(from_environment({"RAILS_CONFIG_PATH": str(CONFIGS)}))


def cases(folder: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((folder / "tests.yml").read_text())
    return loaded


def listed(member: str) -> list[Any]:
    return [
        pytest.param(folder.name, case, id=f"{folder.name}: {case['name']}")
        for folder in FOLDERS
        for case in cases(folder)
        if member in case
    ]


def answer(engine: RailsEngine, messages: list[dict[str, Any]], turn: dict[str, Any], *, stream: bool) -> Any:
    given = {"context": turn.get("context"), "options": parse_options(turn.get("options"))}
    if not stream:
        return engine.generate(messages, **given)
    said, result = [], None
    for event in engine.stream(messages, **given):
        if isinstance(event, Delta):
            said.append(event.text)
        elif isinstance(event, Finished):
            result = event.result
    assert result is not None
    assert result.blocked_by or "".join(said) == result.content
    return result


def assert_sent(record: Any, told: dict[str, Any]) -> None:
    if "sent" in told:
        questions = [call.prompt[-1]["content"] for call in record.llm_calls if call.task == "general"]
        assert [told["sent"] in question for question in questions] == [True]


def assert_modified(record: Any, told: dict[str, Any]) -> None:
    if "modified_by" in told:
        assert told["modified_by"] in [run.name for run in record.rails if run.verdict == "modified"]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize(("name", "case"), listed("turns"))
def test_a_conversation_goes_as_promised(name: str, case: dict[str, Any], stream: bool) -> None:
    engine = pool().get((name, *case.get("with", []))).engine
    messages: list[dict[str, Any]] = []
    for turn in case["turns"]:
        messages.append({"role": "user", "content": turn["user"]})
        result = answer(engine, messages, turn, stream=stream)
        assert turn.get("says", "") in result.content
        assert turn.get("decision", result.decision) == result.decision
        assert result.blocked_by == turn.get("blocked_by")
        assert_modified(result.record, turn)
        assert_sent(result.record, turn)
        assert "calls" not in turn or [call.task for call in result.record.llm_calls] == turn["calls"]
        messages.append(result.message)


@pytest.mark.parametrize(("name", "case"), listed("check"))
def test_a_text_is_judged_as_promised(name: str, case: dict[str, Any]) -> None:
    messages = [dict(message) for message in case["check"]]
    for message in messages:
        message["content"] *= message.pop("times", 1)
    result = pool().get((name,)).engine.check(messages)
    assert (result.status, result.rail) == (case["status"], case.get("rail"))
    assert_modified(result.record, case)
    assert case.get("says", "") in result.content


def test_the_promised_configurations_are_there() -> None:
    assert {folder.name for folder in FOLDERS} == PROMISED
    assert pool().ids() == sorted(PROMISED)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_configuration_loads_without_a_remark(folder: Path) -> None:
    config = RailsConfig.from_path(folder, environ={})
    assert config.warnings == ()
    assert [str(finding) for finding in lint(config)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_rail_has_a_case_in_which_it_acts(folder: Path) -> None:
    rails = RailsConfig.from_path(folder, environ={}).rails
    configured = {*rails.input.flows, *rails.output.flows, *rails.retrieval.flows}
    told = list(cases(folder))
    told += [turn for case in told for turn in case.get("turns", [])]
    acting = {case.get(member) for case in told for member in ("blocked_by", "modified_by", "rail")}
    assert configured <= acting


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_configuration_begins_by_saying_what_it_is_for(folder: Path) -> None:
    assert (folder / "config.yml").read_text().startswith("# ")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_promises_are_no_part_of_the_configuration(folder: Path) -> None:
    assert "tests.yml" not in {file.path.name for file in list_folder(folder).files}


@pytest.mark.parametrize("name", sorted(PROMISED - {"main"}))
def test_a_configuration_combines_with_the_bare_model(name: str) -> None:
    assert pool().get(("main", name)).engine.config.main_model().engine == "offline"


def judge_or_answer(request: Request) -> Reply:
    """A model that finds nothing wrong."""
    prompt = json.dumps(request.json["messages"]).lower()
    reply = "No" if "yes or no" in prompt and "evidence" not in prompt else "I say yes, says the real model"
    return Reply([json.dumps(completion(reply)).encode()], headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_a_key_in_the_environment_alone_brings_the_real_model(name: str) -> None:
    with Upstream() as upstream:
        upstream.route("/v1/chat/completions", judge_or_answer)
        environ = {
            "RAILS_CONFIG_PATH": str(CONFIGS),
            "OPENAI_API_KEY": "sk-real",
            "MAIN_MODEL_BASE_URL": upstream.base_url,
        }
        engine = EnginePool(from_environment(environ)).get((name,)).engine
        result = engine.generate([{"role": "user", "content": "Which lamp should I take for my desk?"}])
        assert "says the real model" in result.content
        assert {call.provider for call in result.record.llm_calls} == {"openai"}
        assert {request.headers["authorization"] for request in upstream.requests} == {"Bearer sk-real"}


CHALLENGES = read_challenges(CONFIGS)
#: Those that another configuration than ``protected`` is the answer to.
ANSWERED_BY = {"off-topic": "customer-service", "unsupported-answer": "handbook"}


def test_challenges_say_what_they_are() -> None:
    assert len(CHALLENGES) >= 12
    assert len({challenge["id"] for challenge in CHALLENGES}) == len(CHALLENGES)
    for challenge in CHALLENGES:
        assert set(challenge) == {"id", "category", "description", "prompt"}
        assert all(isinstance(value, str) and value.strip() for value in challenge.values())


@pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda challenge: challenge["id"])
def test_a_challenge_is_met(challenge: dict[str, Any]) -> None:
    engine = pool().get((ANSWERED_BY.get(challenge["id"], "protected"),)).engine
    result = engine.generate([{"role": "user", "content": challenge["prompt"]}])
    assert result.decision in ("blocked", "modified") or "only help with our lamps" in result.content
