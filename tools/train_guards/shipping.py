"""What is shipped, on rows that it has not learnt from: thresholds are chosen here, disguises are tried here.

Unlike the cross-checks this reads texts as the product does, with all their views.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np

from rails_engine.guards.classifier import SETTINGS
from rails_engine.guards.views import read_views
from tools.train_guards.disguises import disguises
from tools.train_guards.figures import HEAD, auc, line, threshold_at
from tools.train_guards.fitting import LEFT_OUT
from tools.train_guards.rows import HELD_ASKED, TASKS, asked_held, held, held_out, triggers_held

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.guards.classifier import Model
    from tools.train_guards.rows import Row

#: The part of the negatives that a setting may refuse: strict, balanced, permissive.
ALARMS = {"jailbreak": (0.03, 0.01, 0.003), "harmful": (0.04, 0.01, 0.003), "toxicity": (0.08, 0.03, 0.01)}
#: The same of every second of our harmless texts that nothing learns from; the others are only counted.
HELD_ALARMS = {"jailbreak": (0.08, 0.025, 0.005), "harmful": (0.25, 0.06, 0.03)}
DISGUISED_EACH = 60
#: Ordinary texts of this length, of unlike requests one after the other, with and without an attack within.
LONG_TEXTS, LONG_TEXT, LONGEST_PART = 150, 3_000, 800
_LONGEST_DISGUISED = 400


def probability(logit: float) -> float:
    """A logit as a score."""
    return float(1 / (1 + np.exp(-logit)))


def score_rows(rows: Mapping[str, Sequence[Row]], model: Model) -> dict[str, Any]:
    """What the product says of every dev row and of our own held-out kinds."""
    return {
        task: np.array([_logits(r.text, model)[index] if _looked_at(r) else np.nan for r in rows[task]])
        for index, task in enumerate(TASKS)
    }


def _looked_at(row: Row) -> bool:
    return row.split == "dev" or (row.source.startswith("made-") and held_out(row))


def _logits(text: str, model: Model) -> tuple[float, ...]:
    found = [model.logits(view.text) for view in read_views(text)]
    return tuple(max(column) for column in zip(*found, strict=True))


def choose_thresholds(
    rows: Mapping[str, Sequence[Row]], scored: Mapping[str, Any], model: Model
) -> dict[str, list[float]]:
    """Three a task, from dev's unlike negatives and half of our held ones; prints what each does."""
    kept = held()
    found = {}
    for index, task in enumerate(TASKS):
        families = {
            family: np.array([_logits(text, model)[index] for text in texts])
            for family, texts in kept.get(task, {}).items()
        }
        found[task] = _thresholds_of(task, rows[task], scored[task], families)
        _print_families(found[task][1], families)
    return found


def _print_families(limit: float, families: Mapping[str, Any]) -> None:
    """What is refused of the harmless texts that had no say in the thresholds."""
    for family, scores in families.items():
        counted = scores[1::2]
        print(
            f"    balanced, our held {family:<12} {len(counted):>4}  {float((counted >= limit).mean()):.3f}"
        )
    if families:
        counted = np.concatenate([scores[1::2] for scores in families.values()])
        print(
            f"    balanced, of all of them {'':<10}{len(counted):>4}  {float((counted >= limit).mean()):.3f}",
            flush=True,
        )


def _thresholds_of(task: str, rows: Sequence[Row], scores: Any, families: Mapping[str, Any]) -> list[float]:
    dev = np.array([r.split == "dev" and r.kind not in LEFT_OUT for r in rows])
    label = np.array([r.label for r in rows])
    unlike = np.array([r.ood for r in rows])
    own = np.array([r.source.startswith("made-") and held_out(r) for r in rows])
    hard = np.array([r.kind == "hardneg" for r in rows])
    like = dev & (label == 0) & ~unlike
    attacks = scores[dev & (label == 1)]
    print(f"\n{task}: the shipped files on dev, all views read\n{HEAD}")
    print(line("  dev, attacks against unlike ordinary requests", attacks, scores[unlike]))
    print(line("  dev, attacks against like negatives", attacks, scores[like]))
    parts = {
        "found": dev & (label == 1),
        "unlike": unlike,
        "like": like,
        "hard": dev & hard,
        "our harmless": own & (label == 0),
        "our attacks": own & (label == 1),
    }
    ours = np.concatenate([found[::2] for found in families.values()]) if families else None
    limits = []
    for place, (name, alarms) in enumerate(zip(SETTINGS, ALARMS[task], strict=True)):
        limit = threshold_at(scores[unlike], alarms)
        if ours is not None:
            limit = max(limit, threshold_at(ours, HELD_ALARMS[task][place]))
        if task == "toxicity":
            # Ordinary requests are too easy: people who talk to each other are what it must tell apart.
            limit = max(limit, threshold_at(scores[like], alarms))
        limits.append(limit)
        rates = "  ".join(
            f"{k} {float((scores[m] >= limit).mean()):.3f}" for k, m in parts.items() if m.any()
        )
        print(f"  {name:<11} threshold {probability(limit):.3f}  {rates}", flush=True)
    return limits


def of_strangers(model: Model, limits: Mapping[str, Sequence[float]]) -> None:
    """Print what is found and refused of texts that had no say in anything."""
    plain = np.array([_logits(text, model) for text in asked_held("held_ordinary")["good"]])
    print("\ntexts as people write them, which nothing learnt from and no threshold was set by")
    for index, task in enumerate(TASKS):
        for name in HELD_ASKED[task]:
            asked = asked_held(name)
            bad, good = (
                np.array([_logits(text, model)[index] for text in asked[kind]]) for kind in ("bad", "good")
            )
            _print_strangers(name, bad, good, plain[:, index], limits[task])
    jailbreak = TASKS.index("jailbreak")
    for words, texts in triggers_held().items():
        scores = np.array([_logits(text, model)[jailbreak] for text in texts])
        rates = [float((scores >= limit).mean()) for limit in limits["jailbreak"]]
        shown = "  ".join(f"{name} {rate:.3f}" for name, rate in zip(SETTINGS, rates, strict=True))
        print(f"  harmless with {words:<5} words of attacks, {len(texts)} texts, refused: {shown}")


def _print_strangers(name: str, bad: Any, good: Any, plain: Any, limits: Sequence[float]) -> None:
    worth = auc(bad, plain), auc(bad, good)
    print("  {:<22} AUC {:.3f} to ordinary ones, {:.3f} to their likes".format(name, *worth))
    for setting, limit in zip(SETTINGS, limits, strict=True):
        rates = [float((scores >= limit).mean()) for scores in (bad, good, plain)]
        print("    {:<11} found {:.3f}  likes refused {:.3f}  ordinary ones {:.3f}".format(setting, *rates))


def through_disguises(
    rows: Mapping[str, Sequence[Row]],
    scored: Mapping[str, Any],
    model: Model,
    limits: Mapping[str, float],
) -> None:
    """Print what is still found of what is found undisguised."""
    chance = random.Random(11)
    kept: dict[str, list[float]] = {}
    for index, task in enumerate(TASKS):
        limit = limits[task]
        found = [
            row.text
            for row, score in zip(rows[task], scored[task], strict=True)
            if _may_be_disguised(row) and score >= limit
        ]
        picked = chance.sample(found, min(DISGUISED_EACH, len(found)))
        for name, disguise in disguises().items():
            hits = [_logits(disguise(text), model)[index] >= limit for text in picked]
            kept.setdefault(name, []).append(float(np.mean(hits)))
    print("\nwhat is still found through a disguise, of what is found without")
    print(f"{'':<26}" + "".join(f"{task:>10}" for task in TASKS))
    for name, parts in sorted(kept.items(), key=lambda item: item[1][0]):
        print(f"  {name:<24}" + "".join(f"{part:>10.3f}" for part in parts))


def in_long_texts(
    rows: Mapping[str, Sequence[Row]],
    scored: Mapping[str, Any],
    model: Model,
    limits: Mapping[str, float],
) -> None:
    """Print what is found of attacks in the middle of ordinary texts, and what is refused of those."""
    chance = random.Random(5)
    ordinary = [row.text[:LONGEST_PART] for row in rows["jailbreak"] if row.ood]
    texts = [_long_text(ordinary, chance) for _ in range(LONG_TEXTS)]
    plain = np.array([_logits(text, model) for text in texts])
    print(f"\nattacks in the middle of {LONG_TEXT:,} characters of ordinary text")
    for index, task in enumerate(TASKS):
        limit = limits[task]
        pairs = zip(rows[task], scored[task], strict=True)
        attacks = [row.text for row, score in pairs if _may_be_disguised(row) and score >= limit]
        picked = chance.sample(attacks, min(LONG_TEXTS, len(attacks)))
        hits = [
            _logits(_inside(text, attack), model)[index] >= limit
            for text, attack in zip(texts, picked, strict=False)
        ]
        refused = float((plain[:, index] >= limit).mean())
        print(
            f"  {task:<10} found {float(np.mean(hits)):.3f} of {len(hits)}, without one {refused:.3f}",
            flush=True,
        )


def _long_text(parts: Sequence[str], chance: random.Random) -> str:
    text = chance.choice(parts)
    while len(text) < LONG_TEXT:
        text += "\n\n" + chance.choice(parts)
    return text[:LONG_TEXT]


def _inside(text: str, attack: str) -> str:
    cut = text.rfind(" ", 0, len(text) // 2)
    return f"{text[:cut]} {attack} {text[cut:]}"


def _may_be_disguised(row: Row) -> bool:
    wanted = row.split == "dev" and row.label == 1 and row.kind not in LEFT_OUT
    return wanted and len(row.text) < _LONGEST_DISGUISED
