"""Azure OpenAI: a deployment in the address, its own key header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.embeddings.providers.openai import CompatibleEmbedder
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.transport import Endpoint


class AzureEmbedder(CompatibleEmbedder):
    """The model is the deployment unless ``azure_deployment`` names another."""

    name: ClassVar[str] = "azure"
    aliases: ClassVar[tuple[str, ...]] = ("azure_openai", "AzureOpenAI")
    key_variables: ClassVar[tuple[str, ...]] = ("AZURE_OPENAI_API_KEY",)
    options: ClassVar[frozenset[str]] = frozenset({"azure_endpoint", "azure_deployment", "api_version"})

    def _address(self, query: Mapping[str, str]) -> Endpoint:
        version = self._setting("api_version", "AZURE_OPENAI_API_VERSION", "OPENAI_API_VERSION")
        base = self.parameters.get("base_url") or self._setting("azure_endpoint", "AZURE_OPENAI_ENDPOINT")
        deployment = self.parameters.get("azure_deployment") or self.model
        path = f"/openai/deployments/{deployment}/embeddings"
        return self._parse(base).join(path, {"api-version": version, **query})

    def _authorize(self, key: str | None) -> dict[str, str]:
        return {"api-key": key} if key else {}

    def _setting(self, name: str, *variables: str) -> str:
        values: list[Any] = [self.parameters.get(name), *(self.environ.get(other) for other in variables)]
        found = next((value for value in values if value), None)
        if found is None:
            raise ConfigError(
                f"the embedding engine 'azure' needs parameters.{name}",
                hint=f"Or set the environment variable {variables[0]}.",
            )
        return str(found)
