"""``rails.config.sensitive_data_detection``: what may stand there, and what is refused when it is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.config.reading import InvalidValueError
from rails_engine.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.guards.personal_data.recogniser import Recogniser


@dataclass(frozen=True, slots=True)
class PatternSettings:
    """One of a recognizer's ``patterns``."""

    regex: str
    name: str = ""
    score: float = 0.5


@dataclass(frozen=True, slots=True)
class RecognizerSettings:
    """One of ``recognizers``, as Presidio writes them."""

    supported_entity: str
    name: str = ""
    supported_language: str = "en"
    patterns: tuple[PatternSettings, ...] = ()
    deny_list: tuple[str, ...] = ()
    deny_list_score: float = 1.0
    context: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.supported_entity:
            raise InvalidValueError("supported_entity", "must name an entity")
        if not self.patterns and not self.deny_list:
            raise InvalidValueError("patterns", "is empty, and so is deny_list: nothing can be recognised")
        from rails_engine.guards.personal_data.custom import from_pattern

        for index, pattern in enumerate(self.patterns):
            try:
                from_pattern(self.supported_entity, pattern.regex, pattern.score).compiled()
            except ConfigError as error:
                raise InvalidValueError(
                    ("patterns", index, "regex"), f"is refused: {error.message}", hint=error.hint
                ) from None

    def recognisers(self) -> Sequence[Recogniser]:
        """As our own finder uses it."""
        from rails_engine.guards.personal_data.custom import from_pattern, from_words

        made = [from_pattern(self.supported_entity, p.regex, p.score, self.context) for p in self.patterns]
        if self.deny_list:
            made.append(from_words(self.supported_entity, self.deny_list, self.deny_list_score))
        return made

    def as_presidio(self) -> Mapping[str, Any]:
        """As Presidio reads it."""
        return {
            "name": self.name or self.supported_entity,
            "supported_entity": self.supported_entity,
            "supported_language": self.supported_language,
            "patterns": [
                {"name": p.name or p.regex, "regex": p.regex, "score": p.score} for p in self.patterns
            ],
            "deny_list": list(self.deny_list) or None,
            "context": list(self.context) or None,
        }


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What is looked for in one kind of text, and what becomes of it."""

    entities: tuple[str, ...] = ()
    #: Read for the sake of configurations that have it; masks name the entity.
    mask_token: str = "*"  # noqa: S105 - no secret
    #: From which score a find counts: 0.2 to detect and 0.4 to mask, unless this says otherwise.
    score_threshold: float | None = None
    #: The same for single entities.
    thresholds: Mapping[str, float] = field(default_factory=dict)
    action: Literal["mask", "hash", "placeholder"] = "mask"
    #: Values that are nobody's secret; ``@example.com`` allows all addresses there.
    allow: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        scores = {"score_threshold": self.score_threshold}
        for path, score in [((n,), s) for n, s in scores.items()] + [
            (("thresholds", n), s) for n, s in self.thresholds.items()
        ]:
            if score is not None and not 0 <= score <= 1:
                raise InvalidValueError(path, f"must be between 0 and 1, not {score}")
        for name in self.thresholds:
            if name not in self.entities:
                hint = did_you_mean(name, self.entities) or "Add it to entities, or leave its threshold away."
                raise InvalidValueError(
                    ("thresholds", name), "is for an entity that is not asked for", hint=hint
                )


@dataclass(frozen=True, slots=True)
class SensitiveDataSettings:
    """All of it."""

    engine: Literal["local", "presidio"] = "local"
    recognizers: tuple[RecognizerSettings, ...] = ()
    input: SourceSettings = field(default_factory=SourceSettings)
    output: SourceSettings = field(default_factory=SourceSettings)
    retrieval: SourceSettings = field(default_factory=SourceSettings)
    #: Of ``action: hash``.
    hash_key: str = ""

    def __post_init__(self) -> None:
        own = {recognizer.supported_entity for recognizer in self.recognizers}
        for source in ("input", "output", "retrieval"):
            group: SourceSettings = getattr(self, source)
            if group.action == "hash" and not self.hash_key:
                raise InvalidValueError(
                    (source, "action"),
                    "needs a key",
                    hint="Set hash_key beside it: whoever has it can try values out.",
                )
            if group.entities and self.engine == "local":
                _check_entities(source, group.entities, own)


def _check_entities(source: str, entities: Sequence[str], own: set[str]) -> None:
    from rails_engine.guards.personal_data.entities import known_entities

    known = known_entities() | own
    for index, entity in enumerate(entities):
        if entity not in known:
            hint = did_you_mean(entity, known) or f"Known are {', '.join(sorted(known))}."
            raise InvalidValueError(
                (source, "entities", index), f"is no entity that is known: {entity!r}", hint=hint
            )
