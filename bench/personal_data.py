"""What looking for personal data costs: CPU of one text, by its length and what is in it, and memory.

    python bench/personal_data.py

The budget of all local input rails together is 0.5 ms for 200 characters and 5 ms for 4,000; this part may
take a third of it.
"""

from __future__ import annotations

import hashlib  # noqa: F401 - a server has it anyway: it is no cost of ours
import resource
import time
from typing import TYPE_CHECKING

from rails_engine.guards.personal_data.entities import known_entities
from rails_engine.guards.personal_data.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable

PROSE = (
    "The committee met again on Tuesday to talk about the new library, and nobody could say when the work "
    "would begin or what it would cost the town. They agreed to ask three builders for an offer and to wait. "
)
PERSONAL = (
    "My name is Ana Berg, I live at 12 Mill Lane, Leeds; write to ana.berg@example.com or call "
    "+44 20 7946 0049. The card is 4111 1111 1111 1111 and the order 2024-7731 was paid on 3 March 2024. "
)
NUMBERS = (
    "17.5 33 4021 0.98871 192 x 44 = 8448; (3 + 4) * 12 / 7, 1,204,551 and 99.9 % of 20240311, v1.24.3, "
    "8080. "
)
CODE = (
    "for index, (name, value) in enumerate(rows):\n    total[name] += round(value * 1.19, 2)\n"
    '    print(f"{name}: {x}")\n'
)
STRUCTURED = ("EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS", "API_KEY")


def best_of(once: Callable[[], object], seconds: float = 0.15) -> float:
    """The best of five rounds, in ms."""
    rounds, best = 1, float("inf")
    while True:
        begin = time.process_time()
        for _ in range(rounds):
            once()
        if time.process_time() - begin > seconds / 5 or rounds > 10_000:
            break
        rounds *= 2
    for _ in range(5):
        begin = time.process_time()
        for _ in range(rounds):
            once()
        best = min(best, (time.process_time() - begin) / rounds * 1e3)
    return best


def filled(text: str, length: int) -> str:
    """So much of a text, over and over."""
    return (text * (length // len(text) + 1))[:length]


def memory() -> int:
    """The most that this process has had, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Print the table."""
    before = memory()
    finders = {"names and all": Finder(known_entities()), "structured only": Finder(STRUCTURED)}
    for finder in finders.values():
        finder.find(PERSONAL + NUMBERS + CODE)
    print(f"memory of lists and patterns: {(memory() - before) / 1024:.1f} MB\n")
    sizes = (200, 4_000, 100_000)
    print(f"{'ms of CPU':<34}" + "".join(f"{size:>12,}" for size in sizes))
    for name, finder in finders.items():
        for what, text in (("prose", PROSE), ("personal", PERSONAL), ("numbers", NUMBERS), ("code", CODE)):
            texts = [filled(text, size) for size in sizes]
            cells = [best_of(lambda text=text, finder=finder: finder.find(text)) for text in texts]  # type: ignore[misc]
            print(f"{name + ', ' + what:<34}" + "".join(f"{cell:>12.3f}" for cell in cells))


if __name__ == "__main__":
    main()
