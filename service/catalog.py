"""The models behind ``GET /v1/models``: those of the provider that the environment names, in the OpenAI form.

The caller's own key is used where there is one. It asks and translates; it keeps no list.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from rails_engine import (
    ConfigError,
    Provider,
    ProviderAuthError,
    ProviderError,
    Transport,
    find_providers,
    make_provider,
    make_spec,
)
from service.errors import ServiceError
from service.main_model import engine_of_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.settings import Settings

#: What people write where a client insists on a key and the server needs none.
PLACEHOLDERS = frozenset(
    {
        "-", "anything", "changeme", "dummy", "dummy-key", "empty", "fake", "fake-key", "key", "lm-studio",
        "n/a", "na", "no-key", "no-key-needed", "no-key-required", "nokey", "none", "not-needed",
        "not-required", "not-used", "notneeded", "notused", "null", "ollama", "placeholder", "sk-dummy",
        "sk-fake", "sk-no-key", "sk-no-key-required", "sk-placeholder", "sk-xxx", "test",
        "test-key", "token-abc123", "undefined", "unused", "x", "xx", "xxx", "your-api-key",
    }
)  # fmt: skip
LONGEST_ID = 200

Models = list[dict[str, Any]]


class ModelListError(ServiceError):
    """The list cannot be had: the provider's own refusal, or 502. ``retry_after`` is what it asks for."""

    def __init__(self, status: int, code: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(status, code, message)
        self.retry_after = retry_after


class ModelCatalog:
    """The models of one server's provider."""

    def __init__(self, settings: Settings, transport: Transport | None = None) -> None:
        self._settings = settings
        self._transport = transport or Transport(settings.environ)
        self._engine = engine_of_environment(settings)
        #: For models of unknown age.
        self._since = int(time.time())

    def list(self, authorization: str | None = None) -> Models:
        """Every model that the caller, or else the server, may use."""
        known = self._engine in find_providers()
        if not known and not self._settings.main_model_base_url:
            return []
        try:
            return [self._complete(entry) for entry in self._ask(authorization)]
        except ConfigError as error:
            raise ModelListError(502, "model_provider_not_configured", self._explain(error)) from error
        except ProviderError as error:
            status, code = _status_of(error)
            raise ModelListError(status, code, str(error), error.retry_after) from error

    def get(self, model: str, authorization: str | None = None) -> dict[str, Any]:
        """One model by its id; 404 where the list has it not."""
        for entry in self.list(authorization):
            if entry["id"] == model:
                return entry
        raise ModelListError(404, "model_not_found", f"The model {model[:LONGEST_ID]!r} does not exist.")

    def _ask(self, authorization: str | None) -> Models:
        provider = self._provider(self._settings.environ)
        given = (authorization or "").strip()
        scheme, _, credentials = given.partition(" ")
        credentials = credentials.strip()
        if credentials and scheme.lower() != "bearer":
            # Basic and whatever else there is: as it came, and without a key of ours beside it.
            ours = provider.key_variable
            environ = {name: value for name, value in self._settings.environ.items() if name != ours}
            return self._provider(environ, {"Authorization": given}).list_models()
        key = credentials or given
        if key.lower() == "bearer" or (key.lower() in PLACEHOLDERS and provider.spec.api_key):
            key = ""
        return provider.list_models(key or None)

    def _provider(self, environ: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Provider:
        # One attempt: whoever asks for a list can ask again.
        parameters: dict[str, Any] = {"max_retries": 0}
        if self._settings.main_model_base_url:
            parameters["base_url"] = self._settings.main_model_base_url
        if headers:
            parameters["default_headers"] = headers
        spec = make_spec(
            type="main",
            engine=self._engine,
            model="",
            parameters=parameters,
            api_key_env_var=None,
            environ=environ,
        )
        return make_provider(spec, self._transport)

    def _explain(self, error: ConfigError) -> str:
        if self._settings.main_model_base_url:
            return "MAIN_MODEL_BASE_URL cannot be used as the address of a model server."
        if "azure" in self._engine:
            return "AZURE_OPENAI_ENDPOINT is not set."
        if "address" in error.message:
            return f"MAIN_MODEL_BASE_URL is not set, and the engine {self._engine!r} has no usual address."
        return "The model provider is not configured correctly."

    def _complete(self, entry: dict[str, Any]) -> dict[str, Any]:
        owner = entry["owned_by"]
        return {
            "id": entry["id"],
            "object": "model",
            "created": entry["created"] or self._since,
            "owned_by": self._engine if owner == "unknown" else owner,
        }


def _status_of(error: ProviderError) -> tuple[int, str]:
    if isinstance(error, ProviderAuthError) and error.status in (None, 401):
        return 401, "invalid_api_key"
    if error.status is not None and 400 <= error.status < 500:  # noqa: PLR2004 - the class of client errors
        return error.status, error.code
    return 502, error.code
