"""``topic boundary check input``: what the assistant talks about, and what it does not, by examples.

    rails:
      input: {flows: [topic boundary check input]}
      config:
        topic_boundary:
          allowed:
            - {name: orders, examples: [where is my order, can I cancel my order]}
          denied:
            - {name: politics, examples: [who should I vote for]}

A message with a sentence that is like an example of a denied topic, and less like any allowed one, is refused.
Where allowed topics are given, so is one that is like none of them; greetings and thanks pass, and so does
a short question right after an allowed one. The answer is the bot message ``refuse off topic``.

Denied topics are looked for in what the message says without its disguises, too (guards/views).

Likeness is that of the configuration's embeddings (``core.embedding_search_provider``, or the model of type
``embeddings``). Without such a model words and parts of words are compared: examples then need the words
that users will use.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.embeddings.index import Item, Once
from rails_engine.errors import ConfigError
from rails_engine.rails.base import Rail
from rails_engine.rails.past import past_turns
from rails_engine.rails.sentences import split_sentences
from rails_engine.rails.words import content_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.embeddings.index import SearchIndex

#: How like an example a message must be (see ``embeddings.index.score_of``): by meaning, and by spelling.
BY_MEANING = 0.45
BY_SPELLING = 0.37
#: A message is compared in so many pieces at most; sentences of longer ones are taken together.
MAX_PIECES = 12
#: An allowed topic that is not among so many likest examples is taken for unlike.
NEIGHBOURS = 6
#: "Vote" alone is no topic; with "who should I" before it, it is one.
ENOUGH_WORDS = 2
#: Words that do not begin with the same letters are not taken for forms of one word.
OPENING = 4
#: Views that say something else than what is read at first sight.
_SAYING = frozenset(
    {"repaired", "decoded", "decoded alone", "deciphered", "unseen", "overturned", "pictured"}
)
_SMALL_TALK = frozenset(
    {"afternoon", "bye", "cheers", "evening", "goodbye", "great", "hello", "help", "hey", "hi", "morning"}
    | {"nice", "night", "no", "ok", "okay", "perfect", "sorry", "understood", "welcome", "yep"}
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What is said about one thing."""

    name: str
    examples: tuple[str, ...]

    def __post_init__(self) -> None:
        if not any(example.strip() for example in self.examples):
            raise InvalidValueError("examples", "is empty: a topic is known by its examples")


@dataclass(frozen=True, slots=True)
class TopicBoundarySettings:
    """``rails.config.topic_boundary``."""

    allowed: tuple[Topic, ...] = ()
    denied: tuple[Topic, ...] = ()
    #: Empty: 0.45 where meaning is compared, 0.37 where spelling is.
    threshold: float | None = None
    #: For denied topics, where it is to be another.
    denied_threshold: float | None = None
    #: A question of so few words may lean on the one before it; 0: none may.
    follow_up_words: int = 3
    on_error: Literal["block", "allow"] = "block"

    def __post_init__(self) -> None:
        for name in ("threshold", "denied_threshold"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise InvalidValueError(name, f"must be between 0 and 1, not {value:g}")


class TopicBoundary(Rail):
    """Keeps a conversation to its topics."""

    name = "topic boundary"
    flows = (RailFlow("topic boundary check input", frozenset({"input"}), settings="topic_boundary"),)
    colang = """
define bot refuse off topic
  "That is outside of what I can help with here."

define subflow topic boundary check input
  $result = execute check_topic_boundary(text=$user_message)
  if $result.is_blocked
    if $config.enable_rails_exceptions
      create event TopicBoundaryRailException(message="The message is outside of the allowed topics.")
    else
      bot refuse off topic
    stop
"""
    settings_key = "topic_boundary"
    settings_type = TopicBoundarySettings
    judges = "whole"

    def __init__(self, settings: Any = None) -> None:
        super().__init__(settings)
        self._lock = threading.Lock()
        self._likeness: Once[_Likeness] | None = None

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"check_topic_boundary": self.check}

    @action(is_system_action=True, name="check_topic_boundary")
    def check(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the message is about something that the assistant talks about."""
        settings = self.settings
        text = str(scope.context.get("user_message") or "") if text is None else text
        if not (settings.allowed or settings.denied):
            return _on_topic(None, 0.0)
        words = content_words(text)
        hidden = _undisguised(scope, text) if settings.denied else []
        if _SMALL_TALK.issuperset(words) and not hidden:
            return _on_topic(None, 0.0)
        likeness = self._compared(scope)
        compared: set[str] = set()
        topic, score, is_denied = likeness.judge(text, words, compared)
        for said in hidden:
            if not is_denied:
                found = likeness.judge(said, content_words(said), compared)
                topic, score, is_denied = found if found[2] else (topic, score, False)
        if is_denied:
            return _off_topic(topic, score, f"like the denied topic {topic!r}")
        if not settings.allowed or score >= likeness.least(denied=False):
            return _on_topic(topic, score)
        if len(words) <= settings.follow_up_words:
            turns = past_turns(scope.earlier())
            if turns and not turns[-1].refused:
                asked = turns[-1].asked
                before, was, is_denied = likeness.judge(asked, content_words(asked), set())
                if was >= likeness.least(denied=False) and not is_denied:
                    return _on_topic(before, was)
        return _off_topic(topic, score, "like none of the allowed topics")

    def _compared(self, scope: Scope) -> _Likeness:
        with self._lock:
            if self._likeness is None:
                self._likeness = Once(partial(_Likeness, self.settings, scope.toolbox.make_index))
        return self._likeness.get()


def _undisguised(scope: Scope, text: str) -> list[str]:
    """What the text says without its disguises, if it has any."""
    folded, *others = scope.readings.of(text).views
    said = [folded.text] if folded.text != text.lower() else []
    return said + [view.text for view in others if not _SAYING.isdisjoint(view.kinds)]


class _Likeness:
    """How like the examples a text is."""

    def __init__(self, settings: TopicBoundarySettings, make_index: Callable[[], SearchIndex] | None) -> None:
        if make_index is None:
            raise ConfigError("there is no index to compare topics with")
        self._settings = settings
        self._index = make_index()
        self._by_spelling = not getattr(getattr(self._index, "engine", None), "semantic", True)
        self._openings = {
            opening
            for topic in (*settings.allowed, *settings.denied)
            for example in topic.examples
            for opening in _openings_of(content_words(example))
        }
        self._index.add(
            Item(
                _form(example, content_words(example)) if self._by_spelling else example,
                {"topic": topic.name, "denied": denied},
            )
            for denied, topics in ((False, settings.allowed), (True, settings.denied))
            for topic in topics
            for example in topic.examples
        )

    def least(self, *, denied: bool) -> float:
        """The score from which on a text belongs to a topic."""
        settings = self._settings
        chosen = settings.denied_threshold if denied else None
        if chosen is None:
            chosen = settings.threshold
        return (BY_SPELLING if self._by_spelling else BY_MEANING) if chosen is None else chosen

    def judge(self, text: str, words: Sequence[str], compared: set[str]) -> tuple[str | None, float, bool]:
        """The topic of a text, how like it is, and whether it is a denied one.

        One piece that is like a denied topic, and less like any allowed one, makes it a denied one; else the
        piece that is likest to an allowed topic counts. What is in ``compared`` is not compared once more:
        most of what a text says undisguised is what it said before.
        """
        best: tuple[str | None, float, bool] = (None, 0.0, False)
        for form in self._forms(text, words):
            if form in compared:
                continue
            compared.add(form)
            hits = self._index.search(form, max_results=NEIGHBOURS)
            if not hits:
                continue
            if hits[0].item.meta["denied"] and hits[0].score >= self.least(denied=True):
                return str(hits[0].item.meta["topic"]), hits[0].score, True
            for hit in hits:
                if not hit.item.meta["denied"]:
                    if hit.score > best[1]:
                        best = str(hit.item.meta["topic"]), hit.score, False
                    break
        return best

    def _forms(self, text: str, words: Sequence[str]) -> Iterator[str]:
        """What is compared of a text: where spelling is, only pieces that an example could be like at all.

        Searching costs more than looking whether any word begins like one of an example, and so does cutting
        a text into pieces.
        """
        if not self._by_spelling:
            yield from _pieces(text)
        elif self._may_be_like(words):
            for piece in _pieces(text):
                some = content_words(piece)
                if self._may_be_like(some):
                    yield _form(piece, some)

    def _may_be_like(self, words: Sequence[str]) -> bool:
        return not self._openings.isdisjoint(_openings_of(words))


def _pieces(text: str) -> list[str]:
    """Its sentences, or as many runs of sentences as may be compared."""
    sentences = list(split_sentences(text))
    step = max(1, -(-len(sentences) // MAX_PIECES))
    return [" ".join(sentences[at : at + step]) for at in range(0, len(sentences), step)]


def _form(text: str, words: Sequence[str]) -> str:
    """What is compared where spelling is: only words with a meaning, if there are enough of them."""
    return " ".join(words) if len(words) >= ENOUGH_WORDS else text


def _openings_of(words: Sequence[str]) -> list[str]:
    """How words begin."""
    return [word[:OPENING] for word in words]


def _on_topic(topic: str | None, score: float) -> RailOutcome:
    return RailOutcome.allow(legacy={"on_topic": True, "topic": topic}, metadata={"score": round(score, 3)})


def _off_topic(topic: str | None, score: float, reason: str) -> RailOutcome:
    return RailOutcome.block(
        reason=reason, legacy={"on_topic": False, "topic": topic}, metadata={"score": round(score, 3)}
    )
