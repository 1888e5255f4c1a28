from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ConfigError
from rails_engine.errors import MissingExtraError
from rails_engine.guards.yara_rules import YaraRules

pytest.importorskip("yara")

WORD = 'rule word { strings: $a = "secret" nocase condition: $a }'
UMLAUT = "rule umlaut { strings: $a = { C3 BC } $b = { BC 78 } condition: any of them }"
SIZE = "rule size { condition: filesize > 3 }"
RULES = YaraRules({"mine": WORD})


def test_a_rule_is_found_with_its_places() -> None:
    found = YaraRules({"mine": WORD}).find("A secret, a SECRET.")
    assert [(match.rule, match.spans) for match in found] == [("word", ((2, 8), (12, 18)))]


def test_places_are_characters_and_a_cut_character_is_whole() -> None:
    (found,) = YaraRules({"mine": UMLAUT}).find("ääüx")
    assert found.spans == ((2, 3), (2, 4))


def test_a_rule_without_strings_has_no_places() -> None:
    (found,) = YaraRules({"mine": SIZE}).find("four")
    assert found.spans == ()


def test_rules_of_several_sources_may_have_the_same_name() -> None:
    assert len(YaraRules({"a": WORD, "b": WORD}).find("secret")) == 2


@given(st.text(alphabet="aäü€😀sx"), st.text(alphabet="aäü€😀sx"))
def test_places_point_at_what_was_matched(before: str, after: str) -> None:
    (found,) = RULES.find(f"{before}secret{after}")
    text = f"{before}secret{after}"
    assert [text[begin:end] for begin, end in found.spans] == ["secret"]


@pytest.mark.parametrize("source", ["rule {", 'include "other.yara"', "rule a { condition: nothing }"])
def test_rules_that_cannot_be_compiled_are_refused_by_name(source: str) -> None:
    with pytest.raises(ConfigError, match="the YARA rules 'bad' cannot be used"):
        YaraRules({"good": WORD, "bad": source})


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yara", None)
    with pytest.raises(MissingExtraError) as caught:
        YaraRules({"mine": WORD})
    assert caught.value.hint == "pip install 'switchyard[yara]'"
