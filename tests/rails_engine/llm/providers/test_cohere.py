from __future__ import annotations

import json

import pytest

from rails_engine import errors
from rails_engine.llm.base import LLMRequest
from rails_engine.llm.models import make_provider, make_spec
from rails_engine.transport import Transport
from tests.contracts.provider import TOOLS, ProviderContract, ask, joined

USAGE = {"billed_units": {"input_tokens": 1}, "tokens": {"input_tokens": 3.0, "output_tokens": 5.0}}


def event(kind: str, **data) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()


class TestCohere(ProviderContract):
    engine = "cohere"
    chat_path = "/v2/chat"
    names_model = False

    def whole(self, text, *, call=None, finish="stop"):
        message = {"role": "assistant", "content": [{"type": "text", "text": text}] if text else []}
        if call:
            function = {"name": call["name"], "arguments": call["arguments"]}
            message["tool_calls"] = [{"id": call["id"], "type": "function", "function": function}]
        return {
            "id": "c1",
            "finish_reason": "TOOL_CALL" if call else "COMPLETE",
            "message": message,
            "usage": USAGE,
        }

    def events(self, *texts, call=None):
        frames = [event("message-start", id="c1", delta={"message": {"role": "assistant"}})]
        frames.append(
            event("content-start", index=0, delta={"message": {"content": {"type": "text", "text": ""}}})
        )
        frames += [
            event("content-delta", index=0, delta={"message": {"content": {"text": text}}}) for text in texts
        ]
        frames.append(event("content-end", index=0))
        if call:
            function = {"name": call["name"], "arguments": ""}
            start = {"id": call["id"], "type": "function", "function": function}
            frames.append(event("tool-call-start", index=0, delta={"message": {"tool_calls": start}}))
            for piece in (call["arguments"][:5], call["arguments"][5:]):
                frames.append(
                    event(
                        "tool-call-delta",
                        index=0,
                        delta={"message": {"tool_calls": {"function": {"arguments": piece}}}},
                    )
                )
            frames.append(event("tool-call-end", index=0))
        frames.append(
            event("message-end", delta={"finish_reason": "TOOL_CALL" if call else "COMPLETE", "usage": USAGE})
        )
        return frames

    def refusal(self, message):
        return {"message": message}

    def models(self, *names):
        return {"models": [{"name": name, "endpoints": ["chat"]} for name in names]}

    def test_the_request_is_written_in_coheres_words(self, up, make):
        up.reply(json=self.whole("a"))
        messages = [
            {"role": "developer", "content": "d"},
            {"role": "assistant", "content": None, "tool_calls": []},
            {"role": "function", "name": "f", "content": "r"},
            {"role": "user", "content": "u"},
        ]
        schema = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}}
        params = {
            "stop": "x",
            "top_p": 0.5,
            "top_k": 2,
            "max_completion_tokens": 4,
            "n": 1,
            "user": "me",
            "response_format": schema,
            "seed": 0,
        }
        make().complete(LLMRequest(messages=messages, params=params))
        assert up.last.json == {
            "model": "model-one",
            "stream": False,
            "stop_sequences": ["x"],
            "p": 0.5,
            "k": 2,
            "max_tokens": 4,
            "seed": 0,
            "response_format": {"type": "json_object", "json_schema": {"type": "object"}},
            "messages": [
                {"role": "system", "content": "d"},
                {"role": "assistant", "tool_calls": []},
                {"role": "user", "content": "r"},
                {"role": "user", "content": "u"},
            ],
        }

    @pytest.mark.parametrize(
        ("choice", "sent"),
        [
            ("required", "REQUIRED"),
            ("none", "NONE"),
            ("auto", None),
            ({"type": "function", "function": {"name": "weather"}}, "REQUIRED"),
        ],
    )
    def test_the_choice_of_tools(self, up, make, choice, sent):
        up.reply(json=self.whole("a"))
        other = {"type": "function", "function": {"name": "other"}}
        make().complete(ask(tools=[*TOOLS, other], tool_choice=choice))
        assert up.last.json.get("tool_choice") == sent
        assert len(up.last.json["tools"]) == (1 if isinstance(choice, dict) else 2)

    def test_several_answers_are_refused(self, make):
        with pytest.raises(errors.ProviderRequestError):
            make().complete(ask(n=2))

    @pytest.mark.parametrize(
        ("given", "ours"),
        [
            ("COMPLETE", "stop"),
            ("STOP_SEQUENCE", "stop"),
            ("MAX_TOKENS", "length"),
            ("TOOL_CALL", "tool_calls"),
        ],
    )
    def test_finish_reasons_are_four(self, up, make, given, ours):
        up.reply(json={**self.whole("a"), "finish_reason": given})
        assert make().complete(ask()).finish_reason == ours

    @pytest.mark.parametrize(
        ("given", "kind"), [("ERROR", errors.ProviderReplyError), ("TIMEOUT", errors.ProviderTimeoutError)]
    )
    def test_an_answer_that_failed_is_an_error(self, up, make, given, kind):
        up.reply(json={**self.whole("a"), "finish_reason": given})
        with pytest.raises(kind):
            make().complete(ask())

    def test_plans_and_thoughts_are_reasoning(self, up, make):
        body = self.whole("a")
        body["message"]["content"].insert(0, {"type": "thinking", "thinking": "hm"})
        up.reply(json=body)
        assert make().complete(ask()).reasoning == "hm"
        up.sse(
            [
                event("content-delta", index=0, delta={"message": {"content": {"thinking": "h"}}}),
                event("tool-plan-delta", delta={"message": {"tool_plan": "m"}}),
                event("citation-start", index=0, delta={}),
                event("content-delta", index=1, delta={"message": {"content": {"text": "a"}}}),
                event("message-end", delta={"finish_reason": "COMPLETE"}),
            ]
        )
        reply = joined(list(make().stream(ask())))
        assert (reply.text, reply.reasoning) == ("a", "hm")

    def test_the_environment_may_say_where_it_is(self, up):
        spec = make_spec(
            type="main",
            engine="cohere",
            model="m",
            parameters={},
            api_key_env_var=None,
            environ={"COHERE_BASE_URL": f"{up.url}/v2", "COHERE_API_KEY": "k"},
        )
        up.reply(json=self.whole("a"))
        assert make_provider(spec, Transport()).complete(ask()).text == "a"
        assert up.last.path == "/v2/chat"
        assert up.last.headers["authorization"] == "Bearer k"
