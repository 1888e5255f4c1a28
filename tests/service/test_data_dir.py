from __future__ import annotations

import stat

import pytest

from service.data_dir import ensure_folder
from service.errors import SettingsError


def test_a_new_folder_is_closed_to_others(tmp_path):
    made = ensure_folder(tmp_path / "a" / "b")
    assert made.is_dir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_folder_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "a").mkdir(mode=0o755)
    (tmp_path / "a" / "file").touch()
    ensure_folder(tmp_path / "a")
    assert (tmp_path / "a" / "file").exists()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755


def test_one_that_cannot_be_made_is_an_error_without_its_whole_path(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="DATA_DIR must be a folder that can be made") as caught:
        ensure_folder(tmp_path / "file" / "data")
    assert str(tmp_path) not in str(caught.value)
