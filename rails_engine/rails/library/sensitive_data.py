"""``detect | mask sensitive data on input|output|retrieval`` and ``restore sensitive data on output``.

    rails:
      input: {flows: [mask sensitive data on input]}
      output: {flows: [restore sensitive data on output]}
      config:
        sensitive_data_detection:
          input:
            entities: [PERSON, EMAIL_ADDRESS, CREDIT_CARD]
            action: placeholder

``detect`` refuses a text in which one of the entities is found. ``mask`` puts ``<EMAIL_ADDRESS>`` in the
place of each (``action: mask``), a keyed hash, or a placeholder such as ``<EMAIL_1>`` that ``restore``
turns back into the value before the user, or a tool, gets the answer. Without entities nothing is looked
for. The recognisers are our own; ``engine: presidio`` puts Presidio in their place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.guards.personal_data.concealing import HIDDEN
from rails_engine.guards.personal_data.masking import hashed_with, mask, name_kind
from rails_engine.guards.personal_data.placeholders import PlaceholderScanner, Vault, restore
from rails_engine.messages import new_user_turns, text_of
from rails_engine.rails.base import Rail
from rails_engine.rails.scanning import PatternScanner
from rails_engine.rails.sensitive_data_settings import SensitiveDataSettings, SourceSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.guards.personal_data.masking import Action, StandIn
    from rails_engine.guards.personal_data.spans import Finds, Span
    from rails_engine.rails.scanning import Scanner

SOURCES = {"input": "user_message", "output": "bot_message", "retrieval": "relevant_chunks"}
#: The variable that keeps what the placeholders of a conversation stand for. It travels with its state.
MAPPING = "sensitive_data_placeholders"
_HISTORY_HIDDEN = "_sensitive_data_history_hidden"
RESTORE = "restore sensitive data on output"
_DETECTS, _MASKS = 0.2, 0.4


class SensitiveData(Rail):
    """Finds, hides and restores personal data."""

    name = "sensitive data detection"
    flows = (
        *(
            RailFlow(
                f"{verb} sensitive data on {source}",
                frozenset({source}),
                settings="sensitive_data_detection",
                rewrites=verb == "mask",
            )
            for verb in ("detect", "mask")
            for source in SOURCES
        ),
        RailFlow(
            RESTORE, frozenset({"output", "tool_output"}), settings="sensitive_data_detection", rewrites=True
        ),
    )
    colang = """
define subflow detect sensitive data on input
  $has_sensitive_data = execute detect_sensitive_data(source="input", text=$user_message)
  if $has_sensitive_data
    bot inform answer unknown
    stop

define subflow detect sensitive data on output
  $has_sensitive_data = execute detect_sensitive_data(source="output", text=$bot_message)
  if $has_sensitive_data
    bot inform answer unknown
    stop

define subflow detect sensitive data on retrieval
  $has_sensitive_data = execute detect_sensitive_data(source="retrieval", text=$relevant_chunks)
  if $has_sensitive_data
    bot inform answer unknown
    stop

define subflow mask sensitive data on input
  $user_message = execute mask_sensitive_data(source="input", text=$user_message)

define subflow mask sensitive data on output
  $bot_message = execute mask_sensitive_data(source="output", text=$bot_message)

define subflow mask sensitive data on retrieval
  $relevant_chunks = execute mask_sensitive_data(source="retrieval", text=$relevant_chunks)

define subflow restore sensitive data on output
  $bot_message = execute restore_sensitive_data(text=$bot_message)
  $tool_calls = execute restore_tool_calls(calls=$tool_calls)
"""
    settings_key = "sensitive_data_detection"
    settings_type = SensitiveDataSettings
    judges = "exact"

    settings: SensitiveDataSettings

    def __init__(self, settings: Any = None) -> None:
        super().__init__(settings)
        self._analyzer: Any = None
        if self.settings.engine == "presidio":
            from rails_engine.guards.personal_data.presidio import load_analyzer

            self._analyzer = load_analyzer([r.as_presidio() for r in self.settings.recognizers])
        self._detectors = {source: self._finder(source, _DETECTS) for source in SOURCES}
        self._maskers = {source: self._finder(source, _MASKS) for source in SOURCES}

    def _finder(self, source: str, default: float) -> Finds | None:
        group = self._group(source)
        if not group.entities:
            return None
        threshold = default if group.score_threshold is None else group.score_threshold
        if self._analyzer is not None:
            from rails_engine.guards.personal_data.presidio import PresidioFinder

            return PresidioFinder(
                group.entities,
                self._analyzer,
                threshold=threshold,
                thresholds=group.thresholds,
                allowed=group.allow,
            )
        from rails_engine.guards.personal_data.finder import Finder

        return Finder(
            group.entities,
            threshold=threshold,
            thresholds=group.thresholds,
            allowed=group.allow,
            own=[made for recognizer in self.settings.recognizers for made in recognizer.recognisers()],
        )

    def _group(self, source: str) -> SourceSettings:
        group: SourceSettings = getattr(self.settings, source)
        return group

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """What the flows execute."""
        return {
            "detect_sensitive_data": self.detect,
            "mask_sensitive_data": self.mask,
            "restore_sensitive_data": self.restore,
            "restore_tool_calls": self.restore_calls,
        }

    def scanner(self, flow: str) -> Scanner | None:
        """Ours can say what is settled; Presidio reads texts as a whole."""
        if flow == RESTORE:
            return PlaceholderScanner()
        finder = (self._detectors if flow.startswith("detect") else self._maskers)["output"]
        if finder is None:
            return PatternScanner([])
        if self._analyzer is not None:
            from rails_engine.guards.personal_data.presidio import WholeScanner

            return WholeScanner(finder)
        from rails_engine.guards.personal_data.streaming import MAX_HELD, PersonalDataScanner

        own = [r.pattern for recognizer in self.settings.recognizers for r in recognizer.recognisers()]
        also = PatternScanner(own, max_match=MAX_HELD) if own else None
        return PersonalDataScanner(finder, also)

    @action(is_system_action=True, name="detect_sensitive_data")
    def detect(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """Whether any of the entities of this source is in the text."""
        spans = _find(self._detectors[source], scope, source, text or "")
        if spans:
            return RailOutcome.block(
                reason="the text holds sensitive data", legacy=True, metadata=_counted(spans)
            )
        return RailOutcome.allow(legacy=False)

    @action(is_system_action=True, name="mask_sensitive_data")
    def mask(self, scope: Scope, source: str = "input", text: str | None = None) -> RailOutcome:
        """The text without the entities of this source."""
        text = text or ""
        finder, group = self._maskers[source], self._group(source)
        if finder is None:
            return RailOutcome.transform(text, metadata=_counted([]))
        spans = _find(finder, scope, source, text)
        vault = Vault(_mapping(scope)) if group.action == "placeholder" else None
        stand_in = self._stand_in(group.action, vault)
        if vault is not None:
            vault.reserve(text)
        if source == "input":
            _hide_history(finder, vault, stand_in, scope)
            _hide(scope, ((span.entity, text[span.start : span.end]) for span in spans), stand_in)
        masked = mask(text, spans, stand_in)
        if vault is not None:
            scope.context[MAPPING] = dict(vault.mapping)
            _hide(scope, (), stand_in, {value: name for name, value in vault.mapping.items()})
        return RailOutcome.transform(masked, metadata=_counted(spans))

    def _stand_in(self, how: Action, vault: Vault | None) -> StandIn:
        if vault is not None:
            return vault.placeholder
        return hashed_with(self.settings.hash_key) if how == "hash" else name_kind

    @action(is_system_action=True, name="restore_sensitive_data")
    def restore(self, scope: Scope, text: str | None = None) -> str | None:
        """The text with the values in the place of their placeholders."""
        if not text or _is_about_tools(scope):
            return text
        return restore(text, _mapping(scope), in_json=_answers_in_json(scope))

    @action(is_system_action=True, name="restore_tool_calls")
    def restore_calls(self, scope: Scope, calls: Sequence[Any] | None = None) -> Sequence[Any] | None:
        """The calls with the values in their arguments."""
        mapping = _mapping(scope)
        if not calls or not mapping or not _is_about_tools(scope):
            return calls
        return [_restored_call(call, mapping) for call in calls]


def _find(finder: Finds | None, scope: Scope, source: str, text: str) -> list[Span]:
    """The spans in the text, counted from its beginning; what came before it may only be looked at."""
    if finder is None or not text:
        return []
    before = scope.before if source == "output" else ""
    if not before:
        return finder.find(text)
    size = len(before)
    spans = finder.find(before + text, size)
    return [replace(span, start=span.start - size, end=span.end - size) for span in spans]


def _hide_history(finder: Finds, vault: Vault | None, stand_in: StandIn, scope: Scope) -> None:
    """What the user wrote in the turns before is hidden from models, too; once a turn.

    A client that sends the whole conversation each time sends it as it was written: going through it in
    order gives the values the numbers that they had. What is a placeholder there already belongs to nobody.
    """
    if scope.context.get(_HISTORY_HIDDEN):
        return
    scope.context[_HISTORY_HIDDEN] = True
    messages = scope.turn.messages
    texts = [text_of(message.get("content")) for message in messages]
    if vault is not None:
        for text in texts:
            vault.reserve(text)
    fresh = set(new_user_turns(messages))
    asked = [
        text
        for index, text in enumerate(texts)
        if text and index not in fresh and messages[index].get("role") == "user"
    ]
    if not asked or not finder.may_find("\n".join(asked)):
        return
    for text in asked:
        spans = finder.find(text)
        if spans:
            _hide(scope, ((s.entity, text[s.start : s.end]) for s in spans), stand_in)


def _hide(
    scope: Scope,
    values: Iterable[tuple[str, str]],
    stand_in: StandIn,
    more: Mapping[str, str] | None = None,
) -> None:
    """Have the calls of this turn carry what stands for the values."""
    hidden = {value: stand_in(entity, value) for entity, value in values}
    scope.context[HIDDEN] = {**scope.context.get(HIDDEN, {}), **hidden, **(more or {})}


def _mapping(scope: Scope) -> dict[str, str]:
    """What the conversation's placeholders stand for; a state may hold anything under this name."""
    kept = scope.context.get(MAPPING)
    if not isinstance(kept, dict):
        return {}
    return {name: value for name, value in kept.items() if isinstance(name, str) and isinstance(value, str)}


def _counted(spans: Sequence[Span]) -> dict[str, Any]:
    """How many of which kind; never a value."""
    return {"entities": dict(Counter(span.entity for span in spans)) if spans else {}}


def _is_about_tools(scope: Scope) -> bool:
    """Whether the rail that runs judges tool calls: one flow serves both places."""
    return bool(scope.record.rails) and scope.record.rails[-1].kind == "tool_output"


def _answers_in_json(scope: Scope) -> bool:
    """Whether the answer was asked for as JSON, so that values have to be escaped in it."""
    asked = scope.turn.params.get("response_format")
    return isinstance(asked, dict) and asked.get("type") in {"json_object", "json_schema"}


def _restored_call(call: Any, mapping: Mapping[str, str]) -> Any:
    function = call.get("function") if isinstance(call, dict) else None
    arguments = function.get("arguments") if isinstance(function, dict) else None
    if not isinstance(function, dict) or not isinstance(arguments, str):
        return call
    return {**call, "function": {**function, "arguments": restore(arguments, mapping, in_json=True)}}
