"""``regex check input|output|retrieval``: texts that match a pattern of the configuration.

    rails:
      config:
        regex_detection:
          input: {patterns: ["ignore (all )?previous instructions"], case_insensitive: true, undisguised: true}

Patterns are RE2's: matching takes time linear in the text, so no pattern and no text can hang the
process. What RE2 has not (look-around, back-references) is refused when the configuration is loaded.
A match on retrieval empties the chunks; on input and output it is refused. With ``undisguised`` what a text
says without its disguises (guards/views) is searched as well, whatever the case of its letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.errors import ConfigError
from rails_engine.patterns import PatternList, compile_pattern
from rails_engine.rails.base import Rail
from rails_engine.rails.scanning import PatternScanner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.rails.scanning import Scanner

SOURCES = {"input": "user_message", "output": "bot_message", "retrieval": "relevant_chunks"}


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns for one kind of text."""

    patterns: tuple[str, ...] = ()
    case_insensitive: bool = False

    def __post_init__(self) -> None:
        for index, pattern in enumerate(self.patterns):
            try:
                compile_pattern(pattern)
            except ConfigError as error:
                raise InvalidValueError(
                    ("patterns", index), f"is refused: {error.message}", hint=error.hint
                ) from None


@dataclass(frozen=True, slots=True)
class PatternsOfViews(Patterns):
    """The same for texts that are there as a whole."""

    #: Also search what the text says once encodings, look-alike letters and the like are undone.
    undisguised: bool = False


@dataclass(frozen=True, slots=True)
class RegexSettings:
    """``rails.config.regex_detection``."""

    input: PatternsOfViews = field(default_factory=PatternsOfViews)
    output: Patterns = field(default_factory=Patterns)
    retrieval: PatternsOfViews = field(default_factory=PatternsOfViews)


class RegexRail(Rail):
    """Judges texts by patterns."""

    name = "regex detection"
    flows = tuple(
        RailFlow(
            f"regex check {source}",
            frozenset({source}),
            settings="regex_detection",
            rewrites=source == "retrieval",
        )
        for source in SOURCES
    )
    colang = """
define subflow regex check input
  $result = execute detect_regex_pattern(source="input", text=$user_message)
  if $result["is_match"]
    bot refuse to respond
    stop

define subflow regex check output
  $result = execute detect_regex_pattern(source="output", text=$bot_message)
  if $result["is_match"]
    bot refuse to respond
    stop

define subflow regex check retrieval
  $result = execute detect_regex_pattern(source="retrieval", text=$relevant_chunks)
  if $result["is_match"]
    $relevant_chunks = ""
"""
    settings_key = "regex_detection"
    settings_type = RegexSettings
    judges = "exact"

    def __init__(self, settings: Any = None) -> None:
        super().__init__(settings)
        self._patterns = {
            source: PatternList(group.patterns, case_insensitive=group.case_insensitive)
            for source in SOURCES
            for group in (getattr(self.settings, source),)
        }
        #: Views are in lower case, so case does not count there.
        self._undisguised = {
            source: PatternList(group.patterns, case_insensitive=True)
            for source, group in (("input", self.settings.input), ("retrieval", self.settings.retrieval))
            if group.undisguised
        }

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of all three flows."""
        return {"detect_regex_pattern": self.detect}

    def scanner(self, flow: str) -> Scanner | None:
        """Of the patterns for output."""
        if flow != "regex check output":
            return None
        group = self.settings.output
        return PatternScanner(group.patterns, case_insensitive=group.case_insensitive)

    @action(is_system_action=True, name="detect_regex_pattern")
    def detect(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """Whether any pattern of this source matches anywhere in the text."""
        if text is None:
            text = scope.context.get(SOURCES[source])
        seen, start = f"{scope.before}{text or ''}", len(scope.before)
        found = self._patterns[source].matching(seen, start) if text else []
        if text and not found and source in self._undisguised:
            patterns, views = self._undisguised[source], scope.readings.of(text).views
            matched = {pattern for view in views for pattern in patterns.matching(view.text)}
            found = [pattern for pattern in patterns.sources if pattern in matched]
        legacy = {"is_match": bool(found), "text": text, "detections": found}
        if found:
            return RailOutcome.block(
                reason="a pattern matches", legacy=legacy, metadata={"detections": found}
            )
        return RailOutcome.allow(legacy=legacy)
