from __future__ import annotations

import os
import shutil

import pytest

from rails_engine.config import fingerprint as module
from rails_engine.config.fingerprint import digest_of, fingerprint, take_fingerprint

FILES = {"config.yml": "models: []\n", "rails.co": "define flow a\n  bot b\n", "actions.py": "x = 1\n"}


def test_the_hash_is_that_of_the_loaded_configuration(write, load):
    config = load({**FILES, "kb/a.md": "text", ".railsignore": "x\n"})
    assert fingerprint(config.paths) == config.digest


def test_the_hash_of_imports_and_documents_elsewhere_is_that_of_the_configuration(write, load):
    write({"config.yml": "lowest_temperature: 0.1\n", "more.md": ""}, "shared")
    write({"a.md": "text"}, "docs")
    yaml = "import_paths: [../shared, ../one.yml]\nknowledge_base: {folder: ../docs}\n"
    write({"one.yml": "prompting_mode: compact\n"}, ".")
    config = load({"config.yml": yaml})
    assert len(config.paths) == 4
    assert fingerprint(config.paths) == config.digest


def test_two_machines_have_the_same_hash(write):
    one, two = write(FILES, "one"), write(FILES, "two")
    assert fingerprint([one]) == fingerprint([two])


@pytest.mark.parametrize(
    "change",
    [
        {"config.yml": "models: [] \n"},
        {"actions.py": "x = 2\n"},
        {"new.co": ""},
        {"kb/new.md": ""},
        {".railsignore": "rails.co\n"},
    ],
    ids=str,
)
def test_every_change_that_may_matter_changes_the_hash(write, change):
    folder = write(FILES)
    before = fingerprint([folder])
    write(change)
    assert fingerprint([folder]) != before


def test_a_renamed_and_a_removed_file_change_the_hash(write):
    folder = write(FILES)
    hashes = [fingerprint([folder])]
    (folder / "rails.co").rename(folder / "more.co")
    hashes.append(fingerprint([folder]))
    (folder / "more.co").unlink()
    hashes.append(fingerprint([folder]))
    assert len(set(hashes)) == 3


def test_what_does_not_matter_changes_nothing(write):
    folder = write(FILES)
    before = fingerprint([folder])
    write({"notes.txt": "x", ".git/HEAD": "x", "__pycache__/actions.pyc": "x"})
    assert fingerprint([folder]) == before


def test_only_files_that_look_changed_are_read_again(write, monkeypatch):
    folder = write(FILES)
    before = take_fingerprint([folder])
    read = []
    original = module.read_bytes
    monkeypatch.setattr(
        module, "read_bytes", lambda path, limit: read.append(path.name) or original(path, limit)
    )
    assert take_fingerprint([folder], before).digest == before.digest
    assert read == []
    os.utime(folder / "rails.co", ns=(1, 1))
    assert take_fingerprint([folder], before).digest == before.digest
    assert read == ["rails.co"]


def test_a_folder_that_was_copied_over_has_its_new_hash(write, tmp_path):
    folder = write(FILES)
    before = take_fingerprint([folder])
    other = write({**FILES, "config.yml": "models: [ ]"}, "other")
    shutil.copytree(other, folder, dirs_exist_ok=True)
    assert take_fingerprint([folder], before).digest == fingerprint([other])


def test_joined_texts_have_another_hash_than_one_text():
    assert len({digest_of(["ab", "c"]), digest_of(["a", "bc"]), digest_of(["abc"]), digest_of([])}) == 4
