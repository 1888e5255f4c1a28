from __future__ import annotations

import json

import pytest

from rails_engine import errors
from rails_engine.llm.base import LLMRequest
from tests.contracts.provider import ProviderContract, ask, joined


def event(kind: str, **data) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()


class TestAnthropic(ProviderContract):
    engine = "anthropic"
    chat_path = "/v1/messages"
    key_header = "x-api-key"
    key_prefix = ""

    def whole(self, text, *, call=None, finish="stop"):
        blocks = [{"type": "text", "text": text}] if text else []
        if call:
            blocks.append(
                {
                    "type": "tool_use",
                    "id": call["id"],
                    "name": call["name"],
                    "input": json.loads(call["arguments"]),
                }
            )
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "claude-x",
            "content": blocks,
            "stop_reason": "tool_use" if call else "end_turn",
            "usage": {"input_tokens": 3, "output_tokens": 5},
        }

    def events(self, *texts, call=None):
        message = {
            "id": "msg_1",
            "model": "claude-x",
            "content": [],
            "usage": {"input_tokens": 3, "output_tokens": 1},
        }
        frames = [event("message_start", message=message), event("ping")]
        index = 0
        if texts:
            frames.append(event("content_block_start", index=0, content_block={"type": "text", "text": ""}))
            frames += [
                event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})
                for text in texts
            ]
            frames.append(event("content_block_stop", index=0))
            index = 1
        if call:
            block = {"type": "tool_use", "id": call["id"], "name": call["name"], "input": {}}
            frames.append(event("content_block_start", index=index, content_block=block))
            for piece in (call["arguments"][:5], call["arguments"][5:]):
                frames.append(
                    event(
                        "content_block_delta",
                        index=index,
                        delta={"type": "input_json_delta", "partial_json": piece},
                    )
                )
            frames.append(event("content_block_stop", index=index))
        frames.append(
            event(
                "message_delta",
                delta={"stop_reason": "tool_use" if call else "end_turn"},
                usage={"output_tokens": 5},
            )
        )
        frames.append(event("message_stop"))
        return frames

    def refusal(self, message):
        return {"type": "error", "error": {"type": "invalid_request_error", "message": message}}

    def models(self, *names):
        return {
            "data": [{"type": "model", "id": name, "created_at": "2025-02-19T00:00:00Z"} for name in names],
            "has_more": False,
        }

    def test_the_request_is_written_in_the_words_of_the_messages_api(self, up, make):
        up.reply(json=self.whole("a"))
        make(max_tokens=7).complete(
            LLMRequest(
                messages=[{"role": "system", "content": "s"}, {"role": "user", "content": "u"}],
                params={"stop": "x", "top_p": 0},
            )
        )
        assert up.last.json == {
            "model": "model-one",
            "max_tokens": 7,
            "stop_sequences": ["x"],
            "top_p": 0,
            "system": "s",
            "messages": [{"role": "user", "content": [{"type": "text", "text": "u"}]}],
        }
        assert up.last.headers["anthropic-version"] == "2023-06-01"

    def test_a_limit_of_the_call_wins_in_either_word(self, up, make):
        for params in ({"max_completion_tokens": 3}, {"max_tokens": 3}):
            up.reply(json=self.whole("a"))
            make(max_completion_tokens=9).complete(ask(**params))
            assert up.last.json["max_tokens"] == 3

    @pytest.mark.parametrize(
        ("given", "ours"),
        [
            ("end_turn", "stop"),
            ("stop_sequence", "stop"),
            ("max_tokens", "length"),
            ("tool_use", "tool_calls"),
            ("refusal", "content_filter"),
            (None, "stop"),
        ],
    )
    def test_finish_reasons_are_four(self, up, make, given, ours):
        up.reply(json={**self.whole("a"), "stop_reason": given})
        assert make().complete(ask()).finish_reason == ours

    def test_thinking_blocks_are_reasoning(self, up, make):
        up.reply(
            json={
                **self.whole("a"),
                "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "a"}],
            },
            headers={"request-id": "r1"},
        )
        reply = make().complete(ask())
        assert (reply.text, reply.reasoning, reply.request_id) == ("a", "hm", "r1")
        up.sse(
            [
                event("content_block_start", index=0, content_block={"type": "thinking", "thinking": ""}),
                event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "hm"}),
                event("content_block_delta", index=0, delta={"type": "signature_delta", "signature": "x"}),
                event("content_block_start", index=1, content_block={"type": "text", "text": "a"}),
                event("message_delta", delta={"stop_reason": "max_tokens"}, usage={}),
                event("message_stop"),
            ]
        )
        reply = joined(list(make().stream(ask())))
        assert (reply.text, reply.reasoning, reply.finish_reason) == ("a", "hm", "length")

    def test_cached_tokens_count_as_prompt(self, up, make):
        usage = {
            "input_tokens": 3,
            "cache_read_input_tokens": 10,
            "cache_creation_input_tokens": 2,
            "output_tokens": 1,
        }
        up.reply(json={**self.whole("a"), "usage": usage})
        found = make().complete(ask()).usage
        assert (found.prompt_tokens, found.total_tokens) == (15, 16)
        assert found.details == {"prompt_tokens_details": {"cached_tokens": 10}}

    def test_an_error_inside_a_stream_is_an_error(self, up, make):
        up.sse([event("error", error={"type": "overloaded_error", "message": "Overloaded"})])
        with pytest.raises(errors.ProviderError, match="Overloaded"):
            list(make().stream(ask()))

    def test_an_error_inside_an_answer_is_an_error(self, up, make):
        up.reply(json=self.refusal("Overloaded"))
        with pytest.raises(errors.ProviderError, match="Overloaded"):
            make().complete(ask())

    def test_two_tool_calls_are_counted_from_zero(self, up, make):
        frames = []
        for index, name in ((1, "one"), (2, "two")):
            frames.append(
                event(
                    "content_block_start",
                    index=index,
                    content_block={"type": "tool_use", "id": name, "name": name, "input": {}},
                )
            )
            frames.append(
                event(
                    "content_block_delta",
                    index=index,
                    delta={"type": "input_json_delta", "partial_json": "{}"},
                )
            )
        frames += [event("message_delta", delta={"stop_reason": "tool_use"}, usage={}), event("message_stop")]
        up.sse(frames)
        deltas = [delta for chunk in make().stream(ask()) for delta in chunk.tool_calls or ()]
        assert [delta["index"] for delta in deltas] == [0, 0, 1, 1]

    def test_the_base_url_may_end_in_the_version(self, up, make):
        up.reply(json=self.whole("a"))
        make(base_url=f"{up.url}/v1/").complete(ask())
        assert up.last.path == "/v1/messages"

    def test_the_dates_of_models_are_seconds(self, up, make):
        up.reply(json=self.models("a"))
        assert make().list_models() == [
            {"id": "a", "object": "model", "created": 1739923200, "owned_by": "anthropic"}
        ]
