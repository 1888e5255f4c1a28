from __future__ import annotations

import json
import threading
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from service import loggers
from service.loggers import Loggers
from tests.service_app import ServiceApp, user

MAIN = {"config_id": "main", "messages": [user("hi")]}
#: As the documents of the original have it: a coroutine function; and a plain one beside it.
CONFIG = """
import json
from nemoguardrails.server.api import register_logger

async def log_async(item):
    with open({path!r}, "a") as file:
        file.write(json.dumps(["async", item["endpoint"], json.loads(item["body"])]) + "\\n")

def log_sync(item):
    with open({path!r}, "a") as file:
        file.write(json.dumps(["sync", item["endpoint"], json.loads(item["body"])]) + "\\n")
    open({done!r}, "a").close()

def log_broken(item):
    raise ValueError("secret " + item["body"])

register_logger(log_broken)
register_logger(log_async)
register_logger(log_sync)
"""


def test_functions_are_told_in_order_each_a_copy_of_its_own() -> None:
    heard: Queue[dict[str, str]] = Queue()

    def spoil(item: dict[str, str]) -> None:
        item.clear()

    told = Loggers([spoil, heard.put])
    for n in range(20):
        told.tell("/x", b'{"n":%d}' % n)
    assert [heard.get(timeout=5) for _ in range(20)] == [
        {"endpoint": "/x", "body": f'{{"n":{n}}}'} for n in range(20)
    ]


def test_one_that_fails_or_hangs_stops_neither_the_caller_nor_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    import asyncio

    heard: Queue[dict[str, str]] = Queue()

    async def hang(item: dict[str, str]) -> None:
        await asyncio.Event().wait()

    async def fail(item: dict[str, str]) -> None:
        raise ValueError(item["body"])

    async def hear(item: dict[str, str]) -> None:
        heard.put(item)

    Loggers([hang, fail, hear], timeout=0.01).tell("/x", b"secret words")
    assert heard.get(timeout=5)["body"] == "secret words"
    ours = [record for record in caplog.records if record.name == "service.loggers"]
    assert [record.getMessage() for record in ours] == [
        "A registered logger failed: TimeoutError",
        "A registered logger failed: ValueError",
    ]


def test_where_they_are_too_slow_requests_are_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loggers, "MOST_WAITING", 2)
    begun, go_on = threading.Event(), threading.Event()
    heard: Queue[str] = Queue()

    def slow(item: dict[str, str]) -> None:
        begun.set()
        assert go_on.wait(5)
        heard.put(item["body"])

    told = Loggers([slow])
    told.tell("/x", b"0")
    assert begun.wait(5)
    for n in range(1, 6):
        told.tell("/x", b"%d" % n)  # returns at once
    go_on.set()
    assert [heard.get(timeout=5) for _ in range(3)] == ["0", "1", "2"]
    assert "3 requests were not told" in caplog.text


def test_what_waits_is_bounded_in_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loggers, "MOST_BYTES", 10)
    heard: Queue[str] = Queue()
    told = Loggers([lambda item: heard.put(item["body"])])
    told.tell("/x", b"x" * 11)
    told.tell("/x", b"x" * 10)
    assert heard.get(timeout=5) == "x" * 10


def test_without_functions_no_thread_is_started() -> None:
    before = threading.active_count()
    Loggers([]).tell("/x", b"")
    assert threading.active_count() == before


def test_registered_ones_hear_of_chat_requests_whole_and_streamed(
    root: Path, open_app: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, done = tmp_path / "told.jsonl", tmp_path / "done"
    (root / "config.py").write_text(CONFIG.format(path=str(path), done=str(done)))
    app: ServiceApp = open_app()
    assert app.chat(MAIN).status == 200
    assert app.chat({**MAIN, "stream": True}).status == 200
    for _ in range(1000):
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) == 4:
            break
        threading.Event().wait(0.01)
    found = [json.loads(line) for line in lines]
    assert [(kind, endpoint) for kind, endpoint, _ in found] == [
        (kind, "/v1/chat/completions") for kind in ("async", "sync", "async", "sync")
    ]
    assert [body for _, _, body in found[::2]] == [MAIN, {**MAIN, "stream": True}]
    assert "secret" not in caplog.text
