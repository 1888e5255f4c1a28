"""What the rails say of some messages, without a call of the main model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.errors import BadOptionError, did_you_mean
from rails_engine.messages import text_of
from rails_engine.options import RAIL_KINDS
from rails_engine.pipeline.run import TurnRun
from rails_engine.turn import CheckResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.pipeline.parts import Parts
    from rails_engine.rails.runner import Verdict
    from rails_engine.turn import Turn

#: Which kind judges the last message, by its role.
KINDS_OF_ROLES = {"user": "input", "assistant": "output"}


def run_check(parts: Parts, turn: Turn, rail_types: Sequence[str] | None) -> CheckResult:
    """Judge the last user message by the input rails and a last assistant message by the output rails.

    With ``rail_types`` exactly these run, and one that the configuration has no rail of is an error.
    """
    run = TurnRun(parts, turn)
    context, said = run.scope.context, {}
    for message in run.conversation.chat:
        kind = KINDS_OF_ROLES.get(str(message.get("role")))
        if kind is not None:
            said[kind] = text_of(message.get("content"))
    context["user_message"] = context["last_user_message"] = said.get("input", "")
    context["bot_message"] = said.get("output", "")
    kinds = _kinds(parts, run, rail_types)
    content, modified = "", False
    for kind in kinds:
        subject = "user_message" if kind == "input" else "bot_message"
        before = context[subject]
        verdict = parts.runner.run(kind, run.scope, True)
        if verdict.blocked:
            return _blocked(verdict, run)
        content = str(context[subject])
        modified = modified or content != before
    if not kinds:
        last = run.conversation.chat[-1] if run.conversation.chat else {}
        content = text_of(last.get("content"))
    return CheckResult("modified" if modified else "passed", content, None, run.record)


def _kinds(parts: Parts, run: TurnRun, rail_types: Sequence[str] | None) -> list[str]:
    if rail_types is None:
        messages = run.conversation.chat
        kind = KINDS_OF_ROLES.get(str(messages[-1].get("role"))) if messages else None
        return [kind] if kind is not None and parts.plan.of(kind) else []
    known = ("input", "output")
    for index, kind in enumerate(rail_types):
        where = ("rail_types", index)
        if kind not in known:
            hint = did_you_mean(kind, RAIL_KINDS)
            raise BadOptionError(
                f"{kind!r} is not a kind that can be checked; use 'input' or 'output'"
                + (f". {hint}" if hint else ""),
                where=where,
            )
        if not parts.plan.of(kind):
            raise BadOptionError(f"this configuration has no {kind} rails", where=where)
    return [kind for kind in known if kind in rail_types]


def _blocked(verdict: Verdict, run: TurnRun) -> CheckResult:
    rail = verdict.rail
    words = "\n".join(verdict.said)
    if verdict.exception is not None and not words:
        words = str(verdict.exception.get("message", ""))
    return CheckResult("blocked", words, rail.name if rail is not None else None, run.record)
