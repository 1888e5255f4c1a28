"""A WSGI application that shows what the server does with connections, threads and signals."""

from __future__ import annotations

import json
import logging
import os
import resource
import threading

from service.observe.logs import log_access
from service.observe.metrics import Metrics
from service.settings import from_environment
from service.worker_state import state_of

settings = from_environment()
metrics = Metrics(settings.environ.get("PROMETHEUS_MULTIPROC_DIR"))
never = threading.Event()
flood_ended = threading.Event()
meeting = threading.Barrier(2)
TICK = 0.05


def app(environ, start_response):
    return PATHS[environ["PATH_INFO"]](environ, start_response)


def plain(start_response, text, status="200 OK", *headers):
    body = text.encode()
    start_response(status, [("Content-Length", str(len(body))), *headers])
    return [body]


def healthz(environ, start_response):
    return plain(start_response, str(os.getpid()))


def read(environ, start_response):
    try:
        size = len(environ["wsgi.input"].read())
    except OSError:
        return plain(start_response, "too slow", "408 Request Timeout")
    return plain(start_response, str(size))


def stream(environ, start_response):
    state = state_of(environ)
    start_response("200 OK", [("Content-Type", "text/event-stream")])
    yield b"data: first\n\n"
    while not state.draining:
        never.wait(TICK)
        yield b": tick\n\n"
    yield b"data: draining\n\n"
    while not state.must_end:
        never.wait(TICK)
        yield b": tick\n\n"
    yield b'data: {"error": {}}\n\ndata: [DONE]\n\n'


def flood(environ, start_response):
    start_response("200 OK", [])
    try:
        while True:
            yield bytes(1024 * 1024)
    finally:
        flood_ended.set()


def flooded(environ, start_response):
    return plain(start_response, str(flood_ended.wait(10)))


def hold(environ, start_response):
    """Answers when two others wait for a thread."""
    state = state_of(environ)
    while state.queued() < 2:
        never.wait(TICK)
    return plain(start_response, f"{state.queued()} of {state.threads}")


def meet(environ, start_response):
    """Answers two at the same time."""
    meeting.wait(10)
    return plain(start_response, "met")


def process(environ, start_response):
    names = ("OPENBLAS_NUM_THREADS", "PROMETHEUS_MULTIPROC_DIR")
    found = {name: settings.environ.get(name) for name in names}
    found["files"] = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return plain(start_response, json.dumps(found))


def count(environ, start_response):
    metrics.request_started("count").finished("ok")
    return plain(start_response, str(os.getpid()))


def stuck(environ, start_response):
    metrics.request_started("stuck")
    start_response("200 OK", [])
    yield str(os.getpid()).encode()
    never.wait(30)


def scrape(environ, start_response):
    text, kind = metrics.render()
    return plain(start_response, text.decode(), "200 OK", ("Content-Type", kind))


def log(environ, start_response):
    logging.getLogger("tiny").warning("with the key sk-canary-0123456789")
    log_access(request_id="id-1", status=200)
    return plain(start_response, "logged")


def fail(environ, start_response):
    raise ValueError("the words of a user")


PATHS = {f"/{f.__name__}": f for f in (healthz, read, stream, flood, flooded, hold, process, count)}
PATHS |= {f"/{f.__name__}": f for f in (stuck, scrape, log, fail, meet)}
