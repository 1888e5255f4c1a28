"""Models of the fastembed package: an optional extra with model files of its own.

Files that are on the machine are used as they are; nothing is fetched unless ``parameters.allow_download``
says so, because on a closed network that attempt blocks for most of a minute.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.base import Embedder
from rails_engine.errors import ConfigError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.transport import Transport

DEFAULT_MODEL = "all-MiniLM-L6-v2"


class FastEmbed(Embedder):
    """A fastembed model. Made when the engine is made, so that a missing model is found then."""

    name: ClassVar[str] = "fastembed"
    aliases: ClassVar[tuple[str, ...]] = ("SentenceTransformers", "sentence_transformers", "all-MiniLM-L6-v2")

    def __init__(
        self,
        model: str | None,
        parameters: Mapping[str, Any],
        *,
        transport: Transport | None,
        environ: Mapping[str, str],
    ) -> None:
        super().__init__(model or DEFAULT_MODEL, parameters, transport=transport, environ=environ)
        if importlib.util.find_spec("fastembed") is None:
            raise MissingExtraError("The embedding engine FastEmbed", "fastembed")
        options = {key: value for key, value in parameters.items() if key != "allow_download"}
        self._model = self._load(options, download=parameters.get("allow_download", False))

    def encode(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """One vector a text."""
        return [vector.tolist() for vector in self._model.embed(list(texts))]

    def _load(self, options: Mapping[str, Any], *, download: bool) -> Any:
        from fastembed import TextEmbedding

        name = self._full_name([entry["model"] for entry in TextEmbedding.list_supported_models()])
        try:
            return TextEmbedding(name, **options, local_files_only=True)
        except Exception as error:
            if not download:
                raise ConfigError(
                    f"the files of the embedding model {self.model!r} are not on this machine"
                    f" ({type(error).__name__})",
                    hint="parameters.allow_download: true lets fastembed fetch them once.",
                ) from error
        try:
            return TextEmbedding(name, **options)
        except Exception as error:
            raise ConfigError(
                f"the embedding model {self.model!r} could not be fetched ({type(error).__name__})"
            ) from error

    def _full_name(self, known: Sequence[str]) -> str:
        """The name as fastembed lists it; config files often leave out the organisation."""
        wanted = str(self.model).lower()
        for name in known:
            if wanted in (name.lower(), name.lower().rpartition("/")[2]):
                return name
        raise ConfigError(f"fastembed does not know the model {self.model!r}")
