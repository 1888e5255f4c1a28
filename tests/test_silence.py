"""The witness of the tests: it hears what must not be told, and notices when it is."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable

import pytest

from tests.silence import CANARIES, ROOT, LogListener, Witness, betrayed

QUESTION = {"messages": [{"role": "user", "content": 'my "card" is 4111'}]}
PARTS = {"messages": [{"role": "user", "content": [{"type": "text", "text": "my card is 4111"}]}]}


def heard(body: object, **headers: str) -> Witness:
    witness = Witness()
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    witness.hear(raw, {name.replace("_", "-"): value for name, value in headers.items()})
    return witness


@pytest.mark.parametrize(
    "tell",
    [
        lambda witness: witness.read(422, json.dumps({"detail": 'no: my "card" is 4111'})),
        lambda witness: witness.read(200, 'data: {"error": "my card is 4111"}\n\ndata: [DONE]\n\n'),
        lambda witness: witness.read(500, "the key is key-of-somebody"),
        lambda witness: witness.read(500, "it is not { json at all"),
        lambda witness: witness.read(500, f"in {ROOT}/service/app.py"),
        lambda witness: witness.read(500, f"in {tempfile.gettempdir()}/x"),
        lambda witness: witness.told.append(f"a line with {CANARIES[0]}"),
    ],
    ids=["message", "part in a stream", "key", "body", "place", "temporary place", "canary"],
)
def test_what_says_too_much_is_noticed(tell: Callable[[Witness], None]) -> None:
    witness = heard(QUESTION, X_Main_Authorization="Bearer key-of-somebody")
    witness.hear(json.dumps(PARTS).encode(), {})
    witness.hear(b"it is not { json at all", {})
    tell(witness)
    with pytest.raises(AssertionError, match="says too much"):
        witness.check()


def test_answers_and_short_words_may_be_told() -> None:
    witness = heard({"messages": [{"role": "user", "content": "config"}]}, Authorization="none")
    witness.hear(json.dumps(PARTS).encode(), {})
    witness.read(200, json.dumps({"content": "my card is 4111"}))
    witness.read(200, 'data: {"content": "my card is 4111"}\n\ndata: [DONE]\n\n')
    witness.read(404, json.dumps({"detail": "no such config"}))
    witness.check()
    assert betrayed(["nothing"], ["something"]) == []


def test_lines_are_looked_at_as_the_server_writes_them() -> None:
    witness = heard(PARTS)
    listener = LogListener(witness)
    for name in ("service.chat", "openai._client"):
        record = logging.LogRecord(name, logging.INFO, "", 0, "asked: %s", ("my card is 4111",), None)
        listener.emit(record)
    assert len(witness.told) == 1, "a client of the tests is not the server"
    with pytest.raises(AssertionError):
        witness.check()
