"""When to ask a provider once more, and how long to wait before.

Pure rules and a wait in slices; clock-free, so that nobody sleeps in tests. Who calls this decides what may
be repeated: only a request of whose answer nothing has been used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STATUSES = frozenset({408, 409, 429, 500, 502, 503, 504})
#: Longer than this no turn can wait; a provider that asks for more gets no second request at all.
LONGEST_PAUSE = 20.0
LONGEST_BACKOFF = 8.0
FIRST_BACKOFF = 0.5
#: While waiting, ``on_wait`` is called about this often.
SLICE = 0.5


def allowed(
    status: int, headers: Mapping[str, str], retry_after: float | None, longest: float = LONGEST_PAUSE
) -> bool:
    """Whether an answer with this status may be asked for again. ``longest`` is the pause that we accept."""
    if retry_after is not None and retry_after > longest:
        return False
    advice = headers.get("x-should-retry", "").lower()
    if advice in ("true", "false"):
        return advice == "true"
    return status in STATUSES


def pause(
    attempt: int, retry_after: float | None, draw: Callable[[], float], first: float = FIRST_BACKOFF
) -> float:
    """Seconds to wait after attempt ``attempt`` (from 0): as asked, else a random part of the backoff."""
    if retry_after is not None:
        return retry_after
    longest = min(first * 2.0 ** min(attempt, 10), LONGEST_BACKOFF)
    return longest * (0.5 + draw() / 2)


def wait(seconds: float, on_wait: Callable[[], None] | None, sleep: Callable[[float], None]) -> None:
    """Wait in slices; ``on_wait`` may raise to end the wait and the call."""
    while seconds > 0:
        if on_wait is not None:
            on_wait()
        sleep(min(seconds, SLICE))
        seconds -= SLICE
