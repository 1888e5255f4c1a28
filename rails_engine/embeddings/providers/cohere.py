"""Cohere's own ``POST /v2/embed``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.remote import RemoteEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.transport import Endpoint


class CohereEmbedder(RemoteEmbedder):
    """Cohere. Queries and examples are compared as the same kind of text (``input_type``)."""

    name: ClassVar[str] = "cohere"
    default_url: ClassVar[str | None] = "https://api.cohere.com"
    key_variables: ClassVar[tuple[str, ...]] = ("COHERE_API_KEY", "CO_API_KEY")

    def _address(self, query: Mapping[str, str]) -> Endpoint:
        return self._base().join("/v2/embed", query)

    def _payload(self, texts: Sequence[str]) -> dict[str, Any]:
        body = {"input_type": "search_document", **self._body}
        return {**body, "model": self.model, "texts": texts, "embedding_types": ["float"]}

    def _read(self, reply: Any) -> list[Sequence[float]]:
        vectors: list[Sequence[float]] = reply["embeddings"]["float"]
        return vectors
