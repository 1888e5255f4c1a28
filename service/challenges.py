"""Red-teaming challenges: the root's ``challenges.json``, and what config.py registers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from service.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "challenges.json"


def read_challenges(root: Path) -> list[dict[str, Any]]:
    """The list in the file; none without a file. A malformed one stops the start and says where."""
    path = root / FILE
    if not path.is_file():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise SettingsError(FILE, None, "UTF-8 text") from None
    except json.JSONDecodeError as error:
        place = f"JSON (line {error.lineno}, column {error.colno}: {error.msg})"
        raise SettingsError(FILE, None, place) from None
    if not isinstance(found, list):
        raise SettingsError(FILE, None, "a list of objects")
    for index, item in enumerate(found):
        if not isinstance(item, dict):
            raise SettingsError(FILE, None, f"a list of objects; its entry {index} is none")
    return found
