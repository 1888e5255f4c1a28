"""``jailbreak detection heuristics`` and ``jailbreak detection model``: attempts to talk the model out of its rules.

    rails:
      config:
        jailbreak_detection:
          server_endpoint: http://localhost:1337/heuristics     # or …/model for the model
          nim_base_url: http://localhost:8000/v1                # the model as a NIM, in place of the server
          api_key_env_var: NVIDIA_API_KEY

The heuristics are measured by a detection server: ``POST {prompt, lp_threshold, ps_ppl_threshold}`` answers
``{jailbreak}``. The model is asked there (``POST {prompt}``) or as a NIM (``POST {input}`` to ``classify``,
which answers ``{jailbreak, score}``). Nothing is run in this process, so one of the two must be configured. A
model of the type ``jailbreak_detection`` with a cache keeps the model's verdicts.

The original lets the message through when the call fails; here it blocks, and ``on_error: allow`` brings the
original's way back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.reading import InvalidValueError
from rails_engine.errors import ActionError
from rails_engine.llm.base import LLMReply
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from rails_engine.actions.context import Scope
    from rails_engine.config.schema import RailsConfig
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring
    from rails_engine.transport import Transport

HEURISTICS = "jailbreak detection heuristics"
MODEL = "jailbreak detection model"
CACHE = "jailbreak_detection"
_NIM_PORT = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class JailbreakSettings(RemoteSettings):
    """``rails.config.jailbreak_detection``."""

    server_endpoint: str | None = None
    length_per_perplexity_threshold: float = 89.79
    prefix_suffix_perplexity_threshold: float = 1845.65
    nim_base_url: str | None = None
    nim_server_endpoint: str = "classify"
    api_key: str | None = field(default=None, repr=False)
    api_key_env_var: str | None = None
    #: How older configurations say where the NIM is.
    nim_url: str | None = None
    nim_port: int | None = None

    def __post_init__(self) -> None:
        RemoteSettings.__post_init__(self)
        for name in ("length_per_perplexity_threshold", "prefix_suffix_perplexity_threshold"):
            if not getattr(self, name) > 0:
                raise InvalidValueError(name, "must be above 0")

    @property
    def nim(self) -> str | None:
        """Where the NIM is."""
        if self.nim_base_url or not self.nim_url:
            return self.nim_base_url
        host = self.nim_url if "://" in self.nim_url else f"http://{self.nim_url}"
        return f"{host.rstrip('/')}:{self.nim_port or _NIM_PORT}/v1"


_GUARDS = tuple(
    Guard(flow, "input", flow.replace(" ", "_"), exception="JailbreakDetectionRailException")
    for flow in (HEURISTICS, MODEL)
)


class JailbreakDetection(RemoteRail):
    """Judges what the user says."""

    name = "jailbreak detection"
    flows = list_flows("jailbreak_detection", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "jailbreak_detection"
    settings_type = JailbreakSettings
    #: There where it is configured.
    server: Service | None
    nim: Service | None

    def connect(self, config: RailsConfig, transport: Transport) -> None:
        """See ``Rail``: the services that are configured, of which each flow needs one."""
        from rails_engine.rails.remote.wiring import Wiring

        wiring = Wiring(self, config, transport)
        settings = self.settings
        self.server = self.nim = None
        if settings.server_endpoint:
            self.server = wiring.service(settings.server_endpoint, wiring.setting("server_endpoint"))
        if settings.nim:
            self.nim = self._find_nim(wiring, settings.nim)
        if self.server is None and (self.nim is None or wiring.uses(HEURISTICS)):
            wiring.need(None, "server_endpoint", "http://localhost:1337/heuristics")

    def _find_nim(self, wiring: Wiring, url: str) -> Service:
        variable = self.settings.api_key_env_var
        key = wiring.need_variable(variable) if variable else self.settings.api_key
        address = f"{url.rstrip('/')}/{self.settings.nim_server_endpoint.strip('/')}"
        return wiring.service(address, wiring.setting("nim_base_url"), headers=bearer(key), secrets=(key,))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each flow."""
        return {
            "jailbreak_detection_heuristics": self.check_heuristics,
            "jailbreak_detection_model": self.check_model,
        }

    @action(is_system_action=True, name="jailbreak_detection_heuristics")
    def check_heuristics(self, scope: Scope) -> RailOutcome:
        """Whether the message is as odd as those are that were made by search."""
        settings, server = self.settings, self.server
        text = subject(scope, "input")
        if server is None:
            raise ActionError("The heuristics need rails.config.jailbreak_detection.server_endpoint.")
        if not text:
            return _verdict(jailbreak=False)
        payload = {
            "prompt": text,
            "lp_threshold": settings.length_per_perplexity_threshold,
            "ps_ppl_threshold": settings.prefix_suffix_perplexity_threshold,
        }
        return _verdict(jailbreak=server.post(scope, payload).flag("jailbreak"))

    @action(is_system_action=True, name="jailbreak_detection_model")
    def check_model(self, scope: Scope) -> RailOutcome:
        """Whether the model takes the message for an attempt."""
        text = subject(scope, "input")
        if not text:
            return _verdict(jailbreak=False)
        cache = scope.toolbox.caches.get(CACHE)
        if cache is None:
            return _verdict(jailbreak=self._ask(scope, text))
        key = cache.key(CACHE, [{"role": "user", "content": text}], {})
        found = cache.get(key)
        if found is None:
            found = LLMReply(text="jailbreak" if self._ask(scope, text) else "")
            cache.put(key, found)
        return _verdict(jailbreak=bool(found.text))

    def _ask(self, scope: Scope, text: str) -> bool:
        if self.nim is not None:
            return self.nim.post(scope, {"input": text}).flag("jailbreak")
        if self.server is None:
            raise ActionError("The model needs rails.config.jailbreak_detection.nim_base_url.")
        return self.server.post(scope, {"prompt": text}).flag("jailbreak")


def _verdict(*, jailbreak: bool) -> RailOutcome:
    if jailbreak:
        return RailOutcome.block(reason="taken for a jailbreak", legacy=True)
    return RailOutcome.allow(legacy=False)
