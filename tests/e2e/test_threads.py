"""Conversations that two workers keep together: nothing is lost, nothing is mixed up, not even by a kill."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.threads.choose import open_store
from tests.gunicorn_server import Answer, GunicornServer
from tests.redis_server import RedisServer
from tests.served import SAID, served
from tests.service_app import write_config
from tests.upstream import Reply, Request, Upstream, completion, stream_frames

TURNS, AT_ONCE = 100, 25
#: The example of the first document, word for word.
DOCUMENTED_CONFIG = """
# config.py in server configuration root
from nemoguardrails.server.api import register_datastore
from nemoguardrails.server.datastore.memory_store import MemoryStore

# For testing
register_datastore(MemoryStore())
"""
DOCUMENTED_REDIS = """
from nemoguardrails.server.api import register_datastore
from nemoguardrails.server.datastore.redis_store import RedisStore

register_datastore(RedisStore(redis_url="{url}"))
"""


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    """Answers the last message with ``re:`` before it, streamed if it is asked to."""

    def answer(request: Request) -> Reply:
        text = f"re: {request.json['messages'][-1]['content']}"
        if request.json.get("stream"):
            frames = stream_frames([text[:3], text[3:]])
            return Reply([*frames], headers={"Content-Type": "text/event-stream"}, framing="chunked")
        return Reply([json.dumps(completion(text)).encode()])

    with Upstream() as running:
        running.route("/v1/chat/completions", answer)
        yield running


@pytest.fixture(params=["sqlite", "redis"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis_server")
        return server.url
    return f"sqlite:///{tmp_path / 'threads.sqlite'}"


def say(server: GunicornServer, thread_id: str, number: int, *, stream: bool = False) -> Answer:
    body = {
        "model": "m",
        "stream": stream,
        "messages": [{"role": "user", "content": f"{SAID} {number}"}],
        "guardrails": {"config_id": "main", "thread_id": thread_id},
    }
    return server.post("/v1/chat/completions", body)


def stored(url: str, thread_id: str, folder: Path) -> list[tuple[str, str]]:
    store = open_store(url, ttl=None, data_dir=folder)
    try:
        return [(one["role"], one["content"]) for one in store.load(thread_id).messages]
    finally:
        store.close()


def pairs_of(messages: list[tuple[str, str]]) -> list[int]:
    """The numbers of the turns, in order; every question is followed by its own answer."""
    numbers = []
    for question, answer in zip(messages[::2], messages[1::2], strict=True):
        assert question[0] == "user"
        assert answer == ("assistant", f"re: {question[1]}")
        numbers.append(int(question[1].rpartition(" ")[2]))
    return numbers


def test_concurrent_turns_on_one_thread_lose_nothing_and_stay_pairs(
    configs: Path, store_url: str, tmp_path: Path
) -> None:
    thread_id = f"everybody-at-once-{tmp_path.name}"
    with served(configs, env={"THREAD_STORE_URL": store_url}) as server, ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda n: say(server, thread_id, n, stream=n % 2 == 1), range(TURNS)))
        assert {answer.status for answer in answers} == {200}
        assert all(str(n).encode() in answer.body for n, answer in enumerate(answers))
    messages = stored(store_url, thread_id, tmp_path)
    assert len(messages) == 2 * TURNS
    assert sorted(pairs_of(messages)) == list(range(TURNS))


def test_every_turn_that_was_answered_survives_the_kill_of_a_worker(configs: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'threads.sqlite'}"
    thread_id = "survives-a-kill-0001"
    answered: list[int] = []
    some = threading.Event()

    def one(number: int) -> None:
        try:
            answer = say(server, thread_id, number)
        except (OSError, http.client.HTTPException):
            return  # this one was on the worker that was killed, or came while it was dead
        if answer.status == 200 and f"re: {SAID} {number}".encode() in answer.body:
            answered.append(number)
            if len(answered) >= 50:
                some.set()

    with served(configs, env={"THREAD_STORE_URL": url}) as server:
        with ThreadPoolExecutor(16) as pool:
            turns = [pool.submit(one, n) for n in range(200)]
            assert some.wait(30)
            os.kill(server.workers()[0], signal.SIGKILL)
            for turn in turns:
                turn.result()
        server.wait_for_line("Booting worker", count=3)
    kept = pairs_of(stored(url, thread_id, tmp_path))
    assert len(answered) > 100, "the other worker went on"
    assert set(answered) <= set(kept)
    assert len(kept) == len(set(kept))


@pytest.mark.parametrize("kind", ["memory", "redis"])
def test_the_documented_config_works_unchanged_and_two_workers_share_its_store(
    kind: str, configs: Path, upstream: Upstream, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    write_config(tmp_path / "root", "main", (configs / "main" / "config.yml").read_text())
    text = DOCUMENTED_CONFIG
    if kind == "redis":
        text = DOCUMENTED_REDIS.format(url=request.getfixturevalue("redis_server").url)
    (tmp_path / "root" / "config.py").write_text(text)
    thread_id = f"user-session-{kind}-12345678"
    env = {"WEB_CONCURRENCY": "2", "DATA_DIR": str(tmp_path / "data")}
    with served(tmp_path / "root", env=env) as server:
        for number in range(20):
            assert say(server, thread_id, number).status == 200
        last = upstream.requests[-1].json["messages"]
        assert len(last) == 39, "whichever worker answered, it knew all that was said before"
    if kind == "memory":
        with served(tmp_path / "root", env=env) as server:
            say(server, thread_id, 0)
            assert len(upstream.requests[-1].json["messages"]) == 1, "a new server begins with nothing"


def test_a_store_that_is_down_is_a_503_for_turns_that_need_it_and_for_nothing_else(
    configs: Path, own_redis: RedisServer
) -> None:
    thread_id = "a-store-that-is-down-1"
    body = {
        "model": "m",
        "messages": [{"role": "user", "content": SAID}],
        "guardrails": {"config_id": "main"},
    }
    with served(configs, env={"THREAD_STORE_URL": own_redis.url}) as server:
        assert say(server, thread_id, 1).status == 200
        assert server.get("/readyz").status == 200
        own_redis.kill()
        for stream in (False, True):
            answer = say(server, thread_id, 2, stream=stream)
            assert (answer.status, answer.json["error"]["code"]) == (503, "store_unavailable")
            assert answer.headers["x-guardrails-error"] == "store_unavailable"
        assert server.post("/v1/chat/completions", body).status == 200
        ready = server.get("/readyz")
        assert (ready.status, ready.json["problems"]) == (503, {"threads": "store_unavailable"})
        assert server.get("/healthz").status == 200
        assert 'guardrails_thread_store_errors_total{store="redis"}' in server.get("/metrics").text
        own_redis.start()
        until = time.monotonic() + 10
        while say(server, thread_id, 3).status != 200:
            assert time.monotonic() < until, "the fuse tries again after two seconds"
