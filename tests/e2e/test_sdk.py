"""Clients that we did not write, against a real server: OpenAI's SDK, LangChain and requests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.gunicorn_server import GunicornServer
from tests.served import ANSWERED, KEY, SAID
from tests.upstream import Upstream, chunk, frame

openai = pytest.importorskip("openai", reason="the openai package is not installed (extra test)")

QUESTION: Any = [{"role": "user", "content": f"{SAID}: hello"}]
MAIN = {"guardrails": {"config_id": "main"}}
FRUIT = {"guardrails": {"config_id": "fruit"}}
TOOL: Any = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}
CALL = {"id": "call-1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Paris"}'}}


@pytest.fixture
def client(server: GunicornServer, upstream: Upstream) -> Iterator[Any]:
    upstream.forget()
    with openai.OpenAI(base_url=server.base_url, api_key=KEY, max_retries=0) as found:
        yield found


def test_a_completion(client: Any, upstream: Upstream) -> None:
    upstream.chat(f"{ANSWERED} hi")
    found = client.chat.completions.create(model="gpt-9", messages=QUESTION, temperature=0.0, extra_body=MAIN)
    assert found.choices[0].message.content == f"{ANSWERED} hi"
    assert found.choices[0].finish_reason == "stop"
    assert found.model == "gpt-9"
    assert found.usage.total_tokens == 9
    assert found.guardrails["config_id"] == "main"
    assert (upstream.last.json["model"], upstream.last.json["temperature"]) == ("gpt-9", 0.0)
    assert upstream.last.headers["authorization"] == "Bearer sk-config-key-0123456789", "not the caller's key"


def test_a_stream(client: Any, upstream: Upstream) -> None:
    upstream.stream(ANSWERED, " one", " two", usage=True)
    chunks = list(
        client.chat.completions.create(
            model="m",
            messages=QUESTION,
            stream=True,
            stream_options={"include_usage": True},
            extra_body=MAIN,
        )
    )
    said = [one.choices[0].delta.content or "" for one in chunks if one.choices]
    assert "".join(said) == f"{ANSWERED} one two"
    assert len([text for text in said if text]) == 3, "as it comes"
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].usage.completion_tokens == 3
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-2].guardrails["decision"] == "allowed"
    assert len({one.id for one in chunks}) == 1


def test_tools_there_and_back(client: Any, upstream: Upstream) -> None:
    upstream.chat(None, tool_calls=[CALL], finish_reason="tool_calls")
    found = client.chat.completions.create(
        model="m", messages=QUESTION, tools=[TOOL], tool_choice="auto", extra_body=MAIN
    )
    assert found.choices[0].finish_reason == "tool_calls"
    asked = found.choices[0].message.tool_calls[0]
    assert (asked.id, json.loads(asked.function.arguments)) == ("call-1", {"city": "Paris"})
    assert upstream.last.json["tools"] == [TOOL]

    upstream.chat(f"{ANSWERED} sunny")
    messages = [
        *QUESTION,
        found.choices[0].message,
        {"role": "tool", "tool_call_id": "call-1", "content": SAID},
    ]
    found = client.chat.completions.create(model="m", messages=messages, tools=[TOOL], extra_body=MAIN)
    assert found.choices[0].message.content == f"{ANSWERED} sunny"
    assert [message["role"] for message in upstream.last.json["messages"]] == ["user", "assistant", "tool"]
    assert upstream.last.json["messages"][2]["tool_call_id"] == "call-1"


def test_tools_in_a_stream(client: Any, upstream: Upstream) -> None:
    parts = [
        {"index": 0, "id": "call-1", "type": "function", "function": {"name": "weather", "arguments": ""}},
        {"index": 0, "function": {"arguments": '{"city":'}},
        {"index": 0, "function": {"arguments": ' "Paris"}'}},
    ]
    upstream.sse(
        [*[frame(chunk({"tool_calls": [part]})) for part in parts], frame(chunk({}, "tool_calls"))], done=True
    )
    chunks = list(
        client.chat.completions.create(
            model="m", messages=QUESTION, tools=[TOOL], stream=True, extra_body=MAIN
        )
    )
    calls = [call for one in chunks for call in one.choices[0].delta.tool_calls or ()]
    assert "".join(call.function.arguments for call in calls) == '{"city": "Paris"}'
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_a_block_is_an_answer_with_a_finish_reason(client: Any, upstream: Upstream) -> None:
    messages: Any = [{"role": "user", "content": f"{SAID} banana"}]
    found = client.chat.completions.create(model="m", messages=messages, extra_body=FRUIT)
    assert found.choices[0].message.content == "I can't talk about fruit."
    assert found.choices[0].finish_reason == "content_filter"
    assert not upstream.requests


def test_a_block_in_the_middle_of_a_stream_is_an_error_that_the_client_raises(
    client: Any, upstream: Upstream
) -> None:
    upstream.stream(ANSWERED, " a cherry", " more")
    said = []
    with pytest.raises(openai.APIError) as caught:
        for one in client.chat.completions.create(
            model="m", messages=QUESTION, stream=True, extra_body=FRUIT
        ):
            said.append(one.choices[0].delta.content or "")
    assert "".join(said) == "", "what was blocked has not been sent"
    assert caught.value.code == "content_blocked"
    assert caught.value.param == "check cherry"


def test_errors_are_the_exceptions_of_their_status(client: Any) -> None:
    create = client.chat.completions.create
    with pytest.raises(openai.UnprocessableEntityError) as caught:
        create(model="m", messages=QUESTION, temperature=7, extra_body=MAIN)
    assert caught.value.param == "temperature"
    assert caught.value.response.headers["X-Request-ID"] == caught.value.request_id
    with pytest.raises(openai.UnprocessableEntityError, match="No guardrails config_id provided"):
        create(model="m", messages=QUESTION)
    with pytest.raises(openai.NotFoundError):
        client.completions.create(model="m", prompt=SAID)


def test_the_raw_response_tells_what_was_decided(client: Any, upstream: Upstream) -> None:
    upstream.chat(f"{ANSWERED} hi")
    raw = client.chat.completions.with_raw_response.create(
        model="m", messages=QUESTION, extra_body=FRUIT, extra_headers={"X-Request-ID": "mine-1"}
    )
    assert raw.headers["X-Guardrails-Decision"] == "allowed"
    assert raw.headers["X-Guardrails-Rails"].startswith("check banana;passed;")
    assert raw.headers["X-Request-ID"] == "mine-1"
    assert raw.parse().choices[0].message.content == f"{ANSWERED} hi"


def test_the_models_of_the_server(client: Any) -> None:
    assert [model.id for model in client.models.list()] == ["offline"]


def test_async_whole_and_streamed_at_once(server: GunicornServer, upstream: Upstream) -> None:
    upstream.forget()

    async def ask() -> list[str]:
        async with openai.AsyncOpenAI(base_url=server.base_url, api_key=KEY, max_retries=0) as client:

            async def whole(n: int) -> str:
                messages: Any = [{"role": "user", "content": f"{SAID} {n}"}]
                found = await client.chat.completions.create(model="m", messages=messages, extra_body=MAIN)
                return found.choices[0].message.content or ""

            async def streamed(n: int) -> str:
                messages: Any = [{"role": "user", "content": f"{SAID} {n}"}]
                chunks = await client.chat.completions.create(
                    model="m", messages=messages, stream=True, extra_body=MAIN
                )
                return "".join([one.choices[0].delta.content or "" async for one in chunks])

            return await asyncio.gather(*(f(n) for n in range(10) for f in (whole, streamed)))

    answers = asyncio.run(ask())
    assert answers == [f"echo: {SAID} {n}" for n in range(10) for _ in range(2)]


def test_langchain(server: GunicornServer, upstream: Upstream) -> None:
    langchain = pytest.importorskip(
        "langchain_openai", reason="the langchain-openai package is not installed (extra test)"
    )
    upstream.forget()
    model = langchain.ChatOpenAI(
        model="m", base_url=server.base_url, api_key=KEY, max_retries=0, extra_body=MAIN
    )
    upstream.chat(f"{ANSWERED} hi")
    assert model.invoke(f"{SAID} hello").content == f"{ANSWERED} hi"
    upstream.stream(ANSWERED, " hi")
    assert "".join(str(one.content) for one in model.stream(f"{SAID} hello")) == f"{ANSWERED} hi"
    upstream.chat(None, tool_calls=[CALL], finish_reason="tool_calls")
    found = model.bind_tools([TOOL]).invoke(f"{SAID} hello")
    assert [(call["name"], call["args"]) for call in found.tool_calls] == [("weather", {"city": "Paris"})]


def test_requests_legacy_whole_and_streamed(server: GunicornServer, upstream: Upstream) -> None:
    upstream.forget()
    url = f"{server.base_url}/chat/completions"
    upstream.chat(f"{ANSWERED} hi")
    answer = requests.post(url, json={"config_id": "main", "messages": QUESTION}, timeout=10)
    assert answer.json() == {"messages": [{"role": "assistant", "content": f"{ANSWERED} hi"}]}
    upstream.stream(ANSWERED, " hi", " there")
    body = {"config_id": "main", "messages": QUESTION, "stream": True}
    with requests.post(url, json=body, stream=True, timeout=10) as answer:
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["X-Guardrails-Decision"] == "pending"
        assert "".join(answer.iter_content(None, decode_unicode=True)) == f"{ANSWERED} hi there"


def test_a_key_of_the_request_reaches_the_model_that_it_is_for_and_no_other(
    server: GunicornServer, upstream: Upstream
) -> None:
    for stream in (False, True):
        upstream.forget()
        upstream.chat("No")
        if stream:
            upstream.stream(ANSWERED)
        else:
            upstream.chat(ANSWERED)
        headers = {
            "X-Judge-Model-1-Authorization": f"Bearer {KEY}-judge",
            "X-Main-Authorization": f"{KEY}-main",
        }
        body = {"model": "m", "stream": stream, "messages": QUESTION, "guardrails": {"config_id": "judged"}}
        answer = requests.post(f"{server.base_url}/chat/completions", json=body, headers=headers, timeout=10)
        assert ANSWERED in answer.text
        sent = [(one.json["model"], one.headers["authorization"]) for one in upstream.requests]
        assert sent == [("judge/model-1", f"Bearer {KEY}-judge"), ("m", f"Bearer {KEY}-main")]
        upstream.chat("No")
        upstream.chat(ANSWERED)
        requests.post(f"{server.base_url}/chat/completions", json={**body, "stream": False}, timeout=10)
        assert [one.headers["authorization"][:21] for one in upstream.requests[2:]] == [
            "Bearer sk-config-key-"
        ] * 2
