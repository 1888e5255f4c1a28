"""``content safety check input|output $model=TYPE``: a guard model judges what the user or the bot says.

    models: [{type: content_safety, engine: nim, model: nvidia/llama-3.1-nemoguard-8b-content-safety}]
    rails:
      input: {flows: [content safety check input $model=content_safety]}
      config:
        content_safety:
          multilingual: {enabled: true, refusal_messages: {de: "Dazu sage ich nichts."}}
          reasoning: {enabled: false}

The prompt ``content_safety_check_input $model=TYPE`` sees ``user_input`` and ``reasoning_enabled``, the
one for output ``bot_response`` as well; its ``output_parser`` says what the answer means. An answer that
cannot be read is unsafe. With ``multilingual`` the refusal is in the language of the user's message,
where that is one of those in ``guards/languages.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.errors import did_you_mean
from rails_engine.guards.languages import LANGUAGES, detect_language
from rails_engine.rails.base import Rail
from rails_engine.rails.policy import ask, named_model, read_verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope

CHECK_INPUT = "content_safety_check_input"
CHECK_OUTPUT = "content_safety_check_output"
#: As near to no chance as models take it.
TEMPERATURE = 1e-20

#: English is missing: there the message ``refuse to respond`` is said, which a configuration may define.
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "es": "Lo siento, no puedo responder a eso.",
        "zh": "很抱歉。这个问题我不能回答。",
        "de": "Es tut mir leid, darauf kann ich nicht antworten.",
        "fr": "Je suis désolé, je ne peux pas répondre à cela.",
        "hi": "क्षमा करें, मैं इसका उत्तर नहीं दे सकता।",
        "ja": "申し訳ありません。それにはお答えできません。",
        "ar": "عذرا، لا يمكنني الرد على ذلك.",
        "th": "ขออภัย ฉันตอบเรื่องนี้ไม่ได้",
    }
)


@dataclass(frozen=True, slots=True)
class Multilingual:
    """Refusals in the user's language; ``refusal_messages`` has own texts by language code."""

    enabled: bool = False
    refusal_messages: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.refusal_messages:
            if code not in LANGUAGES:
                raise InvalidValueError(
                    ("refusal_messages", code),
                    "is for a language that cannot be told from others",
                    hint=did_you_mean(str(code), LANGUAGES) or f"Known are: {', '.join(LANGUAGES)}.",
                )


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Whether the guard model is to think before it answers; the prompt sees ``reasoning_enabled``."""

    enabled: bool = False


@dataclass(frozen=True, slots=True)
class ContentSafetySettings:
    """``rails.config.content_safety``."""

    multilingual: Multilingual = field(default_factory=Multilingual)
    reasoning: Reasoning = field(default_factory=Reasoning)


class ContentSafety(Rail):
    """Judges by a model that was made for it."""

    name = "content safety"
    flows = (
        RailFlow(
            "content safety check input",
            frozenset({"input"}),
            settings="content_safety",
            prompts=(f"{CHECK_INPUT} $model={{model}}",),
            model_param=True,
        ),
        RailFlow(
            "content safety check output",
            frozenset({"output"}),
            settings="content_safety",
            prompts=(f"{CHECK_OUTPUT} $model={{model}}",),
            model_param=True,
        ),
    )
    colang = """
define subflow content safety check input
  $response = execute content_safety_check_input(model_name=$model)
  $allowed = $response["allowed"]
  $policy_violations = $response["policy_violations"]
  if not $allowed
    if $config.enable_rails_exceptions
      create event ContentSafetyCheckInputException(message="The content safety model does not allow this input, so it was blocked.")
    else
      $refusal = execute detect_language
      if $refusal["refusal_message"]
        $refusal_message = $refusal["refusal_message"]
        bot $refusal_message
      else
        bot refuse to respond
    stop

define subflow content safety check output
  $response = execute content_safety_check_output(model_name=$model)
  $allowed = $response["allowed"]
  $policy_violations = $response["policy_violations"]
  if not $allowed
    if $config.enable_rails_exceptions
      create event ContentSafetyCheckOuputException(message="The content safety model does not allow this output, so it was blocked.")
    else
      $refusal = execute detect_language
      if $refusal["refusal_message"]
        $refusal_message = $refusal["refusal_message"]
        bot $refusal_message
      else
        bot refuse to respond
    stop
"""
    settings_key = "content_safety"
    settings_type = ContentSafetySettings

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The two checks, and what finds the refusal's words."""
        return {
            CHECK_INPUT: self.check_input,
            CHECK_OUTPUT: self.check_output,
            "detect_language": self.detect_language,
        }

    @action(is_system_action=True, name=CHECK_INPUT)
    def check_input(self, scope: Scope, model_name: str | None = None) -> RailOutcome:
        """Whether the user's message is allowed."""
        variables = {"user_input": scope.context.get("user_message")}
        return self._judge(scope, CHECK_INPUT, variables, model_name)

    @action(is_system_action=True, name=CHECK_OUTPUT)
    def check_output(self, scope: Scope, model_name: str | None = None) -> RailOutcome:
        """Whether the bot's message is allowed."""
        context = scope.context
        variables = {
            "user_input": context.get("user_message"),
            "bot_response": context.get("bot_message"),
            "bot_thinking": context.get("bot_thinking"),
        }
        return self._judge(scope, CHECK_OUTPUT, variables, model_name)

    @action(is_system_action=True, name="detect_language")
    def detect_language(self, scope: Scope, text: str | None = None) -> dict[str, str | None]:
        """The language of a text (the user's message), and the refusal in it where there is one."""
        multilingual = self.settings.multilingual
        if not multilingual.enabled:
            return {"language": None, "refusal_message": None}
        context = scope.context
        language = detect_language(
            str(text or context.get("user_message") or context.get("bot_message") or "")
        )
        messages = {**REFUSALS, **multilingual.refusal_messages}
        return {"language": language, "refusal_message": messages.get(language or "en")}

    def _judge(
        self, scope: Scope, task: str, variables: Mapping[str, Any], model_name: str | None
    ) -> RailOutcome:
        name, model = named_model(scope, task, model_name)
        shown = {**variables, "reasoning_enabled": self.settings.reasoning.enabled}
        prompt, reply = ask(scope, name, shown, model=model, temperature=TEMPERATURE)
        allowed, violations = read_verdict(prompt, reply.text)
        legacy = {"allowed": allowed, "policy_violations": violations}
        if allowed:
            return RailOutcome.allow(legacy=legacy)
        return RailOutcome.block(reason=name, legacy=legacy, metadata={"policy_violations": violations})
