"""``injection detection``: answers that would do something where they are passed on.

    rails:
      output: {flows: [injection detection]}
      config:
        injection_detection: {injections: [code, sqli, template, xss], action: reject}

Our own signatures (``guards/injections.py``) are the default; ``yara_path`` (a folder of ``*.yara`` files)
and ``yara_rules`` (texts by name) add rules for the extra ``yara``, which ``injections`` names as well and
which go before ours of the same name. ``reject`` refuses the answer and names what was found; ``omit``
cuts it out, and refuses what cannot be made clean by that. With signatures alone a stream is released as
far as no match can have begun; with YARA rules it is held back whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.findings import refusal
from rails_engine.errors import ConfigError, did_you_mean
from rails_engine.guards.injections import SIGNATURES, signature
from rails_engine.guards.yara_rules import YaraRules
from rails_engine.rails.base import Rail
from rails_engine.rails.scanning import PatternScanner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.config.schema import RailsConfig
    from rails_engine.rails.scanning import Scanner
    from rails_engine.transport import Transport

Span = tuple[int, int]

KEY = "injection_detection"
SUFFIXES = (".yara", ".yar")
#: What is left when a match is cut out may match again, but not for ever.
MAX_CUTS = 3


@dataclass(frozen=True, slots=True)
class InjectionSettings:
    """``rails.config.injection_detection``; no ``injections`` means all that there are."""

    injections: tuple[str, ...] = ()
    action: Literal["reject", "omit"] = "reject"
    yara_path: str | None = None
    yara_rules: Mapping[str, str] = field(default_factory=dict)


class InjectionDetection(Rail):
    """Judges what the bot is about to say by signatures of exploits."""

    name = "injection detection"
    flows = (RailFlow("injection detection", frozenset({"output"}), settings=KEY, rewrites=True),)
    colang = """
define bot inform injection detected
  "I'm sorry, the desired output triggered rule(s) designed to mitigate exploitation of {{ injection_detections | join(', ') }}."

define subflow injection detection
  $result = execute injection_detection(text=$bot_message)
  if $result.is_blocked
    $injection_detections = $result["detections"]
    if $config.enable_rails_exceptions
      create event InjectionDetectionRailException(message="The output triggered the injection detection rail, so it was blocked.")
    else
      bot inform injection detected
    stop
  if $result.is_transform
    $bot_message = $result.transform_text
"""
    settings_key = KEY
    settings_type = InjectionSettings
    #: What YARA rules look at; signatures alone have a scanner.
    judges = "whole"

    def __init__(self, settings: Any = None) -> None:
        super().__init__(settings)
        chosen = self.settings.injections or tuple(SIGNATURES)
        self._own = tuple(name for name in chosen if name in SIGNATURES)
        self._yara: YaraRules | None = None

    def connect(self, config: RailsConfig, transport: Transport) -> None:
        """Find the rules that the settings name, and compile everything."""
        del transport
        sources = self._yara_sources(config)
        named = self.settings.injections or (*SIGNATURES, *sources)
        for index, name in enumerate(named):
            if name not in sources and name not in SIGNATURES:
                known = (*SIGNATURES, *sources)
                raise _refuse(
                    config,
                    ("injections", index),
                    f"names {name!r}, of which there is neither a signature nor a rule",
                    did_you_mean(name, known) or f"Known are: {', '.join(known)}.",
                )
        used = {name: sources[name] for name in named if name in sources}
        self._own = tuple(name for name in named if name not in used)
        if used:
            key = "yara_rules" if self.settings.yara_rules else "yara_path"
            try:
                self._yara = YaraRules(used)
            except ConfigError as error:
                raise _refuse(config, (key,), f"is refused: {error.message}", error.hint) from None
        for name in self._own:
            signature(name)

    def _yara_sources(self, config: RailsConfig) -> dict[str, str]:
        """Rules by name; those that stand in the configuration go before files."""
        rules = dict(self.settings.yara_rules)
        if self.settings.yara_path is None:
            return rules
        given = Path(self.settings.yara_path)
        bases = [path if path.is_dir() else path.parent for path in config.paths]
        folder = next((p for p in (base / given for base in (*bases, Path())) if p.is_dir()), None)
        if folder is None:
            raise _refuse(config, ("yara_path",), f"is no folder: {self.settings.yara_path!r}", None)
        files = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES}
        return {name: path.read_text(encoding="utf-8") for name, path in files.items()} | rules

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"injection_detection": self.detect}

    def scanner(self, flow: str) -> Scanner | None:
        """Of the signatures; YARA rules may look at anything."""
        del flow
        return None if self._yara is not None else _scanner(self._own)

    @action(is_system_action=True, name="injection_detection")
    def detect(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the text holds an injection, and what is left of it without."""
        if text is None:
            text = str(scope.context.get("bot_message") or "")
        names, spans = self._find(scope.before + text, len(scope.before))
        if not names:
            return RailOutcome.allow(legacy={"is_injection": False, "text": text, "detections": []})
        found = {"detections": names}
        reason = f"injection: {', '.join(names)}"
        if self.settings.action == "omit":
            cleaned = self._cleaned(text, spans)
            if cleaned is not None:
                legacy = {"is_injection": True, "text": cleaned, **found}
                return RailOutcome.transform(cleaned, reason, legacy=legacy, metadata=found)
        return RailOutcome.block(reason, legacy={"is_injection": True, "text": text, **found}, metadata=found)

    def _find(self, text: str, start: int) -> tuple[list[str], list[Span]]:
        """What is found from ``start`` on: the names, and where, counted from there."""
        names, spans = [], []
        for name in self._own:
            found = _matches(name, text, start)
            if found:
                names.append(name)
                spans += found
        if self._yara is not None:
            for match in self._yara.find(text[start:]):
                names.append(match.rule)
                spans += match.spans
        return names, spans

    def _cleaned(self, text: str, spans: list[Span]) -> str | None:
        """The text without what was found, or None if something is found again and again, or has no place."""
        for _ in range(MAX_CUTS):
            if not spans:
                return None
            text = _cut(text, spans)
            names, spans = self._find(text, 0)
            if not names:
                return text
        return None


def _matches(name: str, text: str, start: int) -> list[Span]:
    found = signature(name).finditer(text, start)
    return [(match.start() - start, match.end() - start) for match in found]


def _cut(text: str, spans: list[Span]) -> str:
    kept, at = [], 0
    for begin, end in sorted(spans):
        if begin > at:
            kept.append(text[at:begin])
        at = max(at, end)
    kept.append(text[at:])
    return "".join(kept)


@cache
def _scanner(names: tuple[str, ...]) -> PatternScanner:
    """Made once a process: the signatures never change."""
    return PatternScanner([pattern for name in names for pattern in SIGNATURES[name]])


def _refuse(config: RailsConfig, path: tuple[str | int, ...], problem: str, hint: str | None) -> ConfigError:
    where = ("rails", "config", KEY, *path)
    shown = f"rails.config.{KEY}.{path[0]}" + "".join(f"[{part}]" for part in path[1:])
    return refusal(f"{shown} {problem}", config.where(where), hint)
