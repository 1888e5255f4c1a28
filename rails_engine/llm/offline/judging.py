"""The offline model as a judge: policy checks, facts, agreement. In doubt the stricter answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.jsontext import dumps
from rails_engine.llm.offline.chatting import LABEL, QUOTING
from rails_engine.llm.offline.reading import labelled, subject_of
from rails_engine.llm.offline.violations import find_violation
from rails_engine.llm.offline.words import coverage

if TYPE_CHECKING:
    from rails_engine.llm.offline.reading import Reading

#: From this share of its words on, a statement counts as supported.
SUPPORTED = 0.6
AGREED = 0.4

_SAFE_OR_UNSAFE = re.compile(r"\bsafe\b[^.\n]{0,40}\bor\b[^.\n]{0,40}\bunsafe\b")


def judge(reading: Reading, task: str) -> str:
    """The verdict on the message in a policy check, in the form that the prompt asks for."""
    subject = subject_of(reading)
    category = find_violation(subject)
    low = reading.text.lower()
    if "user safety" in low or "response safety" in low:
        return _json_verdict(low, category, judged_response="output" in task or "response: agent" in low)
    if "prompt harm" in low or "response harm" in low:
        harm = "harmful" if category else "unharmful"
        return f"Prompt harm: {harm}\nResponse refusal: no\nResponse harm: {harm}"
    if task.startswith("topic") or "off-topic" in low:
        return "off-topic" if category else "on-topic"
    if task.startswith("llama_guard") or _SAFE_OR_UNSAFE.search(low):
        return "unsafe\nS1" if category else "safe"
    if '"score"' in low:
        score = "FAIL" if _is_unsupported(reading.text) else "PASS"
        return dumps({"REASONING": ["compared word by word"], "SCORE": score}).decode()
    return "Yes" if category or not subject.strip() else "No"


def check_facts(reading: Reading) -> str:
    """Whether a claim stands in the evidence: yes or no."""
    claim = labelled(reading.text, "hypothesis", "claim", "response", "statement", "bot", "answer")
    evidence = labelled(reading.text, "evidence", "premise", "context", "document", "source", "knowledge")
    if claim is None or evidence is None:
        return "no"
    # The frame that this model puts around a passage is no part of what it claims.
    claim = claim.replace(LABEL, "").replace(QUOTING, "")
    return "yes" if coverage(claim, evidence) >= SUPPORTED else "no"


def check_agreement(reading: Reading) -> str:
    """Whether a statement agrees with other answers to the same question: yes or no."""
    statement = labelled(reading.text, "statement", "hypothesis", "response", "claim")
    others = labelled(reading.text, "context", "paragraph", "premise", "answers", "evidence", "samples")
    if statement is None or others is None:
        return "no"
    return "yes" if coverage(statement, others) >= AGREED else "no"


def _json_verdict(prompt: str, category: str | None, *, judged_response: bool) -> str:
    verdict = "unsafe" if category else "safe"
    answer: dict[str, str] = {}
    if "user safety" in prompt:
        answer["User Safety"] = "safe" if judged_response else verdict
    if "response safety" in prompt and judged_response:
        answer["Response Safety"] = verdict
    if category:
        answer["Safety Categories"] = category
    return dumps(answer).decode()


def _is_unsupported(prompt: str) -> bool:
    claim = labelled(prompt, "answer", "response")
    evidence = labelled(prompt, "document", "context", "evidence")
    return claim is None or evidence is None or coverage(claim, evidence) < SUPPORTED
