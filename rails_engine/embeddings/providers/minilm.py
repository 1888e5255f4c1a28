"""BERT sentence encoders (all-MiniLM-L6-v2 and its relatives) from a local folder, run with numpy.

Nothing is downloaded: ``parameters.path`` (or ``model``) names a folder with config.json, vocab.txt or
tokenizer.json, and model.safetensors, as the model hubs lay it out.
"""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.base import Embedder
from rails_engine.errors import ConfigError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.transport import Transport

log = logging.getLogger("rails_engine.embeddings")

FILES = ("config.json", "model.safetensors")


class MiniLM(Embedder):
    """Weights from a folder. They are loaded when the engine is made, so that a bad folder is found then."""

    name: ClassVar[str] = "minilm"

    def __init__(
        self,
        model: str | None,
        parameters: Mapping[str, Any],
        *,
        transport: Transport | None,
        environ: Mapping[str, str],
    ) -> None:
        super().__init__(model, parameters, transport=transport, environ=environ)
        given = parameters.get("path") or model
        if not given:
            raise ConfigError(
                "the embedding engine 'minilm' needs the folder of its weights", hint="Set parameters.path."
            )
        folder = Path(str(given)).expanduser()
        if not folder.is_dir():
            raise ConfigError(f"there is no folder {str(folder)!r} with embedding weights")
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ConfigError(
                f"the folder of embedding weights lacks {' and '.join(missing)}", file=str(folder)
            )
        if importlib.util.find_spec("numpy") is None:
            raise MissingExtraError("Running embedding weights from a folder", "embeddings")
        if "OPENBLAS_NUM_THREADS" not in environ and "OMP_NUM_THREADS" not in environ:
            log.info("OPENBLAS_NUM_THREADS is not set; 1 is best for sentences on a shared machine.")
        from rails_engine.embeddings.encoder import SentenceEncoder

        self._folder = folder
        self._encoder = SentenceEncoder(folder)

    def describe(self) -> str:
        """The engine and the folder's own name."""
        return f"{self.name} {self._folder.name}"

    def encode(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """One unit vector a text."""
        return self._encoder.encode(texts)
