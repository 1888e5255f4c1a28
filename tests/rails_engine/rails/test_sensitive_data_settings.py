from __future__ import annotations

from typing import Any

import pytest

from rails_engine import ConfigError
from rails_engine.rails.sensitive_data_settings import RecognizerSettings
from tests.contracts.rail import engine

HEAD = """
rails:
  input: {flows: [detect sensitive data on input]}
  config:
    sensitive_data_detection:
"""


def refused(settings: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        engine(HEAD + settings)
    return caught.value


@pytest.mark.parametrize(
    ("settings", "place", "says"),
    [
        ("      input: {entities: [PERSONS]}", "input.entities[0]", "no entity that is known: 'PERSONS'"),
        (
            "      input: {entities: [PERSON], score_threshold: 1.5}",
            "input.score_threshold",
            "between 0 and 1",
        ),
        (
            "      input: {entities: [PERSON], thresholds: {PERSON: -1}}",
            "input.thresholds.PERSON",
            "between 0 and 1",
        ),
        ("      input: {entities: [PERSON], thresholds: {URL: 1}}", "input.thresholds.URL", "not asked for"),
        ("      output: {entities: [PERSON], action: hash}", "output.action", "needs a key"),
        ("      output: {entities: [PERSON], action: hide}", "output.action", "hide"),
        ("      engine: spacy", "engine", "spacy"),
        (
            "      recognizers: [{supported_entity: X}]",
            "recognizers[0].patterns",
            "nothing can be recognised",
        ),
        (
            "      recognizers: [{supported_entity: '', deny_list: [a]}]",
            "recognizers[0].supported_entity",
            "name an entity",
        ),
        (
            "      recognizers: [{supported_entity: X, patterns: [{regex: '(?=a)'}]}]",
            "recognizers[0].patterns[0].regex",
            "refused",
        ),
    ],
)
def test_a_bad_setting_is_refused_at_its_place(settings: str, place: str, says: str) -> None:
    error = refused(settings)
    assert f"rails.config.sensitive_data_detection.{place}" in error.message
    assert says in error.message
    assert error.line == 7


def test_the_nearest_entity_is_named() -> None:
    assert "PERSON" in (refused("      input: {entities: [PERSONS]}").hint or "")
    assert "EMAIL_ADDRESS" in (refused("      input: {entities: [qqqqqqq]}").hint or "")


def test_an_entity_of_an_own_recognizer_is_known() -> None:
    engine(HEAD + "      recognizers: [{supported_entity: X, deny_list: [a]}]\n      input: {entities: [X]}")


RECOGNIZER: dict[str, Any] = {
    "supported_entity": "TITLE_CODE",
    "name": "titles",
    "deny_list": ("Sir",),
    "deny_list_score": 0.7,
    "context": ("title",),
}


def test_a_recognizer_is_given_to_presidio_as_it_reads_it() -> None:
    assert RecognizerSettings(**RECOGNIZER).as_presidio() == {
        "name": "titles",
        "supported_entity": "TITLE_CODE",
        "supported_language": "en",
        "patterns": [],
        "deny_list": ["Sir"],
        "context": ["title"],
    }


def test_a_recognizer_becomes_one_of_ours_for_each_pattern_and_one_for_its_words() -> None:
    made = RecognizerSettings(**RECOGNIZER).recognisers()
    assert [(r.entity, r.score) for r in made] == [("TITLE_CODE", 0.7)]
