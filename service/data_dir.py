"""The folder where the service keeps what must outlive it: made when it is needed, closed to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

SETTING = "DATA_DIR"


def ensure_folder(path: Path) -> Path:
    """The folder, which is there afterwards."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(SETTING, path.name, f"a folder that can be made ({error.strerror})") from error
    return path
