"""Actions that run on an action server."""

from __future__ import annotations

import threading

import pytest

from rails_engine import EngineBuilder, RailsConfig
from rails_engine.actions.context import Scope
from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.perform import perform
from rails_engine.actions.server import ActionServer
from rails_engine.errors import (
    AbandonedError,
    ActionFailedError,
    ActionParameterError,
    ConfigError,
    UnknownActionError,
)
from rails_engine.transport import Transport
from rails_engine.turn import Record, Turn
from tests.upstream import Upstream


@pytest.fixture
def server():
    with Upstream() as up:
        transport = Transport()
        yield up, ActionServer(up.base_url.removesuffix("/v1"), transport)
        transport.close()


def test_an_action_runs_there_and_its_result_comes_back(server):
    up, actions = server
    up.reply(json={"status": "success", "result": {"answer": 42}})
    assert actions.run("compute", {"query": "6 * 7", "depth": 2}) == {"answer": 42}
    [request] = up.requests
    assert (request.method, request.path) == ("POST", "/v1/actions/run")
    assert request.json == {"action_name": "compute", "action_parameters": {"query": "6 * 7", "depth": 2}}


def test_a_path_in_the_address_is_kept():
    with Upstream() as up:
        up.reply(json={"status": "success", "result": None})
        assert ActionServer(up.base_url.removesuffix("/v1") + "/tools/", Transport()).run("act", {}) is None
        assert up.requests[0].path == "/tools/v1/actions/run"


def test_an_outcome_is_sent_as_its_plain_value(server):
    up, actions = server
    up.reply(json={"status": "success", "result": 1})
    actions.run("act", {"allowed": RailOutcome.allow(legacy=True), "score": RailOutcome.block(legacy=0.2)})
    assert up.requests[0].json["action_parameters"] == {"allowed": True, "score": 0.2}
    assert up.requests[0].json["action_parameters"]["allowed"] is True


def test_what_is_not_json_is_refused_by_name_and_not_sent(server):
    up, actions = server
    with pytest.raises(ActionParameterError, match="'handle'"):
        actions.run("act", {"text": "t", "handle": object()})
    assert up.requests == []


def test_the_names_of_its_actions(server):
    up, actions = server
    up.reply(json=["a", "b"])
    assert actions.names() == ["a", "b"]
    assert (up.requests[0].method, up.requests[0].path) == ("GET", "/v1/actions/list")


@pytest.mark.parametrize(
    ("reply", "status"),
    [({"status": "failed", "result": None}, 200), ({"detail": "no"}, 404), ({"detail": "no"}, 500)],
)
def test_an_action_that_is_not_there_is_unknown(server, reply, status):
    up, actions = server
    up.reply(json=reply, status=status, path="/v1/actions/run")
    up.reply(json=["compute", "search"], path="/v1/actions/list")
    with pytest.raises(UnknownActionError, match="Did you mean 'compute'"):
        actions.run("computes", {})


@pytest.mark.parametrize(
    ("reply", "status"),
    [({"status": "failed", "result": None}, 200), ({"detail": "no"}, 422), ({"detail": "no"}, 500)],
)
def test_an_action_that_is_there_has_failed(server, reply, status):
    up, actions = server
    up.reply(json=reply, status=status, path="/v1/actions/run")
    up.reply(json=["compute"], path="/v1/actions/list")
    with pytest.raises(ActionFailedError, match="'compute'"):
        actions.run("compute", {})


def test_a_failed_action_is_not_run_again(server):
    up, actions = server
    up.reply(json={"detail": "busy"}, status=503, path="/v1/actions/run")
    up.reply(json=["compute"], path="/v1/actions/list")
    with pytest.raises(ActionFailedError):
        actions.run("compute", {})
    assert [request.method for request in up.requests] == ["POST", "GET"]


@pytest.mark.parametrize("reply", [["success"], {"result": 1}, "success"])
def test_an_answer_of_another_shape_is_a_failure(server, reply):
    up, actions = server
    up.reply(json=reply)
    with pytest.raises(ActionFailedError, match=r"not \{status, result\}"):
        actions.run("compute", {})


def test_a_server_that_is_not_there_is_a_failure_of_the_action():
    with Upstream() as up:
        url = up.base_url.removesuffix("/v1")
    with pytest.raises(ActionFailedError, match="'compute'"):
        ActionServer(url, Transport()).run("compute", {})


def performer(url, on_wait=None):
    """Runs an action by its name, as a turn does that gives up when ``on_wait`` says so."""
    config = RailsConfig.from_content(config={"models": [], "actions_server_url": url}, environ={})
    builder = EngineBuilder(config).register_action(lambda: "here", "local")
    turn = Turn(messages=[], on_wait=on_wait)
    scope = Scope(builder.build().toolbox, turn, Record(0.0), {}, list)
    return scope.record, lambda name, **params: perform(scope, name, params)[0]["return_value"]


def test_a_turn_asks_it_only_for_actions_that_are_not_here(server):
    up, _ = server
    up.reply(json={"status": "success", "result": "there"})
    record, run = performer(up.base_url.removesuffix("/v1"))
    assert (run("local"), run("remote", x=1)) == ("here", "there")
    assert [request.json["action_name"] for request in up.requests] == ["remote"]
    assert [event["type"] for event in record.events] == [
        "StartInternalSystemAction",
        "InternalSystemActionFinished",
    ] * 2


def test_built_in_actions_are_never_run_there(server):
    up, _ = server
    _, run = performer(up.base_url.removesuffix("/v1"))
    assert run("create_event", event={"_type": "Something"}) is None
    assert up.requests == []


def test_its_failure_is_a_failed_action_of_the_turn(server):
    up, _ = server
    up.reply(json={"status": "failed", "result": "secret"}, path="/v1/actions/run")
    up.reply(json=["remote"], path="/v1/actions/list")
    record, run = performer(up.base_url.removesuffix("/v1"))
    with pytest.raises(ActionFailedError, match="'remote'") as caught:
        run("remote")
    assert "secret" not in str(caught.value)
    assert record.events[-1]["is_success"] is False


def test_a_turn_that_nobody_waits_for_does_not_wait_for_it(server):
    up, _ = server
    gate = threading.Event()
    up.reply(json={"status": "success"}, gate=gate)

    def give_up():
        raise AbandonedError("the client has left")

    _, run = performer(up.base_url.removesuffix("/v1"), give_up)
    with pytest.raises(AbandonedError):
        run("remote")
    gate.set()


def test_an_address_that_is_none_is_a_config_error():
    with pytest.raises(ConfigError, match="actions_server_url"):
        ActionServer("localhost:8001", Transport())
