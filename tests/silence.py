"""What a server must tell nobody, looked for in all that it says: every line of its log, every body of an error.

What must not be there is what each request brings itself: its keys, and the words of its messages. Beside them
there are canaries, words of these tests that are in keys, messages and answers of models, and the places of this
machine. ``silence`` is a fixture that takes part in every test of a folder whose conftest.py imports it; a server in
a process of its own has a witness of its own (``GunicornServer``).
"""

from __future__ import annotations

import io
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from service.observe.logs import ACCESS, JsonFormatter

ROOT = Path(__file__).parents[1]
#: A part of every message of the tests on a whole server, of every key, and of every text of a model.
SAID, KEY, ANSWERED = "canarywords", "sk-canarykey-0123456789abcdef", "canaryanswer"
CANARIES = (SAID, KEY, "canarykey", ANSWERED, "sk-config-key")
PLACES = (str(ROOT), f"{tempfile.gettempdir()}/")
#: Shorter words may well be somebody else's.
LEAST = 8
#: Clients in this process, which are not the server.
CLIENTS = frozenset({"asyncio", "httpcore", "httpx", "openai", "urllib3"})
ERROR = 400


def betrayed(texts: Iterable[str], said: Iterable[str] = ()) -> list[str]:
    """The texts that say too much."""
    secrets = [*CANARIES, *PLACES, *said]
    return [text for text in texts if any(secret in text for secret in secrets)]


class Witness:
    """Hears requests and what is said about them."""

    def __init__(self) -> None:
        self.said: set[str] = set()
        #: Lines of the log and bodies of errors.
        self.told: list[str] = []

    def hear(self, body: bytes, headers: Mapping[str, str]) -> None:
        """A request."""
        self.said |= {word for word in (*words_of(body), *keys_of(headers)) if len(word) >= LEAST}

    def read(self, status: int, body: str) -> None:
        """An answer: of a stream, only what stands for an error."""
        if status >= ERROR:
            self.told.append(body)
        elif body.startswith("data: "):
            self.told += [event for event in body.split("\n\n") if event.startswith('data: {"error"')]

    def check(self) -> None:
        """Fails with what says too much."""
        if found := betrayed(self.told, self.said):
            raise AssertionError("this says too much:\n" + "\n".join(text[:1000] for text in found))


def words_of(body: bytes) -> Iterator[str]:
    """The texts of the messages of a request; of what is no request, all of it."""
    try:
        found = json.loads(body)
        messages = found["messages"]
        contents = [message["content"] for message in messages]
    except (ValueError, TypeError, KeyError, RecursionError):
        yield body.decode(errors="replace")
        return
    for content in contents:
        if isinstance(content, str):
            yield written(content)
        elif isinstance(content, list):
            yield from (
                written(part["text"]) for part in content if isinstance(part, dict) and "text" in part
            )


def written(text: Any) -> str:
    """As it would stand in a JSON text."""
    return json.dumps(str(text), ensure_ascii=False)[1:-1]


def keys_of(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        if name.upper().replace("-", "_").endswith("AUTHORIZATION"):
            yield value.rpartition(" ")[2]


class LogListener(logging.Handler):
    """Every record as the line that the server would write."""

    def __init__(self, witness: Witness) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self._witness = witness

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] not in CLIENTS:
            self._witness.told.append(self.format(record))


@pytest.fixture(autouse=True)
def silence(monkeypatch: pytest.MonkeyPatch) -> Iterator[Witness]:
    """Nothing that is logged or told in this process during a test says too much."""
    witness = Witness()
    listener = LogListener(witness)
    loggers = (logging.getLogger(), logging.getLogger(ACCESS))

    answer = Flask.__call__

    def call(app: Flask, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"]
        headers = {name: value for name, value in environ.items() if isinstance(value, str)}
        witness.hear(body.getvalue() if isinstance(body, io.BytesIO) else b"", headers)
        statuses: list[int] = []

        def start(status: str, *more: Any) -> Any:
            statuses.append(int(status[:3]))
            return start_response(status, *more)

        pieces = answer(app, environ, start)
        if not statuses or statuses[0] < ERROR:  # a stream has not begun yet
            return pieces
        error = b"".join(pieces)
        witness.read(statuses[0], error.decode())
        return [error]

    monkeypatch.setattr(Flask, "__call__", call)
    level = loggers[0].level
    loggers[0].setLevel(logging.DEBUG)
    for logger in loggers:
        logger.addHandler(listener)
    yield witness
    for logger in loggers:
        logger.removeHandler(listener)
    loggers[0].setLevel(level)
    witness.check()
