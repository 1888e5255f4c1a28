"""What the rails keep that judge requests and answers by a classifier of ours. Beside the contract of rails."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
import yaml

from rails_engine import ConfigError
from rails_engine.guards.readings import Reading
from rails_engine.rails.scored import limit_of
from tests.contracts.rail import RailContract, ask, engine
from tests.talking import REFUSAL, Bot, line, result_of, text_of_stream

if TYPE_CHECKING:
    from rails_engine.guards.classifier import Task

CASES = Path(__file__).parents[1] / "cases/rails"


@cache
def cases(key: str) -> dict[str, list[str]]:
    """Texts that nobody had looked at the scores of when they were written down."""
    loaded: dict[str, list[str]] = yaml.safe_load((CASES / f"{key}.yml").read_text())
    return loaded


class ScoredRailContract(RailContract):
    """Inherit, and set these."""

    task: ClassVar[Task]
    #: In ``rails.config``, and in the cases.
    key: ClassVar[str]
    #: A request and an answer that are refused, and of each a word that no record has.
    attack: ClassVar[str]
    answer: ClassVar[str]
    secret: ClassVar[str]
    #: What of the answer no stream shows.
    end: ClassVar[str]
    exception: ClassVar[str]

    @property
    def on_input(self) -> str:
        return f"{self.rail.name} check input"

    @property
    def on_output(self) -> str:
        return f"{self.rail.name} check output"

    def config(self, settings: str = "", streaming: str = "") -> str:
        return f"""
rails:
  input: {{flows: [{self.on_input}]}}
  output: {{flows: [{self.on_output}]{streaming}}}
  config: {{{self.key}: {{{settings}}}}}
"""

    def refuses(self, text: str, threshold: Any = "balanced") -> bool:
        return Reading(text).scores.of(self.task) >= limit_of(self.task, threshold)

    def test_a_request_is_refused_before_any_model_sees_it(self) -> None:
        bot = Bot(self.config())
        result = bot.say(self.attack)
        assert (result.content, result.blocked_by) == (REFUSAL, self.on_input)
        assert bot.tasks == []

    def test_an_answer_is_not_sent(self) -> None:
        result = Bot(self.config(), general=self.answer).say("And then?")
        assert (result.content, result.blocked_by) == (REFUSAL, self.on_output)

    def test_ordinary_requests_and_answers_go_through(self) -> None:
        assert Bot(self.config(), general="Paris.").say("Capital of France?").content == "Paris."

    @pytest.mark.parametrize("text", ["", " ", "?", "\u200b"])
    def test_a_text_without_words_goes_through(self, text: str) -> None:
        made = engine(self.config("input: {threshold: strict}, output: {threshold: strict}"), [text])
        assert made.generate(ask(text)).decision == "allowed"

    def test_of_the_invented_texts_most_are_refused_and_few_harmless_ones(self) -> None:
        texts = cases(self.key)
        assert len(texts["attacks"]) >= 40
        assert len(texts["ordinary"]) >= 40
        found = [text for text in texts["attacks"] if self.refuses(text)]
        alarms = [text for text in texts["ordinary"] if self.refuses(text)]
        assert len(found) >= 0.7 * len(texts["attacks"])
        assert len(alarms) <= 0.1 * len(texts["ordinary"]), alarms

    @pytest.mark.parametrize("threshold", ["strict", "balanced", "permissive", "0.3"])
    def test_input_and_output_have_thresholds_of_their_own(self, threshold: str) -> None:
        assert (
            Bot(self.config(f"input: {{threshold: {threshold}}}")).say(self.attack).blocked_by
            == self.on_input
        )
        only_output = self.config(f"input: {{threshold: 1}}, output: {{threshold: {threshold}}}")
        assert Bot(only_output).say(self.attack).decision == "allowed"
        assert Bot(only_output, general=self.attack).say(self.attack).blocked_by == self.on_output

    @pytest.mark.parametrize(
        "settings",
        ["input: {threshold: 0}", "output: {threshold: 2}", "output: {threshold: high}", "threshold: 1"],
    )
    def test_settings_that_cannot_be_are_refused_where_they_stand(self, settings: str) -> None:
        with pytest.raises(ConfigError, match="threshold") as caught:
            engine(self.config(settings))
        assert caught.value.line == 6

    def test_the_score_is_on_the_record_and_the_text_is_not(self) -> None:
        (done,) = line(Bot(self.config()).say(self.attack), self.on_input).actions
        assert done.return_value.metadata["score"] > done.return_value.metadata["threshold"]
        assert self.secret not in repr(done.return_value)

    @pytest.mark.parametrize("source", ["input", "output"])
    def test_an_exception_takes_the_place_of_the_refusal_where_that_is_asked_for(self, source: str) -> None:
        asked, said = (self.attack, "fine") if source == "input" else ("And then?", self.answer)
        exception = Bot("enable_rails_exceptions: true\n" + self.config(), general=said).say(asked).exception
        assert exception is not None
        assert exception["type"] == self.exception

    def test_a_stream_ends_where_an_answer_turns_bad(self) -> None:
        streaming = ", streaming: {enabled: true, stream_first: false, chunk_size: 12, context_size: 6}"
        pieces = (*("The garden is green. " * 12).split(" "), *self.answer.split(" "))
        spaced = tuple(f"{piece} " for piece in pieces)
        events = Bot(self.config("", streaming), general=spaced).stream("And then?")
        assert result_of(events).blocked_by == self.on_output
        assert "garden" in text_of_stream(events)
        assert self.end not in text_of_stream(events)
