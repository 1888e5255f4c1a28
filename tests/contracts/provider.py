"""What every provider behind HTTP must do, whatever its wire format. A test class inherits this and says how its wire looks."""

from __future__ import annotations

import json
import threading
import traceback
from typing import Any, ClassVar

import pytest

from rails_engine import errors
from rails_engine.llm.base import LLMChunk, LLMReply, LLMRequest, ModelSpec, Provider
from rails_engine.llm.models import make_provider, make_spec
from rails_engine.transport import Transport
from tests.upstream import Upstream

KEY = "key-of-the-configuration"
CALLERS_KEY = "key-of-the-caller"
TOOLS = [
    {
        "type": "function",
        "function": {"name": "weather", "description": "d", "parameters": {"type": "object"}},
    }
]


def joined(chunks: list[LLMChunk]) -> LLMReply:
    """A stream put together again."""
    reply = LLMReply(finish_reason="")
    calls: dict[int, dict[str, Any]] = {}
    for chunk in chunks:
        reply.text += chunk.text
        reply.reasoning = (reply.reasoning or "") + chunk.reasoning
        reply.finish_reason = chunk.finish_reason or reply.finish_reason
        reply.usage = chunk.usage or reply.usage
        for delta in chunk.tool_calls or ():
            call = calls.setdefault(delta["index"], {"function": {"name": "", "arguments": ""}})
            call.update({k: v for k, v in delta.items() if k not in ("index", "function")})
            for name, value in delta.get("function", {}).items():
                call["function"][name] += value or ""
    reply.tool_calls = list(calls.values())
    return reply


def ask(text: str = "Hi", **params: Any) -> LLMRequest:
    return LLMRequest(messages=[{"role": "user", "content": text}], params=params)


class ProviderContract:
    engine: str
    #: What follows ``up.url`` in ``base_url``.
    base_path = ""
    parameters: ClassVar[dict[str, Any]] = {}
    #: Header that carries the key, and what stands before the key in it.
    key_header = "authorization"
    key_prefix = "Bearer "
    chat_path: str
    #: The model of the answers, where the wire says it.
    names_model = True

    # -- how the wire looks

    def whole(self, text: str, *, call: dict[str, Any] | None = None, finish: str = "stop") -> dict[str, Any]:
        """An answer with 3 tokens in and 5 out; ``call``: {id, name, arguments}."""
        raise NotImplementedError

    def events(self, *texts: str, call: dict[str, Any] | None = None) -> list[bytes]:
        """A complete stream with the same usage."""
        raise NotImplementedError

    def refusal(self, message: str) -> Any:
        """The body of an error."""
        return {"error": {"message": message, "type": "x"}}

    def models(self, *names: str) -> Any:
        """The answer of the list of models."""
        raise NotImplementedError

    # -- the rules

    @pytest.fixture
    def up(self):
        with Upstream() as upstream:
            yield upstream

    @pytest.fixture
    def slept(self) -> list[float]:
        return []

    @pytest.fixture
    def make(self, up, slept):
        def make(model: str = "model-one", **parameters: Any) -> Provider:
            return make_provider(self.spec(up, model, **parameters), Transport(sleep=slept.append))

        return make

    def spec(self, up: Upstream, model: str = "model-one", **parameters: Any) -> ModelSpec:
        address = {"base_url": up.url + self.base_path, "api_key": KEY}
        return make_spec(
            type="main",
            engine=self.engine,
            model=model,
            parameters={**address, **self.parameters, **parameters},
            api_key_env_var=None,
            environ={},
        )

    def test_a_call_gives_the_text_and_the_tokens(self, up, make):
        up.reply(json=self.whole("Hello."))
        reply = make().complete(ask())
        assert (reply.text, reply.finish_reason, reply.tool_calls) == ("Hello.", "stop", [])
        assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.total_tokens) == (
            3,
            5,
            8,
        )
        assert reply.raw
        request = up.last
        assert (request.method, request.path) == ("POST", self.chat_path)
        assert request.headers["content-type"] == "application/json"
        if self.names_model:
            assert reply.model

    def test_a_stream_gives_the_pieces_as_they_come(self, up, make):
        gate = threading.Event()
        first, *rest = self.events("Hel", "lo.")
        parts = [first, *rest]
        place = next(i for i, part in enumerate(parts) if b"Hel" in part)
        up.sse([*parts[: place + 1], gate, *parts[place + 1 :]])
        stream = make().stream(ask())
        chunk = next(stream)
        assert chunk.text == "Hel"
        gate.set()
        reply = joined([chunk, *stream])
        assert (reply.text, reply.finish_reason) == ("Hello.", "stop")
        assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.total_tokens) == (
            3,
            5,
            8,
        )
        assert up.last.json["stream"] is True

    def test_a_stream_is_the_same_however_its_bytes_are_cut(self, up, make):
        data = b"".join(
            self.events("Hé", "llo.", call={"id": "c1", "name": "weather", "arguments": '{"a": "ö"}'})
        )
        for size in (1, 7):
            up.sse([data[i : i + size] for i in range(0, len(data), size)])
        provider = make()
        replies = [joined(list(provider.stream(ask()))) for _ in range(2)]
        assert replies[0] == replies[1]
        assert replies[0].text == "Héllo."

    def test_nothing_is_sent_before_a_stream_is_begun(self, up, make):
        stream = make().stream(ask())
        assert up.requests == []
        stream.close()
        assert up.requests == []

    def test_a_finished_stream_keeps_its_connection(self, up, make):
        provider = make()
        for _ in range(2):
            up.sse(self.events("a"))
            list(provider.stream(ask()))
        assert up.connections == 1

    def test_closing_a_stream_closes_the_connection(self, up, make):
        parts = self.events("Hel", "lo.")
        place = next(i for i, part in enumerate(parts) if b"Hel" in part)
        up.sse([*parts[: place + 1], threading.Event()])
        stream = make().stream(ask())
        next(stream)
        stream.close()
        assert up.last.disconnected.wait(5)

    def test_a_stream_that_ends_early_is_an_error_and_not_an_answer(self, up, make):
        for cut in ("fin", None):
            parts = self.events("Hel", "lo.")
            place = next(i for i, part in enumerate(parts) if b"Hel" in part)
            up.sse(parts[: place + 1], cut=cut)
            stream = make().stream(ask())
            assert next(stream).text == "Hel"
            with pytest.raises(errors.ProviderError):
                list(stream)
        assert len(up.requests) == 2

    def test_tool_calls_come_in_the_openai_shape(self, up, make):
        call = {"id": "c1", "name": "weather", "arguments": '{"city":"Rome"}'}
        up.reply(json=self.whole("", call=call, finish="tool_calls"))
        up.sse(self.events(call=call))
        provider = make()
        whole = provider.complete(ask(tools=TOOLS))
        streamed = joined(list(provider.stream(ask(tools=TOOLS))))
        for reply in (whole, streamed):
            assert reply.finish_reason == "tool_calls"
            (found,) = reply.tool_calls
            assert (found["id"], found["type"], found["function"]["name"]) == ("c1", "function", "weather")
            assert json.loads(found["function"]["arguments"]) == {"city": "Rome"}
        assert "weather" in json.dumps(up.requests[0].json["tools"])

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (400, errors.ProviderRequestError),
            (401, errors.ProviderAuthError),
            (403, errors.ProviderAuthError),
            (404, errors.ProviderRequestError),
            (422, errors.ProviderRequestError),
            (429, errors.ProviderLimitError),
            (500, errors.ProviderError),
            (504, errors.ProviderTimeoutError),
        ],
    )
    @pytest.mark.parametrize("streamed", [False, True])
    def test_a_refusal_is_the_error_of_its_status(self, up, make, status, kind, streamed):
        up.reply(status=status, json=self.refusal(f"No, {KEY}."), headers={"Retry-After": "60"})
        provider = make(max_retries=0)
        with pytest.raises(errors.ProviderError) as caught:
            list(provider.stream(ask())) if streamed else provider.complete(ask())
        assert type(caught.value) is kind
        assert (caught.value.status, caught.value.model) == (status, "model-one")
        assert KEY not in str(caught.value)
        if status == 429:
            assert caught.value.retry_after == 60

    def test_a_refusal_says_why(self, up, make):
        up.reply(status=400, json=self.refusal("The prompt is too long."))
        with pytest.raises(errors.ProviderRequestError, match=r"The prompt is too long\."):
            make().complete(ask())

    def test_a_passing_failure_is_asked_again_also_for_a_stream(self, up, make, slept):
        up.reply(status=503, json=self.refusal("busy"))
        up.sse(self.events("a"))
        assert joined(list(make().stream(ask()))).text == "a"
        assert slept
        up.cut()
        up.reply(json=self.whole("b"))
        assert make().complete(ask()).text == "b"

    @pytest.mark.parametrize(
        "body", [b"", b"<html>", b"[]", b"{}", b'{"choices": 5, "content": 5, "message": 5}', b"null"]
    )
    def test_garbage_is_a_broken_reply(self, up, make, body):
        up.reply(body=body)
        with pytest.raises(errors.ProviderReplyError):
            make().complete(ask())

    @pytest.mark.parametrize("event", [b"data: {\n\n", b"data: []\n\n", b"data: null\n\n"])
    def test_a_garbled_event_is_a_broken_reply(self, up, make, event):
        up.sse([event])
        with pytest.raises(errors.ProviderReplyError):
            list(make().stream(ask()))

    def test_the_key_goes_where_the_api_wants_it(self, up, make):
        up.reply(json=self.whole("a"))
        make().complete(ask())
        assert up.last.headers[self.key_header] == self.key_prefix + KEY

    def test_the_callers_key_wins_for_that_call_only(self, up, make):
        provider = make()
        for _ in range(3):
            up.reply(json=self.whole("a"))
        request = ask()
        request.api_key = CALLERS_KEY
        provider.complete(request)
        provider.complete(ask())
        sent = [seen.headers[self.key_header] for seen in up.requests]
        assert sent == [self.key_prefix + CALLERS_KEY, self.key_prefix + KEY]
        assert KEY not in str(up.requests[0].headers)
        provider = make(default_headers={self.key_header.upper(): "gateway", "AUTHORIZATION": "gateway"})
        provider.complete(request)
        assert up.last.headers[self.key_header] == self.key_prefix + CALLERS_KEY
        assert "gateway" not in up.last.headers.values()

    def test_headers_of_the_configuration_override_the_key(self, up, make):
        up.reply(json=self.whole("a"))
        make(default_headers={self.key_header.upper(): "gateway", "X-Own": "1"}).complete(ask())
        assert up.last.headers[self.key_header] == "gateway"
        assert up.last.headers["x-own"] == "1"
        assert KEY not in str(up.last.headers)

    def test_the_query_of_the_configuration_is_sent(self, up, make):
        up.reply(json=self.whole("a"))
        make(default_query={"tenant": "t 1"}).complete(ask())
        assert up.last.query["tenant"] == "t 1"
        assert up.last.path == self.chat_path

    def test_no_key_is_shown_by_anything(self, up, make):
        provider = make(default_headers={"X-Secret": "hidden"})
        request = ask()
        request.api_key = CALLERS_KEY
        up.cut(b"HTTP/1.1 200 OK\r\n\r\n{", path=self.chat_path)
        shown = [repr(provider), repr(provider.spec), repr(request)]
        try:
            provider.complete(request)
        except errors.ProviderError as error:
            shown += [str(error), repr(error), "".join(traceback.format_exception(error))]
        else:
            pytest.fail("that was an answer")
        for text in shown:
            assert KEY not in text
            assert CALLERS_KEY not in text
            assert "hidden" not in text
        assert str(up.port) not in str(shown[3])

    def test_another_name_for_the_model_replaces_only_the_name(self, up, make):
        provider = make(temperature=0.5)
        for _ in range(2):
            up.reply(json=self.whole("a"))
        request = ask()
        request.model = "model-two"
        provider.complete(request)
        provider.complete(ask())
        first, second = (seen.json for seen in up.requests)
        assert (first["model"], second["model"]) == ("model-two", "model-one")
        assert first["temperature"] == second["temperature"] == 0.5

    def test_parameters_of_the_call_win_and_none_means_not_given(self, up, make):
        up.reply(json=self.whole("a"))
        provider = make(temperature=0.5, seed=None, vendor_setting=[])
        provider.complete(ask(temperature=0, presence_penalty=None))
        body = up.last.json
        assert body["temperature"] == 0
        assert body["vendor_setting"] == []
        assert "presence_penalty" not in body
        assert "seed" not in body

    def test_a_call_is_streamed_only_by_stream(self, up, make):
        up.reply(json=self.whole("a"))
        make().complete(ask(stream=True, stream_options={"include_usage": True}))
        assert not up.last.json.get("stream")
        assert "stream_options" not in up.last.json

    def test_a_value_that_json_has_not_is_the_callers_mistake(self, up, make):
        with pytest.raises(errors.ProviderRequestError):
            make().complete(ask(metadata={"x": object()}))

    def test_a_server_that_answers_a_stream_with_a_whole_answer_is_understood(self, up, make):
        up.reply(json=self.whole("Hello."))
        assert joined(list(make().stream(ask()))).text == "Hello."

    def test_thinking_before_the_answer_is_reasoning(self, up, make):
        up.reply(json=self.whole("<think>hm</think>\nYes."))
        up.sse(self.events("<thi", "nk>h", "m</think>", "\nYes."))
        provider = make()
        for reply in (provider.complete(ask()), joined(list(provider.stream(ask())))):
            assert (reply.text, reply.reasoning) == ("Yes.", "hm")

    def test_whoever_waits_may_leave(self, up, make):
        class LeaveError(Exception):
            pass

        def leave():
            raise LeaveError

        # The pause before a second try asks at once; that the wait for bytes asks too is the transport's test.
        request = ask()
        request.on_wait = leave
        for call in (make().complete, lambda asked: list(make().stream(asked))):
            up.reply(status=503)
            with pytest.raises(LeaveError):
                call(request)
        assert len(up.requests) == 2

    def test_the_models_are_listed_in_the_openai_form(self, up, make):
        up.reply(json=self.models("a", "b"))
        listed = make().list_models()
        assert [model["id"] for model in listed] == ["a", "b"]
        assert all(set(model) == {"id", "object", "created", "owned_by"} for model in listed)
        assert up.last.method == "GET"
        assert up.last.headers[self.key_header] == self.key_prefix + KEY
        up.reply(json=self.models())
        make().list_models(CALLERS_KEY)
        assert up.last.headers[self.key_header] == self.key_prefix + CALLERS_KEY

    def test_a_list_that_is_refused_keeps_its_status(self, up, make):
        up.reply(status=401, json=self.refusal("no"))
        with pytest.raises(errors.ProviderAuthError) as caught:
            make().list_models()
        assert caught.value.status == 401

    def test_only_the_engines_own_key_is_taken_from_the_environment(self, up):
        environ = {
            name: f"value-of-{name}"
            for name in (
                "OPENAI_API_KEY",
                "NVIDIA_API_KEY",
                "ANTHROPIC_API_KEY",
                "AZURE_OPENAI_API_KEY",
                "COHERE_API_KEY",
            )
        }
        spec = make_spec(
            type="main",
            engine=self.engine,
            model="m",
            parameters={"base_url": up.url + self.base_path, **self.parameters},
            api_key_env_var=None,
            environ=environ,
        )
        provider = make_provider(spec, Transport())
        up.reply(json=self.whole("a"))
        provider.complete(ask())
        values = [value for name, value in environ.items() if name != type(provider).key_variable]
        assert not [value for value in values if value in str(up.last.headers)]
