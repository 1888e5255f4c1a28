"""The knowledge base of a configuration folder: its documents in chunks, found by likeness.

Documents are cut at load, so that a bad one is an error then; the index is built on the first search.
Nothing is written to disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.embeddings.index import Item
from rails_engine.kb.chunks import Chunk, split_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rails_engine.embeddings.index import Hit, SearchIndex


class KnowledgeBase:
    """Chunks of Markdown documents, ready to be searched by many threads."""

    def __init__(
        self,
        docs: Iterable[tuple[str, str]],
        make_index: Callable[[], SearchIndex],
        *,
        read_yaml: Callable[[str], Any],
    ) -> None:
        chunks = [chunk for name, content in docs for chunk in split_markdown(name, content, read_yaml)]
        self._index = make_index()
        self._index.add(Item(indexed_text(chunk), _described(chunk)) for chunk in chunks)

    @property
    def size(self) -> int:
        """How many chunks there are."""
        return self._index.size

    def search(self, text: str, max_results: int = 3) -> list[Chunk]:
        """The chunks most like a text, best first."""
        if not self._index.size:
            return []
        return [_chunk(hit) for hit in self._index.search(text, max_results)]

    async def search_relevant_chunks(self, text: str, max_results: int = 3) -> list[dict[str, Any]]:
        """The same as plain data, for users' actions that await it."""
        found = self.search(text, max_results)
        return [{**chunk.metadata, "title": chunk.title, "body": chunk.body} for chunk in found]


def indexed_text(chunk: Chunk) -> str:
    """What a chunk is compared by."""
    return f"# {chunk.title}\n\n{chunk.body}" if chunk.title else chunk.body


def _described(chunk: Chunk) -> dict[str, Any]:
    """What a registered search provider may filter by, and all that it need give back."""
    return {**chunk.metadata, "title": chunk.title, "body": chunk.body, "metadata": dict(chunk.metadata)}


def _chunk(hit: Hit) -> Chunk:
    meta = hit.item.meta
    return Chunk(
        title=str(meta.get("title", "")),
        body=str(meta.get("body", hit.item.text)),
        metadata=meta.get("metadata") or {},
        score=hit.score,
    )
