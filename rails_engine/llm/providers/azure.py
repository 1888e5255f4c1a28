"""Azure OpenAI: the chat completions format at an address that names the deployment.

``azure_endpoint`` (or ``base_url``) is the resource; a ``base_url`` that already reaches into ``/openai/`` is
taken as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rails_engine.errors import ConfigError
from rails_engine.llm.providers.openai import CompatibleProvider
from rails_engine.llm.remote import model_list

if TYPE_CHECKING:
    from rails_engine.transport import Endpoint

DEFAULT_API_VERSION = "2024-06-01"


class AzureProvider(CompatibleProvider):
    """Azure OpenAI."""

    name = "azure"
    aliases = ("azure_openai",)
    key_variable = "AZURE_OPENAI_API_KEY"
    needs_key = True
    names_openai_models = True
    option_variables = {  # noqa: RUF012 - declared a ClassVar by Provider
        "azure_endpoint": "AZURE_OPENAI_ENDPOINT",
        "api_version": "AZURE_OPENAI_API_VERSION",
        "azure_deployment": "",
    }

    def base_address(self) -> str:
        """See ``RemoteProvider``."""
        address = self.spec.base_url or self.spec.options.get("azure_endpoint")
        if not address:
            raise ConfigError(
                f"the engine {self.spec.engine!r} needs the address of your Azure resource",
                hint="Set parameters.azure_endpoint or the variable AZURE_OPENAI_ENDPOINT.",
            )
        return str(address)

    def chat_address(self, model: str) -> Endpoint:
        """See ``RemoteProvider``. An explicit deployment stays, whatever the model is called."""
        path, query = "/chat/completions", self._query()
        if "/openai/" not in f"{self._base.target}/":
            deployment = self.spec.options.get("azure_deployment") or model
            path = f"/openai/deployments/{quote(str(deployment), safe='')}{path}"
        elif "/openai/v1" in self._base.target and "api_version" not in self.spec.options:
            query = {}
        return self._base.join(path, query)

    def authorize(self, key: str) -> dict[str, str]:
        """See ``RemoteProvider``."""
        return {"api-key": key}

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:
        """See ``Provider``. The models that the resource may deploy."""
        path = "/models" if "/openai/" in f"{self._base.target}/" else "/openai/models"
        answer = self.get_json(self._base.join(path, self._query()), api_key)
        return model_list(answer.get("data") if isinstance(answer, dict) else answer, owner="azure")

    def _query(self) -> dict[str, str]:
        if "api-version=" in self._base.target:
            return {}
        return {"api-version": str(self.spec.options.get("api_version") or DEFAULT_API_VERSION)}
