"""``patronus lynx check output hallucination``: a Lynx model judges whether the answer keeps to the passages.

The model of type ``patronus_lynx`` reads the prompt ``patronus_lynx_check_output_hallucination``
(``user_input``, ``bot_response``, ``provided_context``) and answers with JSON whose ``SCORE`` is
``PASS`` or ``FAIL``; where no such answer can be read, the score is ``FAIL``. Without retrieved passages
there is nothing to compare with, and the answer passes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.rails.base import Rail
from rails_engine.rails.policy import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope

MODEL = "patronus_lynx"
CHECK = "patronus_lynx_check_output_hallucination"

_SCORE = re.compile(r"[\"'*]*\bSCORE\b[\"'*]*\s*:\s*[\"'*]*(\w+)", re.IGNORECASE)
_REASONING = re.compile(r"[\"']REASONING[\"']\s*:\s*\[([^\]]*)\]", re.IGNORECASE)
_SENTENCE = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")


class PatronusLynx(Rail):
    """Judges whether the answer is made up."""

    name = "patronus lynx"
    flows = (
        RailFlow(
            "patronus lynx check output hallucination",
            frozenset({"output"}),
            prompts=(CHECK,),
            model_type=MODEL,
        ),
    )
    colang = """
define subflow patronus lynx check output hallucination
  $patronus_lynx_response = execute patronus_lynx_check_output_hallucination
  $hallucination = $patronus_lynx_response["hallucination"]
  if $hallucination
    if $config.enable_rails_exceptions
      create event PatronusAIHallucinationException(message="The answer goes beyond the retrieved passages, so it was blocked.")
    else
      bot inform answer unknown
    stop
"""
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {CHECK: patronus_lynx_check_output_hallucination}


@action(is_system_action=True)
def patronus_lynx_check_output_hallucination(scope: Scope) -> RailOutcome:
    """Whether the answer says what the passages do not."""
    context = scope.context
    passages = context.get("relevant_chunks")
    if not passages or (isinstance(passages, str) and not passages.strip()):
        return RailOutcome.allow("there are no passages", legacy={"hallucination": False, "reasoning": None})
    variables = {
        "user_input": context.get("user_message"),
        "bot_response": context.get("bot_message"),
        "provided_context": passages,
    }
    prompt, reply = ask(scope, CHECK, variables, model=scope.model(type=MODEL), temperature=0.0)
    answer = prompt.parse(reply.text) if prompt.output_parser else reply.text
    hallucination, reasoning = read_answer(str(answer))
    legacy = {"hallucination": hallucination, "reasoning": reasoning}
    if hallucination:
        return RailOutcome.block("FAIL", legacy=legacy, metadata={"reasoning": reasoning})
    return RailOutcome.allow(legacy=legacy, metadata={"reasoning": reasoning})


def read_answer(text: str) -> tuple[bool, list[str] | None]:
    """Whether the score is anything but ``PASS``, and the model's reasons."""
    scores = {score.upper() for score in _SCORE.findall(text)}
    found = _REASONING.search(text)
    reasoning = (
        None if found is None else [double or single for double, single in _SENTENCE.findall(found[1])]
    )
    return scores != {"PASS"}, reasoning
