"""An embedder that needs no download: hashed bags of words, registered as people register theirs."""

from __future__ import annotations

import math
import zlib
from typing import Any

SIZE = 256


class Words:
    """The constructor's arguments are those that any such class is given."""

    engine_name = "words"

    def __init__(self, embedding_model: str | None = None, **parameters: Any) -> None:
        del embedding_model, parameters
        self.embedding_size = SIZE

    def encode(self, documents: list[str]) -> list[list[float]]:
        return [vector(text) for text in documents]

    async def encode_async(self, documents: list[str]) -> list[list[float]]:
        return self.encode(documents)


def vector(text: str) -> list[float]:
    counts = [0.0] * SIZE
    for word in text.lower().split():
        counts[zlib.crc32(word.strip("?!.,").encode()) % SIZE] += 1.0
    norm = math.sqrt(sum(count * count for count in counts)) or 1.0
    return [count / norm for count in counts]


def init(app: Any) -> None:
    app.register_embedding_provider(Words, "words")
