from __future__ import annotations

import os

import pytest

from rails_engine.config import files
from rails_engine.config.files import decode, find_config_root, list_folder, read_bytes
from rails_engine.errors import ConfigError, UnknownConfigError


def names(folder):
    return [file.relative for file in list_folder(folder).files]


def test_files_are_sorted_by_their_path_and_others_are_left_out(write):
    folder = write(
        {
            "z.yml": "",
            "config.yaml": "",
            "b/x.co": "",
            "b.co": "",
            "kb/a.md": "",
            "actions.py": "",
            "notes.txt": "",
            ".hidden.yml": "",
            ".git/config.yml": "",
            "__pycache__/a.py": "",
            "UPPER.YML": "",
        }
    )
    assert names(folder) == ["UPPER.YML", "actions.py", "b.co", "b/x.co", "config.yaml", "kb/a.md", "z.yml"]


def test_links_are_followed_but_no_folder_is_entered_twice(write, tmp_path):
    folder = write({"config.yml": "", "sub/a.co": ""})
    shared = write({"s.co": ""}, "shared")
    (folder / "linked").symlink_to(shared)
    (folder / "sub" / "again").symlink_to(folder)
    (folder / "twice").symlink_to(shared)
    assert names(folder) == ["config.yml", "linked/s.co", "sub/a.co"]


def test_a_link_that_leads_nowhere_is_refused(write):
    folder = write({"config.yml": ""})
    (folder / "rails.co").symlink_to("gone.co")
    with pytest.raises(ConfigError, match=r"rails\.co: the file is a link that leads nowhere"):
        list_folder(folder)


def test_ignored_files_are_left_out_but_not_code(write):
    folder = write({".railsignore": "draft*\nactions.py\n", "draft.co": "", "a.co": "", "actions.py": ""})
    found = list_folder(folder)
    assert [file.relative for file in found.files] == ["a.co", "actions.py"]
    assert found.ignore_file == (folder / ".railsignore").resolve()


def test_too_many_files_are_refused(write, monkeypatch):
    monkeypatch.setattr(files, "MAX_ENTRIES", 3)
    folder = write({f"{index}.txt": "" for index in range(4)})
    with pytest.raises(ConfigError) as caught:
        list_folder(folder)
    assert "the folder that you meant" in caught.value.hint


def test_a_config_folder_below_is_used_where_the_configuration_is_there(write):
    folder = write({"config/config.yml": "", "README.md": ""})
    assert find_config_root(folder) == folder / "config"
    (folder / "config.yml").write_text("")
    assert find_config_root(folder) == folder


def test_a_config_folder_without_a_configuration_is_part_of_the_folder(write):
    folder = write({"config/prompts.yml": "", "main.yml": ""})
    assert find_config_root(folder) == folder


def test_a_single_file_must_be_yaml(write):
    folder = write({"bot.yml": "", "bot.co": ""})
    assert find_config_root(folder / "bot.yml") == folder / "bot.yml"
    with pytest.raises(ConfigError, match=r"ends in \.yml or \.yaml"):
        find_config_root(folder / "bot.co")


def test_a_missing_folder_is_answered_with_the_nearest(write):
    folder = write({"config.yml": ""}, "customer_bot")
    with pytest.raises(UnknownConfigError) as caught:
        find_config_root(folder.parent / "custmer_bot")
    assert "'customer_bot'" in caught.value.hint
    with pytest.raises(UnknownConfigError, match="cannot be read"):
        find_config_root(folder / "no" / "such")


def test_a_file_has_a_largest_size(tmp_path):
    path = tmp_path / "big.yml"
    path.write_bytes(b"x" * 2**20)
    assert len(read_bytes(path, 2**20)) == 2**20
    path.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(ConfigError, match=r"big\.yml: the file is larger than 1 MiB"):
        read_bytes(path, 2**20)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"gone\.yml: the file cannot be read"):
        read_bytes(tmp_path / "gone.yml", 10)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_named(write):
    folder = write({"config.yml": ""})
    folder.chmod(0)
    try:
        with pytest.raises(ConfigError, match="the folder cannot be read"):
            list_folder(folder)
    finally:
        folder.chmod(0o755)


def test_text_is_utf_8_with_plain_line_ends():
    assert decode("\ufeffä\r\nb\rc".encode(), "f") == "ä\nb\nc"
    with pytest.raises(ConfigError) as caught:
        decode("a: 1\nb: ä".encode("latin-1"), "f.yml")
    error = caught.value
    assert (error.file, error.line, error.column) == ("f.yml", 2, 4)
    assert "0xe4" in error.message
