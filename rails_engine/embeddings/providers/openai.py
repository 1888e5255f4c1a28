"""What speaks OpenAI's ``POST /embeddings``: OpenAI, NVIDIA, Google, Ollama, and any other address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.remote import RemoteEmbedder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.transport import Endpoint


class CompatibleEmbedder(RemoteEmbedder):
    """Any engine name with a ``base_url``. It gets only the key that its own section names."""

    name: ClassVar[str] = "openai_compatible"
    #: What the body holds unless the parameters say otherwise.
    defaults: ClassVar[Mapping[str, Any]] = {}

    def _address(self, query: Mapping[str, str]) -> Endpoint:
        return self._base().join("/embeddings", query)

    def _payload(self, texts: Sequence[str]) -> dict[str, Any]:
        return {**self.defaults, **self._body, "model": self.model, "input": texts}

    def _read(self, reply: Any) -> list[Sequence[float]]:
        ordered = sorted(reply["data"], key=lambda entry: entry["index"])
        return [entry["embedding"] for entry in ordered]


class OpenAIEmbedder(CompatibleEmbedder):
    """OpenAI."""

    name: ClassVar[str] = "openai"
    default_url: ClassVar[str | None] = "https://api.openai.com/v1"
    key_variables: ClassVar[tuple[str, ...]] = ("OPENAI_API_KEY",)


class NimEmbedder(CompatibleEmbedder):
    """NVIDIA's hosted or own NIMs. Queries and examples are compared as the same kind of text."""

    name: ClassVar[str] = "nim"
    aliases: ClassVar[tuple[str, ...]] = ("nvidia_ai_endpoints",)
    default_url: ClassVar[str | None] = "https://integrate.api.nvidia.com/v1"
    key_variables: ClassVar[tuple[str, ...]] = ("NVIDIA_API_KEY",)
    defaults: ClassVar[Mapping[str, Any]] = {"input_type": "passage"}


class GoogleEmbedder(CompatibleEmbedder):
    """Gemini, through its OpenAI-compatible address."""

    name: ClassVar[str] = "google"
    default_url: ClassVar[str | None] = "https://generativelanguage.googleapis.com/v1beta/openai"
    key_variables: ClassVar[tuple[str, ...]] = ("GOOGLE_API_KEY", "GEMINI_API_KEY")


class OllamaEmbedder(CompatibleEmbedder):
    """A local Ollama; it needs no key."""

    name: ClassVar[str] = "ollama"
    default_url: ClassVar[str | None] = "http://localhost:11434/v1"
