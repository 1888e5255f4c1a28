from __future__ import annotations

import importlib
import sys
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

import pytest

from rails_engine.discovery import discover
from rails_engine.errors import DuplicatePluginError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Pet(ABC):
    name: ClassVar[str]

    @abstractmethod
    def sound(self) -> str: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "pets_for_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules["pets_base_for_test"] = sys.modules[__name__]
    yield package
    for name in [n for n in sys.modules if n.startswith("pets_")]:
        del sys.modules[name]


CAT = "from pets_base_for_test import Pet\nclass Cat(Pet):\n    name = 'cat'\n    def sound(self): return 'meow'\n"


def test_one_file_is_one_plugin_and_abstract_or_imported_classes_are_none(folder: Path) -> None:
    (folder / "cat.py").write_text(CAT)
    (folder / "wild.py").write_text(
        "from pets_base_for_test import Pet\nclass Wild(Pet):\n    name = 'wild'\n"
    )
    found = discover(importlib.import_module("pets_for_test"), Pet)
    assert list(found) == ["cat"]
    assert found["cat"]().sound() == "meow"


def test_two_plugins_with_one_name_are_refused(folder: Path) -> None:
    (folder / "cat.py").write_text(CAT)
    (folder / "cat_again.py").write_text(CAT)
    with pytest.raises(DuplicatePluginError, match="'cat'"):
        discover(importlib.import_module("pets_for_test"), Pet)
