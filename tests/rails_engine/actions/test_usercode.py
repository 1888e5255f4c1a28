"""Files of a folder import each other, and nobody else sees them."""

from __future__ import annotations

import sys
import threading

import pytest

from rails_engine.actions.usercode import CodeFolder


@pytest.fixture
def folder(tmp_path):
    """Writes files into a folder named ``bot`` and opens it."""

    def write(**files):
        root = tmp_path / "bot"
        for name, text in files.items():
            path = root / name.replace("__", "/").replace("/init/", "/__init__/")
            path = path.with_name("__init__.py") if path.name == "init" else path.with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return CodeFolder(root)

    return write


def load(code, path):
    return code.module(code.root / path)


#: How one file names something of another: importer, statement, what is then called `value`.
IMPORTS = [
    ("actions/main.py", "from .shared import VALUE as value"),
    ("actions/main.py", "from . import shared\nvalue = shared.VALUE"),
    ("actions/main.py", "from actions.shared import VALUE as value"),
    ("actions/main.py", "from actions import shared\nvalue = shared.VALUE"),
    ("actions/main.py", "import actions.shared\nvalue = actions.shared.VALUE"),
    ("actions/main.py", "import actions.shared as s\nvalue = s.VALUE"),
    ("actions/main.py", "import shared_beside\nvalue = shared_beside.VALUE"),
    ("actions/main.py", "from shared_beside import *\nvalue = VALUE"),
    ("actions/main.py", "from ..top import VALUE as value"),
    ("actions/main.py", "import top\nvalue = top.VALUE"),
    ("actions/main.py", "from bot.top import VALUE as value"),
    ("actions/main.py", "from bot.actions.shared import VALUE as value"),
    ("actions/main.py", "from bot import top\nvalue = top.VALUE"),
    ("actions/main.py", "from .deep.er import VALUE as value"),
    ("actions/main.py", "import deep.er\nvalue = deep.er.VALUE"),
    (
        "actions/main.py",
        "def late():\n    from actions.shared import VALUE\n    return VALUE\nvalue = late()",
    ),
    ("actions/deep/main.py", "from ..shared import VALUE as value"),
    ("actions/deep/main.py", "from ...top import VALUE as value"),
    ("actions/deep/main.py", "import er\nvalue = er.VALUE"),
    ("actions/deep/main.py", "import shared_beside\nvalue = shared_beside.VALUE"),
    ("actions/deep/main.py", "import top\nvalue = top.VALUE"),
    ("config.py", "from actions.shared import VALUE as value"),
    ("config.py", "from .actions.shared import VALUE as value"),
    ("config.py", "import top\nvalue = top.VALUE"),
    ("config.py", "from library import VALUE as value"),
    ("config.py", "from library.inner import VALUE as value"),
    ("config.py", "import library\nvalue = library.VALUE"),
]


@pytest.mark.parametrize(("file", "statement"), IMPORTS)
def test_files_find_each_other(folder, file, statement):
    code = folder(
        actions__shared="VALUE = 7",
        actions__shared_beside="VALUE = 7",
        actions__deep__er="VALUE = 7",
        top="VALUE = 7",
        library__init="from .inner import VALUE",
        library__inner="VALUE = 7",
    )
    main = code.root / file
    main.parent.mkdir(exist_ok=True)
    main.write_text(statement)
    before = set(sys.modules)
    path = list(sys.path)
    assert code.module(main).value == 7
    assert {name for name in set(sys.modules) - before if not name.startswith(code.name)} == set()
    assert sys.path == path


def test_a_file_is_executed_once_however_it_is_named(folder):
    code = folder(
        actions__a="import shared\nfrom . import shared as s2\nfrom actions.shared import box\nbox.append('a')",
        actions__b="from .shared import box\nbox.append('b')",
        actions__shared="box = []",
    )
    assert (
        load(code, "actions/a.py").s2 is load(code, "actions/a.py").shared is load(code, "actions/shared.py")
    )
    load(code, "actions/b.py")
    assert load(code, "actions/shared.py").box == ["a", "b"]


def test_imports_still_work_when_functions_run_later(folder):
    code = folder(
        actions__main="def act():\n    from .lazy import VALUE\n    import lazy\n    return VALUE, lazy.VALUE",
        actions__lazy="VALUE = 3",
    )
    act = load(code, "actions/main.py").act
    results = []
    threads = [threading.Thread(target=lambda: results.append(act())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [(3, 3)] * 4


def test_two_folders_with_the_same_names_do_not_meet(tmp_path):
    codes = []
    for name in ("one", "two"):
        (tmp_path / name / "actions").mkdir(parents=True)
        (tmp_path / name / "actions" / "tools.py").write_text(f"NAME = {name!r}")
        (tmp_path / name / "actions" / "main.py").write_text("from actions.tools import NAME\nimport tools")
        codes.append(CodeFolder(tmp_path / name))
    mains = [load(code, "actions/main.py") for code in codes]
    assert [main.NAME for main in mains] == ["one", "two"]
    assert mains[0].tools is not mains[1].tools
    assert mains[0].__name__ != mains[1].__name__


def test_any_folder_on_the_path_does_not_stand_before_a_file(folder, tmp_path, monkeypatch):
    (tmp_path / "elsewhere" / "gadgets").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "elsewhere"))
    code = folder(actions__main="import gadgets\nvalue = gadgets.VALUE", actions__gadgets="VALUE = 3")
    assert load(code, "actions/main.py").value == 3


def test_a_folder_that_is_opened_again_is_read_again_and_the_old_code_lives_on(folder):
    old = folder(
        actions__main="from .shared import VALUE\ndef late():\n    import shared\n    return shared.VALUE",
        actions__shared="VALUE = 1",
    )
    old_main = load(old, "actions/main.py")
    new = folder(actions__shared="VALUE = 2")
    new_main = load(new, "actions/main.py")
    assert (old_main.VALUE, old_main.late()) == (1, 1)
    assert (new_main.VALUE, new_main.late()) == (2, 2)
    assert sys.modules[new_main.__name__] is new_main


def test_no_compiled_file_is_left_in_the_folder(folder):
    code = folder(actions__main="from . import other", actions__other="")
    load(code, "actions/main.py")
    assert not list(code.root.rglob("__pycache__"))


def test_what_is_installed_is_found_first(folder):
    code = folder(
        actions__main="import json\nimport yaml\nfrom json import dumps", actions__json="", json="", yaml=""
    )
    main = load(code, "actions/main.py")
    assert main.json is sys.modules["json"]
    assert main.yaml is sys.modules["yaml"]


def test_what_an_installed_module_has_not_is_looked_for_beside_the_file(folder):
    code = folder(actions__main="from json import MINE", actions__json="MINE = 1")
    assert load(code, "actions/main.py").MINE == 1


def test_a_file_does_not_import_itself_for_a_missing_package(folder):
    code = folder(actions__no_such_package="import no_such_package")
    with pytest.raises(ModuleNotFoundError, match="No module named 'no_such_package'"):
        load(code, "actions/no_such_package.py")


def test_a_missing_module_of_a_found_one_is_the_one_that_is_named(folder):
    code = folder(actions__main="import helper", actions__helper="import no_such_package")
    with pytest.raises(ModuleNotFoundError) as caught:
        load(code, "actions/main.py")
    assert caught.value.name == "no_such_package"


@pytest.mark.parametrize(
    "statement",
    ["from .nothing import x", "from ...beyond import x", "from . import nothing", "import actions.no"],
)
def test_what_is_not_there_is_an_import_error(folder, statement):
    with pytest.raises(ImportError):
        load(folder(actions__main=statement), "actions/main.py")


def test_a_failed_file_is_tried_anew(folder):
    code = folder(actions__main="import flag")
    with pytest.raises(ImportError):
        load(code, "actions/main.py")
    (code.root / "actions" / "flag.py").write_text("")
    assert load(code, "actions/main.py").flag


def test_an_init_file_runs_when_a_name_of_it_is_needed(folder):
    code = folder(
        actions__init="from .a import A\nNAMES = [A]",
        actions__a="A = 'a'",
        actions__b="from . import a\nX = a.A",
        actions__c="from . import NAMES",
    )
    load(code, "actions/b.py")
    assert not hasattr(sys.modules[f"{code.name}.actions"], "NAMES")
    assert load(code, "actions/c.py").NAMES == ["a"]


def test_a_file_and_a_folder_of_one_name_are_both_there(folder):
    code = folder(
        actions="from actions.extra import EXTRA\nMAIN = 1",
        actions__extra="EXTRA = 2",
        config="import actions",
    )
    assert load(code, "actions.py").EXTRA == 2
    assert sys.modules[load(code, "actions.py").__name__] is load(code, "actions.py")
    assert sys.modules[f"{code.name}.actions"].__path__
    assert load(code, "actions/extra.py").EXTRA == 2
    assert load(code, "config.py").actions is load(code, "actions.py")


def test_circular_imports_work_as_in_python(folder):
    code = folder(
        actions__a="from . import b\nA = 1", actions__b="from . import a\ndef late():\n    return a.A"
    )
    assert load(code, "actions/a.py").b.late() == 1


def test_dataclasses_and_pickle_find_the_module(folder):
    import pickle

    code = folder(
        actions__main="from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Point:\n    x: int = 0\n"
    )
    point = load(code, "actions/main.py").Point(3)
    assert pickle.loads(pickle.dumps(point)) == point


def test_a_file_with_a_name_that_cannot_be_imported_is_executed(folder):
    code = folder()
    code.root.mkdir()
    (code.root / "my-tools.v2.py").write_text("VALUE = 1")
    assert load(code, "my-tools.v2.py").VALUE == 1


def test_an_init_file_runs_once(folder):
    code = folder(
        library__init="import sys\nsys.runs = getattr(sys, 'runs', 0) + 1",
        config="import library\nimport library\ntry:\n    from library import missing\nexcept ImportError:\n    pass",
    )
    try:
        load(code, "config.py")
        assert sys.runs == 1
    finally:
        del sys.runs


def test_files_outside_of_the_folder_are_not_found(folder, tmp_path):
    (tmp_path / "neighbour.py").write_text("")
    with pytest.raises(ModuleNotFoundError, match="neighbour"):
        load(folder(config="import neighbour"), "config.py")


def test_an_installed_package_that_is_broken_is_not_replaced_by_a_file(folder, tmp_path, monkeypatch):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "installed_but_broken.py").write_text("import no_such_package")
    monkeypatch.syspath_prepend(tmp_path / "site")
    code = folder(actions__main="import installed_but_broken", actions__installed_but_broken="")
    with pytest.raises(ModuleNotFoundError) as caught:
        load(code, "actions/main.py")
    assert caught.value.name == "no_such_package"
