from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.challenges import read_challenges
from service.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_challenges(tmp_path) == []


def test_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "challenges.json").write_text('[{"id": "a"}]')
    assert read_challenges(tmp_path) == [{"id": "a"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [("[{]", "line 1, column 3"), ("{}", "a list of objects"), ("[{}, 3]", "entry 1"), ("", "line 1")],
)
def test_a_malformed_one_says_where(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "challenges.json").write_text(text)
    with pytest.raises(SettingsError, match="challenges.json") as caught:
        read_challenges(tmp_path)
    assert words in str(caught.value)
