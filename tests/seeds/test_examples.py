"""Every request in the documents that this server is drawn from, pasted as it stands into a real server.

The files beside this one hold the examples word for word: ``bash`` and ``python`` run as they are, ``json`` is posted.
``expect`` is the documented form of the answer (``python`` examples give theirs as ``response``), ``says`` a part of
the answer's text, ``prints`` a part of what the example prints, ``raises`` how it ends if it cannot end well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.gunicorn_server import ROOT, GunicornServer
from tests.wire import ID, read_events

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
ADDRESS = "http://localhost:8000"
EXAMPLES = [
    pytest.param(example, id=f"{path.stem}: {example['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for example in yaml.safe_load(path.read_text())
]
#: Runs an example in a process of its own, and tells on stderr what its ``response`` was.
RUNNER = """
import json, sys, requests
code, base_url = sys.argv[1:]
names = {"requests": requests, "base_url": base_url}
raised = None
try:
    exec(compile(code, "example.py", "exec"), names)
except Exception as error:
    raised = type(error).__name__
found = {"raised": raised}
response = names.get("response")
if isinstance(response, requests.Response):
    found |= {"status": response.status_code, "type": response.headers["Content-Type"]}
    try:
        found["body"] = response.text
    except RuntimeError:
        found["body"] = None  # the example has read the stream itself
print(json.dumps(found), file=sys.stderr)
"""


@dataclass
class Seen:
    """What an example got."""

    printed: str = ""
    status: int = 0
    type: str = ""
    body: str | None = None
    raised: str | None = None

    @property
    def json(self) -> Any:
        return json.loads(self.body or "")


@pytest.fixture(scope="module")
def server() -> Iterator[GunicornServer]:
    """As `make run` starts it, on a free port."""
    with GunicornServer(env={"DEFAULT_CONFIG_ID": "protected", "WEB_CONCURRENCY": "2"}) as running:
        yield running


def run_python(code: str, url: str) -> Seen:
    command = [sys.executable, "-c", RUNNER, code.replace(ADDRESS, url), url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert done.returncode == 0, done.stderr
    return Seen(printed=done.stdout, **json.loads(done.stderr.splitlines()[-1]))


def run_bash(code: str, url: str, folder: Path) -> Seen:
    # curl itself is told to add the status: the example stays as it is.
    (folder / ".curlrc").write_text('silent\nshow-error\nwrite-out = "\\n%{http_code} %{content_type}"\n')
    done = subprocess.run(
        ["bash", "-c", code.replace(ADDRESS, url)],
        env={"PATH": "/usr/bin:/bin", "CURL_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
    body, _, last = done.stdout.rpartition("\n")
    status, _, kind = last.partition(" ")
    return Seen(done.stdout, int(status), kind, body)


def post(body: dict[str, Any], server: GunicornServer) -> Seen:
    answer = server.post("/v1/chat/completions", body)
    return Seen(status=answer.status, type=answer.headers["content-type"], body=answer.text)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gets_what_its_document_promises(
    example: dict[str, Any], server: GunicornServer, tmp_path: Path
) -> None:
    if "python" in example:
        seen = run_python(example["python"], server.url)
    elif "bash" in example:
        seen = run_bash(example["bash"], server.url, tmp_path)
    else:
        body = json.loads(example["json"])
        if example.get("fragment"):
            body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}], **body}
        seen = post(body, server)
    assert seen.raised == example.get("raises")
    assert example.get("prints", "") in seen.printed
    if "expect" in example:
        assert seen.status == 200
        text = CHECKS[example["expect"]](seen)
        assert example.get("says", "") in text


# -- the documented forms


def legacy(seen: Seen) -> str:
    assert seen.type == "application/json"
    assert set(seen.json) == {"messages"}
    (message,) = seen.json["messages"]
    assert set(message) == {"role", "content"}
    assert message["role"] == "assistant"
    return str(message["content"])


def legacy_with_log(seen: Seen) -> str:
    assert set(seen.json) == {"messages", "log"}
    assert [rail["type"] for rail in seen.json["log"]["activated_rails"]]
    return str(seen.json["messages"][0]["content"])


def text(seen: Seen) -> str:
    assert seen.type == "text/plain; charset=utf-8"
    return seen.body or ""


def openai(seen: Seen) -> str:
    assert seen.type == "application/json"
    answer = seen.json
    assert ID.fullmatch(answer["id"])
    assert answer["object"] == "chat.completion"
    assert isinstance(answer["created"], int)
    assert isinstance(answer["model"], str)
    (choice,) = answer["choices"]
    assert (choice["index"], choice["finish_reason"]) == (0, "stop")
    assert set(answer["guardrails"]) == {"config_id", "state", "llm_output", "output_data", "log"}
    assert answer["guardrails"]["config_id"] in {"content_safety", "my-config"}
    assert choice["message"]["role"] == "assistant"
    return str(choice["message"]["content"])


def openai_with_log(seen: Seen) -> str:
    said = openai(seen)
    log = seen.json["guardrails"]["log"]
    assert {"input", "output", "generation"} & {rail["type"] for rail in log["activated_rails"]}
    return said


def sse(seen: Seen) -> str:
    assert seen.type == "text/event-stream; charset=utf-8"
    *chunks, done = read_events((seen.body or "").rstrip("\n").encode() + b"\n\n")
    assert done == "[DONE]"
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    return "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)


def models(seen: Seen) -> str:
    assert seen.json["object"] == "list"
    for model in seen.json["data"]:
        assert set(model) == {"id", "object", "created", "owned_by"}
        assert model["object"] == "model"
    return " ".join(model["id"] for model in seen.json["data"])


def configs(seen: Seen) -> str:
    ids = [config["id"] for config in seen.json]
    assert {"content_safety", "customer-service", "content-moderation"} <= set(ids)
    return " ".join(ids)


def challenges(seen: Seen) -> str:
    for challenge in seen.json:
        assert {"id", "description", "category"} <= set(challenge)
    return " ".join(challenge["id"] for challenge in seen.json)


CHECKS = {
    "legacy": legacy,
    "legacy with log": legacy_with_log,
    "text": text,
    "openai": openai,
    "openai with log": openai_with_log,
    "sse": sse,
    "models": models,
    "configs": configs,
    "challenges": challenges,
}


# -- the config.py of the first document, with each store


THREADS = next(param.values[0] for param in EXAMPLES if param.id == "000: Conversation Threads")
CONFIG_PY = (FOLDER / "config.py.txt").read_text()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of configurations like ours, to put a config.py into."""
    folder = tmp_path / "configs"
    folder.mkdir()
    for path in (ROOT / "configs").iterdir():
        (folder / path.name).symlink_to(path)
    return folder


def remembers(root: Path, **env: str) -> None:
    """The document's thread, and then the question again, for either of two workers to answer."""
    env |= {"RAILS_CONFIG_PATH": str(root), "WEB_CONCURRENCY": "2"}
    with GunicornServer(env=env) as server:
        seen = run_python(THREADS["python"], server.url)
        assert "Alice" in legacy(seen)
        question = {"role": "user", "content": "What is my name?"}
        body = {"config_id": "content_safety", "thread_id": "user-session-12345678", "messages": [question]}
        for _ in range(6):  # whichever worker is asked
            assert "Alice" in legacy(post(body, server))


def test_threads_work_without_any_config_py(root: Path) -> None:
    remembers(root)


def test_threads_work_with_the_memory_store_of_the_document(root: Path) -> None:
    (root / "config.py").write_text(CONFIG_PY)
    remembers(root)


def test_threads_work_with_the_redis_store_of_the_document(root: Path, redis_server: Any) -> None:
    code = CONFIG_PY.replace("\nregister_datastore(MemoryStore())", "")
    for line in ("from nemoguardrails.server.datastore.redis_store", "register_datastore(RedisStore"):
        assert f"# {line}" in code
        code = code.replace(f"# {line}", line)
    (root / "config.py").write_text(code.replace("redis://localhost:6379", redis_server.url))
    remembers(root)
