"""What the ``parameters`` of a model mean: the connection, the engine's options, the body of each call.

Names from LangChain are taken in the meaning that they have there; those that mean nothing outside of it are
errors, since ignoring them could hide a mistake.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.llm.base import Provider

CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 60.0
MAX_RETRIES = 2

#: Other words for what has a name here.
RENAMED = {
    "anthropic_api_key": "api_key",
    "anthropic_api_url": "base_url",
    "api_base": "base_url",
    "azure_openai_api_key": "api_key",
    "cohere_api_key": "api_key",
    "deployment_name": "azure_deployment",
    "endpoint_url": "base_url",
    "extra_headers": "default_headers",
    "extra_query": "default_query",
    "max_tokens_to_sample": "max_tokens",
    "nvidia_api_key": "api_key",
    "nvidia_base_url": "base_url",
    "openai_api_base": "base_url",
    "openai_api_key": "api_key",
    "openai_api_version": "api_version",
    "read_timeout": "timeout",
    "request_timeout": "timeout",
    "verify_ssl": "verify",
}
#: A key that names its owner is only for engines whose key this is, and for those that have no usual one.
_KEYS = {
    "anthropic_api_key": ("ANTHROPIC_API_KEY", None),
    "azure_openai_api_key": ("AZURE_OPENAI_API_KEY", None),
    "cohere_api_key": ("COHERE_API_KEY", None),
    "nvidia_api_key": ("NVIDIA_API_KEY", None),
    "openai_api_key": ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", None),
}
#: Headers that OpenAI's clients know as parameters.
_HEADERS = {
    "openai_organization": "OpenAI-Organization",
    "organization": "OpenAI-Organization",
    "openai_project": "OpenAI-Project",
    "project": "OpenAI-Project",
}
#: Dictionaries whose entries belong into the body.
_SPREAD = ("model_kwargs", "extra_body")
_TLS = frozenset({"verify", "ca_cert", "client_cert", "client_key"})
_MODEL_NAMES = frozenset({"model", "model_name"})
#: Old folders have these; each request says whether it is streamed, so they have nothing to change.
_WITHOUT_EFFECT = frozenset({"stream", "streaming", "stream_usage", "verbose"})
_REMOVE = "Remove it."
#: Parameters that mean something only inside LangChain → what to do instead.
FOREIGN = {
    "azure_ad_token": "Write default_headers: {Authorization: Bearer …} instead.",
    "cache": "Write cache: {enabled: true} beside parameters instead.",
    "callback_manager": _REMOVE,
    "callbacks": _REMOVE,
    "client": _REMOVE,
    "custom_get_token_ids": _REMOVE,
    "disable_streaming": _REMOVE,
    "http_async_client": _REMOVE,
    "http_client": _REMOVE,
    "metadata": "Remove it, or write extra_body: {metadata: …} to send it to the model's server.",
    "name": "Remove it; the model's name is model.",
    "openai_proxy": "Remove it; proxies come from HTTP_PROXY and HTTPS_PROXY.",
    "output_version": _REMOVE,
    "rate_limiter": _REMOVE,
    "tags": _REMOVE,
    "tiktoken_model_name": _REMOVE,
    "use_responses_api": _REMOVE,
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a model by what they are for."""

    body: dict[str, Any]
    options: dict[str, Any]
    api_key: str | None = field(repr=False)
    base_url: str | None
    headers: dict[str, str] = field(repr=False)
    query: dict[str, str]
    connect_timeout: float
    read_timeout: float
    max_retries: int


def sort_out(given: Mapping[str, Any], engine: type[Provider], environ: Mapping[str, str]) -> Parameters:
    """Sort the parameters of a model of this class."""
    rest = _rename(given, engine)
    option_variables = engine.option_variables
    headers = _strings("default_headers", rest.pop("default_headers", None))
    for name, header in _HEADERS.items():
        value = rest.pop(name, None)
        if value:
            headers.setdefault(header, str(value))
    options = {name: rest.pop(name) for name in [*_TLS, *option_variables] if name in rest}
    options = {name: value for name, value in options.items() if value is not None}
    for name, variable in option_variables.items():
        if name not in options and environ.get(variable):
            options[name] = environ[variable]
    base_url = options.pop("base_url", None) or rest.pop("base_url", None)
    api_key = rest.pop("api_key", None)
    return Parameters(
        options=options,
        api_key=str(api_key) if api_key else None,
        base_url=str(base_url) if base_url else None,
        headers=headers,
        query=_strings("default_query", rest.pop("default_query", None)),
        connect_timeout=_seconds(
            rest.pop("connect_timeout", None), environ.get("UPSTREAM_CONNECT_TIMEOUT") or CONNECT_TIMEOUT
        ),
        read_timeout=_seconds(
            rest.pop("timeout", None), environ.get("UPSTREAM_READ_TIMEOUT") or READ_TIMEOUT
        ),
        max_retries=_count("max_retries", rest.pop("max_retries", None)),
        body={name: value for name, value in rest.items() if name not in _MODEL_NAMES | _WITHOUT_EFFECT},
    )


def _rename(given: Mapping[str, Any], engine: type[Provider]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name.endswith("_api_key") and engine.key_variable not in _KEYS.get(name, (engine.key_variable,)):
            raise ConfigError(f"the model parameter {name!r} is for another engine", hint="Write api_key.")
        if name in FOREIGN:
            raise ConfigError(f"the model parameter {name!r} means nothing here", hint=FOREIGN[name])
        ours = RENAMED.get(name, name)
        if ours in found or (ours != name and ours in given):
            raise ConfigError(f"the model parameters {ours!r} and {name!r} say the same", hint="Keep one.")
        found[ours] = value
    for name in _SPREAD:
        inner = found.pop(name, None)
        if inner is not None:
            if not isinstance(inner, dict):
                raise ConfigError(f"the model parameter {name!r} must be a mapping")
            found = {**inner, **found}
    return found


def _strings(name: str, value: Any) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ConfigError(f"the model parameter {name!r} must be a mapping")
    return {str(key): str(item) for key, item in value.items() if item is not None}


def _seconds(value: Any, usual: str | float) -> float:
    value = usual if value is None else value
    try:
        seconds = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ConfigError(f"a time-out must be a number of seconds above 0, not {value!r}")
    return seconds


def _count(name: str, value: Any) -> int:
    if value is None:
        return MAX_RETRIES
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ConfigError(f"the model parameter {name!r} must be a whole number from 0, not {value!r}")
    return value
