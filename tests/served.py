"""The whole service in a real gunicorn, with a scripted model: what tests of the whole share.

Every server is asked at its end whether it has kept silent (``tests/silence.py``), also about what its clients
sent on raw connections. So tests say ``SAID`` in their messages and use ``KEY`` as a key.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.gunicorn_server import GunicornServer
from tests.service_app import FRUIT, FRUIT_FLOWS, MAIN, write_config
from tests.silence import ANSWERED, CANARIES, KEY, SAID, betrayed
from tests.upstream import Upstream

__all__ = [
    "ANSWERED",
    "CANARIES",
    "KEY",
    "SAID",
    "betrayed",
    "make_configs",
    "post",
    "read_until",
    "send",
    "served",
]

JUDGED = (
    MAIN
    + """
  - type: self_check_input
    engine: openai
    model: judge/model-1
    parameters: {{base_url: "{base_url}", api_key: sk-config-key-of-judge, max_retries: 0}}
rails:
  input: {{flows: [self check input]}}
prompts:
  - task: self_check_input
    content: 'Should the user message be blocked (Yes or No)? "{{{{ user_input }}}}"'
"""
)


def make_configs(root: Path, upstream: Upstream) -> Path:
    """``main``: no rails. ``fruit``: words that are blocked. ``judged``: a model of its own judges."""
    write_config(root, "main", MAIN.format(base_url=upstream.base_url))
    write_config(root, "fruit", (MAIN + FRUIT).format(base_url=upstream.base_url), rails_co=FRUIT_FLOWS)
    write_config(root, "judged", JUDGED.format(base_url=upstream.base_url))
    return root


def send(server: GunicornServer, **more: Any) -> socket.socket:
    """Post a chat request on a raw connection; what is neither ``config`` nor ``guardrails`` is the body's."""
    guardrails = {"config_id": more.pop("config", "main"), **more.pop("guardrails", {})}
    body = {"model": "m", "messages": [{"role": "user", "content": SAID}], "guardrails": guardrails, **more}
    return post(server.connect(), body)


def post(connection: socket.socket, body: Any) -> socket.socket:
    """Post a chat request on a connection that is open."""
    raw = json.dumps(body).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: {len(raw)}\r\n\r\n"
    connection.sendall(head.encode() + raw)
    return connection


def read_until(connection: socket.socket, text: bytes) -> bytes:
    """What comes, up to a text and what came with it."""
    data = b""
    while text not in data:
        piece = connection.recv(65536)
        assert piece, data
        data += piece
    return data


@contextmanager
def served(configs: Path, *, env: Mapping[str, str] | None = None) -> Iterator[GunicornServer]:
    """Two workers, unless ``env`` says otherwise."""
    variables = {"RAILS_CONFIG_PATH": str(configs), "WEB_CONCURRENCY": "2", "THREADS": "64", **(env or {})}
    with GunicornServer("wsgi:app", env=variables) as server:
        yield server
