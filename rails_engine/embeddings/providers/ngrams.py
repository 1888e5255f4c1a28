"""The engine for machines without a model: likeness by words and character n-grams."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rails_engine.embeddings.base import EmbeddingEngine, Ranking
from rails_engine.embeddings.lexical import LexicalRanking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.embeddings.cache import EmbeddingCache


class Ngrams(EmbeddingEngine):
    """Compares spelling. There are no vectors to cache, and no model to name."""

    name: ClassVar[str] = "ngrams"
    aliases: ClassVar[tuple[str, ...]] = ("lexical",)
    semantic: ClassVar[bool] = False

    def describe(self) -> str:
        """What to expect of it."""
        return "character and word n-grams"

    def make_ranking(
        self,
        texts: Sequence[str],
        cache: EmbeddingCache | None = None,  # noqa: ARG002 (cheaper to redo)
    ) -> Ranking:
        """Weigh the features of the texts."""
        return LexicalRanking(texts)
