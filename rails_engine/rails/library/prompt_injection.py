"""``prompt injection check input|retrieval|tool input``: orders in texts that nobody vouches for. Local.

    rails:
      retrieval: {flows: [prompt injection check retrieval]}
      tool_input: {flows: [prompt injection check tool input]}
      config:
        prompt_injection:
          threshold: balanced
          retrieval: {action: drop}
          tool_input: {action: block}

In a document or a tool's result, orders are the signal: sentences that address the assistant, override its
instructions, pass for the system's words, steer the answer, send data away in links or images, or that the
classifier of attacks knows. Each sentence is judged by itself, undisguised as well.

On retrieval the chunks with such a sentence are dropped and the turn goes on; with ``action: block`` it ends.
A tool's result ends the turn, or with ``action: drop`` loses the sentences. What a user writes is trusted
more: there only what passes for somebody else's words is looked for (``jailbreak check input`` is for the rest).
A part of a message that is marked as somebody else's, ``{"type": "text", "text": "...", "untrusted": true}``, is
judged like a document; the model does not see the mark.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import ActionResult, RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.guards.untrusted import LEVELS, find_orders, strongest
from rails_engine.rails.base import Rail
from rails_engine.rails.scored import check_threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.guards.untrusted import Finding

#: What stands in a tool's result where a sentence was taken out.
WITHHELD = "[withheld]"
#: What of a user's message is somebody else's: the kinds of findings that count there.
_FOREIGN = frozenset({"passes for the system", "addresses the assistant", "hidden order", "sends data away"})


@dataclass(frozen=True, slots=True)
class OnRetrieval:
    """What is done about chunks with orders in them."""

    action: Literal["drop", "block"] = "drop"


@dataclass(frozen=True, slots=True)
class OnToolInput:
    """What is done about a tool's result with orders in it."""

    action: Literal["drop", "block"] = "block"


@dataclass(frozen=True, slots=True)
class PromptInjectionSettings:
    """``rails.config.prompt_injection``."""

    threshold: Literal["strict", "balanced", "permissive"] | float = "balanced"
    retrieval: OnRetrieval = field(default_factory=OnRetrieval)
    tool_input: OnToolInput = field(default_factory=OnToolInput)

    def __post_init__(self) -> None:
        check_threshold(self.threshold)


class PromptInjection(Rail):
    """Finds orders where only facts should be."""

    name = "prompt injection"
    flows = (
        RailFlow("prompt injection check input", frozenset({"input"}), settings="prompt_injection"),
        RailFlow(
            "prompt injection check retrieval",
            frozenset({"retrieval"}),
            settings="prompt_injection",
            rewrites=True,
        ),
        RailFlow(
            "prompt injection check tool input",
            frozenset({"tool_input"}),
            settings="prompt_injection",
            rewrites=True,
        ),
    )
    colang = """
define subflow prompt injection check input
  $verdict = execute judge_injection_in_message(text=$user_message)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event PromptInjectionRailException(message="The message passes for somebody else's words.")
    else
      bot refuse to respond
    stop

define subflow prompt injection check retrieval
  $verdict = execute judge_injection_in_chunks(chunks=$relevant_chunks)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event PromptInjectionRailException(message="A document gives orders to the assistant.")
    else
      bot refuse to respond
    stop
  if $verdict.is_transform
    $relevant_chunks = $verdict.transform_text

define subflow prompt injection check tool input
  $verdict = execute judge_injection_in_tool_result(text=$tool_message)
  if $verdict.is_blocked
    if $config.enable_rails_exceptions
      create event PromptInjectionRailException(message="A tool's result gives orders to the assistant.")
    else
      bot refuse to respond
    stop
  if $verdict.is_transform
    $tool_message = $verdict.transform_text
"""
    settings_key = "prompt_injection"
    settings_type = PromptInjectionSettings
    judges = "whole"

    def __init__(self, settings: Any = None) -> None:
        super().__init__(settings)
        threshold = self.settings.threshold
        self._least = LEVELS[threshold] if isinstance(threshold, str) else threshold

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One action a flow."""
        return {
            "judge_injection_in_message": self.check_message,
            "judge_injection_in_chunks": self.check_chunks,
            "judge_injection_in_tool_result": self.check_tool_result,
        }

    @action(is_system_action=True, name="judge_injection_in_message")
    def check_message(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether a message has words in it that pass for another's, or a marked part of it gives orders."""
        found = self._find(scope, text or "", _FOREIGN)
        for part in scope.untrusted:
            found += self._find(scope, part)
        return self._blocked(found) if found else self._allowed()

    @action(is_system_action=True, name="judge_injection_in_chunks")
    def check_chunks(self, scope: Scope, chunks: Any = None) -> RailOutcome | ActionResult:
        """Which retrieved chunks give orders; they are dropped, or end the turn."""
        parts, glue = _parts(chunks, scope.context.get("relevant_chunks_sep"))
        found = [self._find(scope, part) for part in parts]
        bad = [finding for findings in found for finding in findings]
        if not bad:
            return self._allowed()
        if self.settings.retrieval.action == "block":
            return self._blocked(bad)
        kept = [part for part, findings in zip(parts, found, strict=True) if not findings]
        verdict = RailOutcome.transform(
            glue.join(kept),
            reason=f"{len(parts) - len(kept)} of {len(parts)} chunks give orders",
            metadata={**_metadata(bad, self._least), "dropped": len(parts) - len(kept)},
        )
        if scope.context.get("relevant_chunks_sep") == parts:
            return ActionResult(return_value=verdict, context_updates={"relevant_chunks_sep": kept})
        return verdict

    @action(is_system_action=True, name="judge_injection_in_tool_result")
    def check_tool_result(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether a tool's result gives orders; it ends the turn, or loses them."""
        text = text or ""
        found = self._find(scope, text)
        if not found:
            return self._allowed()
        if self.settings.tool_input.action == "block":
            return self._blocked(found)
        return RailOutcome.transform(
            _without(text, found), reason=_reason(found), metadata=_metadata(found, self._least)
        )

    def _find(self, scope: Scope, text: str, wanted: frozenset[str] | None = None) -> list[Finding]:
        return find_orders(scope.readings.of(text), self._least, wanted) if text.strip() else []

    def _blocked(self, found: Sequence[Finding]) -> RailOutcome:
        return RailOutcome.block(reason=_reason(found), metadata=_metadata(found, self._least))

    def _allowed(self) -> RailOutcome:
        return RailOutcome.allow(metadata=_metadata((), self._least))


def _parts(chunks: Any, separate: Any) -> tuple[list[str], str]:
    """The chunks one by one, and what joins them."""
    if isinstance(chunks, list | tuple):
        return [str(chunk) for chunk in chunks], "\n"
    text = str(chunks or "")
    if isinstance(separate, list) and separate and "\n".join(map(str, separate)) == text:
        return [str(chunk) for chunk in separate], "\n"
    glue = "\n\n" if "\n\n" in text else "\n"
    return text.split(glue), glue


def _without(text: str, found: Sequence[Finding]) -> str:
    """The text without the sentences that were found."""
    parts, done = [], 0
    for finding in found:
        if finding.end > done:
            parts.append(text[done : max(finding.start, done)])
            if finding.start >= done:
                parts.append(WITHHELD)
            done = finding.end
    return "".join(parts) + text[done:]


def _reason(found: Sequence[Finding]) -> str:
    best = strongest(found)
    return "" if best is None else f"a sentence {best.kinds[0]}"


def _metadata(found: Sequence[Finding], least: float) -> dict[str, Any]:
    best = strongest(found) if found else None
    return {
        "score": round(best.score, 4) if best else 0.0,
        "threshold": least,
        "kinds": sorted({kind for finding in found for kind in finding.kinds}),
        "findings": len(found),
    }
