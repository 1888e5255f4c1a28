"""A small catalog of shipped rails, and folders written for one test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import pytest

from rails_engine.config.catalog import RailFlow
from rails_engine.config.loader import load_content, load_path
from rails_engine.config.reading import InvalidValueError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Words:
    words: tuple[str, ...] = ()
    longest: int | None = None
    share: float = 0.5

    def __post_init__(self) -> None:
        for index, word in enumerate(self.words):
            if " " in word:
                raise InvalidValueError(("words", index), f"must be one word, not {word!r}")


@dataclass(frozen=True, slots=True)
class WordSettings:
    input: Words = field(default_factory=Words)
    output: Words = field(default_factory=Words)
    on_error: Literal["block", "allow"] = "block"
    timeout: float | None = None
    limit: int | Literal["none"] = 3


@dataclass(frozen=True, slots=True)
class Classifier:
    base_url: str
    labels: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Server:
    endpoint: str


class Catalog:
    flows: ClassVar = {
        flow.name: flow
        for flow in (
            RailFlow("self check input", frozenset({"input"}), prompts=("self_check_input",)),
            RailFlow("self check output", frozenset({"output"}), prompts=("self_check_output",)),
            RailFlow("check words", frozenset({"input", "output"}), settings="word_list"),
            RailFlow("mask words", frozenset({"output"}), settings="word_list", rewrites=True),
            RailFlow("check chunks", frozenset({"retrieval"})),
            RailFlow("warn about doubts", frozenset({"output"}), listens=True),
            RailFlow(
                "content safety check input",
                frozenset({"input"}),
                prompts=("content_safety_check_input $model={model}",),
                model_param=True,
            ),
            RailFlow("llama guard check input", frozenset({"input"}), model_type="llama_guard"),
        )
    }
    settings: ClassVar = {"word_list": WordSettings, "classifier": Mapping[str, Classifier], "server": Server}


@pytest.fixture(scope="session")
def catalog():
    return Catalog()


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def write(tmp_path):
    """Write a folder: ``write({"config.yml": "…"}, name="bot")`` gives its path."""
    return lambda files, name="bot": write_files(tmp_path / name, files)


@pytest.fixture
def load(write, catalog):
    """Write a folder and load it."""

    def load_files(files, *, name="bot", environ=None):
        return load_path(write(files, name), environ=environ or {}, catalog=catalog)

    return load_files


@pytest.fixture(scope="session")
def read(catalog):
    """Load texts."""
    return lambda yaml=None, **rest: load_content(yaml=yaml, environ={}, catalog=catalog, **rest)
