"""What the rails say of some messages, without a call of the main model."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from rails_engine.errors import BadOptionError, did_you_mean
from rails_engine.messages import text_of
from rails_engine.options import RAIL_KINDS, GenerationOptions, RailsSelection
from rails_engine.pipeline.run import TurnRun
from rails_engine.turn import CheckResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.pipeline.conversation import Conversation
    from rails_engine.pipeline.parts import Parts
    from rails_engine.rails.runner import Verdict
    from rails_engine.turn import Turn

KINDS = ("input", "output")
#: No dialog: a last message of the assistant is an answer to be judged, with the question before it.
OPTIONS = GenerationOptions(rails=RailsSelection(dialog=False))


def run_check(parts: Parts, turn: Turn, rail_types: Sequence[str] | None) -> CheckResult:
    """Judge what nobody has answered by the input rails and a last assistant message by the output rails.

    With ``rail_types`` only these run, and one that the configuration has no rail of is an error.
    """
    kinds = KINDS if rail_types is None else _checked(parts, rail_types)
    run = TurnRun(parts, replace(turn, options=OPTIONS))
    conversation, context = run.conversation, run.scope.context
    content = _last_text(conversation)
    modified = False
    verdict: Verdict | None = None
    if "input" in kinds and conversation.asked:
        before = list(conversation.chat)
        verdict = run.judge_input()
        modified = conversation.chat != before
        content = content if conversation.answered else _last_text(conversation)
    if "output" in kinds and conversation.answered and verdict is None:
        context["bot_message"] = content
        found = parts.runner.run("output", run.scope, chosen=True)
        verdict = found if found.blocked else None
        modified = modified or context["bot_message"] != content
        content = str(context["bot_message"])
    run.record.finished_at = time.time()
    if verdict is not None:
        rail = verdict.rail.name if verdict.rail is not None else None
        return CheckResult("blocked", verdict.words, rail, run.record)
    return CheckResult("modified" if modified else "passed", content, None, run.record)


def _last_text(conversation: Conversation) -> str:
    """The text that is judged last: of the answer, else of the last question, else of whatever there is."""
    last = conversation.chat[-1] if conversation.chat else {}
    if not conversation.answered and conversation.question is not None:
        last = conversation.question
    return text_of(last.get("content"))


def _checked(parts: Parts, rail_types: Sequence[str]) -> Sequence[str]:
    for index, kind in enumerate(rail_types):
        where = ("rail_types", index)
        if kind not in KINDS:
            hint = did_you_mean(kind, RAIL_KINDS)
            raise BadOptionError(
                f"{kind!r} is not a kind that can be checked; use 'input' or 'output'"
                + (f". {hint}" if hint else ""),
                where=where,
            )
        if not parts.plan.of(kind):
            raise BadOptionError(f"this configuration has no {kind} rails", where=where)
    return rail_types
