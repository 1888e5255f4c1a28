"""The names of the original mean our modules while users' code is loaded, and only then."""

from __future__ import annotations

import importlib
import itertools
import sys
import threading
from contextlib import nullcontext

import pytest

from rails_engine.actions.imports import ORIGINAL, original_names

NUMBERS = itertools.count()


class Tree:
    """A root of ours with a few modules; perhaps an installed original beside it."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        monkeypatch.syspath_prepend(str(folder))

    def write(self, module, text, *, package=True):
        path = self.folder.joinpath(*module.split("."))
        for parent in reversed(path.parents):
            if parent.is_relative_to(self.folder) and parent != self.folder:
                parent.mkdir(exist_ok=True)
                (parent / "__init__.py").touch()
        if package:
            path.mkdir(exist_ok=True)
            (path / "__init__.py").write_text(text)
        else:
            path.with_suffix(".py").write_text(text)
        importlib.invalidate_caches()

    def root(self, **modules):
        name = f"imports_root_{next(NUMBERS)}"
        self.write(name, "__all__ = ['Config']\nclass Config: pass\n")
        for module, text in modules.items():
            self.write(f"{name}.{module.replace('__', '.')}", text)
        return name

    def original(self):
        self.write(ORIGINAL, "class Config: foreign = True\n")
        self.write(f"{ORIGINAL}.actions", "def action(): return 'foreign'\n")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    yield Tree(tmp_path, monkeypatch)
    for name in [name for name in sys.modules if name.split(".")[0] == ORIGINAL]:
        del sys.modules[name]


ACTIONS = "__all__ = ['action']\ndef action(): return 'ours'\n"


def run(text):
    scope = {}
    exec(compile(text, "users.py", "exec"), scope)
    return scope


def test_every_form_of_import_means_ours(tree):
    root = tree.root(actions=ACTIONS, rails="", rails__llm="", rails__llm__options="class Options: pass")
    with original_names((root,)):
        scope = run(
            "import nemoguardrails\n"
            "import nemoguardrails.actions as acts\n"
            "import nemoguardrails.rails.llm.options\n"
            "from nemoguardrails import Config, actions\n"
            "from nemoguardrails.actions import action\n"
            "from nemoguardrails.rails.llm.options import Options as O\n"
            "deep = nemoguardrails.rails.llm.options.Options\n"
        )
    assert scope["nemoguardrails"].__name__ == root
    assert scope["acts"] is scope["actions"]
    assert scope["action"]() == "ours"
    assert scope["deep"] is scope["O"]


def test_a_module_is_the_same_object_under_both_names_and_keeps_its_own_identity(tree):
    root = tree.root(actions=ACTIONS)
    with original_names((root,)):
        foreign = importlib.import_module(f"{ORIGINAL}.actions")
    own = importlib.import_module(f"{root}.actions")
    assert foreign is own
    assert own.__name__ == own.__spec__.name == f"{root}.actions"
    assert importlib.reload(own) is own


def test_an_installed_original_is_set_aside_and_put_back(tree):
    tree.original()
    root = tree.root(actions=ACTIONS)
    before = importlib.import_module(f"{ORIGINAL}.actions")
    with original_names((root,)):
        assert run("from nemoguardrails.actions import action")["action"]() == "ours"
    after = importlib.import_module(f"{ORIGINAL}.actions")
    assert after is before
    assert run("from nemoguardrails.actions import action")["action"]() == "foreign"
    assert run("import nemoguardrails")["nemoguardrails"].Config.foreign


def test_an_installed_original_that_nobody_has_imported_yet_keeps_its_name_afterwards(tree):
    tree.original()
    root = tree.root(actions=ACTIONS)
    with original_names((root,)):
        assert run("from nemoguardrails.actions import action")["action"]() == "ours"
    assert run("from nemoguardrails.actions import action")["action"]() == "foreign"


def test_the_original_comes_back_when_users_code_fails(tree):
    tree.original()
    root = tree.root()
    before = importlib.import_module(ORIGINAL)
    with pytest.raises(ZeroDivisionError), original_names((root,)):
        run("import nemoguardrails\n1 / 0")
    assert sys.modules[ORIGINAL] is before


def test_what_ours_have_become_for_good_is_not_taken_out_again(tree):
    root = tree.root(actions=ACTIONS)
    with original_names((root,)):
        pass
    ours = importlib.import_module(ORIGINAL)
    with original_names((root,)):
        assert sys.modules[ORIGINAL] is ours
    assert sys.modules[ORIGINAL] is ours


def test_without_the_original_functions_import_ours_when_they_are_called_later(tree):
    root = tree.root(actions=ACTIONS)
    with original_names((root,)):
        scope = run(
            "import nemoguardrails.actions as early\n"
            "def later():\n"
            "    import nemoguardrails.actions\n"
            "    from nemoguardrails.actions import action\n"
            "    return nemoguardrails.actions, action\n"
        )
    module, action = scope["later"]()
    assert module is scope["early"]
    assert action is scope["early"].action


def test_nesting_keeps_ours_until_the_outermost_ends(tree):
    tree.original()
    first, second = tree.root(actions=ACTIONS), tree.root(extra="value = 1")
    original = importlib.import_module(ORIGINAL)
    with original_names((first,)):
        with original_names((first, second)):
            run("import nemoguardrails.extra")
        assert run("import nemoguardrails")["nemoguardrails"].__name__ == first
    assert sys.modules[ORIGINAL] is original


def test_a_second_root_gives_what_the_first_has_not(tree):
    engine = tree.root(actions=ACTIONS)
    service = tree.root(server="", server__api="def register_logger(): return 'logger'\n")
    with original_names((engine, service)):
        scope = run(
            "from nemoguardrails.server.api import register_logger\nfrom nemoguardrails import Config"
        )
    assert scope["register_logger"]() == "logger"
    assert scope["Config"].__module__ == engine
    with (
        original_names((engine,)),
        pytest.raises(ImportError, match=r"does not offer 'nemoguardrails\.server'"),
    ):
        run("import nemoguardrails.server.api")


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("import nemoguardrails.nope", "nemoguardrails.nope"),
        ("import nemoguardrails.nope.deeper", "nemoguardrails.nope"),
        ("from nemoguardrails.nope import x", "nemoguardrails.nope"),
        ("from nemoguardrails import nope", "nemoguardrails.nope"),
        ("from nemoguardrails.actions import nope", "nemoguardrails.actions.nope"),
        ("from nemoguardrails.actions.nope import x", "nemoguardrails.actions.nope"),
    ],
)
@pytest.mark.parametrize("later", [False, True])
def test_what_we_do_not_offer_is_refused_by_name(tree, statement, refused, later):
    root = tree.root(actions=ACTIONS)
    hook = original_names((root,))
    if later:
        with hook:
            pass
        hook = nullcontext()
    with (
        hook,
        pytest.raises(ImportError, match="Switchyard does not offer '" + refused.replace(".", r"\.") + "'"),
    ):
        run(statement)


def test_a_refusal_names_what_was_probably_meant_or_what_there_is(tree):
    root = tree.root(actions=ACTIONS)
    with original_names((root,)):
        with pytest.raises(ImportError, match="Did you mean 'action'"):
            run("from nemoguardrails.actions import acton")
        with pytest.raises(ImportError, match=r"From 'nemoguardrails' it offers: Config, actions\."):
            run("from nemoguardrails import zzz")


def test_users_code_can_fall_back_from_a_name_that_is_missing(tree):
    root = tree.root(actions=ACTIONS)
    with original_names((root,)):
        scope = run(
            "try:\n    from nemoguardrails.newer import action\n"
            "except ModuleNotFoundError:\n    from nemoguardrails.actions import action\n"
        )
    assert scope["action"]() == "ours"


def test_a_module_of_ours_that_fails_says_so_itself(tree):
    root = tree.root(broken="import module_that_is_not_there")
    with original_names((root,)), pytest.raises(ModuleNotFoundError, match="module_that_is_not_there"):
        run("import nemoguardrails.broken")


def test_threads_that_load_at_once_do_not_disturb_each_other(tree):
    tree.original()
    root = tree.root(actions=ACTIONS)
    original = importlib.import_module(ORIGINAL)
    barrier, wrong = threading.Barrier(8), []

    def load():
        barrier.wait()
        for _ in range(50):
            with original_names((root,)):
                if run("from nemoguardrails.actions import action")["action"]() != "ours":
                    wrong.append("not ours")

    threads = [threading.Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sys.modules[ORIGINAL] is original


def test_no_lock_is_held_while_users_code_runs(tree):
    """Users' code may wait for a thread that loads another folder."""
    root = tree.root(actions=ACTIONS)
    done = []

    def other():
        with original_names((root,)):
            done.append(run("from nemoguardrails.actions import action")["action"]())

    with original_names((root,)):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=10)
    assert done == ["ours"]


def test_other_imports_are_left_alone(tree):
    root = tree.root()
    tree.write("nemoguardrails_lookalike", "value = 1")
    with original_names((root,)):
        assert run("import nemoguardrails_lookalike as m")["m"].value == 1
        with pytest.raises(ModuleNotFoundError, match=r"^No module named 'not_there_at_all'$"):
            run("import not_there_at_all")
