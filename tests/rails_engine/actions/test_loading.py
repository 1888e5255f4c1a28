"""What is picked up from a configuration folder, and what is said when its code is broken."""

from __future__ import annotations

import contextlib
import sys
import types
from pathlib import Path

import pytest

from rails_engine.actions.loading import UserCode, load_actions, load_init
from rails_engine.actions.registry import make_action
from rails_engine.errors import ConfigError

DECORATED = """
from rails_engine.actions.registry import action

@action(name="{0}")
def f():
    return "{0}"
"""


class NoSupplies:
    def supply(self, name, action):
        raise AssertionError(name)


@pytest.fixture
def write(tmp_path):
    """Writes files, given by path, and gives the folder's."""

    def put(files, folder="bot"):
        root = tmp_path / folder
        root.mkdir(exist_ok=True)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return root

    return put


def results(actions):
    return {name: make_action(target).call({}, NoSupplies()) for name, target in actions.items()}


def test_actions_come_from_the_file_and_from_all_below_the_folder(write):
    root = write(
        {
            "actions.py": DECORATED.format("single"),
            "actions/one.py": DECORATED.format("one"),
            "actions/deep/er/two.py": DECORATED.format("two"),
            "actions/my-tools.py": DECORATED.format("dashed"),
        }
    )
    assert results(load_actions([root])) == {n: n for n in ("single", "one", "two", "dashed")}


def test_other_files_are_not_executed(write):
    root = write(
        {
            "actions/__init__.py": "raise AssertionError",
            "actions/.ipynb_checkpoints/one-checkpoint.py": "raise AssertionError",
            "actions/.hidden.py": "raise AssertionError",
            "tools.py": "raise AssertionError",
            "rails/actions.py": "raise AssertionError",
            "actions/notes.txt": "raise AssertionError",
        }
    )
    assert load_actions([root]) == {}


def test_only_what_is_marked_is_an_action(write):
    root = write(
        {
            "actions.py": """
from rails_engine.actions.registry import action

def helper(): pass

@action
class Tool:
    def run(self): return "Tool"

class Derived(Tool): pass

@action(is_system_action=True)
async def later(): return "later"

instance = Tool()
"""
        }
    )
    assert results(load_actions([root])) == {"Tool": "Tool", "later": "later"}


def test_another_implementation_s_mark_counts(write):
    root = write(
        {
            "actions.py": """
def f(): return "foreign"
f.action_meta = {"name": "foreign", "is_system_action": False, "execute_async": False}
"""
        }
    )
    assert results(load_actions([root])) == {"foreign": "foreign"}


def test_an_action_that_a_file_imports_is_one_of_its_actions(write):
    root = write(
        {
            "actions.py": "from shared.tools import f",
            "shared/tools.py": DECORATED.format("shared"),
        }
    )
    assert results(load_actions([root])) == {"shared": "shared"}


def test_later_folders_win(write):
    first = write({"actions.py": DECORATED.format("same") + "\nf.origin = 'first'"}, "first")
    second = write({"actions.py": DECORATED.format("same") + "\nf.origin = 'second'"}, "second")
    assert load_actions([first, second])["same"].origin == "second"
    assert load_actions([second, first])["same"].origin == "first"


def test_files_load_in_the_order_of_their_names_and_a_repeated_name_is_said(write, caplog):
    root = write(
        {
            "actions/b.py": DECORATED.format("same") + "\nf.origin = 'b'",
            "actions/a.py": DECORATED.format("same") + "\nf.origin = 'a'",
            "actions/c.py": "from .b import f",
        }
    )
    assert load_actions([root])["same"].origin == "b"
    assert len(caplog.records) == 1
    assert "a.py is replaced by that of" in caplog.text


def test_the_current_directory_is_not_a_configuration(write, monkeypatch):
    root = write({"actions.py": DECORATED.format("surprise")}, "elsewhere")
    monkeypatch.chdir(root)
    assert load_actions([write({})]) == {}


def test_a_path_that_is_no_folder_has_no_code(write, tmp_path):
    root = write({"config.yml": "", "actions.py": "raise AssertionError"})
    assert load_actions([root / "config.yml", tmp_path / "missing"]) == {}


def test_a_folder_that_is_named_twice_is_loaded_once(write):
    root = write(
        {
            "actions.py": "import sys\nsys.loaded = getattr(sys, 'loaded', 0) + 1",
            "config.py": "def init(app): pass",
        }
    )
    try:
        load_actions([root, root / ".." / root.name])
        assert sys.loaded == 1
    finally:
        del sys.loaded
    assert len(load_init([root, root])) == 1


def test_the_hook_is_around_everything_of_theirs(write):
    standing_in = types.ModuleType("original_engine")
    entered = []

    @contextlib.contextmanager
    def hook():
        sys.modules["original_engine"] = standing_in
        entered.append(True)
        try:
            yield
        finally:
            del sys.modules["original_engine"]

    root = write(
        {
            "actions.py": "import original_engine",
            "config.py": "import original_engine\ndef init(app):\n    import original_engine\n    app.append(1)",
        }
    )
    code = UserCode([root], hook)
    code.load_actions()
    [init] = code.load_init()
    app = []
    init(app)
    assert (app, len(entered)) == ([1], 3)
    assert "original_engine" not in sys.modules


def test_init_functions_come_in_order_and_only_where_there_are_any(write):
    first = write({"config.py": "def init(app):\n    app.append('first')"}, "first")
    second = write({"config.py": "async def init(app):\n    app.append('second')"}, "second")
    third = write({"config.py": "VALUE = 1"}, "third")
    app = []
    for init in load_init([first, third, second]):
        init(app)
    assert app == ["first", "second"]


def test_an_init_that_is_no_function_is_refused(write):
    with pytest.raises(ConfigError, match="init is not a function"):
        load_init([write({"config.py": "init = 3"})])


def test_config_and_actions_share_their_modules(write):
    root = write(
        {
            "config.py": "from actions.store import box\ndef init(app):\n    box.append(app)",
            "actions/store.py": "box = []",
            "actions/main.py": "from rails_engine.actions.registry import action\nfrom .store import box\n"
            "@action\ndef read():\n    return list(box)",
        }
    )
    code = UserCode([root])
    actions = code.load_actions()
    for init in code.load_init():
        init("app")
    assert results(actions) == {"read": ["app"]}


BROKEN = [
    ("a mistake in the code", "x = 1\n\ny = {}['k']\n", "KeyError: 'k'", 3, "y = {}['k']"),
    ("a syntax error", "def f(:\n    pass\n", "SyntaxError: invalid syntax", 1, "def f(:"),
    ("a bad indentation", "x = 1\n  y = 2\n", "IndentationError: unexpected indent", 2, "  y = 2"),
    (
        "a missing package",
        "import os\nimport no_such_package\n",
        "ModuleNotFoundError: No module named",
        2,
        None,
    ),
    ("a missing name", "from os import no_such_name\n", "ImportError: cannot import name", 1, None),
    ("an exit", "import sys\nsys.exit(3)\n", "SystemExit: 3", 2, "sys.exit(3)"),
    ("an empty assertion", "assert False\n", "AssertionError", 1, "assert False"),
    (
        "a mistake deep in a library",
        "import json\njson.loads('{')\n",
        "JSONDecodeError",
        2,
        "json.loads('{')",
    ),
    (
        "a mistake in a function",
        "def f():\n    return 1/0\n\nf()\n",
        "ZeroDivisionError",
        2,
        "    return 1/0",
    ),
]


@pytest.mark.parametrize(
    ("text", "said", "line", "shown"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN]
)
@pytest.mark.parametrize("name", ["actions.py", "actions/deep/tool.py", "config.py"])
def test_broken_code_is_shown_with_file_and_line(write, name, text, said, line, shown):
    root = write({name: text})
    with pytest.raises(ConfigError) as caught:
        (load_init if name == "config.py" else load_actions)([root])
    error = caught.value
    assert error.message.startswith(said)
    assert (error.file, error.line) == (str(root / name), line)
    assert shown is None or error.text == shown
    assert error.hint
    assert f"{root / name}:{line}:" in str(error)


def test_broken_code_is_shown_in_the_file_that_breaks(write):
    root = write(
        {"actions.py": "from helper import f\nf()", "helper.py": "def f():\n    raise ValueError('inner')"}
    )
    with pytest.raises(ConfigError, match="ValueError: inner") as caught:
        load_actions([root])
    assert (caught.value.file, caught.value.line) == (str(root / "helper.py"), 2)
    assert isinstance(caught.value.__cause__, ValueError)


def test_an_init_that_fails_is_shown_with_its_line(write):
    root = write({"config.py": "def init(app):\n    app.no_such_method()\n"})
    [init] = load_init([root])
    with pytest.raises(ConfigError, match="no_such_method") as caught:
        init(object())
    assert (caught.value.line, caught.value.text) == (2, "    app.no_such_method()")


def test_a_missing_package_says_what_to_do(write):
    with pytest.raises(ConfigError, match="Install it"):
        load_actions([write({"actions.py": "import no_such_package"})])


def test_text_that_is_not_utf_8_is_an_error_with_its_file(write):
    root = write({})
    (root / "actions.py").write_bytes(b"x = '\xff'\n")
    with pytest.raises(ConfigError, match="SyntaxError") as caught:
        load_actions([root])
    assert Path(caught.value.file).name == "actions.py"


def test_an_interrupt_stays_one(write):
    with pytest.raises(KeyboardInterrupt):
        load_actions([write({"actions.py": "raise KeyboardInterrupt"})])


def test_a_file_that_was_mended_loads(write):
    root = write({"actions.py": "1/0"})
    with pytest.raises(ConfigError):
        load_actions([root])
    write({"actions.py": DECORATED.format("fine")})
    assert results(load_actions([root])) == {"fine": "fine"}
