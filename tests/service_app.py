"""The Flask application in this process, called as a server calls it, with a scripted model behind it.

    with Upstream() as up:
        app = ServiceApp(configs, data_dir, env={"DEFAULT_CONFIG_ID": "main"})
        answer = app.chat({"model": "m", "messages": [...]})
        answer.status, answer.headers, answer.json, answer.pieces, answer.events

Pieces of a stream are kept apart, as they would leave. ``write_config`` and ``MAIN`` make folders.
"""

from __future__ import annotations

import io
import json as jsonlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.app import create_app
from service.services import Services
from service.settings import from_environment

#: A main model at an upstream; format with its base_url.
MAIN = """
models:
  - type: main
    engine: openai
    model: gpt-4o
    parameters: {{base_url: "{base_url}", api_key: sk-config-key-0123456789, max_retries: 0}}
"""
OFFLINE = "models: [{type: main, engine: offline, model: offline}]\n"
#: The user's words are blocked if they have "banana" in them, the bot's if they have "cherry".
FRUIT = """
rails:
  input: {{flows: [check banana]}}
  output: {{flows: [check cherry]}}
"""
FRUIT_FLOWS = """
define bot refuse to respond
  "I can't talk about fruit."

define flow check banana
  if "banana" in $user_message
    bot refuse to respond
    stop

define flow check cherry
  if "cherry" in $bot_message
    bot refuse to respond
    stop
"""
THREAD = "thread-of-this-test-0001"


def write_config(root: Path, name: str, text: str = OFFLINE, **files: str) -> Path:
    """A configuration folder; ``files``: ``rails_co="…"`` is ``rails.co``."""
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yml").write_text(text)
    for file, content in files.items():
        (folder / file.replace("_", ".", 1)).write_text(content)
    return folder


def user(text: str) -> dict[str, str]:
    return {"role": "user", "content": text}


@dataclass
class Answer:
    """What a server was handed. Header names are lower case."""

    status: int
    headers: dict[str, str]
    pieces: list[bytes] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)

    @property
    def json(self) -> Any:
        return jsonlib.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def content(self) -> str:
        """The answer's text, in either dialect."""
        found = self.json
        message = found["messages"][0] if "messages" in found else found["choices"][0]["message"]
        return str(message["content"])

    @property
    def events(self) -> list[Any]:
        """The data of server-sent events, ``[DONE]`` as it is."""
        blocks = [block for block in self.text.split("\n\n") if block.startswith("data: ")]
        found = [block.removeprefix("data: ") for block in blocks]
        return [data if data == "[DONE]" else jsonlib.loads(data) for data in found]


class StartedAnswer:
    """An answer that is read piece by piece. ``answer`` has what came so far."""

    def __init__(self, application: Any, environ: dict[str, Any]) -> None:
        self.answer = Answer(0, {})
        self._body = application(environ, self._start)
        self._pieces = iter(self._body)

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.answer.status = int(status.split(" ", 1)[0])
        self.answer.headers = {name.lower(): value for name, value in headers}
        return self.answer.pieces.append

    def next(self) -> bytes:
        """The next piece, or nothing at the end."""
        piece = next(self._pieces, b"")
        if piece:
            self.answer.pieces.append(piece)
        return piece

    def close(self) -> None:
        """As a server does when the client has left, or at the end."""
        close = getattr(self._body, "close", None)
        if close is not None:
            close()

    def read(self) -> Answer:
        try:
            while self.next():
                pass
        finally:
            self.close()
        return self.answer


class ServiceApp:
    """See the module's docstring."""

    def __init__(self, configs: Path, data_dir: Path, *, env: Mapping[str, str] | None = None) -> None:
        environ = {"RAILS_CONFIG_PATH": str(configs), "DATA_DIR": str(data_dir), **(env or {})}
        self.flask = create_app(from_environment(environ))
        self.services: Services = self.flask.extensions["switchyard"]

    def start(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        environ: Mapping[str, Any] | None = None,
    ) -> StartedAnswer:
        """Call the application; the body is not asked for yet."""
        if json is not None:
            body = jsonlib.dumps(json).encode()
        found: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if body is not None:
            found |= {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json"}
        for name, value in (headers or {}).items():
            key = name.upper().replace("-", "_")
            found[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
        return StartedAnswer(self.flask, {**found, **(environ or {})})

    def request(self, method: str, path: str, **more: Any) -> Answer:
        return self.start(method, path, **more).read()

    def get(self, path: str, **more: Any) -> Answer:
        return self.request("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> Answer:
        return self.request("POST", path, json=json, **more)

    def chat(self, json: Any = None, **more: Any) -> Answer:
        return self.post("/v1/chat/completions", json, **more)

    def stored(self, thread_id: str = THREAD) -> list[dict[str, Any]]:
        """The messages of a thread."""
        return self.services.threads.load(thread_id).messages


def together(count: int, work: Any) -> list[Any]:
    """What ``work(n)`` gives for each of so many threads that begin at once."""
    barrier = threading.Barrier(count)
    found: list[Any] = [None] * count

    def run(number: int) -> None:
        barrier.wait()
        found[number] = work(number)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def pieces_of(answer: StartedAnswer) -> Iterator[bytes]:
    while piece := answer.next():
        yield piece
