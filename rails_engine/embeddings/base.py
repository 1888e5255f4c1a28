"""What an embedding engine is: something that can rank texts by their likeness to a query.

Most engines are ``Embedder``s, which turn texts into dense vectors and share one exact ranking. One
that needs to see all the texts first (word statistics) makes its own ranking. None of them knows what
the texts are for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from rails_engine.embeddings.vectors import DenseRanking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.embeddings.cache import EmbeddingCache
    from rails_engine.transport import Transport


class Ranking(Protocol):
    """A fixed list of texts, ready to be compared with queries. Shared by threads."""

    def rank(self, queries: Sequence[str], count: int) -> list[list[tuple[int, float]]]:
        """For each query the ``count`` nearest texts as (position, cosine), best first, ties in order."""


class EmbeddingEngine(ABC):
    """One engine of a config file, made for one model. Shared by threads."""

    name: ClassVar[str]
    #: Other names that config files use for it; looked up without regard to case.
    aliases: ClassVar[tuple[str, ...]] = ()
    #: Whether likeness means likeness of meaning. False: of letters and words only.
    semantic: ClassVar[bool] = True

    def __init__(
        self,
        model: str | None,
        parameters: Mapping[str, Any],
        *,
        transport: Transport | None,
        environ: Mapping[str, str],
    ) -> None:
        self.model = model
        self.parameters = parameters
        self.transport = transport
        self.environ = environ

    @abstractmethod
    def describe(self) -> str:
        """What a log line should call it: engine and model, never a key or an address."""

    @abstractmethod
    def make_ranking(self, texts: Sequence[str], cache: EmbeddingCache | None = None) -> Ranking:
        """Prepare texts for queries. The slow part; may call a server."""


class Embedder(EmbeddingEngine):
    """An engine that turns each text into a dense vector of its own."""

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """One vector a text, all of one length; they need not have unit length."""

    def describe(self) -> str:
        """Engine and model."""
        return f"{self.name} {self.model}" if self.model else self.name

    def make_ranking(self, texts: Sequence[str], cache: EmbeddingCache | None = None) -> Ranking:
        """Exact cosine over the vectors, taken from the cache where it has them."""

        def encode(some: Sequence[str]) -> list[Sequence[float]]:
            return self.encode(some) if cache is None else cache.encode(self, some)

        return DenseRanking(texts, encode, self.describe())
