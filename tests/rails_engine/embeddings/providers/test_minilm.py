"""Weights from a folder: found at load, run as the reference runs them, errors by name."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from rails_engine.embeddings.index import Index, Item
from rails_engine.embeddings.providers.minilm import MiniLM
from rails_engine.errors import ConfigError
from tests.rails_engine.embeddings.tiny_bert import reference, write_model


def make(model=None, environ=None, **parameters):
    return MiniLM(model, parameters, transport=None, environ=environ or {})


@pytest.mark.parametrize("as_path", [True, False])
def test_the_folder_is_the_path_or_the_model(tmp_path, as_path):
    pytest.importorskip("numpy")
    folder = tmp_path / "tiny-model"
    arrays = write_model(folder)
    embedder = make("some-name", path=str(folder)) if as_path else make(str(folder))
    assert embedder.describe() == "minilm tiny-model"
    assert embedder.encode(["hello world"])[0] == pytest.approx(reference(arrays, [2, 4, 5, 3]), abs=2e-6)


def test_it_serves_an_index(tmp_path):
    pytest.importorskip("numpy")
    write_model(tmp_path)
    index = Index(make(path=str(tmp_path)))
    index.add([Item("hello world"), Item("goodbye")])
    assert index.search("GOODBYE")[0] == index.search("goodbye")[0]
    assert len(index.search("unaffable")) == 2


@pytest.mark.parametrize(("environ", "told"), [({}, True), ({"OPENBLAS_NUM_THREADS": "1"}, False)])
def test_the_log_says_how_to_keep_the_cpu_free(tmp_path, caplog, environ, told):
    pytest.importorskip("numpy")
    write_model(tmp_path)
    with caplog.at_level(logging.INFO, "rails_engine.embeddings"):
        make(path=str(tmp_path), environ=environ)
    assert ("OPENBLAS_NUM_THREADS" in caplog.text) is told


def test_a_folder_must_be_named():
    with pytest.raises(ConfigError, match=r"Set parameters\.path"):
        make()


def test_a_folder_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match=r"there is no folder '.*gone'"):
        make(path=str(tmp_path / "gone"))


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_a_missing_file_is_named(tmp_path, name):
    write_model(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ConfigError, match=name):
        make(path=str(tmp_path))


def test_without_numpy_the_extra_is_named(tmp_path):
    write_model(tmp_path / "model")
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    # A finder that knows no numpy, as on a machine where it is not installed.
    script = f"""
import sys, importlib.abc
class NoNumpy(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "numpy":
            raise ModuleNotFoundError(name)
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "numpy" else found(name, *rest)
sys.meta_path.insert(0, NoNumpy())
from rails_engine.embeddings.providers.minilm import MiniLM
from rails_engine.embeddings.index import Index, Item
from rails_engine.embeddings.vectors import DenseRanking
from rails_engine.errors import MissingExtraError
ranking = DenseRanking([str(n) for n in range(3000)], lambda texts: [[float(t), 1.0] for t in texts], "test")
assert ranking.rank(["7"], 1)[0][0] == (7, 1.0)
try:
    MiniLM(None, {{"path": {str(tmp_path / "model")!r}}}, transport=None, environ={{}})
except MissingExtraError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=50
    )
    assert "pip install 'switchyard[embeddings]'" in done.stdout, done.stderr
