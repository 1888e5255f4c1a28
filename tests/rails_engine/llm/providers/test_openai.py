from __future__ import annotations

import pytest

from rails_engine import errors
from rails_engine.llm.base import LLMRequest
from rails_engine.llm.models import make_provider, make_spec
from rails_engine.transport import Transport
from tests.contracts.provider import KEY, ProviderContract, ask, joined
from tests.upstream import chunk, completion, frame

USAGE = {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8}


class OpenAIWire(ProviderContract):
    base_path = "/v1"
    chat_path = "/v1/chat/completions"

    def whole(self, text, *, call=None, finish="stop"):
        extra = {"tool_calls": [openai_call(call)]} if call else {}
        return completion(text or None, finish_reason=finish, usage=USAGE, **extra)

    def events(self, *texts, call=None):
        parts = [chunk({"role": "assistant", "content": ""}), *(chunk({"content": text}) for text in texts)]
        if call:
            whole = openai_call(call)
            parts.append(
                chunk(
                    {
                        "tool_calls": [
                            {"index": 0, **whole, "function": {"name": call["name"], "arguments": ""}}
                        ]
                    }
                )
            )
            text = call["arguments"]
            parts += [
                chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
                for piece in (text[:4], text[4:])
            ]
        parts.append(chunk({}, "tool_calls" if call else "stop"))
        parts.append(chunk(None, usage=USAGE))
        return [*(frame(part) for part in parts), frame("[DONE]")]

    def models(self, *names):
        return {
            "object": "list",
            "data": [{"id": name, "object": "model", "created": 7, "owned_by": "x"} for name in names],
        }


def openai_call(call):
    return {
        "id": call["id"],
        "type": "function",
        "function": {"name": call["name"], "arguments": call["arguments"]},
    }


class TestOpenAI(OpenAIWire):
    engine = "openai"

    def test_messages_and_parameters_are_forwarded_as_they_are(self, up, make):
        up.chat("a")
        messages = [
            {"role": "developer", "content": "x"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "a"},
                    {"type": "image_url", "image_url": {"url": "data:x"}},
                ],
            },
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [openai_call({"id": "c", "name": "f", "arguments": "{"})],
            },
            {"role": "tool", "tool_call_id": "c", "content": "r", "unknown": 1},
        ]
        params = {
            "max_tokens": 0,
            "stop": [],
            "n": 2,
            "logprobs": True,
            "seed": 0,
            "user": "",
            "response_format": {"type": "json_object"},
            "new": {"a": 1},
        }
        make().complete(LLMRequest(messages=messages, params=params))
        assert up.last.json == {"model": "model-one", "messages": messages, **params}

    def test_a_tuple_of_messages_is_sent_too(self, up, make):
        up.chat("a")
        make().complete(LLMRequest(messages=({"role": "user", "content": "x"},)))
        assert up.last.json["messages"] == [{"role": "user", "content": "x"}]

    def test_the_usage_of_a_stream_is_asked_for_beside_other_options(self, up, make):
        up.stream("a")
        list(make().stream(ask(stream_options={"include_obfuscation": False})))
        assert up.last.json["stream_options"] == {"include_obfuscation": False, "include_usage": True}

    def test_a_server_that_sends_no_usage_is_no_trouble(self, up, make):
        up.stream("a", "b")
        chunks = list(make().stream(ask()))
        assert joined(chunks).text == "ab"
        assert all(chunk.usage is None for chunk in chunks)

    def test_what_the_answer_says_about_itself_is_kept(self, up, make):
        body = completion("a", system_fingerprint="fp", model="gpt-x")
        body["choices"][0]["logprobs"] = {"content": []}
        body["choices"].append(
            {"index": 1, "message": {"role": "assistant", "content": "b"}, "finish_reason": "stop"}
        )
        body["usage"] = {**USAGE, "completion_tokens_details": {"reasoning_tokens": 2}}
        up.reply(json=body, headers={"X-Request-ID": "req-1"})
        reply = make().complete(ask(n=2))
        assert (reply.id, reply.model, reply.request_id, reply.system_fingerprint) == (
            "chatcmpl-upstream",
            "gpt-x",
            "req-1",
            "fp",
        )
        assert reply.logprobs == {"content": []}
        assert reply.choices == [{"role": "assistant", "content": "b"}]
        assert reply.usage.details == {"completion_tokens_details": {"reasoning_tokens": 2}}
        assert reply.raw == body

    @pytest.mark.parametrize(
        ("given", "ours"),
        [
            ("stop", "stop"),
            ("length", "length"),
            ("tool_calls", "tool_calls"),
            ("function_call", "tool_calls"),
            ("content_filter", "content_filter"),
            ("eos", "stop"),
            (None, "stop"),
        ],
    )
    def test_finish_reasons_are_four(self, up, make, given, ours):
        up.chat("a", finish_reason=given)
        assert make().complete(ask()).finish_reason == ours

    @pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
    def test_reasoning_fields_are_reasoning(self, up, make, name):
        body = completion("a")
        body["choices"][0]["message"][name] = "hm"
        up.reply(json=body)
        assert make().complete(ask()).reasoning == "hm"
        up.sse(
            [chunk({name: "h"}), chunk({name: "m"}), chunk({"content": "a"}), chunk({}, "stop")], done=True
        )
        reply = joined(list(make().stream(ask())))
        assert (reply.text, reply.reasoning) == ("a", "hm")

    def test_content_in_parts_is_text(self, up, make):
        body = completion("a")
        body["choices"][0]["message"]["content"] = [
            {"type": "text", "text": "x"},
            {"type": "text", "text": "y"},
        ]
        up.reply(json=body)
        assert make().complete(ask()).text == "x\ny"

    def test_an_error_inside_an_answer_is_an_error(self, up, make):
        up.reply(json={"error": {"message": "slow down", "code": 429}})
        with pytest.raises(errors.ProviderLimitError, match="slow down"):
            make().complete(ask())
        up.sse([chunk({"content": "a"}), {"error": {"message": f"it broke {KEY}"}}])
        stream = make().stream(ask())
        assert next(stream).text == "a"
        with pytest.raises(errors.ProviderError, match="it broke"):
            next(stream)

    def test_a_stream_without_its_end_mark_counts_once_it_said_why_it_ended(self, up, make):
        up.sse([chunk({"content": "a"}), chunk({}, "length")], framing="eof")
        assert joined(list(make().stream(ask()))).finish_reason == "length"

    def test_of_several_answers_the_first_is_streamed(self, up, make):
        other = chunk({"content": "no"})
        other["choices"][0]["index"] = 1
        up.sse([chunk({"content": "yes"}), other, chunk({}, "stop")], done=True)
        assert joined(list(make().stream(ask()))).text == "yes"

    def test_heartbeats_are_passed_over(self, up, make):
        up.sse([b": ping\n\n", *self.events("a")])
        assert joined(list(make().stream(ask()))).text == "a"

    @pytest.mark.parametrize(
        "model",
        [
            "o1",
            "o3-mini",
            "o4-mini-2025",
            "gpt-5",
            "gpt-5-mini",
            "gpt-5.1",
            "gpt-5.2-chat-latest",
            "gpt-6",
            "GPT-5",
        ],
    )
    def test_reasoning_models_get_the_parameters_that_they_take(self, up, make, model):
        up.chat("a")
        make(model, temperature=0.1).complete(ask(max_tokens=5, top_p=1, stop=["x"], seed=1))
        assert up.last.json == {
            "model": model,
            "messages": [{"role": "user", "content": "Hi"}],
            "max_completion_tokens": 5,
            "seed": 1,
        }

    @pytest.mark.parametrize("model", ["gpt-4o", "gpt-5-chat-latest", "gpt-4.1", "o10", "my-o1", "olmo"])
    def test_other_models_get_everything(self, up, make, model):
        up.chat("a")
        make(model).complete(ask(max_tokens=5, temperature=1, stop=["x"]))
        assert {"max_tokens", "temperature", "stop"} <= set(up.last.json)

    def test_a_limit_of_the_call_replaces_the_models_own_in_either_word(self, up, make):
        up.chat("a")
        make(max_tokens=100).complete(ask(max_completion_tokens=5))
        assert "max_tokens" not in up.last.json
        assert up.last.json["max_completion_tokens"] == 5

    def test_without_a_key_its_usual_address_is_not_even_asked(self):
        spec = make_spec(
            type="main", engine="openai", model="m", parameters={}, api_key_env_var=None, environ={}
        )
        provider = make_provider(spec, Transport({"HTTPS_PROXY": "http://127.0.0.1:1"}))
        with pytest.raises(errors.ProviderAuthError, match="OPENAI_API_KEY"):
            provider.complete(ask())
        with pytest.raises(errors.ProviderAuthError):
            next(provider.stream(ask()))

    def test_a_list_of_models_that_is_none_is_a_broken_reply(self, up, make):
        for body in ({"data": 5}, {}, 5):
            up.reply(json=body)
            with pytest.raises(errors.ProviderReplyError):
                make().list_models()


class Foreign(OpenAIWire):
    """Servers that speak the format but have models of their own."""

    def test_parameters_are_not_bent_by_a_model_name(self, up, make):
        up.chat("a")
        make("o1").complete(ask(temperature=1, max_tokens=2))
        assert {"temperature", "max_tokens"} <= set(up.last.json)


class TestNim(Foreign):
    engine = "nim"


class TestNvidiaEndpoints(Foreign):
    engine = "nvidia_ai_endpoints"


class TestVllm(Foreign):
    engine = "vllm"


class TestTensorRT(Foreign):
    engine = "trt_llm"


class TestOllama(Foreign):
    engine = "ollama"


class TestUnknownEngine(Foreign):
    engine = "my_gateway"

    def test_it_works_without_a_key(self, up):
        spec = make_spec(
            type="main",
            engine="my_gateway",
            model="m",
            parameters={"base_url": up.base_url},
            api_key_env_var=None,
            environ={},
        )
        assert make_provider(spec, Transport()).complete(ask("Hi")).text == "echo: Hi"
        assert "authorization" not in up.last.headers


@pytest.mark.parametrize(
    ("engine", "address"),
    [
        ("openai", "https://api.openai.com/v1"),
        ("nim", "https://integrate.api.nvidia.com/v1"),
        ("ollama", "http://localhost:11434/v1"),
    ],
)
def test_usual_addresses(engine, address):
    spec = make_spec(type="main", engine=engine, model="m", parameters={}, api_key_env_var=None, environ={})
    endpoint = make_provider(spec, Transport()).chat_address("m")
    assert f"{endpoint.scheme}://{endpoint.netloc}{endpoint.target}" == f"{address}/chat/completions"


@pytest.mark.parametrize("engine", ["vllm", "trt_llm", "openai_compatible"])
def test_a_server_of_ones_own_needs_an_address(engine):
    spec = make_spec(type="main", engine=engine, model="m", parameters={}, api_key_env_var=None, environ={})
    with pytest.raises(errors.ConfigError, match="base_url"):
        make_provider(spec, Transport())


def test_an_address_that_is_none_is_a_config_error_that_names_the_model():
    spec = make_spec(
        type="main",
        engine="vllm",
        model="m",
        parameters={"base_url": "host:80"},
        api_key_env_var=None,
        environ={},
    )
    with pytest.raises(errors.ConfigError, match="'main'"):
        make_provider(spec, Transport())
