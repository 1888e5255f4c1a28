"""What the classifiers learn from that is our own: each file is readable, whole, and apart from what is counted."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tools.train_guards import templates
from tools.train_guards.rows import HELD_ASKED, TASKS, asked_held, held, made, triggers_held
from tools.train_guards.templates import read_sentences

FOLDER = Path(templates.__file__).parent / "sentences"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
HELD = [name for name in NAMES if "held" in name]
CHOICES = {"slot", "starts", "ends"}
GAP = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


def sections(name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    kinds = read_sentences(name).kinds
    return [
        (kind, family, tuple(texts)) for kind, families in kinds.items() for family, texts in families.items()
    ]


@cache
def counted() -> frozenset[str]:
    """All texts that nothing may learn from."""
    return frozenset(text.lower() for name in HELD for _, _, texts in sections(name) for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_every_gap_has_something_to_fill_it(name: str) -> None:
    slots = read_sentences(name).kinds.get("slot", {})
    gaps = {gap for _, _, texts in sections(name) for text in texts for gap in GAP.findall(text)}
    # Prompts of developers have gaps of their own.
    assert gaps - set(slots) <= {"prompt"}


@pytest.mark.parametrize("name", NAMES)
def test_no_section_is_empty_or_says_a_sentence_twice(name: str) -> None:
    for kind, family, texts in sections(name):
        assert texts, family
        if kind not in CHOICES:
            assert all(texts), family
            assert len(set(texts)) == len(texts), family


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(HELD)))
def test_nothing_that_is_only_counted_is_learnt_from(name: str) -> None:
    whole = [text for kind, _, texts in sections(name) if kind not in CHOICES for text in texts]
    assert not [text for text in whole if text.lower() in counted()]


@pytest.mark.parametrize("task", TASKS)
def test_the_same_rows_are_made_every_time_of_both_kinds(task: str) -> None:
    rows = made(task)
    assert rows == made(task)
    assert {row.label for row in rows} == {0, 1}
    assert len({row.text for row in rows}) == len(rows)
    assert not [row.text for row in rows if GAP.search(row.text) and "{prompt}" not in row.text.lower()]


def test_every_file_is_learnt_from_or_counted() -> None:
    """A file that nobody reads would be sentences that somebody believes to matter."""
    read: set[str] = set()

    def noting(name: str) -> templates.Sentences:
        read.add(name)
        return read_sentences(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tools.train_guards.rows.read_sentences", noting)
        for task in TASKS:
            made(task)
            for name in HELD_ASKED[task]:
                asked_held(name)
        asked_held("held_ordinary")
        held()
        triggers_held()
    assert sorted(read) == NAMES
