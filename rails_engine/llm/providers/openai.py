"""OpenAI, and the servers that speak its chat completions format.

``openai_compatible`` is also what an engine name means that nobody knows, where the model has a ``base_url``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.llm.openai_wire import CompletionReader, is_reasoning_model, read_reply, write_body
from rails_engine.llm.remote import RemoteProvider, StreamReader, model_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.llm.base import LLMReply, LLMRequest
    from rails_engine.transport import Endpoint


class CompatibleProvider(RemoteProvider):
    """Any server of the chat completions format, at the address that the configuration gives."""

    name: ClassVar[str] = "openai_compatible"
    needs_key = False
    #: Whether model names mean OpenAI's models, some of which refuse parameters.
    names_openai_models: ClassVar[bool] = False

    def chat_address(self, model: str) -> Endpoint:  # noqa: ARG002 - Azure's address depends on it
        """See ``RemoteProvider``."""
        return self._base.join("/chat/completions")

    def write(self, request: LLMRequest, model: str, *, stream: bool) -> dict[str, Any]:
        """See ``RemoteProvider``."""
        reasoning = self.names_openai_models and is_reasoning_model(model)
        return write_body(self._params, request, model, stream=stream, reasoning=reasoning)

    def read(self, data: Mapping[str, Any], headers: Mapping[str, str]) -> LLMReply:
        """See ``RemoteProvider``."""
        return read_reply(data, headers)

    def reader(self) -> StreamReader:
        """See ``RemoteProvider``."""
        return CompletionReader()

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:
        """See ``Provider``."""
        answer = self.get_json(self._base.join("/models"), api_key)
        return model_list(answer.get("data") if isinstance(answer, dict) else answer)


class OpenAIProvider(CompatibleProvider):
    """OpenAI itself."""

    name = "openai"
    default_base_url = "https://api.openai.com/v1"
    key_variable = "OPENAI_API_KEY"
    needs_key = True
    names_openai_models = True


class NimProvider(CompatibleProvider):
    """NVIDIA's endpoints, and NIM containers at a ``base_url``."""

    name = "nim"
    aliases = ("nvidia_ai_endpoints",)
    default_base_url = "https://integrate.api.nvidia.com/v1"
    key_variable = "NVIDIA_API_KEY"
    needs_key = True


class OllamaProvider(CompatibleProvider):
    """Ollama on this machine, unless a ``base_url`` says where."""

    name = "ollama"
    default_base_url = "http://localhost:11434/v1"


class VllmProvider(CompatibleProvider):
    """vLLM's server; its address is always its owner's."""

    name = "vllm"
    aliases = ("vllm_openai",)


class TensorRTProvider(CompatibleProvider):
    """TensorRT-LLM's server."""

    name = "trt_llm"
