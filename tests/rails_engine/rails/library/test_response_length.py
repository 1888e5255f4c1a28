from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rails_engine import ConfigError
from rails_engine.rails.library.response_length import Limits, ResponseLength, ResponseLengthSettings
from tests.contracts.rail import RailContract, ask, engine

FLOW = "response length check output"
TEXTS = st.text("aab  .\n\u00e9\u3002", max_size=120)
LIMITS = st.builds(
    ResponseLengthSettings,
    max_characters=st.just(0) | st.integers(8, 80),
    max_words=st.just(0) | st.integers(1, 12),
    max_sentences=st.just(0) | st.integers(1, 4),
    action=st.sampled_from(["truncate", "block"]),
    cut_at=st.sampled_from(["sentence", "word", "character"]),
    ellipsis=st.sampled_from(["", " […]"]),
)


def config(limits: str) -> str:
    return f"rails: {{output: {{flows: [{FLOW}]}}, config: {{response_length: {{{limits}}}}}}}\n"


def answered(limits: str, answer: str) -> Any:
    return engine(config(limits), [answer]).generate(ask())


class Seen:
    """What the action sees of a turn."""

    def __init__(self, before: str = "") -> None:
        self.before = before
        self.context: dict[str, Any] = {}


def judged(rail: ResponseLength, text: str, before: str = "") -> str | None:
    """What is sent of a piece; None where it is blocked."""
    outcome = rail.check(Seen(before), text)  # type: ignore[arg-type]
    if outcome.is_blocked:
        return None
    return outcome.transform_text if outcome.is_transform else text


def streamed(rail: ResponseLength, pieces: list[str]) -> str | None:
    """What comes out of a stream: what is settled is judged, with what came before in sight."""
    scanner = rail.scanner(FLOW)
    text, start, sent = "", 0, ""
    for last, piece in [(False, each) for each in pieces] + [(True, "")]:
        text += piece
        end = len(text) if last else scanner.settled(text, start)
        assert start <= end <= len(text)
        if not scanner.clean(text[:end], start):
            out = judged(rail, text[start:end], text[:start])
            if out is None:
                return None
            sent += out
        else:
            sent += text[start:end]
        start = end
    return sent


class TestResponseLength(RailContract):
    rail = ResponseLength

    @pytest.mark.parametrize(
        ("limits", "answer", "sent"),
        [
            ("max_characters: 20", "Short enough.", "Short enough."),
            ("max_characters: 20", "One two. Three four. Five.", "One two. […]"),
            ("max_characters: 20, cut_at: word", "One two. Three four. Five.", "One two. Three […]"),
            ("max_characters: 12, cut_at: character, ellipsis: '…'", "abcdefghijklmnop", "abcdefghijk…"),
            ("max_characters: 10", "abcdefghijklmnop", "abcdef […]"),
            ("max_words: 3, ellipsis: ''", "One two three four.", "One two three"),
            ("max_words: 3, ellipsis: ''", "One two three", "One two three"),
            ("max_words: 3, ellipsis: ''", "One. Two three four.", "One."),
            ("max_sentences: 2, ellipsis: ''", "One. Two. Three.", "One. Two."),
            ("max_sentences: 2", "Dr. Who is 3.5 m. Two.  ", "Dr. Who is 3.5 m. Two.  "),
            ("max_words: 2, max_sentences: 1, ellipsis: ''", "One. Two three four.", "One."),
        ],
    )
    def test_an_answer_ends_within_its_limits(self, limits: str, answer: str, sent: str) -> None:
        result = answered(limits, answer)
        assert result.content == sent
        assert result.decision == ("allowed" if sent == answer else "modified")

    def test_or_is_blocked_where_the_configuration_says_so(self) -> None:
        result = answered("max_words: 2, action: block", "one two three")
        assert (result.blocked_by, "longer than this assistant may give" in result.content) == (FLOW, True)
        assert answered("max_words: 2, action: block", "one two").decision == "allowed"

    def test_the_words_of_a_block_are_the_configuration_s_to_choose(self) -> None:
        own = 'define bot inform answer too long\n  "Too long."\n'
        made = engine(config("max_words: 2, action: block"), ["one two three"], colang=own)
        assert made.generate(ask()).content == "Too long."

    def test_an_exception_takes_the_place_of_the_words_where_that_is_asked_for(self) -> None:
        yaml = "enable_rails_exceptions: true\n" + config("max_words: 2, action: block")
        result = engine(yaml, ["one two three"]).generate(ask())
        assert (result.exception or {}).get("type") == "ResponseLengthRailException"

    @pytest.mark.parametrize(
        ("limits", "what"),
        [
            ("max_words: -1", "max_words must be at least 0"),
            ("max_characters: 4", "more than the 4 characters of the ellipsis"),
            ("cut_at: page", "cut_at"),
            ("max_word: 3", "max_word"),
        ],
    )
    def test_limits_that_cannot_be_are_refused_at_load(self, limits: str, what: str) -> None:
        with pytest.raises(ConfigError, match=what):
            engine(config(limits))

    @given(LIMITS, TEXTS)
    def test_nothing_longer_is_sent(self, limits: ResponseLengthSettings, text: str) -> None:
        sent = judged(ResponseLength(limits), text)
        if sent is None:
            return
        assert not limits.max_characters or len(sent) <= limits.max_characters
        words = sent.removesuffix(limits.ellipsis) if sent != text else sent
        assert not limits.max_words or len(words.split()) <= limits.max_words
        assert text.startswith(words)
        assert Limits(limits).passed(words) is None

    @settings(max_examples=300)
    @given(LIMITS, st.lists(st.text("aab  .\n\u3002", max_size=25), max_size=10))
    def test_a_stream_ends_where_the_whole_text_does(
        self, limits: ResponseLengthSettings, pieces: list[str]
    ) -> None:
        rail = ResponseLength(limits)
        assert streamed(rail, pieces) == judged(rail, "".join(pieces))

    def test_a_stream_is_let_out_word_by_word_until_the_limit_is_near(self) -> None:
        limits = Limits(ResponseLengthSettings(max_characters=2000))
        assert limits.settled("no sentence ends in these words", 0) == len("no sentence ends in these")
        blocking = Limits(ResponseLengthSettings(max_words=5, action="block"))
        assert blocking.settled("no sentence ends", 0) == len("no sentence ends")

    def test_a_text_without_blanks_is_not_held_for_ever(self) -> None:
        limits = Limits(ResponseLengthSettings(max_characters=0, max_words=10))
        assert limits.settled("a" * 10_000, 0) == 6000
