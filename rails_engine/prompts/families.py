"""The default prompts, one file a family of models, read when a prompt of it is first wanted.

Which models a family serves stands here, so that choosing one opens no file.
"""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

from rails_engine.config.reading import read_text
from rails_engine.config.schema import TaskPrompt  # noqa: TC001 - the reader looks the hint up

_FOLDER = Path(__file__).parent / "defaults"


@dataclasses.dataclass(frozen=True, slots=True)
class Family:
    """Prompts in ``defaults/<name>.yml`` for models that match; without ``models``, for any."""

    name: str
    models: tuple[str, ...] = ()
    mode: str = "standard"


_CHAT_MODELS = (
    "openai/gpt-3.5-turbo",
    "openai/gpt-4",
    "openai/gpt-5",
    "openai/chatgpt",
    "openai/o1",
    "openai/o3",
    "openai/o4",
    "azure/gpt",
    "azure_openai/gpt",
    "anthropic",
    "claude",
    "cohere",
    "gemini",
)

#: Of two that match alike, the later one is taken.
FAMILIES = (
    Family("general"),
    Family("chat", _CHAT_MODELS),
    Family("chat_compact", _CHAT_MODELS, mode="compact"),
    Family("plain", ("unknown", "openai/gpt-3.5-turbo-instruct", "dolly", "mosaic", "mpt-")),
    Family("llama", ("meta/llama-3", "meta/llama3", "nvidia/usdcode-llama-3", "llama-3", "llama3")),
    Family("nemotron", ("nvidia/nemotron", "nemotron")),
    Family("deepseek", ("deepseek",)),
)


@dataclasses.dataclass(frozen=True, slots=True)
class _File:
    prompts: tuple[TaskPrompt, ...]


@functools.lru_cache(maxsize=len(FAMILIES))
def read_family(family: Family) -> tuple[TaskPrompt, ...]:
    """The prompts of a family."""
    path = _FOLDER / f"{family.name}.yml"
    file = read_text(_File, path.read_text(encoding="utf-8"), path.name)
    return tuple(
        dataclasses.replace(prompt, models=family.models, mode=family.mode) for prompt in file.prompts
    )
