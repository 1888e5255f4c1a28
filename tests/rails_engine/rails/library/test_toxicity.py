from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rails_engine import ConfigError
from rails_engine.guards.readings import Reading
from rails_engine.rails.library.toxicity import Toxicity
from rails_engine.rails.scored import limit_of
from tests.contracts.rail import RailContract, ask, engine
from tests.talking import REFUSAL, Bot, line, result_of, text_of_stream

INPUT, OUTPUT = "toxicity check input", "toxicity check output"
CASES = yaml.safe_load((Path(__file__).parents[3] / "cases/rails/toxicity.yml").read_text())
ATTACK = "You people are disgusting vermin and should all die"


def config(settings: str = "", streaming: str = "") -> str:
    return f"""
rails:
  input: {{flows: [{INPUT}]}}
  output: {{flows: [{OUTPUT}]{streaming}}}
  config: {{toxicity: {{{settings}}}}}
"""


def refused(text: str, threshold: str = "balanced") -> bool:
    return Reading(text).scores.toxicity >= limit_of("toxicity", threshold)  # type: ignore[arg-type]


class TestToxicity(RailContract):
    rail = Toxicity

    def test_abuse_is_refused_before_any_model_sees_it(self) -> None:
        bot = Bot(config())
        result = bot.say(ATTACK)
        assert (result.content, result.blocked_by) == (REFUSAL, INPUT)
        assert bot.tasks == []

    def test_an_abusive_answer_is_not_sent(self) -> None:
        result = Bot(config(), general=f"{ATTACK}.").say("What do you think of us?")
        assert (result.content, result.blocked_by) == (REFUSAL, OUTPUT)

    def test_ordinary_texts_go_through(self) -> None:
        assert Bot(config(), general="Paris.").say("Capital of France?").content == "Paris."

    @pytest.mark.parametrize("text", ["", " ", "?", "\u200b"])
    def test_a_text_without_words_goes_through(self, text: str) -> None:
        made = engine(config("input: {threshold: strict}, output: {threshold: strict}"), [text])
        assert made.generate(ask(text)).decision == "allowed"

    def test_of_the_invented_abuse_most_is_refused_and_few_ordinary_texts(self) -> None:
        assert len(CASES["attacks"]) >= 40
        assert len(CASES["ordinary"]) >= 40
        found = [text for text in CASES["attacks"] if refused(text)]
        alarms = [text for text in CASES["ordinary"] if refused(text)]
        assert len(found) >= 0.7 * len(CASES["attacks"])
        assert len(alarms) <= 0.1 * len(CASES["ordinary"]), alarms

    @pytest.mark.parametrize(
        "text",
        [
            "Shit, I forgot my keys.",
            "My neighbours are Muslims.",
            "She is a lesbian.",
            "Do not call her an idiot.",
            "I hate Mondays.",
        ],
    )
    def test_strong_words_and_names_of_groups_are_no_abuse_by_themselves(self, text: str) -> None:
        assert not refused(text)

    def test_abuse_in_disguise_is_abuse(self) -> None:
        for text in (
            "\u200b".join(ATTACK),
            "Y0u p30pl3 4r3 d1sgust1ng v3rm1n",
            "  ".join(map(" ".join, ATTACK.split())),
        ):
            assert refused(text), text

    @pytest.mark.parametrize("threshold", ["strict", "balanced", "permissive", "0.3"])
    def test_input_and_output_have_thresholds_of_their_own(self, threshold: str) -> None:
        assert Bot(config(f"input: {{threshold: {threshold}}}")).say(ATTACK).blocked_by == INPUT
        only_output = f"input: {{threshold: 1}}, output: {{threshold: {threshold}}}"
        assert Bot(config(only_output)).say(ATTACK).decision == "allowed"
        assert Bot(config(only_output), general=ATTACK).say(ATTACK).blocked_by == OUTPUT

    @pytest.mark.parametrize(
        "settings",
        ["input: {threshold: 0}", "output: {threshold: 2}", "output: {threshold: high}", "threshold: 1"],
    )
    def test_settings_that_cannot_be_are_refused_where_they_stand(self, settings: str) -> None:
        with pytest.raises(ConfigError, match="threshold") as caught:
            engine(config(settings))
        assert caught.value.line == 6

    def test_the_score_is_on_the_record_and_the_text_is_not(self) -> None:
        rail = line(Bot(config()).say(ATTACK), INPUT)
        (done,) = rail.actions
        assert done.return_value.metadata["score"] > done.return_value.metadata["threshold"]
        assert "vermin" not in repr(done.return_value)

    @pytest.mark.parametrize(("asked", "said"), [(ATTACK, "fine"), ("And you?", ATTACK)])
    def test_an_exception_takes_the_place_of_the_refusal_where_that_is_asked_for(
        self, asked: str, said: str
    ) -> None:
        exception = Bot("enable_rails_exceptions: true\n" + config(), general=said).say(asked).exception
        assert exception is not None
        assert exception["type"] == "ToxicityRailException"

    def test_a_stream_ends_where_an_answer_turns_abusive(self) -> None:
        streaming = ", streaming: {enabled: true, stream_first: false, chunk_size: 12, context_size: 6}"
        pieces = (*("The garden is green. " * 12).split(" "), *ATTACK.split(" "))
        events = Bot(config("", streaming), general=tuple(f"{piece} " for piece in pieces)).stream("And?")
        assert result_of(events).blocked_by == OUTPUT
        assert "garden" in text_of_stream(events)
        assert "should all die" not in text_of_stream(events)
