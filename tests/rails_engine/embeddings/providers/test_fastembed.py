"""The optional package: local files first, a download only on request, a clear word if it is not there.

The package itself is too big for a test; a module of the same name and interface stands in for it.
"""

from __future__ import annotations

import importlib.util
import sys

import pytest

from rails_engine.embeddings.providers.fastembed import FastEmbed
from rails_engine.errors import ConfigError, MissingExtraError

PACKAGE = """
class Vector(list):
    def tolist(self):
        return list(self)


class TextEmbedding:
    made = []
    cached = set()
    reachable = True

    @classmethod
    def list_supported_models(cls):
        names = ["BAAI/bge-small-en-v1.5", "sentence-transformers/all-MiniLM-L6-v2"]
        return [{"model": name} for name in names]

    def __init__(self, model_name, local_files_only=False, **options):
        self.made.append((model_name, local_files_only, options))
        if model_name not in self.cached and (local_files_only or not self.reachable):
            raise ValueError("Could not load model from any source.")

    def embed(self, documents):
        assert isinstance(documents, list)
        yield from (Vector([float(len(text)), 1.0]) for text in documents)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The stand-in, importable as ``fastembed``."""
    (tmp_path / "fastembed.py").write_text(PACKAGE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "fastembed", raising=False)
    import fastembed

    yield fastembed.TextEmbedding
    sys.modules.pop("fastembed", None)


def make(model=None, **parameters):
    return FastEmbed(model, parameters, transport=None, environ={})


FULL = "sentence-transformers/all-MiniLM-L6-v2"


@pytest.mark.parametrize("model", [None, "all-MiniLM-L6-v2", "ALL-minilm-l6-v2", FULL])
def test_files_on_the_machine_are_used_without_the_network(package, model):
    package.cached.add(FULL)
    assert make(model, threads=1).encode(("ab", "c")) == [[2.0, 1.0], [1.0, 1.0]]
    assert package.made == [(FULL, True, {"threads": 1})]


def test_nothing_is_fetched_unasked(package):
    with pytest.raises(ConfigError, match=r"not on this machine[\s\S]*allow_download: true"):
        make("bge-small-en-v1.5")
    assert package.made == [("BAAI/bge-small-en-v1.5", True, {})]


def test_a_download_happens_where_it_is_allowed(package):
    make(allow_download=True)
    assert package.made == [(FULL, True, {}), (FULL, False, {})]


def test_a_failed_download_is_an_error(package):
    package.reachable = False
    with pytest.raises(ConfigError, match="could not be fetched"):
        make(allow_download=True)


def test_a_model_it_does_not_know_is_named(package):
    with pytest.raises(ConfigError, match="'all-mini'"):
        make("all-mini")


@pytest.mark.skipif(importlib.util.find_spec("fastembed") is not None, reason="fastembed is installed")
def test_without_the_package_the_extra_is_named():
    with pytest.raises(MissingExtraError, match=r"switchyard\[fastembed\]"):
        make()
