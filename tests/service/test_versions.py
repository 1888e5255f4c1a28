"""What the workers of a server agree on: one version of each folder, until all are told, and while it loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from rails_engine import take_fingerprint
from service.versions import MOST_BYTES, Choice, Versions, advance, copy_folder
from tests.service_app import OFFLINE, write_config


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "place"
    made.mkdir()
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_config(tmp_path / "configs", "main")


def digest_of(folder: Path) -> str:
    return take_fingerprint([folder]).digest


def edit(folder: Path) -> None:
    (folder / "config.yml").write_text(f"{OFFLINE}# edited\n")


def agree(versions: Versions, folder: Path) -> bool:
    return versions.agree(folder.name, folder, digest_of(folder))


def test_before_a_folder_has_loaded_it_is_taken_as_it_is(place: Path, folder: Path) -> None:
    for versions in (Versions(place), Versions(None), Versions(place / "nowhere")):
        assert versions.choose("main", folder) == Choice(folder, is_newest=True)
        assert versions.copy_of("main") is None
        assert not versions.is_decided("main")
        assert versions.names() == []


def test_who_comes_later_gets_what_the_first_has_loaded(place: Path, folder: Path) -> None:
    assert agree(Versions(place), folder)
    later = Versions(place)
    assert later.choose("main", folder) == Choice(folder, is_newest=False)
    before = (folder / "config.yml").read_text()
    edit(folder)
    chosen = later.choose("main", folder)
    assert chosen.path == later.copy_of("main")
    assert chosen.path.name == "main", "the name of the folder is the name of the configuration"
    assert (chosen.path / "config.yml").read_text() == before
    assert not agree(later, folder), "others have loaded, and count"


def test_a_folder_that_is_gone_is_served_from_its_copy_until_the_server_is_told(
    place: Path, folder: Path
) -> None:
    agree(Versions(place), folder)
    (folder / "config.yml").unlink()
    folder.rmdir()
    assert Versions(place).is_decided("main")
    assert (Versions(place).choose("main", folder).path / "config.yml").is_file()
    advance(place)
    assert not Versions(place).is_decided("main")


def test_when_the_server_is_told_the_newest_is_tried_once_for_all(place: Path, folder: Path) -> None:
    old = Versions(place)
    agree(old, folder)
    edit(folder)
    advance(place)
    new, sibling = Versions(place), Versions(place)
    assert (old.generation, new.generation) == (0, 1)
    assert new.choose("main", folder) == Choice(folder, is_newest=True)
    assert agree(new, folder)
    assert sibling.choose("main", folder) == Choice(folder, is_newest=False)
    assert old.choose("main", folder) == Choice(folder, is_newest=False), "who is about to end follows"
    assert len(list((place / "main").iterdir())) == 2, "only the copy of the newest stays"


def test_what_does_not_load_is_refused_for_all_until_they_are_told_again(place: Path, folder: Path) -> None:
    agree(Versions(place), folder)
    edit(folder)
    advance(place)
    new = Versions(place)
    new.refuse("main", "line 3")
    assert Versions(place).refused() == {"main": "line 3"}
    assert Versions(place).choose("main", folder).path == new.copy_of("main")
    advance(place)
    assert Versions(place).choose("main", folder).is_newest
    assert agree(Versions(place), folder)
    assert Versions(place).refused() == {}


def test_who_always_looks_always_takes_the_newest(place: Path, folder: Path) -> None:
    looking = Versions(place, always_newest=True)
    agree(looking, folder)
    edit(folder)
    assert looking.choose("main", folder) == Choice(folder, is_newest=True)
    assert agree(looking, folder)
    assert looking.names() == ["main"]


def test_what_never_loaded_is_not_refused(place: Path) -> None:
    versions = Versions(place)
    versions.refuse("main", "line 3")
    assert versions.refused() == {}


def test_links_are_copied_as_what_they_lead_to_and_never_in_circles(tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "..2024"
    data.mkdir()
    (data / "rails.co").write_text("# flows")
    (folder / "..data").symlink_to(data)
    (folder / "rails.co").symlink_to("..data/rails.co")
    (folder / "round").symlink_to(folder)
    (folder / "__pycache__").mkdir()
    target = tmp_path / "copy"
    copy_folder(folder, target)
    assert (target / "rails.co").read_text() == "# flows"
    assert not (target / "rails.co").is_symlink()
    assert not (target / "round").exists()
    assert not (target / "__pycache__").exists()
    assert digest_of(target) == digest_of(folder)


def test_what_a_configuration_imports_from_beside_it_is_beside_its_copy(place: Path, folder: Path) -> None:
    write_config(folder.parent, "shared")
    agree(Versions(place), folder)
    copy = Versions(place).copy_of("main")
    assert copy is not None
    assert (copy / ".." / "shared" / "config.yml").is_file()


def test_a_folder_that_is_too_large_is_served_as_it_is_found(
    place: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (folder / "weights.bin").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert agree(Versions(place), folder)
    assert "No copy of the configuration 'main' is kept (it is too large)" in caplog.text
    edit(folder)
    assert Versions(place).choose("main", folder) == Choice(folder, is_newest=False)


def test_a_place_that_cannot_be_written_costs_no_engine(
    place: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    versions = Versions(place)
    (place / ".lock").mkdir()
    (place / "main").write_text("in the way")
    assert agree(versions, folder)
    assert versions.choose("main", folder) == Choice(folder, is_newest=True)
    assert "cannot agree" in caplog.text
    assert str(place) not in caplog.text
