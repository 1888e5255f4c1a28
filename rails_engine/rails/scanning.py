"""How an exact rail looks at text that is still being written. Decides nothing: the rail's flow does that."""

from __future__ import annotations

from typing import Protocol


class Scanner(Protocol):
    """What a rail can say of text whose end has not come.

    Both methods are asked of the same text: ``text[:start]`` has been judged and is there to be looked
    back at (the last ``looks_back`` characters of it at least), ``text[start:]`` has not.
    """

    #: How many characters before the piece that is judged can matter to its verdict.
    looks_back: int

    def settled(self, text: str, start: int) -> int:
        """Up to where the text can be judged for good: nothing that may follow changes what is found before it.

        What the rail would find in ``text[start:settled]`` alone, looking back but not ahead, is what it
        would find there in the whole text. At least ``start``, at most ``len(text)``.
        """
        ...

    def clean(self, text: str, start: int) -> bool:
        """Whether nothing is to be found in ``text[start:]``, so that the shipped flow would let it pass as it is."""
        ...
