from __future__ import annotations

import logging
import math
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ConfigError
from rails_engine.actions.registry import action
from rails_engine.rails.library.context_bloat import (
    MAX_SAMPLE,
    ContextBloat,
    ContextBloatSettings,
    find_bloat,
    longest_run,
    measure_entropy,
    measure_repetition,
)
from tests.contracts.rail import RailContract, ask, engine
from tests.talking import ANSWER, Bot, line

INPUT, RETRIEVAL = "context bloat detection on input", "context bloat detection on retrieval"
PLAIN = (
    "The delivery came two days late, and one of the boxes was open. I would like to know whether I can send it "
    "back, who pays for that, and how long it takes until I have my money. "
)
SETTINGS = ContextBloatSettings()


def settings(what: str, kind: str = "input") -> str:
    flow = INPUT if kind == "input" else RETRIEVAL
    return f"rails: {{{kind}: {{flows: [{flow}]}}, config: {{context_bloat_detection: {{{what}}}}}}}"


def bot(what: str = "", **how: Any) -> Bot:
    return Bot(settings(what), **how)


class TestContextBloat(RailContract):
    rail = ContextBloat

    def test_ordinary_text_passes(self) -> None:
        assert bot().say(PLAIN).content == ANSWER

    @pytest.mark.parametrize(
        ("text", "check"),
        [
            (PLAIN * 40, "size"),
            ("ab" * 100, "entropy"),
            (PLAIN + "!" * 60, "run"),
            (
                " ".join(f"Buy {word} from the best shop of them all today!" for word in "abcdefghijk"),
                "repetition",
            ),
        ],
    )
    def test_each_kind_of_bloat_is_refused_and_named(self, text: str, check: str) -> None:
        result = bot().say(text)
        assert result.blocked_by == INPUT
        assert "too long" in result.content
        outcome = line(result, INPUT).actions[0].return_value
        assert (outcome.reason, outcome.metadata["check"]) == (check, check)

    def test_a_short_text_is_measured_by_its_size_alone(self) -> None:
        assert bot().say("a" * 49).content == ANSWER
        assert bot().say("a" * 50).decision == "blocked"
        assert bot("max_chars: 10").say("a" * 49).decision == "blocked"

    def test_truncate_cuts_what_is_too_long(self) -> None:
        made = bot("max_chars: 100, action: truncate")
        result = made.say(PLAIN)
        assert made.sent()[-1]["content"] == PLAIN[:100]
        assert line(result, INPUT).verdict == "modified"

    def test_truncate_rejects_what_is_still_bloated(self) -> None:
        assert bot("max_chars: 100, action: truncate").say("ab" * 100).decision == "blocked"

    def test_warn_lets_it_pass_and_says_so(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING, logger="rails_engine.rails"):
            result = bot("action: warn").say("ab" * 100)
        assert result.content == ANSWER
        assert "entropy" in caplog.text
        assert "abab" not in caplog.text
        assert line(result, INPUT).actions[0].return_value.reason == "entropy"

    @pytest.mark.parametrize(
        ("chunks", "what", "content", "sent"),
        [
            (PLAIN, "", ANSWER, PLAIN),
            ("ab" * 100, "", "I can't answer that", None),
            (PLAIN, "max_chars: 100, action: truncate", ANSWER, PLAIN[:100]),
        ],
    )
    def test_passages_are_judged_as_well(
        self, chunks: str, what: str, content: str, sent: str | None
    ) -> None:
        @action(name="retrieve_relevant_chunks")
        def retrieve() -> str:
            return chunks

        made = Bot(settings(what, "retrieval"), actions={"retrieve_relevant_chunks": retrieve})
        assert made.say("x").content.startswith(content)
        if sent is not None:
            assert made.sent()[0]["content"].endswith(sent.rstrip())

    def test_a_newer_flow_asks_the_outcome(self) -> None:
        flow = """
        define subflow mine
          $found = execute context_bloat_detection(source="input", text=$user_message)
          if $found.is_blocked
            bot refuse to respond
            stop
        """
        assert (
            engine("rails: {input: {flows: [mine]}}", colang=flow).generate(ask("a" * 99)).decision
            == "blocked"
        )

    @pytest.mark.parametrize(
        "what",
        [
            "max_chars: 0",
            "ngram_size: 0",
            "ngram_size: 21",
            "max_run_ratio: 1.5",
            "min_entropy: -1",
            "action: drop",
        ],
    )
    def test_a_setting_that_makes_no_sense_is_refused_at_load(self, what: str) -> None:
        with pytest.raises(ConfigError, match=what.split(":", maxsplit=1)[0]) as caught:
            engine(settings(what))
        assert caught.value.line is not None


@given(st.text(max_size=200))
def test_what_is_measured_is_within_its_bounds(text: str) -> None:
    assert 0 <= measure_entropy(text) <= math.log2(max(len(text), 1)) + 1e-9
    assert (longest_run(text) == 0) == (text == "")
    assert 0 <= measure_repetition(text, 3) <= 1


@given(st.integers(2, 50), st.sampled_from("ab !"))
def test_a_text_of_one_character_has_no_entropy(count: int, character: str) -> None:
    assert measure_entropy(character * count) == 0
    assert longest_run(character * count) == count


@given(st.integers(1, 5), st.integers(30, 60))
def test_the_same_words_over_and_over_are_repetition(size: int, times: int) -> None:
    assert measure_repetition("one two three " * times, size) > 0.9
    assert measure_repetition(" ".join(map(str, range(times))), size) == 0


def test_scripts_without_blanks_are_measured_by_the_character() -> None:
    assert measure_repetition("请帮我写一首诗。" * 10, 3) > 0.8
    assert find_bloat("ทำไมวันนี้อากาศร้อนมากกว่าเมื่อวาน และพรุ่งนี้ฝนจะตกหรือไม่ ช่วยบอกฉันที", SETTINGS) is None


def test_a_long_text_is_sampled_and_the_time_is_bounded() -> None:
    half = "".join(map(chr, range(32, 127))) * (MAX_SAMPLE // 95)
    assert measure_entropy("a" * 10 * MAX_SAMPLE + half * 10) < math.log2(95)
    begin = time.process_time()
    find_bloat(PLAIN * 2_000, SETTINGS)
    assert time.process_time() - begin < 2
