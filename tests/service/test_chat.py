from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from service.chat import REFUSED, WITHHELD
from service.threads.sqlite import SqliteStore
from tests.service_app import FRUIT_FLOWS, MAIN, THREAD, ServiceApp, together, user, write_config
from tests.upstream import Upstream, chunk

REFUSAL = "I can't talk about fruit."
BY_LIKENESS = "rails: {dialog: {user_messages: {embeddings_only: true}}}\n"
FAILING = 'define user ask\n  "tell me"\n\ndefine flow\n  user ask\n  execute look_up\n'
FAILING_ACTION = """
from nemoguardrails.actions import action

@action()
async def look_up():
    raise ValueError("broken")
"""


def body(text: str, config: str = "main", *, thread: str | None = THREAD, **more: Any) -> dict[str, Any]:
    guardrails = {"config_id": config, "thread_id": thread, **more.pop("guardrails", {})}
    return {"model": "m", "messages": [user(text)], "guardrails": guardrails, **more}


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["content"] for message in messages]


# -- threads


@pytest.mark.parametrize("stream", [False, True])
def test_a_thread_remembers_what_was_said(stream: bool, app: ServiceApp, upstream: Upstream) -> None:
    app.chat(body("one", stream=stream))
    app.chat(body("two", stream=stream))
    assert texts(upstream.last.json["messages"]) == ["one", "echo: one", "two"]
    assert texts(app.stored()) == ["one", "echo: one", "two", "echo: two"]


def test_a_thread_keeps_the_message_that_was_masked_and_not_the_one_that_was_sent(
    root: Path, app: ServiceApp
) -> None:
    flows = 'define flow mask\n  $user_message = "masked"\n'
    text = (root / "main" / "config.yml").read_text() + "rails: {input: {flows: [mask]}}\n"
    write_config(root, "masks", text, rails_co=flows)
    app.chat(body("my number is 1", "masks"))
    assert texts(app.stored()) == ["masked", "echo: masked"]


def test_a_question_that_was_blocked_is_kept_but_shown_to_no_model(
    app: ServiceApp, upstream: Upstream
) -> None:
    assert app.chat(body("a banana", "fruit")).content == REFUSAL
    assert app.stored() == [{**user("a banana"), REFUSED: True}, {"role": "assistant", "content": REFUSAL}]
    app.chat(body("hello", "fruit"))
    assert texts(upstream.last.json["messages"]) == [WITHHELD, REFUSAL, "hello"]
    assert all(REFUSED not in message for message in upstream.last.json["messages"])
    app.chat(body("hello again", "main"))
    assert texts(upstream.last.json["messages"])[0] == WITHHELD, "another configuration sees no more"


def test_all_that_was_judged_together_is_withheld_and_a_system_message_is_not(
    app: ServiceApp, upstream: Upstream
) -> None:
    messages = [user("a banana"), user("and more"), {"role": "system", "content": "be kind"}]
    app.chat({**body("", "fruit"), "messages": messages})
    app.chat(body("hello", "fruit"))
    assert texts(upstream.last.json["messages"]) == [WITHHELD, WITHHELD, "be kind", REFUSAL, "hello"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_thread_keeps_the_refusal_and_not_the_answer_that_was_blocked(
    stream: bool, app: ServiceApp, upstream: Upstream
) -> None:
    if stream:
        upstream.stream("a ", "cherry")
    else:
        upstream.chat("a cherry")
    app.chat(body("tell me", "fruit", stream=stream))
    assert texts(app.stored()) == ["tell me", REFUSAL]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("config", ["main", "looks"])
def test_a_turn_that_failed_is_not_stored(
    config: str, stream: bool, root: Path, app: ServiceApp, upstream: Upstream
) -> None:
    text = "models: [{type: main, engine: offline, model: offline}]\n" + BY_LIKENESS
    write_config(root, "looks", text, rails_co=FAILING, actions_py=FAILING_ACTION)
    if config == "main":
        upstream.reply(json={"error": {"message": "no"}}, status=400)
    answer = app.chat(body("tell me", config, stream=stream))
    assert answer.headers["x-guardrails-decision"] in {"error", "pending"}
    assert app.stored() == []


def test_what_was_delivered_before_the_model_broke_off_is_kept(app: ServiceApp, upstream: Upstream) -> None:
    upstream.sse([chunk({"content": "half "}), chunk({"content": "of it"})], cut="reset")
    answer = app.chat(body("tell me", stream=True))
    assert answer.events[-2]["error"]["code"]
    assert texts(app.stored()) == ["tell me", "half of it"]


def test_what_was_delivered_before_the_client_left_is_kept_and_the_model_is_told(
    app: ServiceApp, upstream: Upstream
) -> None:
    upstream.sse([chunk({"content": "half"}), threading.Event()])
    started = app.start("POST", "/v1/chat/completions", json=body("tell me", stream=True))
    while b"half" not in started.answer.body:
        assert started.next()
    started.close()
    assert upstream.last.disconnected.wait(2)
    assert texts(app.stored()) == ["tell me", "half"]


def test_a_client_that_leaves_when_it_hears_of_the_block_leaves_the_refusal(
    root: Path, app: ServiceApp, upstream: Upstream
) -> None:
    flows = FRUIT_FLOWS
    text = (root / "fruit" / "config.yml").read_text()
    text = text.replace(
        "[check cherry]", "[check cherry], streaming: {enabled: true, chunk_size: 1, context_size: 0}"
    )
    write_config(root, "streams", text, rails_co=flows)
    upstream.stream("good ", "words ", "and a cherry ", "and more ")
    started = app.start("POST", "/v1/chat/completions", json=body("tell me", "streams", stream=True))
    while b"content_blocked" not in started.answer.body:
        assert started.next()
    started.close()
    assert texts(app.stored()) == ["tell me", REFUSAL]


def test_an_answer_that_was_handed_in_to_be_judged_is_stored_once(app: ServiceApp) -> None:
    only = {"options": {"rails": {"dialog": False}}}
    judged = {
        **body("", "fruit", guardrails=only),
        "messages": [user("q"), {"role": "assistant", "content": "a plum"}],
    }
    assert app.chat(judged).content == "a plum"
    assert texts(app.stored()) == ["q", "a plum"]
    judged["messages"] = [user("q2"), {"role": "assistant", "content": "a cherry"}]
    assert app.chat(judged).content == REFUSAL
    assert texts(app.stored()) == ["q", "a plum", "q2", REFUSAL]


def test_context_messages_are_kept_and_known_in_later_turns(app: ServiceApp) -> None:
    first = body("hi")
    first["messages"].insert(0, {"role": "context", "content": {"name": "Alice"}})
    app.chat(first)
    answer = app.chat(body("and now?", guardrails={"options": {"output_vars": ["name"]}}))
    assert answer.json["guardrails"]["output_data"] == {"name": "Alice"}
    assert [message["role"] for message in app.stored()] == [
        "context",
        "user",
        "assistant",
        "user",
        "assistant",
    ]


def test_a_dialog_goes_on_from_the_snapshot_of_its_thread(root: Path, open_app: Any) -> None:
    flows = """
define user greet
  "hello"

define user tell name
  "my name is Ann"

define bot ask name
  "What is your name?"

define bot greet back
  "Nice to meet you."

define flow
  user greet
  $asked = True
  bot ask name
  user tell name
  if $asked
    bot greet back
"""
    text = "models: [{type: main, engine: offline, model: offline}]\n" + BY_LIKENESS
    write_config(root, "talks", text, rails_co=flows)
    app = open_app()
    assert app.chat(body("hello", "talks")).content == "What is your name?"
    assert app.services.threads.load(THREAD).snapshot is not None
    other = open_app()  # as another worker: the same store, another process's memory
    assert other.chat(body("my name is Ann", "talks")).content == "Nice to meet you."


def test_concurrent_turns_of_one_thread_are_pairs(app: ServiceApp) -> None:
    together(12, lambda n: app.chat(body(f"number {n}")))
    found = texts(app.stored())
    assert [f"echo: {text}" for text in found[::2]] == found[1::2]
    assert len(found) == 24


def test_a_short_thread_id_is_told_before_anything_is_done(app: ServiceApp, upstream: Upstream) -> None:
    answer = app.chat(body("hi", thread="x" * 15))
    assert "minimum length of 16" in answer.content
    assert not upstream.requests


# -- state


def test_a_state_goes_there_and_back_and_is_the_whole_conversation(
    app: ServiceApp, upstream: Upstream
) -> None:
    first = app.chat(body("my name is Ann", thread=None, guardrails={"state": {}})).json["guardrails"][
        "state"
    ]
    second = app.chat(body("who am I?", thread=None, guardrails={"state": first})).json
    assert texts(upstream.last.json["messages"]) == ["my name is Ann", "echo: my name is Ann", "who am I?"]
    assert second["guardrails"]["state"]["seal"] != first["seal"]


def test_a_state_of_another_worker_is_taken_and_one_that_was_changed_is_not(open_app: Any) -> None:
    state = open_app().chat(body("hi", thread=None, guardrails={"state": {}})).json["guardrails"]["state"]
    other = open_app()
    assert other.chat(body("again", thread=None, guardrails={"state": state})).status == 200
    state["events"].append({"type": "StopFlow"})
    answer = other.chat(body("again", thread=None, guardrails={"state": state}))
    assert (answer.status, answer.json["error"]["code"]) == (422, "invalid_state")


# -- keys


def test_keys_of_a_request_are_refused_where_two_models_would_share_one(root: Path, app: ServiceApp) -> None:
    text = MAIN.format(base_url="http://127.0.0.1:9/v1").replace("gpt-4o", "some/model")
    text += '  - {type: other, engine: openai, model: "some-model", parameters: {base_url: "http://127.0.0.1:9/v1"}}\n'
    write_config(root, "two", text)
    headers = {"X-Some-Model-Authorization": "sk-x"}
    answer = app.chat({"config_id": "two", "messages": [user("hi")]}, headers=headers)
    assert (answer.status, answer.json["error"]["code"]) == (400, "ambiguous_key")


def test_a_model_is_told_apart_by_the_name_that_the_request_gives_it_and_by_its_own(
    root: Path, app: ServiceApp, upstream: Upstream
) -> None:
    other = (
        '  - {{type: other, engine: openai, model: "other-model", parameters: {{base_url: "{base_url}"}}}}\n'
    )
    write_config(root, "two", (MAIN + other).format(base_url=upstream.base_url))
    headers = {"X-Other-Model-Authorization": "sk-x"}
    answer = app.chat({**body("hi", "two", thread=None), "model": "other/model"}, headers=headers)
    assert (answer.status, answer.json["error"]["code"]) == (422, "ambiguous_key")
    assert app.chat(body("hi", "two", thread=None), headers=headers).status == 200
    headers = {"X-Gpt-4o-Authorization": "sk-x"}
    for name in ("gpt/4o", "gpt-4o", "else"):
        assert app.chat({**body("hi", "two", thread=None), "model": name}, headers=headers).status == 200


def test_the_name_that_a_request_gives_the_model_finds_its_key(app: ServiceApp, upstream: Upstream) -> None:
    app.chat(
        {**body("hi"), "model": "my/own_model"}, headers={"X-My-Own-Model-Authorization": "Bearer sk-mine"}
    )
    assert upstream.last.headers["authorization"] == "Bearer sk-mine"
    app.chat({**body("hi"), "model": "my/own_model"})
    assert upstream.last.headers["authorization"] == "Bearer sk-config-key-0123456789"


# -- a store of the operator's own

OWN_STORE = """
from nemoguardrails.server.api import register_datastore
from nemoguardrails.server.datastore.datastore import DataStore

class Own(DataStore):
    def __init__(self):
        self.data = {{}}
        self.down = False

    {word} get(self, key):
        if self.down:
            raise RuntimeError("secret address")
        return self.data.get(key)

    {word} set(self, key, value):
        self.data[key] = value

own = Own()
register_datastore(own)

def init(app):
    app.extensions["own"] = own
"""


@pytest.mark.parametrize("word", ["def", "async def"])
def test_threads_live_in_the_store_that_the_operator_registers(
    word: str, root: Path, open_app: Any, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    (root / "config.py").write_text(OWN_STORE.format(word=word))
    app: ServiceApp = open_app()
    app.chat(body("one"))
    app.chat(body("two", stream=True))
    assert texts(upstream.last.json["messages"]) == ["one", "echo: one", "two"]
    own = app.flask.extensions["own"]
    assert f"thread-{THREAD}" in own.data
    own.down = True
    for stream in (False, True):
        answer = app.chat(body("three", stream=stream))
        assert (answer.status, answer.json["error"]["code"]) == (503, "store_unavailable")
    assert app.chat(body("four", thread=None)).status == 200
    assert "secret address" not in caplog.text + answer.text
    assert 'guardrails_thread_store_errors_total{store="datastore"} 2.0' in app.get("/metrics").text


@pytest.mark.parametrize("kind", ["sqlite", "redis"])
def test_a_thread_lives_as_long_as_the_operator_says_and_every_turn_renews_it(
    kind: str, open_app: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'threads.db'}"
    if kind == "redis":
        url = f"{request.getfixturevalue('redis_server').url}?prefix={tmp_path.name}-{kind}"
    app: ServiceApp = open_app(THREAD_STORE_URL=url, THREAD_TTL="100")
    for text in ("one", "two"):
        app.chat(body(text))
    assert len(app.stored()) == 4
    if kind == "redis":
        with Redis.from_url(url.partition("?")[0]) as client:
            lifetimes = [client.ttl(key) for key in client.keys(f"{tmp_path.name}-{kind}:*")]
        assert lifetimes
        assert all(0 < left <= 100 for left in lifetimes)
    else:
        later = SqliteStore(tmp_path / "threads.db", ttl=100, clock=lambda: time.time() + 101)
        assert later.load(THREAD).messages == []
        later.close()
