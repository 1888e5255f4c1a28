"""A request leaves nothing that only the interpreter's collector finds: it would stop everybody to look for it."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from rails_engine.messages import Usage
from service.app import create_app
from service.settings import from_environment
from tests.service_app import write_config

OURS = ("rails_engine.", "service.")
WORDS = """
models: [{type: main, engine: offline, model: offline}]
rails:
  input: {flows: [jailbreak check input, mask sensitive data on input]}
  output:
    flows: [regex check output, harmful content check output, response length check output]
    streaming: {enabled: true, chunk_size: 20, context_size: 5}
  config:
    regex_detection: {output: {patterns: [forbidden]}}
"""
DIALOG = """
models: [{type: main, engine: offline, model: offline}]
rails: {output: {flows: [regex check output]}, config: {regex_detection: {output: {patterns: [o]}}}}
"""
FLOWS = """
define user greets
  "hello"
define bot greets
  "Good day."
define flow
  user greets
  bot greets
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    place = tmp_path_factory.mktemp("garbage")
    configs = place / "configs"
    write_config(configs, "plain", "models: [{type: main, engine: offline, model: offline}]\n")
    write_config(configs, "words", WORDS)
    write_config(configs, "dialog", DIALOG, rails_co=FLOWS)
    settings = {"RAILS_CONFIG_PATH": str(configs), "DATA_DIR": str(place / "data"), "LOG_LEVEL": "error"}
    return create_app(from_environment(settings))


def ask(app: Any, config: str, *, stream: bool, thread: bool) -> bytes:
    guardrails: dict[str, Any] = {"config_id": config}
    if thread:
        guardrails["thread_id"] = "the-thread-of-the-garbage"
    said = [{"role": "user", "content": "Hello, write to jane.roe@example.com, please."}]
    body = json.dumps({"model": "m", "messages": said, "stream": stream, "guardrails": guardrails}).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/v1/chat/completions",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    begun: list[str] = []

    def start_response(status: str, *_: Any) -> Any:
        begun.append(status)
        return lambda _: None

    pieces = app(environ, start_response)
    said_back = b"".join(pieces)
    if hasattr(pieces, "close"):
        pieces.close()
    assert begun == ["200 OK"]
    return said_back


@contextmanager
def collected() -> Iterator[Counter[str]]:
    """What of ours the collector finds at the end; before, nothing is collected."""
    found: Counter[str] = Counter()
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        yield found
        gc.collect()
        kinds = [type(one) for one in gc.garbage]
        found.update(kind.__qualname__ for kind in kinds if kind.__module__.startswith(OURS))
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


@pytest.mark.parametrize("thread", [False, True], ids=["alone", "thread"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("config", ["plain", "words", "dialog"])
def test_a_request_leaves_no_garbage(app: Any, config: str, stream: bool, thread: bool) -> None:
    ask(app, config, stream=stream, thread=thread)
    with collected() as found:
        assert ask(app, config, stream=stream, thread=thread)
    assert not found


def test_garbage_would_be_found() -> None:
    class Keeper(Usage):
        __module__ = Usage.__module__
        itself: Any

    with collected() as found:
        keeper = Keeper()
        object.__setattr__(keeper, "itself", keeper)
        del keeper
    assert found
