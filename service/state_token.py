"""The ``state`` that a client carries from turn to turn: sealed when it leaves, checked when it returns.

Its events could otherwise switch rails off. The seal is an HMAC over the canonical bytes, so a client may
write the same JSON in another way, but not other JSON. A state without a seal may hold only what user and
bot said. Nothing here is kept: whoever has an old state can go on from there, as with any conversation.
"""

from __future__ import annotations

import hmac
import logging
import os
import secrets
from typing import TYPE_CHECKING, Any

from rails_engine import BOT_MESSAGE, BOT_SAID, USER_MESSAGE, USER_SAID
from service.canonical_json import canonical
from service.data_dir import ensure_folder
from service.errors import SettingsError, StateTokenError
from service.file_lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from service.threads.base import ThreadStore

log = logging.getLogger(__name__)

SEAL = "seal"
VERSION = "v1"
KEY_BYTES = 32
KEY_NAME = "state-key"
LOCK_TIMEOUT = 5.0
MAX_BYTES = 1024 * 1024

#: What an unsealed state may hold: these events, each with its text and nothing else that counts.
SPOKEN = {USER_SAID: "final_transcript", BOT_SAID: "script", USER_MESSAGE: "text", BOT_MESSAGE: "text"}
#: What every event of the original carries beside; it is dropped.
IDENTITY = frozenset({"uid", "event_created_at", "source_uid", "action_uid"})

NO_CONTENT = (
    "Invalid state format: state must contain 'events' or 'state' key. "
    "Use an empty dict {} to start a new conversation."
)
BROKEN = "Invalid state: it is not as this server sent it."
UNSEALED = (
    "Invalid state: without its seal a state may only hold what the user and the bot said "
    f"({USER_SAID} and {BOT_SAID} events). Send back the whole state of the last answer."
)


class StateSealer:
    """Seals states and opens them. ``find_key`` is asked once, when the first state comes."""

    def __init__(self, find_key: Callable[[], bytes], *, max_bytes: int = MAX_BYTES) -> None:
        self._find_key = find_key
        self._max_bytes = max_bytes
        self._key: bytes | None = None

    def seal(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """The state with a seal. However large it is: an answer is never lost to its state."""
        content = dict(state)
        return content | {SEAL: self._seal_of(canonical(content))}

    def open(self, value: Any) -> dict[str, Any]:
        """The state that was sealed, or the talk of an unsealed one; ``{}`` starts a conversation."""
        if not isinstance(value, dict):
            raise StateTokenError("Invalid state format: state must be an object.")
        if not value:
            return {}
        if value.get("events") is None and value.get("state") is None:
            raise StateTokenError(NO_CONTENT)
        content = dict(value)
        seal = content.pop(SEAL, None)
        text = self._bounded(content)
        if seal is None:
            return _talk_of(content)
        if not isinstance(seal, str) or not hmac.compare_digest(
            seal.encode("utf-8", "replace"), self._seal_of(text).encode()
        ):
            raise StateTokenError(BROKEN)
        return content

    def _bounded(self, content: dict[str, Any]) -> bytes:
        try:
            text = canonical(content)
        except (ValueError, RecursionError):
            raise StateTokenError(BROKEN) from None
        if len(text) > self._max_bytes:
            raise StateTokenError(f"Invalid state: it is larger than {self._max_bytes} bytes.")
        return text

    def _seal_of(self, text: bytes) -> str:
        if self._key is None:
            try:
                found = self._find_key()
            except SettingsError as error:
                log.error("No state can be sealed: %s", error.message)  # noqa: TRY400 - the message is the reason
                raise
            # A key of its own, so that the secret may serve other purposes too.
            self._key = hmac.digest(found, b"switchyard state", "sha256")
        return f"{VERSION}:{hmac.digest(self._key, text, 'sha256').hex()}"


def find_key(secret: str | None, store: ThreadStore, data_dir: Path) -> bytes:
    """The key that workers, restarts and, where they share a store, machines agree on."""
    if secret is not None:
        return secret.encode()
    agreed = store.agree(KEY_NAME, secrets.token_bytes(KEY_BYTES))
    return agreed if agreed is not None else _key_of_file(ensure_folder(data_dir) / KEY_NAME)


def _key_of_file(path: Path) -> bytes:
    """The key in the file, which is made by whoever comes first."""
    try:
        with locked(path.parent, LOCK_TIMEOUT):
            if not path.exists():
                _write_key(path)
            key = path.read_bytes()
    except OSError as error:
        wanted = f"a folder that can be read and written ({error.strerror or 'it is locked'})"
        raise SettingsError("DATA_DIR", path.parent.name, wanted) from error
    if len(key) < KEY_BYTES:
        raise SettingsError("DATA_DIR", path.name, "a folder without a damaged key; delete the file")
    return key


def _write_key(path: Path) -> None:
    """All of it or nothing: a reader that does not know the lock sees no half of a key either."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(KEY_BYTES))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.rename(path)


def _talk_of(content: Mapping[str, Any]) -> dict[str, Any]:
    events = content.get("events")
    if set(content) != {"events"} or not isinstance(events, list):
        raise StateTokenError(UNSEALED)
    return {"events": [_spoken(event) for event in events]}


def _spoken(event: Any) -> dict[str, str]:
    if isinstance(event, dict):
        kind = event.get("type")
        name = SPOKEN.get(kind, "") if isinstance(kind, str) else ""
        text = event.get(name)
        if isinstance(kind, str) and isinstance(text, str) and set(event) - IDENTITY == {"type", name}:
            return {"type": kind, name: text}
    raise StateTokenError(UNSEALED)
