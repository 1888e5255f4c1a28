"""What ``explain()`` tells of the last call: the model calls, and the conversation in Colang."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from rails_engine.compat.records import Record
from rails_engine.compat.responses import LLMCallInfo
from rails_engine.options import LogOptions
from rails_engine.pipeline.report import make_log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.events import Event
    from rails_engine.turn import TurnResult


@dataclass
class ExplainInfo(Record):
    """The last call, explained."""

    llm_calls: list[LLMCallInfo] = field(default_factory=list)
    colang_history: str = ""

    def print_llm_calls_summary(self, out: TextIO | None = None) -> None:
        """The model calls, one a line, for people."""
        out = out or sys.stdout
        if not self.llm_calls:
            out.write("No LLM calls were made.\n")
        for number, call in enumerate(self.llm_calls, start=1):
            tokens, seconds = call.total_tokens or 0, call.duration or 0
            out.write(f"{number}. Task `{call.task}` took {seconds:.2f} seconds and used {tokens} tokens.\n")


def explain_turn(result: TurnResult, earlier: Sequence[Event]) -> ExplainInfo:
    """Explain a turn; ``earlier`` is what happened before it."""
    record = result.record
    log = make_log([*earlier, *record.events], record, LogOptions(llm_calls=True, colang_history=True))
    return ExplainInfo([LLMCallInfo(**call) for call in log["llm_calls"]], log["colang_history"])
