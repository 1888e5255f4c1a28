"""The wire cases: reading them, and comparing what a server sent with what they expect.

What a case may hold and what the patterns mean is written in ``cases/wire/README.md``. Nothing here knows how
a server is reached: ``play`` is handed a function that posts bytes.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

CASES = Path(__file__).parent / "cases" / "wire"
DIALECTS = ("legacy", "openai")
ID = re.compile(r"chatcmpl-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TOKEN = re.compile(r"<([a-z]+)(?::(.*))?>", re.DOTALL)
GUARDRAILS = ("config_id", "state", "llm_output", "output_data", "log")
MORE = "..."

Kept = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One case of one file."""

    dialect: str
    file: str
    data: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.dialect}/{self.file}/{self.data['name']}"

    @property
    def server(self) -> str:
        return str(self.data.get("server", "plain"))

    @property
    def steps(self) -> list[Mapping[str, Any]]:
        """The exchanges, one after the other; most cases have one."""
        return list(self.data.get("steps", [self.data]))


@dataclass(frozen=True)
class Reply:
    """What a server sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((v for k, v in self.headers.items() if k.lower() == name.lower()), None)


def load_cases(dialect: str | None = None) -> list[Case]:
    """All cases, or those of a dialect."""
    return [
        Case(folder, path.stem, data)
        for folder in ([dialect] if dialect else DIALECTS)
        for path in sorted((CASES / folder).glob("*.json"))
        for data in json.loads(path.read_text())
    ]


def load_servers() -> dict[str, dict[str, str]]:
    """The environment of each server that cases name."""
    return json.loads((CASES / "servers.json").read_text())


def lay_out(folder: Path, base_url: str) -> Path:
    """The cases' configurations, copied into a folder, with the address of their model."""
    configs = folder / "configs"
    shutil.copytree(CASES / "configs", configs)
    for path in configs.rglob("config.yml"):
        path.write_text(path.read_text().replace("UPSTREAM", base_url))
    return configs


def environment_of(server: str, configs: Path, data_dir: Path) -> dict[str, str]:
    """The environment variables of a server. The folder for its data is to be its own, and empty."""
    own = {name: value.replace("CONFIGS", str(configs)) for name, value in load_servers()[server].items()}
    return {"RAILS_CONFIG_PATH": str(configs), "DATA_DIR": str(data_dir), **own}


# -- requests


def raw_body(step: Mapping[str, Any], kept: Kept | None = None) -> bytes:
    """The bytes that a step posts."""
    request = step["request"]
    if "raw" in request:
        return request["raw"].encode("latin-1")
    return json.dumps(_fill(request["body"], kept or {})).encode()


def _fill(value: Any, kept: Kept) -> Any:
    if isinstance(value, dict):
        return {name: _fill(item, kept) for name, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, kept) for item in value]
    if isinstance(value, str) and (token := TOKEN.fullmatch(value)) is not None:
        if token[1] == "use":
            return kept.get(token[2], {"kept": token[2]})
        if token[1] == "repeat":
            text, _, times = token[2].rpartition("*")
            return text * int(times)
    return value


# -- patterns


def differences(pattern: Any, value: Any, kept: Kept, path: str = "$") -> Iterator[str]:
    """Where a value is not what a pattern says."""
    if isinstance(pattern, str) and (token := TOKEN.fullmatch(pattern)) is not None:
        if not _is(token[1], token[2], value, kept):
            yield f"{path}: {_short(value)} is not {pattern}"
    elif isinstance(pattern, dict):
        yield from _object_differences(pattern, value, kept, path)
    elif isinstance(pattern, list):
        yield from _list_differences(pattern, value, kept, path)
    elif type(pattern) is not type(value) or pattern != value:
        yield f"{path}: {_short(value)} is not {_short(pattern)}"


def _object_differences(pattern: dict[str, Any], value: Any, kept: Kept, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: {_short(value)} is no object"
        return
    for name, wanted in pattern.items():
        if name == MORE:
            continue
        if wanted == "<absent>":
            if name in value:
                yield f"{path}.{name}: should not be there"
        elif name not in value:
            yield f"{path}.{name}: is missing"
        else:
            yield from differences(wanted, value[name], kept, f"{path}.{name}")
    if MORE not in pattern:
        for name in value.keys() - pattern.keys():
            yield f"{path}.{name}: was not expected"


def _list_differences(pattern: list[Any], value: Any, kept: Kept, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path}: {_short(value)} is no list"
        return
    open_end = bool(pattern) and pattern[-1] == "<rest>"
    wanted = pattern[:-1] if open_end else pattern
    if len(value) < len(wanted) or (len(value) > len(wanted) and not open_end):
        yield f"{path}: has {len(value)} items, not {len(wanted)}"
    for index, (one, other) in enumerate(zip(wanted, value, strict=False)):
        yield from differences(one, other, kept, f"{path}[{index}]")


def _is(word: str, argument: str | None, value: Any, kept: Kept) -> bool:
    text = argument or ""
    match word:
        case "any":
            return True
        case "int":
            return type(value) is int
        case "number":
            return type(value) in {int, float}
        case "text":
            return isinstance(value, str)
        case "object":
            return isinstance(value, dict)
        case "list":
            return isinstance(value, list)
        case "id":
            return isinstance(value, str) and ID.fullmatch(value) is not None
        case "contains":
            return isinstance(value, str) and text in value
        case "lacks":
            return isinstance(value, str) and text not in value
        case "starts":
            return isinstance(value, str) and value.startswith(text)
        case "matches":
            return isinstance(value, str) and re.fullmatch(text, value, re.DOTALL) is not None
        case "repeat":
            return bool(value == _fill(f"<repeat:{text}>", {}))
        case "save":
            kept[text] = value
            return value is not None
    raise ValueError(f"no such word: <{word}>")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 300 else f"{text[:300]}…"


# -- answers


def reply_differences(expected: Mapping[str, Any], reply: Reply, kept: Kept) -> Iterator[str]:
    """Where a server's reply is not what a case expects."""
    yield from differences(expected.get("status", 200), reply.status, kept, "status")
    for name, wanted in expected.get("headers", {}).items():
        if wanted == "<absent>":
            if reply.header(name) is not None:
                yield f"{name}: should not be there"
        else:
            yield from differences(wanted, reply.header(name), kept, name)
    if "body" in expected:
        yield from differences(expected["body"], _json(reply.body), kept)
    if "text" in expected:
        yield from differences(expected["text"], reply.body.decode("utf-8", "replace"), kept, "text")
    if "stream" in expected:
        yield from stream_differences(expected["stream"], reply.body, kept)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {"not JSON": body[:300].decode("utf-8", "replace")}


def read_events(body: bytes) -> list[Any]:
    """The events of a server-sent stream: JSON, or the text ``[DONE]``. Comments are left out."""
    text = body.decode()
    assert text.endswith("\n\n"), "the stream does not end with an empty line"
    events: list[Any] = []
    for block in text.split("\n\n")[:-1]:
        if block.startswith(":"):
            continue
        assert block.startswith("data: "), f"no event: {block[:100]}"
        data = block.removeprefix("data: ")
        assert "\n" not in data, f"an event of several lines: {block[:100]}"
        events.append(data if data == "[DONE]" else json.loads(data))
    return events


def stream_differences(pattern: list[Any], body: bytes, kept: Kept) -> Iterator[str]:
    """Where a stream of the OpenAI dialect is not what a case expects."""
    try:
        events = read_events(body)
    except (AssertionError, ValueError) as error:
        yield str(error)
        return
    chunks = [event for event in events if isinstance(event, dict) and "choices" in event]
    for name in ("id", "created", "model", "object"):
        if len({json.dumps(chunk.get(name)) for chunk in chunks}) > 1:
            yield f"{name} changes within the stream"
    if chunks and not _is("id", None, chunks[0]["id"], kept):
        yield f"the stream's id is {chunks[0]['id']!r}"
    events = _without_empty(events)
    position = 0
    for number, wanted in enumerate(pattern):
        path = f"stream[{number}]"
        if position >= len(events):
            yield f"{path}: the stream has ended"
            return
        token = TOKEN.fullmatch(wanted) if isinstance(wanted, str) else None
        if token is not None and token[1] == "text":
            said: list[str] = []
            while position < len(events) and (text := _text_of(events[position])) is not None:
                said.append(text)
                position += 1
            if "".join(said) != (token[2] or ""):
                yield f"{path}: the text is {''.join(said)!r}"
        else:
            yield from _event_differences(wanted, token, events[position], kept, path)
            position += 1
    for event in events[position:]:
        yield f"stream: {_short(event)} was not expected"


def _without_empty(events: list[Any]) -> list[Any]:
    return [event for event in events if _text_of(event) != ""]


def _text_of(event: Any) -> str | None:
    """The text that a chunk brings, if it brings nothing else."""
    if not isinstance(event, dict) or not event.get("choices"):
        return None
    delta = event["choices"][0]["delta"]
    return delta["content"] if set(delta) == {"content"} else None


def _event_differences(
    wanted: Any, token: re.Match[str] | None, event: Any, kept: Kept, path: str
) -> Iterator[str]:
    usage = {"prompt_tokens": "<int>", "completion_tokens": "<int>", "total_tokens": "<int>", MORE: True}
    frame: Any = {"id": "<id>", "object": "chat.completion.chunk", "created": "<int>", "model": "<text>"}
    if token is None or token[1] not in {"role", "end", "usage"}:
        yield from differences(wanted, event, kept, path)
        return
    if token[1] == "role":
        delta = {"role": "assistant", "content": ""}
        frame |= {"choices": [{"index": 0, "delta": delta, "finish_reason": None}], MORE: True}
    elif token[1] == "usage":
        frame |= {"choices": [], "usage": usage}
    else:
        reason, _, decision = (token[2] or "").partition(":")
        guardrails = dict.fromkeys(GUARDRAILS, "<any>") | {"decision": decision}
        frame |= {
            "choices": [{"index": 0, "delta": {}, "finish_reason": reason}],
            "guardrails": guardrails,
            MORE: True,
        }
    yield from differences(frame, event, kept, path)


# -- a whole case


def play(case: Case, post: Callable[[bytes, Mapping[str, str]], Reply], upstream: Any) -> list[str]:
    """Post a case's requests to a server whose model is ``upstream``; what was not as expected."""
    kept: Kept = {}
    problems: list[str] = []
    for number, step in enumerate(case.steps):
        before = len(upstream.requests)
        for reply in step.get("upstream", []):
            _script(upstream, reply)
        headers = {"Content-Type": "application/json", **step["request"].get("headers", {})}
        got = post(raw_body(step, kept), headers)
        found = list(reply_differences(step["expected"], got, kept))
        sent = upstream.requests[before:]
        if upstream.unused:
            found.append(f"{upstream.unused} replies of the model were not asked for")
        if len(sent) != len(step.get("upstream", [])):
            found.append(f"the model was asked {len(sent)} times")
        for index, wanted in enumerate(step.get("upstream_saw", [])):
            if index < len(sent):
                seen = {"body": sent[index].json, "headers": sent[index].headers}
                found += differences({MORE: True, **wanted}, seen, kept, f"upstream[{index}]")
        problems += [f"step {number}: {problem}" for problem in found]
        if found:
            problems.append(f"step {number}: the answer was {_short(got.body)}")
    return problems


def _script(upstream: Any, reply: Mapping[str, Any]) -> None:
    extra = dict(reply)
    if "chat" in extra:
        upstream.chat(extra.pop("chat"), **extra)
    elif "stream" in extra:
        upstream.stream(*extra.pop("stream"), **extra)
    elif "sse" in extra:
        upstream.sse(extra.pop("sse"), **extra)
    elif "cut" in extra:
        upstream.cut(extra["cut"].encode())
    else:
        if "body" in extra:
            extra["body"] = extra["body"].encode()
        upstream.reply(**extra)
