"""``topic safety check input $model=TYPE``: a model says whether the user keeps to the subject.

    models: [{type: topic_control, engine: nim, model: nvidia/llama-3.1-nemoguard-8b-topic-control}]
    rails: {input: {flows: [topic safety check input $model=topic_control]}}

The prompt ``topic_safety_check_input $model=TYPE`` is the system text with the rules of the subject; how
to answer is added to it where it does not say so. The model sees it, the conversation so far and the
user's message, and answers ``on-topic`` or ``off-topic``. Anything else is no answer, and blocks. Of a
long conversation the oldest messages are left out, so that everything together stays within the
prompt's ``max_length``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.messages import text_of
from rails_engine.prompts.filters import to_chat_messages
from rails_engine.rails.base import Rail
from rails_engine.rails.policy import MAX_TOKENS, named_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.messages import Message
    from rails_engine.prompts.catalog import Prompt

CHECK_INPUT = "topic_safety_check_input"
TEMPERATURE = 0.01
ON_TOPIC, OFF_TOPIC = "on-topic", "off-topic"
HOW_TO_ANSWER = (
    f'If the last message of the user breaks any of these rules, answer "{OFF_TOPIC}". If it keeps to them, '
    f'answer "{ON_TOPIC}". Answer with one of these two words and with nothing else.'
)


class TopicSafety(Rail):
    """Judges whether the user keeps to the subject."""

    name = "topic safety"
    flows = (
        RailFlow(
            "topic safety check input",
            frozenset({"input"}),
            prompts=(f"{CHECK_INPUT} $model={{model}}",),
            model_param=True,
        ),
    )
    colang = """
define subflow topic safety check input
  $response = execute topic_safety_check_input(model_name=$model)
  $on_topic = $response["on_topic"]
  if not $on_topic
    if $config.enable_rails_exceptions
      create event TopicSafetyCheckInputException(message="The topic safety model finds this input off topic, so it was blocked.")
    else
      bot refuse to respond
    stop
"""

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {CHECK_INPUT: topic_safety_check_input}


@action(is_system_action=True)
def topic_safety_check_input(scope: Scope, model_name: str | None = None) -> RailOutcome:
    """Whether the user's message keeps to the subject."""
    task, model = named_model(scope, CHECK_INPUT, model_name)
    prompt = scope.prompt(task, model)
    text = str(scope.context.get("user_message") or "")
    params: dict[str, Any] = {"temperature": TEMPERATURE, "max_tokens": prompt.max_tokens or MAX_TOKENS}
    if prompt.stop:
        params["stop"] = list(prompt.stop)
    reply = model.complete(_messages(scope, prompt, text), task=task, params=params)
    answer = prompt.parse(reply.text) if prompt.output_parser else reply.text
    on_topic = _is_on_topic(answer)
    if on_topic:
        return RailOutcome.allow(legacy={"on_topic": True})
    reason = OFF_TOPIC if on_topic is False else "the model says neither on-topic nor off-topic"
    return RailOutcome.block(reason=reason, legacy={"on_topic": False})


def _messages(scope: Scope, prompt: Prompt, text: str) -> list[Message]:
    """The rules, as much of the conversation as there is room for, and the question."""
    rendered = prompt.render({"user_input": text})
    system = "\n\n".join(text_of(message.get("content")) for message in rendered)
    if OFF_TOPIC not in system or ON_TOPIC not in system:
        system = f"{system.rstrip()}\n\n{HOW_TO_ANSWER}"
    room = prompt.max_length - len(system) - len(text)
    history: list[Message] = []
    for message in reversed(to_chat_messages(scope.earlier())):
        if message["role"] == "system":
            continue
        said = text_of(message["content"])
        room -= len(said)
        if room < 0:
            break
        history.append({"role": message["role"], "content": said})
    history.reverse()
    return [{"role": "system", "content": system}, *history, {"role": "user", "content": text}]


def _is_on_topic(answer: Any) -> bool | None:
    """None: the answer is neither of the two."""
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, list | tuple):
        return bool(answer and answer[0] is True)
    word = str(answer).strip().strip("\"'`*.").lower()
    return {ON_TOPIC: True, OFF_TOPIC: False}.get(word)
