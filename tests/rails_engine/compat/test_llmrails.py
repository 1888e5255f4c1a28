"""LLMRails has the methods, parameters and return values that callers of the original know."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from rails_engine.compat.config import RailsConfig
from rails_engine.compat.llmrails import LLMRails
from rails_engine.compat.options import GenerationOptions
from rails_engine.compat.responses import GenerationResponse
from rails_engine.compat.streaming import StreamingHandler
from rails_engine.compat.variables import generation_options_var, raw_llm_request
from rails_engine.errors import BadOptionError, ProviderTimeoutError, RailsError
from rails_engine.llm.base import LLMChunk
from rails_engine.llm.providers.scripted import ScriptedProvider

MAIN = "models: [{type: main, engine: scripted, model: test}]\n"
RAIL = """
define flow check words
  $bad = execute has_bad_word
  if $bad
    bot refuse to respond
    stop

define bot refuse to respond
  "No."
"""
INPUT = MAIN + "rails: {input: {flows: [check words]}}\n"
OUTPUT = (
    MAIN
    + "rails: {output: {flows: [check words], streaming: {enabled: true, chunk_size: 2, context_size: 0}}}\n"
)
HI = [{"role": "user", "content": "hi"}]


def rails(*replies, yaml=MAIN, colang=None, word=None):
    made = LLMRails(RailsConfig.from_content(colang, yaml), llm=ScriptedProvider(list(replies)))
    if word is not None:

        def has_bad_word(context):
            return word in (context.get("bot_message") or context["user_message"])

        made.register_action(has_bad_word)
    return made


def collect(stream):
    async def run():
        return [piece async for piece in stream()]

    return asyncio.run(run())


def test_a_prompt_gives_a_text_and_messages_a_message():
    made = rails("one", "two")
    assert made.generate(prompt="hi") == "one"
    assert made.generate(messages=HI) == {"role": "assistant", "content": "two"}


@pytest.mark.parametrize("extra", [{"options": {}}, {"state": {}}, {"options": GenerationOptions()}], ids=str)
def test_options_or_a_state_give_a_response(extra):
    made = rails("one", "two")
    response = made.generate(prompt="hi", **extra)
    assert isinstance(response, GenerationResponse)
    assert response.response == "one"
    assert made.generate(messages=HI, **extra).response == [{"role": "assistant", "content": "two"}]


def test_a_state_goes_on():
    made = rails("one", "two")
    first = made.generate(messages=HI, state={})
    made.generate(messages=[{"role": "user", "content": "and?"}], state=first.state)
    told = made.llm.requests[1].messages
    assert [message["content"] for message in told] == ["hi", "one", "and?"]


def test_the_log_has_the_parts_that_were_asked_for():
    options = GenerationOptions()
    options.log.activated_rails = options.log.llm_calls = True
    log = rails("one", yaml=INPUT, colang=RAIL, word="bad").generate(messages=HI, options=options).log
    assert [rail.name for rail in log.activated_rails][:1] == ["check words"]
    assert log.activated_rails[0].executed_actions[0].action_name == "has_bad_word"
    assert log.llm_calls[0].completion == "one"
    assert log.stats.llm_calls_count == 1


def test_exactly_one_of_prompt_and_messages_is_given():
    with pytest.raises(ValueError, match="either a prompt or messages"):
        rails().generate()
    with pytest.raises(ValueError, match="either a prompt or messages"):
        rails().generate(prompt="hi", messages=HI)


def test_a_bad_option_is_refused():
    with pytest.raises(BadOptionError, match=r"options\.raisl"):
        rails().generate(prompt="hi", options={"raisl": {}})


def test_an_exception_has_a_role_of_its_own():
    colang = (
        "define flow check words\n  $bad = execute has_bad_word\n  if $bad\n"
        '    create event WordException(message="A bad word.")\n    stop\n'
    )
    made = rails(yaml=INPUT + "enable_rails_exceptions: true\n", colang=colang, word="hi")
    for answer in (made.generate(messages=HI), made.generate(prompt="hi")):
        assert answer["role"] == "exception"
        assert answer["content"]["type"] == "WordException"
        assert answer["content"]["message"] == "A bad word."
        assert "uid" in answer["content"]
    assert made.generate(messages=HI, options={}).response[0]["role"] == "exception"


def test_failures_of_the_model_reach_the_caller():
    with pytest.raises(ProviderTimeoutError):
        rails(ProviderTimeoutError("slow")).generate(prompt="hi")


def test_awaiting_does_not_block_the_event_loop():
    loop_turned = threading.Event()

    def wait(request):
        assert loop_turned.wait(10)
        return "late"

    made = LLMRails(RailsConfig.from_content(yaml_content=MAIN), llm=ScriptedProvider(wait))

    async def run():
        answer = asyncio.create_task(made.generate_async(prompt="hi"))
        await asyncio.sleep(0)
        loop_turned.set()
        return await answer

    assert asyncio.run(run()) == "late"


def test_generate_works_inside_a_running_loop():
    async def run():
        return rails("one").generate(prompt="hi")

    assert asyncio.run(run()) == "one"


# Streams


def test_a_stream_gives_texts():
    made = rails(["Hel", "lo"])
    assert collect(lambda: made.stream_async(prompt="hi")) == ["Hel", "lo"]


def test_a_stream_with_metadata_ends_with_what_is_known_of_the_model():
    made = rails(["Hel", "lo"])
    pieces = collect(lambda: made.stream_async(messages=HI, include_metadata=True))
    assert pieces[:2] == [{"text": "Hel"}, {"text": "lo"}]
    assert pieces[2]["text"] == ""
    assert set(pieces[2]["metadata"]) == {"response_metadata", "usage_metadata"}


def test_a_blocked_stream_ends_with_the_block():
    made = rails([LLMChunk(text=t) for t in ("a ", "b ", "bad ", "c")], yaml=OUTPUT, colang=RAIL, word="bad")
    pieces = collect(lambda: made.stream_async(prompt="hi"))
    assert "".join(pieces[:-1]).strip() == "a b"
    error = json.loads(pieces[-1])["error"]
    assert error["type"] == "guardrails_violation"
    assert error["code"] == "content_blocked"
    assert error["param"] == "check words"


def test_a_blocked_question_streams_the_refusal():
    made = rails(yaml=INPUT, colang=RAIL, word="hi")
    assert collect(lambda: made.stream_async(prompt="hi")) == ["No."]


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (ProviderTimeoutError("slow"), "generation_error", "generation_failed"),
        (ProviderTimeoutError("slow", status=504), "downstream_error", 504),
    ],
)
def test_a_failed_stream_ends_with_the_failure(error, kind, code):
    pieces = collect(lambda: rails(error).stream_async(prompt="hi"))
    assert json.loads(pieces[-1])["error"] == {"message": "slow", "type": kind, "param": None, "code": code}


def test_a_stream_whose_flow_breaks_says_so():
    made = rails(yaml=LIKENESS, colang=DIALOG.replace("  bot greet\n", "  execute broken\n"))
    made.register_action(lambda: 1 / 0, name="broken")
    pieces = collect(lambda: made.stream_async(prompt="hello"))
    assert json.loads(pieces[-1])["error"]["code"] == "rail_execution_failure"


def test_who_stops_listening_stops_the_model():
    closed = threading.Event()

    def endless(request):
        try:
            while True:
                yield LLMChunk(text="x")
        finally:
            closed.set()

    class Endless(ScriptedProvider):
        def stream(self, request):
            return endless(request)

    made = LLMRails(RailsConfig.from_content(yaml_content=MAIN), llm=Endless())

    async def run():
        stream = made.stream_async(prompt="hi")
        async for _ in stream:
            break
        await stream.aclose()
        return await asyncio.to_thread(closed.wait, 10)

    assert asyncio.run(run())


def test_a_generators_text_goes_through_the_output_rails():
    made = rails(yaml=OUTPUT, colang=RAIL, word="bad")

    async def text(words):
        for word in words:
            yield word

    def stream(*words):
        return made.stream_async(messages=HI, generator=text(words))

    assert "".join(collect(lambda: stream("fine ", "words"))) == "fine words"
    assert "guardrails_violation" in collect(lambda: stream("a ", "bad ", "word"))[-1]
    assert made.llm.requests == []


def test_a_handler_is_given_the_text_as_it_comes():
    made = rails(["Hel", "lo"])

    async def run():
        handler = StreamingHandler()
        answer = asyncio.create_task(made.generate_async(messages=HI, streaming_handler=handler))
        heard = [chunk async for chunk in handler]
        return heard, await answer, handler.completion

    heard, answer, whole = asyncio.run(run())
    assert heard == ["Hel", "lo"]
    assert whole == answer["content"] == "Hello"


# Checks, events, explanations


def test_check_says_what_the_rails_say():
    made = rails(yaml=INPUT, colang=RAIL, word="bad")
    assert made.check(HI).model_dump() == {"status": "passed", "content": "hi", "rail": None}
    blocked = asyncio.run(made.check_async([{"role": "user", "content": "bad"}], rail_types=["input"]))
    assert (blocked.status, blocked.content, blocked.rail) == ("blocked", "No.", "check words")


DIALOG = """
define user greet
  "hello"

define bot greet
  "Good day, $name!"

define flow
  user greet
  bot greet
"""
LIKENESS = MAIN + "rails: {dialog: {user_messages: {embeddings_only: true}}}\n"


def test_events_follow_from_events():
    made = rails(yaml=LIKENESS, colang=DIALOG)
    events = [
        {"type": "ContextUpdate", "data": {"name": "Ann"}},
        {"type": "UtteranceUserActionFinished", "final_transcript": "hello"},
    ]
    new = made.generate_events(events)
    said = [event for event in new if event["type"] == "StartUtteranceBotAction"]
    assert [event["script"] for event in said] == ["Good day, Ann!"]
    assert new[-1]["type"] == "Listen"
    assert all("uid" in event for event in new)
    assert asyncio.run(made.runtime.generate_events(events))[-1]["type"] == "Listen"


def test_explain_tells_of_the_last_call():
    made = rails("one", "two")
    assert made.explain().llm_calls == []
    made.generate(prompt="first")
    made.generate(messages=[*HI, {"role": "assistant", "content": "one"}, {"role": "user", "content": "so?"}])
    info = made.explain()
    assert [call.completion for call in info.llm_calls] == ["two"]
    assert info.colang_history == 'user "hi"\n  "one"\nuser "so?"\n  "two"\n'
    assert made.explain_info == info


# Registrations


def test_registrations_can_be_chained_before_and_after_the_engine_is_built():
    made = rails("n", yaml=MAIN)
    same = (
        made.register_action(lambda: None, name="a")
        .register_action_param("p", 1)
        .register_filter(str.upper, "up")
        .register_output_parser(str, "plain")
        .register_prompt_context("c", 1)
        .register_embedding_provider(type("E", (), {"encode": None}), "e")
        .register_embedding_search_provider("s", type("S", (), {}))
        .register_llm_provider("own", type("M", (), {"invoke": None}))
    )
    assert same is made
    assert made.engine.parts.toolbox.params == {"p": 1}


def test_init_gets_the_rails_and_cannot_use_them_yet(tmp_path):
    (tmp_path / "config.yml").write_text(MAIN)
    (tmp_path / "config.py").write_text(
        "from nemoguardrails import LLMRails\n"
        "def init(app: LLMRails):\n"
        "    assert isinstance(app, LLMRails) and app.llm is not None and app.config.models\n"
        "    app.runtime.register_action(later, name='later')\n"
        "    app.register_action_param('rails', app)\n"
        "    later.app = app\n"
        "    try:\n        app.generate(prompt='hi')\n"
        "    except Exception as error:\n        later.error = error\n"
        "def later(rails): return rails\n"
    )
    made = LLMRails(RailsConfig.from_path(tmp_path), llm=ScriptedProvider(["one"]))
    assert made.generate(prompt="hi") == "one"
    action = made.engine.parts.toolbox.actions.find("later")
    assert made.engine.parts.toolbox.params["rails"] is made
    assert isinstance(action.function.error, RailsError)
    assert "before init(app) has returned" in str(action.function.error)


def test_the_model_can_be_replaced():
    made = rails("one")
    made.update_llm(lambda prompt: f"You said {prompt}")
    assert made.generate(prompt="hi") == "You said hi"
    assert made.llm("x") == "You said x"


def test_a_function_can_answer_in_place_of_the_model():
    made = rails(yaml=MAIN + "passthrough: true\n")

    async def answer(context, events):
        return f"Echo {context['user_message']}", {"more": 1}

    made.passthrough_fn = answer
    assert made.generate(prompt="hi") == "Echo hi"
    assert made.passthrough_fn is answer


def test_users_code_sees_the_call_that_it_runs_in():
    seen = []
    made = rails("one", yaml=INPUT, colang=RAIL)

    def has_bad_word():
        seen.append((raw_llm_request.get(), generation_options_var.get().llm_params))
        return False

    made.register_action(has_bad_word)
    made.generate(messages=HI, options={"llm_params": {"temperature": 0}})
    assert seen == [(HI, {"temperature": 0})]
    assert raw_llm_request.get() is None
