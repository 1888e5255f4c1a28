"""Output rails over an answer that comes in pieces: each judges a piece once, and has one line on record.

Decides nothing about what is released; ``pipeline/stages.py`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.rails.runner import skipped
from rails_engine.turn import RailRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.options import Selection
    from rails_engine.rails.plan import ConfiguredRail
    from rails_engine.rails.runner import RailRunner, Verdict

KIND = "output"
_GRAVITY = {None: 0, "passed": 1, "modified": 2, "blocked": 3}


class StreamedRails:
    """The output rails of one streamed answer."""

    def __init__(self, runner: RailRunner, scope: Scope, chosen: Selection) -> None:
        self._runner = runner
        self._scope = scope
        self.active: Sequence[ConfiguredRail] = runner.begin(KIND, scope, chosen)
        self._lines: dict[str, RailRun] = {}

    def judge(self, rails: Sequence[ConfiguredRail], before: str, text: str, *, seen: int = 0) -> Verdict:
        """Run some of the rails over a text, of which they have seen ``seen`` characters before.

        They may rewrite it in the context. ``before`` is what exact rails may look back at.
        """
        scope, record = self._scope, self._scope.record
        scope.context["bot_message"], scope.before = text, before
        lines, events = len(record.rails), len(record.events)
        try:
            verdict = self._runner.judge(rails, scope)
        finally:
            scope.before = ""
            fresh = record.rails[lines:]
            del record.rails[lines:]
            for line in fresh:
                line.scanned = max(0, line.scanned - seen)
                self._note(line)
        if verdict.blocked:
            ender = verdict.rail.name if verdict.rail is not None else ""
            for rail in self.active:
                if rail.name not in self._lines:
                    record.rails.append(skipped(rail, f"{ender!r} ended the turn"))
        elif lines == len(record.rails) and scope.context["bot_message"] == text:
            # The same was on record of the piece before.
            del record.events[events:]
        return verdict

    def pass_over(self, rail: ConfiguredRail, characters: int) -> None:
        """A rail has looked at a piece and found nothing that its flow would have to decide on."""
        line = self._lines.get(rail.name)
        if line is None:
            line = RailRun(kind=rail.kind, name=rail.name, verdict="passed")
            self._note(line)
        line.scanned += characters

    def finish(self) -> None:
        """All of the answer has passed."""
        if self.active:
            self._runner.finish(KIND, self._scope)

    def _note(self, fresh: RailRun) -> None:
        line = self._lines.get(fresh.name)
        if line is None:
            self._lines[fresh.name] = fresh
            self._scope.record.rails.append(fresh)
            return
        if fresh.status == "skipped":
            return
        line.scanned += fresh.scanned
        line.decisions += fresh.decisions
        line.actions += fresh.actions
        line.stop = line.stop or fresh.stop
        if not line.started_at:
            line.started_at = line.finished_at = fresh.started_at
        # Its time is what it worked, not what it waited for the next piece.
        line.finished_at += fresh.finished_at - fresh.started_at
        if _GRAVITY[fresh.verdict] > _GRAVITY[line.verdict]:
            line.verdict, line.enforced = fresh.verdict, fresh.enforced
        if fresh.status == "failed":
            line.status, line.reason, line.enforced = "failed", fresh.reason, fresh.enforced
