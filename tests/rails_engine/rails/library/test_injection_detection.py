from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ConfigError, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.pipeline.run import TurnRun
from rails_engine.rails.library.injection_detection import InjectionDetection
from rails_engine.turn import Blocked
from tests.contracts.rail import MODEL, RailContract, ask, engine
from tests.talking import Bot, result_of, text_of_stream

REJECTED = "I'm sorry, the desired output triggered rule(s) designed to mitigate exploitation of {}."
SQL = "Try this: ' OR '1'='1"
SCRIPT = "Here <script>alert(1)</script> it is"
STREAMING = "streaming: {enabled: true, stream_first: false, context_size: 0, chunk_size: 1}"
RULE = 'rule my_rule { strings: $a = "hunter2" condition: $a }'


def settings(what: str = "injections: [sqli, template, code, xss]", streaming: str = "") -> str:
    more = f", {streaming}" if streaming else ""
    return f"""
rails:
  output: {{flows: [injection detection]{more}}}
  config:
    injection_detection: {{{what}}}
"""


def answer(text: Any, what: str = "injections: [sqli, template, code, xss]", **how: Any) -> Any:
    return engine(settings(what), [text], **how).generate(ask())


class TestInjectionDetection(RailContract):
    rail = InjectionDetection

    def test_a_harmless_answer_passes(self) -> None:
        assert answer("SELECT name FROM users;").content == "SELECT name FROM users;"

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            (SQL, "sqli"),
            ("{{ 7*7 }}", "template"),
            ("import os\nos.system('id')", "code"),
            (SCRIPT, "xss"),
            (f"{SCRIPT} and {SQL}", "sqli, xss"),
        ],
    )
    def test_what_is_found_is_refused_and_named(self, text: str, names: str) -> None:
        result = answer(text)
        assert (result.content, result.blocked_by) == (REJECTED.format(names), "injection detection")

    def test_only_what_the_settings_name_is_looked_for(self) -> None:
        assert answer(SQL, "injections: [xss]").content == SQL
        assert answer(SQL, "action: reject").decision == "blocked"

    def test_its_exception_takes_the_place_of_the_refusal(self) -> None:
        result = engine("enable_rails_exceptions: true" + settings(), [SQL]).generate(ask())
        assert result.exception is not None
        assert result.exception["type"] == "InjectionDetectionRailException"

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            (SCRIPT, "Here  it is"),
            (
                "[a](javascript:alert(1)) and [b](https://example.com)",
                "[aalert(1)) and [b](https://example.com)",
            ),
            ("nothing at all", "nothing at all"),
        ],
    )
    def test_omit_cuts_it_out(self, text: str, left: str) -> None:
        result = answer(text, "injections: [xss], action: omit")
        assert result.content == left
        assert result.decision == ("allowed" if text == left else "modified")

    def test_omit_does_not_make_a_new_one(self) -> None:
        hidden = "<scr<script>a=1</script>ipt>b=2</script>"
        assert answer(hidden, "action: omit").content == ""
        for _ in range(3):
            hidden = hidden.replace("a=1", "<script>a=1</script>a=1")
        assert "<script>" not in answer(hidden, "action: omit").content

    def test_an_older_flow_reads_the_result_as_a_table(self) -> None:
        flow = """
        define subflow mine
          $response = execute injection_detection(text=$bot_message)
          if $response["is_injection"]
            $bot_message = "{{ response.text }}"
            bot tell
            stop
        define bot tell
          "{{ response.detections[0] }}: {{ response.text }}"
        """
        config = settings().replace("flows: [injection detection]", "flows: [mine]")
        assert engine(config, [SQL], colang=flow).generate(ask()).content == f"sqli: {SQL}"

    def test_a_configuration_has_its_own_words(self) -> None:
        flow = """
        define bot inform injection detected
          "No {{ injection_detections[0] }} here."
        """
        assert engine(settings(), [SQL], colang=flow).generate(ask()).content == "No sqli here."

    def test_a_name_that_is_unknown_is_refused_with_its_place(self) -> None:
        with pytest.raises(
            ConfigError, match=r"injections\[1\] names 'sql', of which there is neither"
        ) as caught:
            engine(settings("injections: [xss, sql]"))
        assert caught.value.line == 6
        assert caught.value.hint == "Did you mean 'sqli'?"


class TestStreams:
    @pytest.mark.parametrize(
        "text", ["It's a fine day, and 5 or 6 people are here.", "a <b and c> d 'x' -- y."]
    )
    def test_a_harmless_answer_comes_through_unchanged(self, text: str) -> None:
        bot = Bot(settings(streaming=STREAMING), general=tuple(text))
        assert text_of_stream(bot.stream("x")) == text

    def test_what_came_before_a_piece_counts(self) -> None:
        bot = Bot(settings())
        scope = TurnRun(bot.engine.parts, bot.turn("x")).scope
        detect = InjectionDetection().detect
        assert detect(scope, "union select null").is_blocked
        scope.before = "the re"
        assert not detect(scope, "union select null").is_blocked
        scope.before = SCRIPT
        assert detect(scope, " and more")["text"] == " and more"

    def test_a_block_lets_nothing_of_the_match_out(self) -> None:
        bot = Bot(settings(streaming=STREAMING), general=tuple(f"Well. {SCRIPT}"))
        events = bot.stream("x")
        assert "<script" not in text_of_stream(events)
        assert any(isinstance(event, Blocked) for event in events)
        assert result_of(events).blocked_by == "injection detection"

    @hypothesis.settings(max_examples=30)
    @given(st.lists(st.integers(1, 40), max_size=8))
    def test_omit_leaves_the_same_however_the_answer_is_cut(self, cuts: list[int]) -> None:
        text = f"One {SCRIPT}, two [x](javascript:alert(2)) three <b>four</b>."
        pieces, at = [], 0
        for cut in cuts:
            pieces.append(text[at : at + cut])
            at += cut
        pieces.append(text[at:])
        config = settings("action: omit", STREAMING)
        events = Bot(config, general=tuple(p for p in pieces if p) or ("x",)).stream("x")
        assert text_of_stream(events) == answer(text, "action: omit").content

    def test_the_first_words_do_not_wait_for_the_last(self) -> None:
        bot = Bot(settings(streaming=STREAMING), general=("First words. ", "Second words. ", "The end."))
        assert len([e for e in bot.stream("x") if type(e).__name__ == "Delta"]) > 1


class TestYara:
    @pytest.fixture(autouse=True)
    def _package(self) -> None:
        pytest.importorskip("yara")

    def test_a_rule_of_the_configuration_is_found_and_named_by_itself(self) -> None:
        what = f"injections: [mine], yara_rules: {{mine: '{RULE}'}}"
        assert answer("my password is hunter2", what).content == REJECTED.format("my_rule")
        assert answer(SQL, what).content == SQL

    def test_without_names_all_rules_and_signatures_are_used(self) -> None:
        what = f"yara_rules: {{mine: '{RULE}'}}"
        assert answer("hunter2", what).decision == "blocked"
        assert answer(SQL, what).decision == "blocked"

    def test_omit_cuts_out_what_its_strings_match(self) -> None:
        what = f"action: omit, yara_rules: {{mine: '{RULE}'}}"
        assert answer("süß: hunter2!", what).content == "süß: !"

    def test_omit_refuses_what_has_no_place(self) -> None:
        what = "action: omit, yara_rules: {long: 'rule long { condition: filesize > 5 }'}"
        assert answer("123456", what).decision == "blocked"

    def test_files_of_a_folder_beside_the_configuration_are_rules(self, tmp_path: Path) -> None:
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "sqli.yara").write_text(RULE)
        (tmp_path / "rules" / "notes.txt").write_text("no rule")
        (tmp_path / "config.yml").write_text(MODEL + settings("injections: [sqli, xss], yara_path: rules"))
        made = RailsEngine(
            RailsConfig.from_path(tmp_path, environ={}), llm=ScriptedProvider([SQL, "hunter2"])
        )
        assert made.generate(ask()).content == SQL
        assert made.generate(ask()).decision == "blocked"

    def test_a_stream_is_held_back_whole(self) -> None:
        what = f"yara_rules: {{mine: '{RULE}'}}"
        events = Bot(settings(what, STREAMING), general=tuple("my hunter2 is hunter2")).stream("x")
        assert text_of_stream(events) == ""

    @pytest.mark.parametrize(
        ("what", "problem"),
        [
            ("yara_rules: {mine: 'rule {'}", "yara_rules is refused: the YARA rules 'mine' cannot be used"),
            ("yara_path: /no/such/folder", "yara_path is no folder"),
            ("injections: [other], yara_rules: {mine: 'rule a { condition: true }'}", "names 'other'"),
        ],
    )
    def test_what_cannot_be_used_is_refused_with_its_place(self, what: str, problem: str) -> None:
        with pytest.raises(ConfigError, match="injection_detection") as caught:
            engine(settings(what))
        assert problem in caught.value.message
        assert caught.value.line == 6


def test_rules_without_the_package_are_refused_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yara", None)
    with pytest.raises(
        ConfigError, match="yara_rules is refused: YARA rules needs an optional package"
    ) as caught:
        engine(settings(f"yara_rules: {{mine: '{RULE}'}}"))
    assert caught.value.hint == "pip install 'switchyard[yara]'"
    assert engine(settings(), ["fine"]).generate(ask()).content == "fine"
