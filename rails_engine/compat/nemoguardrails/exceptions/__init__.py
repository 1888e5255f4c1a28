from __future__ import annotations

from rails_engine.errors import BadStateError as InvalidStateError
from rails_engine.errors import ConfigError as ConfigurationError
from rails_engine.errors import ConfigError as InvalidModelConfigurationError
from rails_engine.errors import ConfigError as InvalidRailsConfigurationError
from rails_engine.errors import ProviderError as LLMCallException

__all__ = [
    "ConfigurationError",
    "InvalidModelConfigurationError",
    "InvalidRailsConfigurationError",
    "InvalidStateError",
    "LLMCallException",
]
