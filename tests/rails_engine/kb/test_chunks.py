"""Cutting Markdown: the cases are in cases/chunks.json (text, expected titles, bodies and metadata)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.errors import ConfigError
from rails_engine.kb.chunks import LONG, Chunk, split_markdown

CASES = json.loads(Path(__file__).with_name("cases").joinpath("chunks.json").read_text())


def split(text):
    return split_markdown("kb/doc.md", text, yaml.safe_load)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_rule(case):
    expected = [
        Chunk(title, body, metadata[0] if metadata else {}) for title, body, *metadata in case["chunks"]
    ]
    assert split(case["text"]) == expected


lines = st.sampled_from(["# A", "## B", "text", "x" * 150, "", "```", "~~~~", "  ", "### C ###", "- item"])


@given(st.lists(lines, max_size=40))
def test_no_line_of_text_is_lost_or_made_up(document):
    text = "\n".join(["start", *document])
    chunks = split(text)
    kept = [line.strip() for chunk in chunks for line in chunk.body.splitlines() if line.strip()]
    written = [line.strip() for line in text.splitlines() if line.strip()]
    headings = {"# A", "## B", "### C ###"}
    assert [line for line in written if line not in headings] == [
        line for line in kept if line not in headings
    ]
    assert all(chunk.body.strip() for chunk in chunks)


@given(st.lists(st.text("ab ", min_size=1, max_size=300), max_size=20))
def test_a_chunk_is_long_only_by_its_last_paragraph(paragraphs):
    for chunk in split("\n\n".join(paragraphs)):
        assert len(chunk.body.rsplit("\n\n", 1)[0]) <= max(LONG, 300)


def test_a_metadata_block_must_be_closed():
    with pytest.raises(
        ConfigError, match=r"kb/doc\.md:2: the metadata block at the top is not closed"
    ) as caught:
        split("\n````yaml\na: 1\n```\ntext")
    assert caught.value.hint == "End it with a line ````."


def test_a_metadata_block_must_be_a_mapping():
    with pytest.raises(ConfigError, match=r"kb/doc\.md:1: .* must be a mapping, not a list"):
        split("```yaml\n- a\n```\ntext")
