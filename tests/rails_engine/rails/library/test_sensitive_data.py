from __future__ import annotations

import json
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine import ConfigError, LLMReply
from rails_engine.rails.library.sensitive_data import MAPPING, RESTORE, SensitiveData
from rails_engine.rails.sensitive_data_settings import SensitiveDataSettings
from rails_engine.turn import Delta
from tests.contracts.rail import RailContract, ask, engine
from tests.talking import Bot, assistant, user

MAIL, OTHER = "ana@example.com", "ben@example.org"
REFUSAL = "I don't know the answer to that."


def config(settings: str, *, output: str = "", input: str = "", retrieval: str = "", more: str = "") -> str:
    flows = {
        "input": input,
        "output": output,
        "retrieval": retrieval,
        **({"tool_output": RESTORE} if more else {}),
    }
    lists = "\n".join(f"  {kind}: {{flows: [{flow}]}}" for kind, flow in flows.items() if flow)
    return f"rails:\n{lists}\n  config:\n    sensitive_data_detection: {{{settings}}}\n"


def placeholders(entities: str = "EMAIL_ADDRESS", more: str = "") -> str:
    return config(
        f"input: {{entities: [{entities}], action: placeholder}}",
        input="mask sensitive data on input",
        output=RESTORE,
        more=more,
    )


def streamed(bot: Bot, *messages: Any, **how: Any) -> str:
    return "".join(event.text for event in bot.stream(*messages, **how) if isinstance(event, Delta))


class TestSensitiveData(RailContract):
    rail = SensitiveData

    @pytest.mark.parametrize("source", ["input", "output"])
    def test_a_text_with_an_entity_is_refused(self, source: str) -> None:
        yaml = config(
            f"{source}: {{entities: [EMAIL_ADDRESS]}}", **{source: f"detect sensitive data on {source}"}
        )
        for text, blocked in ((f"to {MAIL}", True), ("to nobody", False)):
            bot = engine(yaml, ["fine"] if source == "input" else [text])
            result = bot.generate(ask(text if source == "input" else "hello"))
            assert (result.blocked_by == f"detect sensitive data on {source}") is blocked
            assert (result.content == REFUSAL) is blocked

    def test_it_may_be_an_exception(self) -> None:
        yaml = "enable_rails_exceptions: true\n" + config(
            "input: {entities: [EMAIL_ADDRESS]}", input="detect sensitive data on input"
        )
        assert engine(yaml).generate(ask(MAIL)).decision == "blocked"

    def test_without_entities_nothing_is_looked_for(self) -> None:
        for verb in ("detect", "mask"):
            yaml = config(
                "", input=f"{verb} sensitive data on input", output=f"{verb} sensitive data on output"
            )
            assert engine(yaml, [MAIL]).generate(ask(MAIL)).content == MAIL

    def test_the_record_says_how_many_of_which_kind_and_no_value(self) -> None:
        yaml = config("input: {entities: [EMAIL_ADDRESS]}", input="detect sensitive data on input")
        result = engine(yaml).generate(ask(f"{MAIL} {OTHER}"))
        returned = result.record.rails[0].actions[0].return_value
        assert returned.metadata == {"entities": {"EMAIL_ADDRESS": 2}}
        assert MAIL not in repr(returned)

    def test_an_old_flow_reads_a_yes_or_no(self) -> None:
        flow = """
        define subflow mine
          $found = execute detect_sensitive_data(source="input", text=$user_message)
          if $found == True
            bot say it
            stop
        define bot say it
          "found"
        """
        yaml = config("input: {entities: [EMAIL_ADDRESS]}", input="mine")
        assert engine(yaml, ["x"], colang=flow).generate(ask(MAIL)).content == "found"

    def test_a_mask_on_input_is_what_the_model_sees(self) -> None:
        bot = Bot(
            config("input: {entities: [EMAIL_ADDRESS, PHONE_NUMBER]}", input="mask sensitive data on input")
        )
        bot.say(f"{MAIL} or +44 20 7946 0958")
        assert bot.sent()[-1]["content"] == "<EMAIL_ADDRESS> or <PHONE_NUMBER>"

    def test_a_mask_on_output_is_what_the_user_sees(self) -> None:
        yaml = config("output: {entities: [EMAIL_ADDRESS]}", output="mask sensitive data on output")
        result = engine(yaml, [f"ask {MAIL}"]).generate(ask())
        assert (result.content, result.decision) == ("ask <EMAIL_ADDRESS>", "modified")

    def test_a_mask_on_retrieval_is_what_the_model_sees_of_the_chunks(self) -> None:
        yaml = config("retrieval: {entities: [EMAIL_ADDRESS]}", retrieval="mask sensitive data on retrieval")
        bot = Bot(yaml, actions={"retrieve_relevant_chunks": lambda: f"mail {MAIL} instead"})
        bot.say("hello", context={"relevant_chunks": f"mail {MAIL}"})
        system = "".join(m["content"] for m in bot.sent() if m["role"] == "system")
        assert MAIL not in system
        assert "<EMAIL_ADDRESS>" in system

    def test_a_hash_is_the_same_for_the_same_value(self) -> None:
        yaml = config(
            "hash_key: k, output: {entities: [EMAIL_ADDRESS], action: hash}",
            output="mask sensitive data on output",
        )
        content = engine(yaml, [f"{MAIL} {OTHER} {MAIL}"]).generate(ask()).content
        first, second, third = content.split()
        assert first == third != second
        assert first.startswith("<EMAIL_ADDRESS:")

    def test_thresholds_are_those_of_the_original_unless_set(self) -> None:
        text = "my number 12 34 56 78 ok"  # less sure than 0.6
        for setting, found in (
            ("", True),
            (", score_threshold: 0.6", False),
            (", thresholds: {PHONE_NUMBER: 0.6}", False),
        ):
            yaml = config(
                f"input: {{entities: [PHONE_NUMBER]{setting}}}", input="detect sensitive data on input"
            )
            assert (engine(yaml, ["x"]).generate(ask(text)).decision == "blocked") is found

    def test_allowed_values_are_let_be(self) -> None:
        yaml = config(
            "input: {entities: [EMAIL_ADDRESS], allow: ['@example.com']}",
            input="detect sensitive data on input",
        )
        assert engine(yaml, ["x"]).generate(ask(MAIL)).decision == "allowed"
        assert engine(yaml, ["x"]).generate(ask(OTHER)).decision == "blocked"

    def test_own_recognizers_are_used(self) -> None:
        own = "recognizers: [{supported_entity: STAFF, patterns: [{name: n, regex: 'emp-\\d+', score: 0.8}], deny_list: [Zork]}]"
        yaml = config(own + ", input: {entities: [STAFF]}", input="mask sensitive data on input")
        bot = Bot(yaml)
        bot.say("EMP-123 and zork")
        assert bot.sent()[-1]["content"] == "<STAFF> and <STAFF>"


class TestPlaceholders:
    def test_the_model_sees_placeholders_and_the_user_the_values(self) -> None:
        bot = Bot(placeholders(), general="wrote to <EMAIL_2>, not <EMAIL_1>; <EMAIL_3> is nobody")
        result = bot.say(f"not {MAIL} but {OTHER}")
        assert bot.sent()[-1]["content"] == "not <EMAIL_1> but <EMAIL_2>"
        assert result.content == f"wrote to {OTHER}, not {MAIL}; <EMAIL_3> is nobody"

    def test_what_the_user_typed_is_no_placeholder_of_a_value(self) -> None:
        bot = Bot(placeholders(), general="<EMAIL_1> <EMAIL_2>")
        result = bot.say(f"what is <EMAIL_1>? I am {MAIL}")
        assert bot.sent()[-1]["content"] == "what is <EMAIL_1>? I am <EMAIL_2>"
        assert result.content == f"<EMAIL_1> {MAIL}"

    @pytest.mark.parametrize("kept", [True, False], ids=["with state", "by the messages alone"])
    def test_they_are_the_same_throughout_a_conversation(self, kept: bool) -> None:
        bot = Bot(placeholders(), general=["<EMAIL_1> it is", "<EMAIL_1> and <EMAIL_2>"])
        first = bot.say(f"I am {MAIL}", state={} if kept else None)
        question = f"and {OTHER}, with {MAIL}"
        if kept:
            second = bot.say(question, state=json.loads(json.dumps(first.state)))
        else:
            second = bot.say(f"I am {MAIL}", assistant(first.content), question)
        assert [m["content"] for m in bot.sent()] == [
            "I am <EMAIL_1>",
            "<EMAIL_1> it is",
            "and <EMAIL_2>, with <EMAIL_1>",
        ]
        assert second.content == f"{MAIL} and {OTHER}"

    @pytest.mark.parametrize("action", ["mask", "hash", "placeholder"])
    def test_no_call_carries_a_value_of_a_turn_before(self, action: str) -> None:
        yaml = config(
            f"hash_key: k, input: {{entities: [EMAIL_ADDRESS], action: {action}}}",
            input="mask sensitive data on input",
        )
        bot = Bot(yaml)
        bot.say(f"I am {MAIL}", assistant(f"Hello {MAIL}"), {"role": "tool", "content": f"[{MAIL}]"}, "go on")
        assert MAIL not in json.dumps(bot.sent())

    def test_rails_side_by_side_hide_the_same(self) -> None:
        both = "input: {parallel: true, flows: [context bloat detection on input, "
        bot = Bot(placeholders().replace("input: {flows: [", both, 1))
        bot.say(f"I am {MAIL}", assistant(f"Hello {MAIL}"), f"write to {OTHER}")
        assert [m["content"] for m in bot.sent()] == [
            "I am <EMAIL_1>",
            "Hello <EMAIL_1>",
            "write to <EMAIL_2>",
        ]

    def test_every_question_that_nobody_has_answered_is_masked(self) -> None:
        bot = Bot(placeholders())
        bot.say(f"I am {MAIL}", f"or {OTHER}, or {MAIL}")
        assert [m["content"] for m in bot.sent()] == ["I am <EMAIL_1>", "or <EMAIL_2>, or <EMAIL_1>"]

    def test_parts_of_a_message_that_are_no_text_stay(self) -> None:
        image = {"type": "image_url", "image_url": {"url": "https://example.com/x.png"}}
        bot = Bot(placeholders())
        bot.say(user([{"type": "text", "text": f"I am {MAIL}"}, image]))
        assert bot.sent()[-1]["content"] == [{"type": "text", "text": "I am <EMAIL_1>"}, image]

    def test_a_conversation_that_holds_something_else_under_the_name_is_no_obstacle(self) -> None:
        bot = Bot(placeholders(), general="<EMAIL_1>")
        assert bot.say(MAIL, context={MAPPING: "?"}).content == MAIL
        assert bot.say(MAIL, context={MAPPING: {"<EMAIL_1>": 3}}).content == MAIL

    def test_values_come_back_in_the_arguments_of_tools(self) -> None:
        arguments = json.dumps({"to": "<EMAIL_1>", "n": 1})
        call = {"id": "c", "type": "function", "function": {"name": "mail", "arguments": arguments}}
        bot = Bot(placeholders(more="tools"), general=LLMReply(tool_calls=[call], finish_reason="tool_calls"))
        made = bot.say(f"write to {MAIL}").message["tool_calls"][0]
        assert json.loads(made["function"]["arguments"]) == {"to": MAIL, "n": 1}

    def test_values_in_an_answer_of_json_are_escaped(self) -> None:
        own = "recognizers: [{supported_entity: Q, patterns: [{regex: '\"[a-z]+\"', score: 1}]}], "
        yaml = placeholders("Q").replace("{input:", "{" + own + "input:")
        bot = Bot(yaml, general='{"said": "<Q_1>"}')
        result = bot.say('he said "hello"', params={"response_format": {"type": "json_object"}})
        assert json.loads(result.content) == {"said": '"hello"'}

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(1, 7), min_size=1, max_size=30))
    def test_they_are_restored_wherever_a_stream_is_cut(self, sizes: list[int]) -> None:
        answer = "Hi <EMAIL_1>, or <EMAIL_2>? <b> 1 < 2 <EMAIL_1"
        pieces, at = [], 0
        for size in sizes:
            pieces.append(answer[at : at + size])
            at += size
        bot = STREAMING
        bot.replies["general"] = tuple(piece for piece in [*pieces, answer[at:]] if piece)
        assert streamed(bot, f"{MAIL} {OTHER}") == f"Hi {MAIL}, or {OTHER}? <b> 1 < 2 <EMAIL_1"


STREAMING = Bot(
    placeholders().replace(
        f"output: {{flows: [{RESTORE}]", f"output: {{streaming: {{enabled: true}}, flows: [{RESTORE}]"
    )
)


class TestStreams:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(1, 9), min_size=1, max_size=30))
    def test_an_answer_is_masked_wherever_it_is_cut(self, sizes: list[int]) -> None:
        answer = "please ask Maria Lopez in Berlin, or ana@example.com, or call +44 20 7946 0958 before you go there"
        pieces, at = [], 0
        for size in sizes:
            pieces.append(answer[at : at + size])
            at += size
        MASKING.replies["general"] = tuple(piece for piece in [*pieces, answer[at:]] if piece)
        expected = "please ask <PERSON> in <LOCATION>, or <EMAIL_ADDRESS>, or call <PHONE_NUMBER> before you go there"
        assert streamed(MASKING, "hello") == expected

    def test_nothing_of_an_entity_is_out_before_the_answer_is_refused(self) -> None:
        bot = Bot(stream_config("detect"), general=("it is", " ana", "@exam", "ple.com", " I think"))
        out = streamed(bot, "hello")
        assert "ana" not in out

    def test_it_is_exact_for_our_recognisers(self) -> None:
        rail = SensitiveData(SensitiveDataSettings())
        for flow in rail.flows:
            if "output" in flow.kinds:
                assert rail.scanner(flow.name) is not None


def stream_config(verb: str) -> str:
    yaml = config(
        "output: {entities: [PERSON, LOCATION, EMAIL_ADDRESS, PHONE_NUMBER]}",
        output=f"{verb} sensitive data on output",
    )
    return yaml.replace("output: {flows", "output: {streaming: {enabled: true}, flows", 1)


MASKING = Bot(stream_config("mask"))


@pytest.mark.skipif(find_spec("presidio_analyzer") is not None, reason="it is installed here")
def test_presidio_that_is_not_installed_is_named_at_load() -> None:
    with pytest.raises(ConfigError) as caught:
        engine(config("engine: presidio, input: {entities: [PERSON]}", input="mask sensitive data on input"))
    assert "presidio" in caught.value.message
    assert caught.value.hint == "pip install 'switchyard[presidio]'"
