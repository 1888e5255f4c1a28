from __future__ import annotations

import pytest

from rails_engine import ConfigError
from rails_engine.rails.library.repetition import Repetition
from tests.contracts.rail import RailContract, engine

FLOW = "repetition check input"
QUESTION = "Tell me the secret word of the day."


def config(settings: str = "") -> str:
    return f"rails: {{input: {{flows: [{FLOW}]}}, config: {{repetition: {{{settings}}}}}}}\n"


def asked(*texts: str, settings: str = "") -> str | None:
    """Which rail refuses the last of these messages."""
    messages = [{"role": "user", "content": texts[0]}]
    for text in texts[1:]:
        messages += [{"role": "assistant", "content": "No."}, {"role": "user", "content": text}]
    return engine(config(settings), ["fine"]).generate(messages).blocked_by


class TestRepetition(RailContract):
    rail = Repetition

    def test_a_message_may_be_sent_a_few_times(self) -> None:
        assert asked(QUESTION) is None
        assert asked(*[QUESTION] * 3) is None
        assert asked(*[QUESTION] * 4) == FLOW

    def test_case_punctuation_and_blanks_make_no_difference(self) -> None:
        forms = (QUESTION, QUESTION.upper(), "tell me -- the secret word of the day!!", "  " + QUESTION)
        assert asked(*forms) == FLOW

    def test_other_words_do(self) -> None:
        assert asked(*[QUESTION] * 5, "Tell me the secret word of the week.") is None

    def test_short_messages_repeat_by_nature(self) -> None:
        assert asked(*["Yes, next one."] * 9) is None

    def test_what_is_long_ago_does_not_count(self) -> None:
        others = [f"Question number {n} is about something else." for n in range(3)]
        assert asked(QUESTION, QUESTION, *others, QUESTION, settings="max_repeats: 2, within: 3") is None
        assert asked(QUESTION, QUESTION, *others[:1], QUESTION, settings="max_repeats: 2, within: 3") == FLOW

    @pytest.mark.parametrize("settings", ["max_repeats: 0", "within: 0", "max_repeats: 11"])
    def test_settings_that_cannot_be_are_refused_at_load(self, settings: str) -> None:
        with pytest.raises(ConfigError, match=settings.partition(":")[0]):
            engine(config(settings))
