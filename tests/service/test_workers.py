"""What is decided without a connection; tests/e2e/test_gunicorn.py shows the rest with real ones."""

from __future__ import annotations

import io
import json
import logging
import socket
from pathlib import Path

import pytest
from gunicorn.config import Config
from gunicorn.sock import TCPSocket

from service.worker_state import ENVIRON_KEY
from service.workers import JsonLogger, Worker


@pytest.fixture
def logger():
    """gunicorn's logger, and what it writes."""
    error_log = logging.getLogger("gunicorn.error")
    kept = error_log.handlers[:], error_log.level, error_log.propagate
    error_log.handlers.clear()
    made = JsonLogger(Config())
    made.error_log.handlers[0].setStream(stream := io.StringIO())
    yield made, lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    error_log.handlers[:], error_log.level, error_log.propagate = kept


def test_the_messages_of_the_server_are_json_lines(logger):
    made, lines = logger
    made.info("Listening at: %s", "http://127.0.0.1:8000")
    assert lines()[0]["message"] == "Listening at: http://127.0.0.1:8000"
    assert (lines()[0]["level"], lines()[0]["logger"]) == ("info", "gunicorn.error")


def test_a_client_that_stalls_is_one_line_without_a_trace(logger):
    made, lines = logger
    try:
        raise BlockingIOError(11, "Resource temporarily unavailable")
    except OSError:
        made.exception("Socket error processing request.")
    assert [(line["level"], "error" in line) for line in lines()] == [("info", False)]


def test_other_failures_of_connections_keep_their_place_in_the_code(logger):
    made, lines = logger
    try:
        Path("/secret/place").read_text()
    except OSError:
        made.exception("Socket error processing request.")
    assert lines()[0]["error"]["type"] == "FileNotFoundError"
    assert "test_workers.py" in lines()[0]["error"]["at"][0]
    assert "secret" not in json.dumps(lines())


class App:
    def __init__(self, seen):
        self.seen = seen

    def wsgi(self):
        def application(environ, start_response):
            self.seen.append(environ[ENVIRON_KEY])
            return [b"answer"]

        return application


def test_requests_are_handed_the_state_of_their_worker():
    seen = []
    config = Config()
    config.set("threads", 4)
    worker = Worker(1, 2, [], App(seen), 30, config, logging.getLogger("gunicorn.error"))
    try:
        worker.load_wsgi()
        assert worker.wsgi({}, None) == [b"answer"]
        assert seen == [worker.state]
        assert (worker.state.threads, worker.state.queued()) == (4, 0)
    finally:
        worker.tmp.close()


def test_a_worker_says_that_it_lives_but_not_with_every_event():
    worker = Worker(1, 2, [], App([]), 30, Config(), logging.getLogger("gunicorn.error"))
    try:
        told = []
        worker.tmp.notify = lambda: told.append(1)
        for _ in range(5):
            worker.notify()
        assert len(told) == 1
        worker._notified_at -= 5.0
        worker.notify()
        assert len(told) == 2
    finally:
        worker.tmp.close()


@pytest.mark.skipif(not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="elsewhere than on Linux")
def test_connections_without_a_request_are_left_to_the_system():
    listener = TCPSocket(("127.0.0.1", 0), Config(), None)
    worker = Worker(1, 2, [listener], App([]), 30, Config(), logging.getLogger("gunicorn.error"))
    try:
        worker.limit_waiting(5.0)
        assert listener.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT) > 0
    finally:
        worker.tmp.close()
        listener.sock.close()
