"""``guardrailsai check input|output $validator="name"``: guards of a Guardrails AI server.

    rails:
      config:
        guardrails_ai:
          server_endpoint: http://localhost:8000
          validators:
            - name: toxic_language
              metadata: {source: chat}

The original runs validators in its own process; here their server does, under a guard of the validator's name
(``guard`` names another), and the guard's parameters are set there. ``POST /guards/<name>/validate {llmOutput}``
answers whether it passed; a guard that raises answers 400, which is a verdict too. The key, if there is one, is in
the variable that ``api_key_env_var`` names. A failed call blocks, as in the original, where it ended in an internal
error; ``on_error: allow`` lets the text through.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.errors import ActionError, ProviderRequestError, did_you_mean
from rails_engine.rails.remote.flows import Guard, list_flows, write_flows
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject
from rails_engine.rails.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.service import Service
    from rails_engine.rails.remote.wiring import Wiring

log = logging.getLogger("rails_engine.rails")

RAISED = 400
_GUARDS = tuple(
    Guard(
        f"guardrailsai check {kind}",
        kind,
        f"validate_guardrails_ai_{kind}(validator=$validator, text=${variable})",
        exception="GuardrailsAIException",
    )
    for kind, variable in (("input", "user_message"), ("output", "bot_message"))
)


@dataclass(frozen=True, slots=True)
class Validator:
    """One validator. Its parameters belong to the guard on the server."""

    name: str
    parameters: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    #: The guard's name on the server, where that is not the validator's.
    guard: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailsAISettings(RemoteSettings):
    """``rails.config.guardrails_ai``."""

    server_endpoint: str = "http://localhost:8000"
    api_key_env_var: str | None = None
    validators: tuple[Validator, ...] = ()


class GuardrailsAI(RemoteRail):
    """Judges texts by validators."""

    name = "guardrails ai"
    flows = list_flows("guardrails_ai", *_GUARDS)
    colang = write_flows(*_GUARDS)
    settings_key = "guardrails_ai"
    settings_type = GuardrailsAISettings

    def find(self, wiring: Wiring) -> Service:
        """See ``RemoteRail``."""
        settings = self.settings
        names = [validator.name for validator in settings.validators]
        for reference in wiring.references:
            name = reference.params.get("validator")
            if name not in names:
                hint = did_you_mean(str(name), names) or f"Add it to {wiring.setting('validators')}."
                raise reference.refuse(f"the rail {reference.text!r} names no validator that there is", hint)
        for validator in settings.validators:
            if validator.parameters:
                log.warning(
                    "The parameters of the validator %r are not sent: set them in its guard on the server.",
                    validator.name,
                )
        variable = settings.api_key_env_var
        key = wiring.need_variable(variable) if variable else None
        url, source = settings.server_endpoint, wiring.setting("server_endpoint")
        return wiring.service(url, source, headers=bearer(key), secrets=(key,))

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each kind of text."""
        return {
            "validate_guardrails_ai_input": self.check_input,
            "validate_guardrails_ai_output": self.check_output,
        }

    @action(is_system_action=True, name="validate_guardrails_ai_input")
    def check_input(self, scope: Scope, validator: str | None = None, text: str | None = None) -> RailOutcome:
        """Whether the user's message is valid."""
        return self._validate(scope, validator, subject(scope, "input", text))

    @action(is_system_action=True, name="validate_guardrails_ai_output")
    def check_output(
        self, scope: Scope, validator: str | None = None, text: str | None = None
    ) -> RailOutcome:
        """Whether the bot's message is valid."""
        return self._validate(scope, validator, subject(scope, "output", text))

    def _validate(self, scope: Scope, name: str | None, text: str) -> RailOutcome:
        validator = next((v for v in self.settings.validators if v.name == name), None)
        if validator is None:
            raise ActionError(f"There is no validator {name!r}.")
        return _verdict(valid=not text or self._passes(scope, validator, text))

    def _passes(self, scope: Scope, validator: Validator, text: str) -> bool:
        payload: dict[str, Any] = {"llmOutput": text, "numReasks": 0}
        if validator.metadata:
            payload["metadata"] = dict(validator.metadata)
        guard = (validator.guard or validator.name).rpartition("/")[2]
        try:
            answer = self.service.post(scope, payload, f"/guards/{guard}/validate")
        except ProviderRequestError as error:
            if error.status == RAISED:
                return False
            raise
        name = "validationPassed" if answer.find("validationPassed") is not None else "validation_passed"
        return answer.flag(name)


def _verdict(*, valid: bool) -> RailOutcome:
    if valid:
        return RailOutcome.allow(legacy={"valid": True})
    return RailOutcome.block(reason="not valid", legacy={"valid": False})
