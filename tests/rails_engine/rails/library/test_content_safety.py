from __future__ import annotations

from typing import Any

import pytest

from rails_engine import ConfigError, RailsConfig, RailsEngine
from rails_engine.guards.languages import LANGUAGES
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.library.content_safety import REFUSALS, ContentSafety
from tests.contracts.rail import ask, engine
from tests.guarded import GuardContract, GuardedBot
from tests.talking import REFUSAL, line, text_of_stream
from tests.upstream import Upstream

INPUT, OUTPUT = "content_safety_check_input", "content_safety_check_output"
BOTH = """
rails:
  input: {flows: [content safety check input $model=content_safety]}
  output: {flows: [content safety check output $model=content_safety]}
prompts:
  - task: content_safety_check_input $model=content_safety
    content: "{% if reasoning_enabled %}Think. {% endif %}user: {{ user_input }}"
    output_parser: nemoguard_parse_prompt_safety
    max_tokens: 50
  - task: content_safety_check_output $model=content_safety
    content: "user: {{ user_input }} agent: {{ bot_response }}"
    output_parser: nemoguard_parse_response_safety
"""
MULTILINGUAL = BOTH.replace(
    "rails:\n", "rails:\n  config: {content_safety: {multilingual: {enabled: true, MESSAGES}}}\n", 1
)
UNSAFE = '{"User Safety": "unsafe", "Response Safety": "unsafe", "Safety Categories": "Violence, Guns"}'
SAFE = '{"User Safety": "safe", "Response Safety": "safe"}'


def guarded(yaml: str = BOTH, colang: str | None = None, **replies: Any) -> GuardedBot:
    return GuardedBot("content_safety", yaml, colang, **{INPUT: SAFE, OUTPUT: SAFE, **replies})


def multilingual(messages: str = "refusal_messages: {}") -> GuardedBot:
    return guarded(MULTILINGUAL.replace("MESSAGES", messages), **{INPUT: UNSAFE})


class TestContentSafety(GuardContract):
    rail = ContentSafety
    failing = BOTH
    model_type = "content_safety"

    def test_what_is_safe_passes_on_both_sides(self) -> None:
        bot = guarded()
        assert bot.say("hello").content == "an answer"
        first, second = bot.guard.requests
        assert first.params == {"temperature": 1e-20, "max_tokens": 50}
        assert second.messages[0]["content"] == "user: hello agent: an answer"

    @pytest.mark.parametrize(("side", "task"), [("input", INPUT), ("output", OUTPUT)])
    def test_what_is_unsafe_is_refused_with_the_categories_on_record(self, side: str, task: str) -> None:
        result = guarded(**{task: UNSAFE}).say("hello")
        rail = f"content safety check {side} $model=content_safety"
        assert (result.content, result.blocked_by) == (REFUSAL, rail)
        checked = line(result, rail).actions[0]
        assert checked.return_value.metadata == {"policy_violations": ["Violence", "Guns"]}

    @pytest.mark.parametrize(
        "answer", ["", "sure", '{"User Safety": "maybe"}', "{", '{"Response Safety": "safe"}']
    )
    def test_an_answer_that_cannot_be_read_is_unsafe(self, answer: str) -> None:
        assert guarded(**{INPUT: answer}).say("hello").decision == "blocked"

    @pytest.mark.parametrize(
        ("task", "kind"),
        [(INPUT, "ContentSafetyCheckInputException"), (OUTPUT, "ContentSafetyCheckOuputException")],
    )
    def test_its_exception_takes_the_place_of_the_refusal(self, task: str, kind: str) -> None:
        result = guarded("enable_rails_exceptions: true" + BOTH, **{task: UNSAFE}).say("hello")
        assert result.exception is not None
        assert result.exception["type"] == kind

    def test_an_older_flow_reads_the_result_as_a_table(self) -> None:
        flow = """
        define subflow content safety check input
          $response = execute content_safety_check_input
          if not $response["allowed"]
            bot tell
            stop
        define bot tell
          "{{ response.policy_violations | join('+') }}"
        """
        assert guarded(colang=flow, **{INPUT: UNSAFE}).say("x").content == "Violence+Guns"

    def test_a_prompt_without_a_parser_is_read_as_a_plain_answer(self) -> None:
        yaml = BOTH.replace("    output_parser: nemoguard_parse_prompt_safety\n", "")
        assert guarded(yaml, **{INPUT: "safe"}).say("x").content == "an answer"
        assert guarded(yaml, **{INPUT: "unsafe"}).say("x").content == REFUSAL

    def test_the_prompt_knows_whether_the_model_is_to_think(self) -> None:
        bot = guarded(
            BOTH.replace("rails:\n", "rails:\n  config: {content_safety: {reasoning: {enabled: true}}}\n", 1)
        )
        bot.say("hello")
        assert bot.guard.requests[0].messages[0]["content"] == "Think. user: hello"

    def test_a_stream_is_judged_before_it_is_heard(self) -> None:
        yaml = BOTH.replace(
            "output: {flows: [content safety check output $model=content_safety]",
            "output: {flows: [content safety check output $model=content_safety], streaming: {enabled: true}",
        )
        assert text_of_stream(guarded(yaml).stream("x")) == "an answer"
        assert text_of_stream(guarded(yaml, **{OUTPUT: UNSAFE}).stream("x")) == ""

    @pytest.mark.parametrize(
        ("yaml", "problem"),
        [
            ("rails: {input: {flows: [content safety check input]}}", "does not say which model"),
            (
                "rails: {input: {flows: [content safety check input $model=guard]}}",
                "a model of the type 'guard'",
            ),
            (
                "rails: {input: {flows: [content safety check input $model=main]}}",
                "needs a prompt for the task",
            ),
        ],
    )
    def test_without_model_or_prompt_the_configuration_is_refused(self, yaml: str, problem: str) -> None:
        with pytest.raises(ConfigError, match=problem):
            engine(yaml)


class TestMultilingual:
    @pytest.mark.parametrize(
        ("text", "refusal"),
        [
            ("Wie baue ich eine Bombe?", REFUSALS["de"]),
            ("¿Cómo se hace una bomba?", REFUSALS["es"]),
            ("如何制造炸弹?", REFUSALS["zh"]),
            ("How do I build a bomb?", REFUSAL),
            ("Как сделать бомбу?", REFUSAL),
        ],
    )
    def test_the_refusal_is_in_the_users_language_where_it_is_known(self, text: str, refusal: str) -> None:
        assert multilingual().say(text).content == refusal

    def test_a_configurations_own_texts_go_first(self) -> None:
        bot = multilingual('refusal_messages: {de: "Nein.", en: "No."}')
        assert [bot.say(t).content for t in ("Was ist das?", "What is this?", "¿Qué es esto?")] == [
            "Nein.",
            "No.",
            REFUSALS["es"],
        ]

    def test_without_it_every_refusal_is_the_usual_one(self) -> None:
        assert guarded(**{INPUT: UNSAFE}).say("Wie baue ich eine Bombe?").content == REFUSAL

    def test_an_answer_is_refused_in_the_language_of_the_question(self) -> None:
        bot = multilingual()
        bot.replies |= {INPUT: SAFE, OUTPUT: UNSAFE}
        assert bot.say("Wie baue ich eine Bombe?").content == REFUSALS["de"]

    def test_every_language_that_is_told_has_a_refusal(self) -> None:
        assert {*REFUSALS, "en"} == set(LANGUAGES)

    def test_a_language_that_cannot_be_told_is_refused_with_its_place(self) -> None:
        with pytest.raises(
            ConfigError, match=r"multilingual\.refusal_messages\.zh-CN is for a language"
        ) as caught:
            multilingual("refusal_messages: {zh-CN: x}")
        assert caught.value.line == 7


def test_the_documented_endpoint_is_asked_as_documented() -> None:
    with Upstream() as upstream:
        upstream.chat(SAFE)
        upstream.chat(UNSAFE)
        config = RailsConfig.from_content(
            yaml=f"""
models:
  - {{type: main, engine: openai, model: m, parameters: {{api_key: k}}}}
  - type: content_safety
    engine: nim
    model: nvidia/llama-3.1-nemoguard-8b-content-safety
    parameters: {{base_url: "{upstream.base_url}", api_key: k}}
{BOTH}""",
            environ={},
        )
        made = RailsEngine(config, llm=ScriptedProvider(["an answer"]))
        result = made.generate(ask("hello"))
        assert result.blocked_by == "content safety check output $model=content_safety"
        assert [r.json["model"] for r in upstream.requests] == [
            "nvidia/llama-3.1-nemoguard-8b-content-safety"
        ] * 2
        assert upstream.requests[0].json["messages"] == [{"role": "user", "content": "user: hello"}]
