from __future__ import annotations

import json

import pytest

from rails_engine.llm.offline.chatting import LABEL, QUOTING
from rails_engine.llm.offline.judging import check_agreement, check_facts, judge
from rails_engine.llm.offline.reading import read_prompt


def read(text):
    return read_prompt([{"role": "user", "content": text}])


def verdict(message, form, task="self_check_input"):
    return judge(read(f'Nobody may be called stupid.\nUser message: "{message}"\n{form}'), task)


GOOD, BAD = "Hello!", "You are stupid."


def test_yes_means_block():
    form = "Question: Should the user message be blocked (Yes or No)?\nAnswer:"
    assert verdict(BAD, form) == "Yes"
    assert verdict(GOOD, form) == "No"
    assert verdict("", form) == "Yes"


@pytest.mark.parametrize(
    ("form", "task", "good", "bad"),
    [
        (
            "Prompt harm: ?",
            "x",
            "Prompt harm: unharmful\nResponse refusal: no\nResponse harm: unharmful",
            "Prompt harm: harmful\nResponse refusal: no\nResponse harm: harmful",
        ),
        ("Say on-topic or off-topic.", "topic_safety_check_input", "on-topic", "off-topic"),
        ("Begin with safe or unsafe.", "x", "safe", "unsafe\nS1"),
        ("Rate it.", "llama_guard_check_input", "safe", "unsafe\nS1"),
    ],
)
def test_each_form_of_verdict(form, task, good, bad):
    assert verdict(GOOD, form, task) == good
    assert verdict(BAD, form, task) == bad


def test_verdicts_in_json():
    form = 'JSON: "User Safety" and, if there is a response, "Response Safety"'
    assert json.loads(verdict(GOOD, form, "content_safety_check_input")) == {"User Safety": "safe"}
    assert json.loads(verdict(BAD, form, "content_safety_check_input")) == {
        "User Safety": "unsafe",
        "Safety Categories": "Harassment",
    }
    assert json.loads(verdict(BAD, form, "content_safety_check_output")) == {
        "User Safety": "safe",
        "Response Safety": "unsafe",
        "Safety Categories": "Harassment",
    }


FACTS = '"evidence": Employees get 20 vacation days a year.\n"hypothesis": {}\n"entails":'


def test_a_claim_must_stand_in_the_evidence():
    assert check_facts(read(FACTS.format("You get 20 vacation days."))) == "yes"
    assert check_facts(read(FACTS.format("Bananas grow on purple mountains."))) == "no"
    assert check_facts(read("no labels at all")) == "no"


def test_the_frame_around_a_passage_is_no_part_of_a_claim():
    claim = f'{LABEL} {QUOTING} "You get 20 days."'
    assert check_facts(read(FACTS.format(claim))) == "yes"


AGREEMENT = '"context": Paris is the capital. Paris, of course.\n"statement": {}\nagreement:'


def test_a_statement_must_agree_with_the_other_answers():
    assert check_agreement(read(AGREEMENT.format("The capital is Paris."))) == "yes"
    assert check_agreement(read(AGREEMENT.format("Lyon has two rivers."))) == "no"
    assert check_agreement(read("no labels at all")) == "no"


def test_a_score_in_json():
    form = 'DOCUMENT:\nEmployees get 20 vacation days.\n--\nANSWER:\n{}\n--\nReply as {{"REASONING": [], "SCORE": "PASS" or "FAIL"}}'
    assert json.loads(judge(read(form.format("20 vacation days")), "x"))["SCORE"] == "PASS"
    assert json.loads(judge(read(form.format("purple bananas")), "x"))["SCORE"] == "FAIL"
