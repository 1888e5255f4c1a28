"""The action of the rail ``check jailbreak``. Flows can execute every function that ``@action`` marks."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from rails_engine import action

if TYPE_CHECKING:
    from rails_engine import RailsConfig


@action
def find_jailbreak(text: str, config: RailsConfig) -> str | None:
    """The phrase of the configuration that stands in the text, if any.

    The flow gives ``text``; ``config`` is a name that the engine fills in, as are ``context`` and ``llm``.
    """
    said = f" {_plain(text)} "
    phrases = config.custom_data["jailbreak_phrases"]
    return next((phrase for phrase in phrases if f" {_plain(phrase)} " in said), None)


def _plain(text: str) -> str:
    """The words in one spelling: case, punctuation, wide letters and invisible characters hide none."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", visible).casefold()))
