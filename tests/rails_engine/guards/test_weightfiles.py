from __future__ import annotations

import tomllib
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ConfigError
from rails_engine.guards.weightfiles import read_bytes, read_lines, share, unpack, unshare

FILES = ("concepts", "features", "weights", "words")
FOLDER = Path(__file__).parents[3] / "rails_engine/guards/weights"
LINES = st.lists(
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=40), min_size=1
)


def test_all_files_together_are_small() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(FILES)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 128 * 1024


def test_a_file_of_lines_is_sorted_and_has_no_line_twice() -> None:
    lines = read_lines("words")
    assert lines == sorted(set(lines))
    assert len(lines) > 5_000


@given(LINES)
def test_lines_that_share_their_beginnings_are_the_same_lines_again(lines: list[str]) -> None:
    assert unshare(share(lines)) == lines
    assert unshare(share(sorted(lines))) == sorted(lines)


def test_sharing_makes_sorted_lines_shorter() -> None:
    lines = ["previous instruction", "previous instructions", "previous rule"]
    assert share(lines) == "Aprevious instruction\nUs\nJrule"


@pytest.mark.parametrize("place", [0, 1, 100, -100, -1])
def test_a_file_with_a_changed_byte_is_refused_by_its_name(place: int) -> None:
    packed = bytearray((FOLDER / "concepts.z").read_bytes())
    packed[place] ^= 0x10
    with pytest.raises(ConfigError, match=r"concepts\.z is damaged\.\nInstall the package again"):
        unpack(bytes(packed), "concepts")


@pytest.mark.parametrize("size", [0, 1, 50, -1])
def test_a_file_that_was_cut_short_is_refused(size: int) -> None:
    packed = (FOLDER / "words.z").read_bytes()
    with pytest.raises(ConfigError, match=r"words\.z is damaged"):
        unpack(packed[:size], "words")


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match=r"elsewhere\.z is not there\.\nInstall the package again"):
        read_bytes("elsewhere")


def test_a_whole_file_is_what_was_packed() -> None:
    assert unpack(zlib.compress(b"abc"), "any") == b"abc"


def test_installing_the_package_brings_them() -> None:
    project = tomllib.loads((FOLDER.parents[2] / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["package-data"]["rails_engine"]
    packed = {path for pattern in patterns for path in FOLDER.parents[1].glob(pattern)}
    assert set(FOLDER.glob("*.z")) <= packed
