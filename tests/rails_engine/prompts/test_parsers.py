from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.prompts import parsers

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/prompts/parsers.yml").read_text())
JUDGES = sorted(name for name in parsers.PARSERS if "safe" in name)


@pytest.mark.parametrize(
    ("name", "answer", "meaning"),
    [(name, *case) for name, cases in CASES.items() for case in cases],
)
def test_an_answer_means(name, answer, meaning):
    found = getattr(parsers, name)(answer)
    assert found == meaning
    assert type(found) is type(meaning)


def test_every_parser_has_cases():
    assert parsers.PARSERS.keys() <= CASES.keys()


@pytest.mark.parametrize("name", JUDGES)
@given(text=st.text() | st.text(alphabet="safeunyo,.:?! \n<>{}\"think/'-_"))
def test_a_judge_always_judges(name, text):
    found = parsers.PARSERS[name](text)
    assert isinstance(found, list)
    assert found == [True] or (found[0] is False and all(isinstance(word, str) for word in found[1:]))


@given(
    st.sampled_from(["not", "isn't", "never", "hardly", "cannot be called"]),
    st.sampled_from(["safe", "SAFE", "*safe*"]),
)
def test_a_negated_safe_is_unsafe(negation, word):
    assert parsers.is_content_safe(f"This is {negation} {word}.") == [False]


@given(st.text(max_size=30))
def test_an_answer_that_says_yes_never_passes(tail):
    assert parsers.is_content_safe(f"Yes {tail}")[0] is False


def test_deep_json_is_unsafe():
    assert parsers.nemoguard_parse_prompt_safety('{"User Safety":' + "[" * 100_000) == [False]
