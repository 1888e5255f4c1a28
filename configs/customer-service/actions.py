"""The shop's orders. A real assistant would ask its shop system; an action may do all that Python can."""

from __future__ import annotations

import re

from rails_engine import action

ORDERS = {
    "LS-1001": "delivered on Monday",
    "LS-1002": "on its way, expected on Thursday",
    "LS-1003": "being packed",
}


@action
def find_order_number(text: str) -> str | None:
    """The order number that stands in a message."""
    found = re.search(r"\bLS[- ]?(\d{4})\b", text, re.IGNORECASE)
    return f"LS-{found[1]}" if found else None


@action
async def look_up_order(number: str | None) -> str | None:
    """What is known of an order. ``async`` works as well."""
    return ORDERS.get(number or "")
