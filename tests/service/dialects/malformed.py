"""Bodies that are no request: a table, and what each must be answered with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Stands in every body that can hold it, and in no answer.
CANARY = "canary-7f3a"


@dataclass(frozen=True)
class Malformed:
    name: str
    raw: bytes
    #: 400: no JSON object. 413: too large. 422: an object, but no request (400 in the legacy dialect).
    status: int


VALID = {
    "openai": {
        "model": "m",
        "messages": [{"role": "user", "content": CANARY}],
        "guardrails": {"config_id": "main"},
        "user": CANARY,
    },
    "legacy": {"config_id": "main", "messages": [{"role": "user", "content": CANARY}], "user": CANARY},
}
#: What a JSON text can be broken into; ``%s`` is the rest of a valid body.
BROKEN = {
    "cut in a string": '{"user":"canary-7f3a',
    "cut after a key": '{"user"',
    "cut after a colon": '{"user":',
    "cut in an escape": '{"user":"\\u12',
    "no closing brace": '{"user":"canary-7f3a"',
    "one brace too many": '{"user":"canary-7f3a"}}',
    "one bracket too many": '{"user":"canary-7f3a"}]',
    "two objects": '{"user":"canary-7f3a"}{"user":1}',
    "two lines of JSON": '{"user":"canary-7f3a"}\n{"user":1}',
    "trailing comma": '{"user":"canary-7f3a",}',
    "leading comma": '{,"user":"canary-7f3a"}',
    "double comma": '{"user":"canary-7f3a",,"a":1}',
    "trailing comma in a list": '{"user":["canary-7f3a",]}',
    "no colon": '{"user" "canary-7f3a"}',
    "no quotes": "{user:1}",
    "single quotes": "{'user':'canary-7f3a'}",
    "a number as a key": '{1:"canary-7f3a"}',
    "null as a key": '{null:"canary-7f3a"}',
    "a comment": '{"user":"canary-7f3a"/*x*/}',
    "a line comment": '{"user":"canary-7f3a"}//x',
    "a hash comment": '#x\n{"user":"canary-7f3a"}',
    "NaN": '{"user":"canary-7f3a","temperature":NaN}',
    "nan": '{"user":"canary-7f3a","temperature":nan}',
    "Infinity": '{"user":"canary-7f3a","temperature":Infinity}',
    "minus Infinity": '{"user":"canary-7f3a","temperature":-Infinity}',
    "a number beyond a double": '{"user":"canary-7f3a","temperature":1e999}',
    "minus a number beyond a double": '{"user":"canary-7f3a","temperature":-1e999}',
    "a leading zero": '{"max_tokens":01}',
    "a plus": '{"max_tokens":+1}',
    "a hexadecimal": '{"max_tokens":0x10}',
    "a point without digits": '{"temperature":1.}',
    "a point first": '{"temperature":.5}',
    "an exponent without digits": '{"temperature":1e}',
    "an underscore": '{"max_tokens":1_000}',
    "a minus alone": '{"max_tokens":-}',
    "True": '{"stream":True}',
    "None": '{"stream":None}',
    "undefined": '{"stream":undefined}',
    "half of a pair": '{"user":"canary-7f3a\\ud800"}',
    "the other half": '{"user":"\\udc00canary-7f3a"}',
    "halves in the wrong order": '{"user":"\\udc00\\ud800canary-7f3a"}',
    "half of a pair in a key": '{"canary-7f3a\\ud800":1}',
    "a bad escape": '{"user":"\\x41canary-7f3a"}',
    "a short escape": '{"user":"\\u12canary-7f3a"}',
    "a control character": '{"user":"canary-7f3a\x01"}',
    "a newline in a string": '{"user":"canary-7f3a\n"}',
    "a NUL before": '\x00{"user":"canary-7f3a"}',
    "a NUL after": '{"user":"canary-7f3a"}\x00',
    "form data": "user=canary-7f3a&model=m",
    "XML": "<user>canary-7f3a</user>",
    "YAML": "user: canary-7f3a\n",
    "multipart": '--x\r\nContent-Disposition: form-data; name="user"\r\n\r\ncanary-7f3a\r\n--x--',
    "a JSON string of JSON": '"{\\"user\\":\\"canary-7f3a\\"}"',
    "empty": "",
    "blanks": " \t\r\n ",
    "null": "null",
    "true": "true",
    "a number": "42",
    "a text": '"canary-7f3a"',
    "a list": '["canary-7f3a"]',
    "a list of objects": '[{"user":"canary-7f3a"}]',
    "a list of nothing": "[]",
}
ENCODED = {
    "UTF-16 with a mark": "{}".encode("utf-16"),
    "UTF-16, little end first": '{"user":"canary-7f3a"}'.encode("utf-16-le"),
    "UTF-16, big end first": '{"user":"canary-7f3a"}'.encode("utf-16-be"),
    "UTF-32": '{"user":"canary-7f3a"}'.encode("utf-32"),
    "Latin-1": '{"user":"canary-7f3a é"}'.encode("latin-1"),
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbf{}",
    "a mark in the middle": b'{"a":1,\xef\xbb\xbf"b":2}',
    "only a mark": b"\xef\xbb\xbf",
    "bytes that are never UTF-8": b'{"user":"canary-7f3a\xff\xfe"}',
    "a cut sequence": b'{"user":"canary-7f3a\xe2\x98"}',
    "an overlong sequence": b'{"user":"\xc0\xafcanary-7f3a"}',
    "an encoded surrogate": b'{"user":"\xed\xa0\x80canary-7f3a"}',
    "beyond Unicode": b'{"user":"\xf4\x90\x80\x80canary-7f3a"}',
    "compressed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "random bytes": bytes(range(128, 256)),
}
#: Where a key can stand twice.
TWICE = {
    "at the top": '"user":"canary-7f3a","user":"x"',
    "at the top, with blanks": '"user" : "canary-7f3a", "user"\n: "x"',
    "at the top, escaped": '"user":"canary-7f3a","us\\u0065r":"x"',
    "three times": '"a":1,"a":2,"a":3',
    "inside": '"x":{"a":1,"a":"canary-7f3a"}',
    "inside of a list": '"x":[{"a":1},{"a":1,"b":2,"a":3}]',
    "beside text that looks like keys": '"a":1,"b":"\\"c\\": \\"d\\":","a":2',
    "beside a key with a backslash": '"x\\\\":1,"a":1,"a":2',
    "an empty key": '"":1,"":2',
    "with the same value": '"user":"canary-7f3a","user":"canary-7f3a"',
    "beside colons in text": '"a":":::::","a":1',
}
WRONG: dict[str, list[Any]] = {
    "stream": ["true", 1, 0, [], {}, 1.5],
    "temperature": [CANARY, [], {}, True, -0.001, 2.001, 10**30],
    "top_p": [CANARY, [], True, -1, 1.01],
    "max_tokens": [CANARY, 1.5, [], {}, True],
    "max_completion_tokens": [CANARY, 1.5, [], False],
    "stop": [5, {}, [5], [None], True, [[CANARY]]],
    "presence_penalty": [CANARY, 2.1, -2.1, []],
    "frequency_penalty": [CANARY, 2.1, -2.1, {}],
    "seed": [CANARY, 1.5, [], True],
    "n": [CANARY, 0, -1, 1.5, 129, [], True],
    "user": [5, [CANARY], {"a": CANARY}, True],
    "logit_bias": [CANARY, [], 5],
    "logprobs": [CANARY, 5, []],
    "top_logprobs": [CANARY, 1.5],
    "response_format": [CANARY, [], 5],
    "tools": [CANARY, {}, 5, [CANARY], [[]], [None]],
    "tool_choice": [5, [], True],
    "parallel_tool_calls": [CANARY, 1, []],
    "functions": [CANARY, {}, [CANARY]],
    "function_call": [5, []],
    "stream_options": [CANARY, [], 5, {"include_usage": CANARY}],
    "messages": [
        CANARY,
        5,
        {},
        True,
        [CANARY],
        [5],
        [None],
        [[]],
        [{}],
        [{"role": "user"}],
        [{"content": CANARY}],
        [{"role": CANARY, "content": "x"}],
        [{"role": "event", "event": {"type": CANARY}}],
        [{"role": 5, "content": CANARY}],
        [{"role": ["user"], "content": CANARY}],
        [{"role": "user", "content": None}],
        [{"role": "user", "content": 5}],
        [{"role": "user", "content": True}],
        [{"role": "user", "content": {"text": CANARY}}],
        [{"role": "user", "content": [CANARY]}],
        [{"role": "user", "content": [{"text": CANARY}]}],
        [{"role": "user", "content": [{"type": 5}]}],
        [{"role": "user", "content": [{"type": "text", "text": [CANARY]}]}],
        [{"role": "assistant"}],
        [{"role": "assistant", "content": None}],
        [{"role": "assistant", "content": 5, "tool_calls": [{}]}],
        [{"role": "assistant", "content": CANARY, "tool_calls": CANARY}],
        [{"role": "assistant", "content": CANARY, "tool_calls": [CANARY]}],
        [{"role": "tool", "content": None, "tool_call_id": CANARY}],
        [{"role": "tool", "content": CANARY, "tool_call_id": 5}],
        [{"role": "context", "content": CANARY}],
        [{"role": "context", "content": [CANARY]}],
        [{"role": "user", "content": CANARY, "name": [CANARY]}],
    ],
}
WRONG_GUARDRAILS: dict[str, list[Any]] = {
    "config_id": [5, [CANARY], {"a": CANARY}, True, CANARY * 30],
    "config_ids": [CANARY, 5, {}, [5], [None], [[CANARY]], ["main"] * 33, [CANARY * 30]],
    "thread_id": [5, [CANARY], {}, True, CANARY * 30],
    "context": [CANARY, [CANARY], 5, True],
    "state": [CANARY, [CANARY], 5, True],
    "options": [
        CANARY,
        [CANARY],
        5,
        True,
        {CANARY: 1},
        {"rails": CANARY},
        {"rails": 5},
        {"rails": [CANARY]},
        {"rails": [[CANARY]]},
        {"rails": {CANARY: True}},
        {"rails": {"input": CANARY}},
        {"rails": {"input": [5]}},
        {"rails": {"dialog": [CANARY]}},
        {"log": CANARY},
        {"log": {CANARY: True}},
        {"log": {"llm_calls": CANARY}},
        {"llm_params": CANARY},
        {"llm_output": CANARY},
        {"output_vars": CANARY},
        {"output_vars": [5]},
        {"output_vars": {"a": CANARY}},
    ],
}
MAX_BYTES = 8 * 1024 * 1024


def malformed() -> Iterator[Malformed]:
    """All of them."""
    for name, text in BROKEN.items():
        yield Malformed(name, text.encode(), 400)
    for name, raw in ENCODED.items():
        yield Malformed(name, raw, 400)
    for (dialect, valid), (name, text) in product(VALID.items(), TWICE.items()):
        head = json.dumps({k: v for k, v in valid.items() if k != "user"})[:-1]
        yield Malformed(f"{dialect}: a key twice {name}", f"{head},{text}}}".encode(), 400)
    for depth, (opening, closing) in product((101, 1_000, 10_000, 100_000), (("[", "]"), ('{"a":', "}"))):
        inner = opening * depth + '"x"' + closing * depth
        yield Malformed(f"{depth} of {opening}", f'{{"model":"m","x":{inner}}}'.encode(), 400)
        yield Malformed(f"{depth} of {opening}, open", f'{{"x":{opening * depth}'.encode(), 400)
    yield Malformed("10 MB", json.dumps({"model": "m", "user": "x" * 10_000_000}).encode(), 413)
    yield Malformed("10 MB that are no JSON", b"x" * 10_000_000, 413)
    yield Malformed("one byte too many", b" " * (MAX_BYTES + 1), 413)
    yield Malformed(
        "5,000 messages", _with("openai", "messages", [{"role": "user", "content": "x"}] * 5000), 422
    )
    yield from _wrong()


def _wrong() -> Iterator[Malformed]:
    for dialect in VALID:
        for name, values in WRONG.items():
            for index, value in enumerate(values):
                yield Malformed(f"{dialect}: {name} {index}", _with(dialect, name, value), 422)
        for name, values in WRONG_GUARDRAILS.items():
            for index, value in enumerate(values):
                place = "guardrails" if dialect == "openai" else name
                whole = {name: value} if dialect == "openai" else value
                yield Malformed(f"{dialect}: guardrails {name} {index}", _with(dialect, place, whole), 422)
    for index, value in enumerate([None, 5, [], {}, True, ["m"], "m" * 513]):
        yield Malformed(f"openai: model {index}", _with("openai", "model", value), 422)
    for index, value in enumerate([CANARY, 5, [], [CANARY], True, {CANARY: 1}, {"configid": CANARY}]):
        yield Malformed(f"openai: guardrails {index}", _with("openai", "guardrails", value), 422)
    for name, value in (
        ("config_id", CANARY),
        ("config_ids", [CANARY]),
        ("thread_id", CANARY),
        ("state", {}),
    ):
        yield Malformed(f"openai: {name} at the top", _with("openai", name, value), 422)
    yield Malformed("legacy: no messages", b'{"config_id":"canary-7f3a"}', 422)
    yield Malformed("legacy: empty messages", _with("legacy", "messages", []), 422)
    yield Malformed("legacy: two configs", _with("legacy", "config_ids", [CANARY]), 422)


def _with(dialect: str, name: str, value: Any) -> bytes:
    return json.dumps({**VALID[dialect], name: value}).encode()
