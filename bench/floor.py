"""The floor: the least that a Flask app under gunicorn's threads can do and still hand a request to a model.

No rails, no configurations, no checks of what it is sent. ``FLOOR_MODEL`` is the model's address without a
script (see ``upstream``); ``FLOOR_CLIENT`` is ``requests``, as most people write it, or ``urllib3``, bare.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import requests
import requests.adapters
import urllib3
from flask import Flask, Response, request

from bench.cases import AT_ONCE, PACED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MODEL = os.environ["FLOOR_MODEL"]
HEADERS = {"Content-Type": "application/json", "Authorization": "Bearer sk-test"}
CONNECTIONS = 256

app = Flask(__name__)
session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=CONNECTIONS))
pool = urllib3.PoolManager(maxsize=CONNECTIONS)


def with_requests(url: str, sent: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = session.post(url, json=sent, headers=HEADERS).json()
    return answer


def stream_with_requests(url: str, sent: dict[str, Any]) -> Iterator[bytes]:
    with session.post(url, json=sent, headers=HEADERS, stream=True) as answer:
        yield from _frames(answer.raw.read1)


def with_urllib3(url: str, sent: dict[str, Any]) -> dict[str, Any]:
    answer = pool.request("POST", url, body=json.dumps(sent).encode(), headers=HEADERS)
    document: dict[str, Any] = json.loads(answer.data)
    return document


def stream_with_urllib3(url: str, sent: dict[str, Any]) -> Iterator[bytes]:
    body = json.dumps(sent).encode()
    answer = pool.request("POST", url, body=body, headers=HEADERS, preload_content=False)
    yield from _frames(answer.read1)
    answer.release_conn()


BARE = os.environ["FLOOR_CLIENT"] == "urllib3"
ask, ask_for_stream = (with_urllib3, stream_with_urllib3) if BARE else (with_requests, stream_with_requests)


@app.post("/v1/chat/completions")
def chat() -> dict[str, Any] | Response:
    asked = request.get_json()
    paced = asked["guardrails"]["config_id"].startswith("paced")
    url = f"{MODEL}/{PACED if paced else AT_ONCE}/v1/chat/completions"
    sent = {"model": asked["model"], "messages": asked["messages"]}
    if asked.get("stream"):
        return Response(ask_for_stream(url, {**sent, "stream": True}), mimetype="text/event-stream")
    text = ask(url, sent)["choices"][0]["message"]["content"]
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    about = {"id": "x", "object": "chat.completion", "created": 1, "model": asked["model"]}
    return {**about, "choices": [choice]}


def _frames(read: Callable[[int], bytes]) -> Iterator[bytes]:
    rest = b""
    while piece := read(65536):
        *events, rest = (rest + piece).split(b"\n\n")
        for event in events:
            data = event[6:]
            yield b"data: " + (data if data == b"[DONE]" else json.dumps(json.loads(data)).encode()) + b"\n\n"
