"""What the assistant looks up. ``user_id`` comes with the request, in its ``context``."""

from __future__ import annotations

from rails_engine import action

DAYS_A_YEAR = 28
DAYS_TAKEN = {"ada": 9, "walter": 28}


@action
def count_days_left(user: str | None) -> int | None:
    """How many days of holiday an employee has left; None for somebody unknown."""
    taken = DAYS_TAKEN.get(user or "")
    return None if taken is None else DAYS_A_YEAR - taken
