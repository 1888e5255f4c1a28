from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from rails_engine.guards.injections import SIGNATURES, signature
from rails_engine.patterns import compile_pattern
from rails_engine.rails.scanning import MAX_MATCH, PatternScanner

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/rails/injections.yml").read_text())
HARMLESS = CASES.pop("harmless")
ATTACKS = [(name, text) for name, texts in CASES.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), ATTACKS)
def test_an_attack_is_found(name: str, text: str) -> None:
    assert signature(name).search(text)


@pytest.mark.parametrize(("name", "text"), ATTACKS)
def test_an_attack_is_found_in_the_middle_of_an_answer(name: str, text: str) -> None:
    assert signature(name).search(f"Here you are:\n\n{text}\n\nIs there anything else?")


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_text_is_none(text: str) -> None:
    found = {name: match.group() for name in SIGNATURES if (match := signature(name).search(text))}
    assert found == {}


def test_every_signature_finds_an_attack_of_the_table() -> None:
    for name, patterns in SIGNATURES.items():
        for pattern in patterns:
            assert any(compile_pattern(pattern).search(text) for text in CASES[name]), pattern


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_stream_knows_where_a_match_may_begin(name: str) -> None:
    scanner = PatternScanner(SIGNATURES[name])
    text = "An ordinary sentence, which begins no match"
    assert len(text) - scanner.settled(text, 0) < 20
    assert scanner.settled("x" * 3 * MAX_MATCH, 0) > MAX_MATCH


@pytest.mark.parametrize("name", SIGNATURES)
def test_time_grows_with_the_text_and_no_more(name: str) -> None:
    begin = time.process_time()
    for piece in ("' or ", "{{ a", "<a ", "import os,", "union select 1,", "(", "<script ", "; "):
        signature(name).search(piece * (100_000 // len(piece)))
    assert time.process_time() - begin < 4
