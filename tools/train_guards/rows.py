"""The rows that guards learn from: the collected ones, and sentences made of our own templates."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.train_guards.templates import fill, read_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

from tools.train_guards.templates import Sentences

TASKS = ("jailbreak", "harmful", "toxicity")
#: Requests for harm and harmless likes by what they are about.
DOMAINS = ("harms_people", "harms_things", "harms_money", "harms_society")
#: Files with whole texts as people write them: what is bad, and what is like it.
ASKED = {
    "jailbreak": ("attacks_talk", "attacks_smuggled", "attacks_voices"),
    "harmful": (
        *DOMAINS,
        *("harms_casual", "harms_stories", "harms_formal", "harms_writing"),
        *("harms_work", "harms_private", "harms_public", "harms_street", "harms_body", "harms_wrapped"),
        *("harms_power", "harms_digital"),
    ),
    "toxicity": ("insults_hot", "insults_cold", "insults_quiet", "insults_groups", "insults_scenes"),
}
#: Long texts; what is bad of a bad one is one or two of its sentences.
ASKED_LONG = {"harmful": ("harms_long",)}
#: Sentences that are only counted; those of the first kind set thresholds, too.
HELD = {"jailbreak": "triggers_held", "harmful": "safe_held"}
HELD_ASKED = {
    "jailbreak": ("held_jailbreak",),
    "harmful": ("held_harmful", "held_harmful_later"),
    "toxicity": ("held_toxicity", "held_toxicity_later"),
}
#: Of each family so many sentences are made, and of each other language.
ATTACKS_EACH, ORDINARY_EACH, OTHERS_EACH, ABROAD_EACH = 320, 600, 300, 60
#: Of each family that names things so many.
DOMAINS_EACH = 900
#: Frames are wider, and their harmless likes have more to tell apart.
FRAMES_EACH, MANNERS_EACH = 250, 280
#: Of each template at least so many.
LEAST_OF_TEMPLATE = 12
#: Of the attacks in other languages so many begin with something harmless.
_HIDDEN = 0.25
_FEWER_ABROAD = 2
#: Gaps that are filled with the same throughout a text.
_NAMES = ("name", "name2")
#: How people type, up to which roll of the dice: all small, all large, without a full stop.
_SMALL, _LARGE, _LOOSE = 0.2, 0.25, 0.35


@dataclass(frozen=True, slots=True)
class Row:
    """A text and what it is. ``group`` is never cut apart, ``source`` says where it is from."""

    text: str
    label: int
    source: str
    group: str
    kind: str = ""
    split: str = "train"
    ood: bool = False

    @property
    def is_mostly_harmless(self) -> bool:
        """Whether one or two of its sentences make it what it is."""
        return self.source == "made-long"

    @property
    def invented(self) -> bool:
        """Whether its words say nothing of how common they are: names, foreign ones, ever the same."""
        return self.source in {
            "made-frames",
            "made-manners",
            "made-triggers",
            "made-documents",
            "made-domains",
        }


def collected(folder: Path, task: str) -> list[Row]:
    """The rows of a task that were collected."""
    with gzip.open(folder / f"{task}.train-dev.jsonl.gz", "rt") as file:
        read = [json.loads(line) for line in file]
    return [
        Row(
            r["text"],
            r["label"],
            r["source"],
            f"{r['source']}/{r['group']}",
            r["kind"],
            r["split"],
            bool(r["ood"]),
        )
        for r in read
    ]


def made(task: str, seed: int = 7) -> list[Row]:
    """Our own sentences for a task, the same ones every time."""
    chance = random.Random(seed)
    if task == "jailbreak":
        attacks, ordinary = read_sentences("attacks"), read_sentences("ordinary")
        rows = [
            *_filled(attacks, "attacks", 1, "made-attacks", ATTACKS_EACH, chance),
            *_abroad(attacks, chance),
            *_filled(ordinary, "ordinary", 0, "made-ordinary", ORDINARY_EACH, chance),
            *_framed(chance),
            *_filled(read_sentences("schemes"), "attacks", 1, "made-schemes", OTHERS_EACH, chance),
            *_filled(read_sentences("triggers"), "ordinary", 0, "made-triggers", OTHERS_EACH, chance),
            *_filled(read_sentences("documents"), "ordinary", 0, "made-documents", OTHERS_EACH // 2, chance),
        ]
    elif task == "harmful":
        harms, topics = read_sentences("harms"), read_sentences("safe")
        rows = [
            *_filled(harms, "harmful", 1, "made-harms", OTHERS_EACH, chance),
            *_filled(harms, "safe", 0, "made-safe", OTHERS_EACH, chance),
            *_filled(topics, "harmful", 1, "made-harms", OTHERS_EACH, chance),
            *_filled(topics, "safe", 0, "made-topics", OTHERS_EACH, chance),
            *_wronged(chance),
        ]
    else:
        insults = read_sentences("insults")
        rows = [
            *_filled(insults, "toxic", 1, "made-insults", OTHERS_EACH, chance),
            *_filled(insults, "harmless", 0, "made-harmless", OTHERS_EACH, chance),
        ]
    return _distinct([*rows, *_asked(task, chance)])


def held() -> dict[str, Mapping[str, Sequence[str]]]:
    """Our own harmless texts that nothing learns from: by task, by family."""
    return {task: read_sentences(name).kinds["held"] for task, name in HELD.items()}


def asked_held(name: str) -> Mapping[str, Sequence[str]]:
    """Texts as people write them that nothing learns from and no threshold is set by: bad ones, good ones."""
    return read_sentences(name).kinds["asked"]


def triggers_held() -> Mapping[str, Sequence[str]]:
    """Harmless texts by how many words of attacks they have, to be counted likewise."""
    return read_sentences("held_triggers").kinds["held"]


def _framed(chance: random.Random) -> list[Row]:
    """Attacks of which most tell nobody to ignore anything, and what looks like them."""
    rows = []
    for name, fewer in (("frames", 1), ("frames_abroad", _FEWER_ABROAD)):
        frames = read_sentences(name)
        rows += _filled(frames, "attacks", 1, "made-frames", FRAMES_EACH // fewer, chance)
        rows += _filled(frames, "ordinary", 0, "made-manners", MANNERS_EACH // fewer, chance)
    return rows


def _wronged(chance: random.Random) -> list[Row]:
    """Requests for harm and harmless likes, made of what can be done to whom."""
    rows = []
    for name in DOMAINS:
        domain = read_sentences(name)
        for kind, label in (("harmful", 1), ("safe", 0)):
            rows += _filled(domain, kind, label, "made-domains", DOMAINS_EACH, chance, of=f"{name} ")
    return rows


def _asked(task: str, chance: random.Random) -> list[Row]:
    """Whole texts without gaps, as people write them."""
    rows = []
    sources = dict.fromkeys(ASKED[task], "made-asked") | dict.fromkeys(ASKED_LONG.get(task, ()), "made-long")
    for name, source in sources.items():
        asked = read_sentences(name).kinds["asked"]
        for kind, label in (("bad", 1), ("good", 0)):
            for number, text in enumerate(asked[kind]):
                group = f"{source}/{name}/{kind}/{number}"
                rows.append(Row(_sentence(text, {}, chance), label, source, group, f"{name} asked"))
    return rows


def _abroad(attacks: Sentences, chance: random.Random) -> list[Row]:
    """Attacks in other languages: how one starts, and what it wants."""
    rows = []
    for language, starts in attacks.kinds["starts"].items():
        for _ in range(ABROAD_EACH):
            start, end = chance.choice(starts), chance.choice(attacks.kinds["ends"][language])
            glue = "" if not end or end[0] in ".,\uff0c\u3002\u3001" else " "
            text = start + glue + end
            if chance.random() < _HIDDEN:
                text = chance.choice(attacks.slots["benign"]) + " " + text
            rows.append(Row(text, 1, "made-abroad", f"made-abroad/{language}"))
    return rows


def _filled(
    sentences: Sentences,
    kind: str,
    label: int,
    source: str,
    each: int,
    chance: random.Random,
    of: str = "",
) -> list[Row]:
    rows = []
    for family, templates in sentences.kinds[kind].items():
        for index in range(max(each, LEAST_OF_TEMPLATE * len(templates))):
            number = index % len(templates)
            slots = {**sentences.slots, **_named(sentences.slots, chance)}
            text = _sentence(templates[number], slots, chance)
            rows.append(Row(text, label, source, f"{source}/{of}{family}/{number}", of + family))
    return rows


def _named(slots: Mapping[str, Sequence[str]], chance: random.Random) -> dict[str, tuple[str, ...]]:
    """Who a text is about: the same from its beginning to its end."""
    return {name: (chance.choice(slots[name]),) for name in _NAMES if name in slots}


def _sentence(template: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    text = fill(template, slots, chance).replace("\\n", "\n").replace("  ", " ").strip()
    roll = chance.random()
    if roll < _SMALL:
        return text.lower()
    if roll < _LARGE:
        return text.upper()
    if roll < _LOOSE:
        return text.rstrip(".?!") + chance.choice(("", "!", "...", "??", " please", " thanks"))
    return text[:1].upper() + text[1:]


def _distinct(rows: Iterable[Row]) -> list[Row]:
    return list({row.text: row for row in rows}.values())


def held_out(row: Row, part: float = 0.2) -> bool:
    """Whether a group of ours is kept for looking at: the same ones every time."""
    return int(hashlib.sha256(row.group.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF < part
