"""The classes that users' embedders and search providers derive from. They do nothing themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.index import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A text that can be found, and what it stands for.
IndexItem = Item


class EmbeddingModel:
    """Turns texts into vectors; one of the two methods is enough."""

    engine_name: ClassVar[str]

    def encode(self, documents: list[str]) -> list[list[float]]:
        """One vector a text."""
        raise NotImplementedError

    async def encode_async(self, documents: list[str]) -> list[list[float]]:
        """One vector a text."""
        raise NotImplementedError


class EmbeddingsIndex:
    """Keeps texts and finds like ones. A subclass has ``search`` and one of the methods that add."""

    #: How long its vectors are, where it has any.
    embedding_size: int = 0

    async def add_item(self, item: Item) -> None:
        """Keep a text."""
        raise NotImplementedError

    async def add_items(self, items: list[Item]) -> None:
        """Keep texts."""
        for item in items:
            await self.add_item(item)

    async def build(self) -> None:
        """Get ready, after all texts have been added."""

    async def search(self, text: str, max_results: int = 20, threshold: float | None = None) -> Sequence[Any]:
        """The texts most like this one, best first."""
        raise NotImplementedError
