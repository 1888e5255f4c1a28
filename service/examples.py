"""The examples of the API's description: what the documents of both dialects call, and answers.

They are data. A test holds them against the schemas beside which they stand.
"""

from __future__ import annotations

from typing import Any

MODEL = "meta/llama-3.1-8b-instruct"
NO_DETAILS = {"state": None, "llm_output": None, "output_data": None, "log": None}
ID = "chatcmpl-6f1c2a9e-0b7d-4c35-9a41-2f8e5d3b7c10"
HEAD = {"id": ID, "created": 1709424000, "model": MODEL}
REFUSAL = "I'm sorry, I can't respond to that."


def _asks(text: str, **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}], **more}


def _openai(text: str, guardrails: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"model": MODEL, **_asks(text), **more, "guardrails": guardrails}


def _safe(**more: Any) -> dict[str, Any]:
    return {"config_id": "content_safety", **more}


def _all(*examples: tuple[str, str, Any]) -> dict[str, Any]:
    return {name: {"summary": summary, "value": value} for name, summary, value in examples}


CHAT_REQUESTS = _all(
    ("openai", "OpenAI: a question", _openai("What is the capital of France?", _safe())),
    (
        "openai_parameters",
        "OpenAI: with parameters of the model",
        _openai(
            "Hello, how are you?", {"config_id": "my-config"}, stream=False, temperature=0.7, max_tokens=256
        ),
    ),
    ("openai_stream", "OpenAI: a stream", _openai("Tell me a short story.", _safe(), stream=True)),
    (
        "openai_combined",
        "OpenAI: several configurations, the last one wins",
        _openai("You are stupid.", {"config_ids": ["main", "input_checking"]}),
    ),
    (
        "openai_rails",
        "OpenAI: only the named rail",
        _openai(
            "Hello",
            _safe(options={"rails": {"input": ["check jailbreak"], "output": False, "dialog": False}}),
        ),
    ),
    (
        "openai_log",
        "OpenAI: what the rails did",
        _openai("Hello", _safe(options={"log": {"activated_rails": True, "llm_calls": True}})),
    ),
    ("legacy", "Legacy: a question", _safe(**_asks("Hello! What can you do for me?"))),
    (
        "legacy_combined",
        "Legacy: several configurations",
        {"config_ids": ["main", "input_checking", "output_checking"], **_asks("Hello!")},
    ),
    ("legacy_default", "Legacy: the server's default configuration", _asks("Hello!")),
    ("legacy_stream", "Legacy: a stream of plain text", _safe(**_asks("Tell me a story", stream=True))),
    (
        "legacy_thread",
        "Legacy: a conversation that the server keeps",
        _safe(thread_id="user-session-12345678", **_asks("My name is Alice.")),
    ),
    (
        "legacy_context",
        "Legacy: with variables for flows and prompts",
        _safe(
            **_asks("What is my account balance?", context={"user_id": "12345", "account_type": "premium"})
        ),
    ),
    (
        "legacy_options",
        "Legacy: which rails run, and a log",
        _safe(
            **_asks("Hello"),
            options={
                "rails": {"input": True, "output": True, "dialog": False},
                "log": {"activated_rails": True},
            },
        ),
    ),
    (
        "legacy_parameters",
        "Legacy: with parameters of the model",
        _asks("What are the benefits of renewable energy?", temperature=0.7, max_tokens=500),
    ),
)


def _completion(text: str, reason: str, tokens: int) -> dict[str, Any]:
    return {
        **HEAD,
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": reason}],
        "usage": {"prompt_tokens": 14, "completion_tokens": tokens, "total_tokens": 14 + tokens},
        "guardrails": {"config_id": "content_safety", **NO_DETAILS},
    }


def _legacy(text: str) -> dict[str, Any]:
    return {"messages": [{"role": "assistant", "content": text}]}


CHAT_ANSWERS = _all(
    ("openai", "OpenAI: an answer", _completion("Paris is the capital of France.", "stop", 7)),
    ("openai_blocked", "OpenAI: a rail said no", _completion(REFUSAL, "content_filter", 0)),
    (
        "legacy",
        "Legacy: an answer",
        _legacy("I can help you with your questions. What would you like to know?"),
    ),
    ("legacy_blocked", "Legacy: a rail said no", _legacy(REFUSAL)),
)

_CHUNK = '"object":"chat.completion.chunk","created":1709424000,"model":"' + MODEL + '"'
_STATES = '"config_id":"content_safety","state":null,"llm_output":null,"output_data":null,"log":null'
_LAST = '"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"guardrails":{' + _STATES


def _event(rest: str) -> str:
    return 'data: {"id":"' + ID + '",' + _CHUNK + "," + rest + "}\n\n"


def _delta(delta: str) -> str:
    return _event('"choices":[{"index":0,"delta":{' + delta + '},"finish_reason":null}]')


EVENT_STREAM = "".join(
    (
        _delta('"role":"assistant","content":""'),
        _delta('"content":"Once"'),
        _delta('"content":" upon"'),
        _event(_LAST + ',"decision":"allowed"}'),
        "data: [DONE]\n\n",
    )
)
PLAIN_STREAM = "Once upon a time"

CHECK_REQUESTS = _all(
    ("input", "What the input rails say of a question", _asks("You are stupid.", guardrails=_safe())),
    (
        "output",
        "What the output rails say of an answer",
        {
            "messages": [
                {"role": "user", "content": "What is the capital of France?"},
                {"role": "assistant", "content": "Paris is the capital of France."},
            ],
            "guardrails": _safe(rail_types=["output"]),
        },
    ),
)
CHECK_ANSWERS = _all(
    ("passed", "Nothing stands against it", {"status": "passed", "content": "Hello", "rail": None}),
    ("blocked", "A rail said no", {"status": "blocked", "content": REFUSAL, "rail": "self check input"}),
)
_MODEL = {"id": MODEL, "object": "model", "created": 1700000000, "owned_by": "system"}
MODEL_ANSWER = _all(("model", "A model", _MODEL))
MODELS_ANSWER = _all(("models", "The provider's models", {"object": "list", "data": [_MODEL]}))
CONFIGS_ANSWER = _all(
    (
        "configs",
        "Three configurations",
        [{"id": "content-moderation"}, {"id": "content_safety"}, {"id": "customer-service"}],
    )
)
CHALLENGES_ANSWER = _all(
    (
        "challenges",
        "One challenge",
        [
            {
                "id": "jailbreak-1",
                "description": "Attempt to bypass safety guardrails",
                "category": "jailbreak",
            }
        ],
    ),
    ("none", "None", []),
)

_MISSING = "No guardrails config_id provided and server has no default configuration"


def _error(message: str, code: str, kind: str = "invalid_request_error") -> dict[str, Any]:
    error = {"message": message, "type": kind, "param": None, "code": code}
    return {"detail": message, "error": error}


_RANGE = "Input should be less than or equal to 2"
#: By status.
ERRORS = {
    400: _all(
        (
            "malformed",
            "No JSON",
            {
                "detail": [{"loc": ["body"], "msg": "the body must be a JSON object", "type": "dict_type"}],
                "error": {
                    "message": "the body must be a JSON object",
                    "type": "invalid_request_error",
                    "param": None,
                    "code": "malformed_body",
                },
            },
        )
    ),
    422: _all(
        (
            "no_config",
            "No configuration is named and there is no default",
            _error(_MISSING, "missing_config"),
        ),
        (
            "field",
            "A value out of range",
            {
                "detail": [
                    {"loc": ["body", "temperature"], "msg": _RANGE, "type": "less_than_equal"},
                ],
                "error": {
                    "message": f"temperature: {_RANGE}",
                    "type": "invalid_request_error",
                    "param": "temperature",
                    "code": "invalid_request",
                },
            },
        ),
    ),
    503: _all(
        (
            "maintenance",
            "Closed for a while",
            _error("The server is closed for maintenance.", "maintenance", "server_error"),
        ),
    ),
}
